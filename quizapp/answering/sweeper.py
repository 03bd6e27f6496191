"""The sweeper submits what students walked away from, once their time is up."""

import logging
import threading

from flask import Flask
from sqlalchemy import Engine

from quizapp import db
from quizapp.answering.service import ending

EVERY_S = 15.0

log = logging.getLogger(__name__)


def sweep(engine: Engine) -> int:
    """Submit and grade every attempt whose time is up; return how many."""
    with db.open_session(engine, writes=False) as work:
        if not ending.anything_due(work, db.now()):
            return 0
    done = 0
    while True:
        with db.writing(engine) as work:
            found = ending.finalise_due(work, db.now())
        done += found
        if not found:
            return done


class Sweeper:
    """A thread beside the requests; a greenlet where the server has made threads such."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)
        self.swept = threading.Event()
        # Set once a sweep has gone through.

    def start(self) -> None:
        """Sweep now and every 15 seconds."""
        self._thread.start()

    def stop(self) -> None:
        """Let the sweep that is going on come to its end, and start no other."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                sweep(self._engine)
                self.swept.set()
            except Exception:
                # The database may be away for a moment; the next round finds the same attempts.
                log.exception("overdue attempts could not be submitted")
            self._stopping.wait(EVERY_S)


def start(app: Flask) -> Sweeper:
    """Start a sweeper. Every worker may have one: each attempt is claimed by one of them."""
    sweeper = Sweeper(app.extensions["quiz_engine"])
    sweeper.start()
    return sweeper
