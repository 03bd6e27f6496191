"""Pages that take long are made by a process of their own, so that those who save need not wait.

A worker does one thing at a time: while it works out a large page, nobody's answer is saved by it.
So it hands the whole request to a process that gives way to all others, and waits for that as it
waits for a network: everything else is served meanwhile.
"""

import json
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, cast

from flask import Flask, current_app

from quizapp.config import ROOT, Settings
from quizapp.core.refusal import Refused

log = logging.getLogger(__name__)

LONGEST_S: Final = 120.0
"""How long a request waits in all; deploy/nginx.conf waits a little longer."""
NICER: Final = 10
"""How far such a process stands back behind all else: it then gets about a tenth of a busy core."""
ALONE: Final = f"import os; os.nice({NICER}); from quizapp.alone import main; main()"
COMMAND: Final = (sys.executable, "-c", ALONE)


class TookTooLong(Refused):
    """A page took longer than anybody should wait."""

    status = 503
    retry_after = 60
    message = "These numbers take very long just now. Please try again in a few minutes."


class NotMade(Refused):
    """The process that should make a page ended without it."""

    status = 503
    retry_after = 10
    message = "These numbers could not be worked out just now. Please try again."


@dataclass(frozen=True)
class Turn:
    """Leave to have a process: whether another had one first, and until when it may run."""

    waited: bool
    until: float


@dataclass(frozen=True)
class Answered:
    """A response, and the numbers to be kept that were made for it, by what they were made from."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    numbers: dict[str, Any]


class Apart:
    """The processes beside a worker: one at a time, so that they cannot fill the memory."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = threading.Lock()
        self.command = COMMAND
        self.longest_s = LONGEST_S

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Wait until no other request has a process. Raises TookTooLong."""
        until = monotonic() + self.longest_s
        at_once = self._turn.acquire(blocking=False)
        if not at_once and not self._turn.acquire(timeout=self.longest_s):
            raise TookTooLong
        try:
            yield Turn(waited=not at_once, until=until)
        finally:
            self._turn.release()

    def answered(self, environ: Mapping[str, Any], turn: Turn) -> Answered:
        """Return what a process of its own answers to a request without a body.

        Raises TookTooLong, or NotMade when the process ends without an answer.
        """
        plain = {name: value for name, value in environ.items() if isinstance(value, str)}
        asked = {"settings": self._settings.model_dump_json(), "environ": plain}
        try:
            done = subprocess.run(  # noqa: S603 - the command is ours
                self.command,
                input=json.dumps(asked).encode(),
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                timeout=turn.until - monotonic(),
                check=True,
            )
        except subprocess.TimeoutExpired:
            log.warning("a page was not made within %s s", self.longest_s)
            raise TookTooLong from None
        except (subprocess.CalledProcessError, OSError) as error:
            log.warning("a page was not made: %s", error)
            raise NotMade from error
        return cast("Answered", pickle.loads(done.stdout))  # noqa: S301 - from a process of ours


def beside() -> Apart:
    """Return what makes pages beside the present app."""
    return cast("Apart", current_app.extensions["quiz_apart"])


def init_app(app: Flask, settings: Settings) -> None:
    """Let an app have pages made beside it."""
    app.extensions["quiz_apart"] = Apart(settings)
