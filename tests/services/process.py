"""Start programs that cannot outlive the tests, and wait until they are ready."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

LEASH = str(Path(__file__).with_name("leash.py"))
POLL_SECONDS = 0.02


class DidNotStartError(Exception):
    """A program ended, or took too long, before it was ready; the text is what it said."""


def leashed(command: Sequence[str], *, as_nobody: bool = False) -> list[str]:
    """Return the command that runs another one tied to this process."""
    return [sys.executable, LEASH, *(["--as-nobody"] if as_nobody else []), *command]


@contextmanager
def running(
    command: Sequence[str],
    ready: Callable[[], bool],
    log: Path,
    *,
    env: Mapping[str, str],
    cwd: Path,
    seconds: float = 120,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command until the block ends; enter the block once `ready` says so.

    A leashed command must be started from a thread that lives as long as it does.

    Raises DidNotStartError, with what the program said, if it never gets ready.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        wait_until_ready(process, ready, log, seconds)
        yield process
    finally:
        stop(process)


def wait_until_ready(
    process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path, seconds: float
) -> None:
    """Return as soon as `ready` says so; raise DidNotStartError if it never does."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise DidNotStartError(log.read_text(errors="replace")[-4000:])
        time.sleep(POLL_SECONDS)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Interrupt a process, and kill it if it does not listen."""
    process.send_signal(2)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
