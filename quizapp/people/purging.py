"""The purge: once a day, what is too old is removed, and whose time has come is erased."""

import logging
import threading
from datetime import timedelta

from flask import Flask
from sqlalchemy import Engine

from quizapp import db
from quizapp.people.service import retention
from quizapp.people.service.retention import Keep

EVERY = timedelta(days=1)
# Not while the server starts and a class is waiting.
FIRST = timedelta(minutes=10)

log = logging.getLogger(__name__)


def purge(engine: Engine, keep: Keep) -> dict[str, int]:
    """Remove all that is due, and return how much of each class of data went."""
    with db.writing(engine) as work:
        gone = retention.remove_old(work, keep, db.now())
    erased = 0
    while True:
        with db.writing(engine) as work:
            done = retention.erase_due(work, keep, db.now())
        erased += done
        if not done:
            return {"Students": erased, **gone}


class Purger:
    """A thread beside the requests; a greenlet where the server has made threads such."""

    def __init__(self, engine: Engine, keep: Keep) -> None:
        self._engine, self._keep, self._first = engine, keep, FIRST
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="purger", daemon=True)
        self.purged = threading.Event()
        # Set once a purge has gone through.

    def start(self, first: timedelta = FIRST) -> None:
        """Purge after a while, and then every day."""
        self._first = first
        self._thread.start()

    def stop(self) -> None:
        """Let the purge that is going on come to its end, and start no other."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        wait = self._first
        while not self._stopping.wait(wait.total_seconds()):
            wait = EVERY
            try:
                purge(self._engine, self._keep)
                self.purged.set()
            except Exception:
                # The database may be away for a moment; tomorrow finds the same rows.
                log.exception("old data could not be removed")


def start(app: Flask) -> Purger:
    """Start a purger. Every worker may have one: what is gone already is not found again."""
    purger = Purger(app.extensions["quiz_engine"], Keep.by(app.extensions["quiz_settings"]))
    purger.start()
    return purger
