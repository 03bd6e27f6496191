"""What a monitor asks the server: whether it answers, whether it can save, how it is doing."""

import hmac
import os
import tempfile
import threading
from pathlib import Path
from time import monotonic
from typing import Final

from flask import Flask, abort, current_app, request
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from quizapp import db, limits
from quizapp.access import Audience, open_to
from quizapp.config import Settings
from quizapp.limits import HOUR, Limit
from quizapp.writers import WritersBusy

PLAIN: Final = {"Content-Type": "text/plain; charset=utf-8"}
TRIAL: Final = Limit("trial write", 1, HOUR)
TRIAL_BYTES: Final = 65_536
"""More than saving a few answers takes: a disk that holds this is not full."""

COUNTED_IN: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable with the folder that workers count in; set by the server before they start."""

HELD_S: Final = 2.0
"""How long an answer is good for, so that asking often costs nothing."""


class Readiness:
    """Whether an answer could be saved now, found out by trying and leaving no trace."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._folder = settings.data
        self._asking = threading.Lock()
        self._until = 0.0
        self._problem = ""

    def problem(self) -> str:
        """Return what is in the way of saving answers, nothing when nothing is."""
        with self._asking:
            if monotonic() >= self._until:
                self._problem = self._tried()
                self._until = monotonic() + HELD_S
            return self._problem

    def _tried(self) -> str:
        try:
            with db.open_session(self._engine, writes=True) as work:
                limits.count(work, TRIAL, "", db.now())
                work.rollback()
            if self._engine.dialect.name == "sqlite":
                _write_and_remove(self._folder)
        except (SQLAlchemyError, WritersBusy):
            return "the database cannot be written to"
        except OSError as error:
            return f"the data directory cannot be written to: {error.strerror}"
        return ""


def _write_and_remove(folder: Path) -> None:
    """Raise OSError when a disk is full or may not be written to."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(os.urandom(TRIAL_BYTES))
        file.flush()
        os.fsync(file.fileno())


def readiness() -> Readiness:
    """Return the readiness of the present app."""
    found: Readiness = current_app.extensions["quiz_readiness"]
    return found


@open_to(Audience.ANYONE)
def healthz() -> tuple[str, dict[str, str]]:
    """Tell that the process answers."""
    return "ok\n", PLAIN


@open_to(Audience.ANYONE)
def readyz() -> tuple[str, int, dict[str, str]]:
    """Tell whether answers can be saved; a proxy asks elsewhere when they cannot."""
    problem = readiness().problem()
    if problem:
        return f"{problem}\n", 503, {**PLAIN, "Retry-After": "5"}
    return "ok\n", 200, PLAIN


@open_to(Audience.ANYONE)
def metrics() -> tuple[bytes, dict[str, str]]:
    """Show the figures in Prometheus's format, to who knows the token."""
    settings: Settings = current_app.extensions["quiz_settings"]
    sent = request.headers.get("Authorization", "").encode()
    wanted = f"Bearer {settings.metrics_token}".encode()
    if not settings.metrics_token or not hmac.compare_digest(sent, wanted):
        abort(404)
    from quizapp import figures  # noqa: PLC0415 - a library that most schools never need

    text = figures.text(settings, readiness().problem(), db.now())
    return text, {"Content-Type": figures.CONTENT_TYPE}


def init_app(app: Flask, settings: Settings) -> None:
    """Give an app the addresses that monitors ask, and count its requests if anyone does."""
    app.extensions["quiz_readiness"] = Readiness(app.extensions["quiz_engine"], settings)
    for view in (healthz, readyz, metrics):
        app.add_url_rule(f"/{view.__name__}", view_func=view)
    if settings.metrics_token:
        from quizapp import figures  # noqa: PLC0415 - see above

        figures.count_requests(app)
