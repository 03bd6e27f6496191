"""The purge: once a day, what is too old is removed, and whose time has come is erased."""

from collections import Counter

from flask import Flask
from sqlalchemy import Engine

from quizapp import db
from quizapp.beside import Beside
from quizapp.people.service import retention
from quizapp.people.service.retention import Keep

EVERY_S = 86_400.0
# Not while the server starts and a class is waiting.
FIRST_S = 600.0


def purge(engine: Engine, keep: Keep) -> dict[str, int]:
    """Remove all that is due, and return how much of each class of data went."""
    gone = Counter(Students=0)
    for remove in (retention.remove_old, retention.erase_due):
        while True:
            with db.writing(engine) as work:
                done = remove(work, keep, db.now())
            gone.update(done)
            if not any(done.values()):
                break
    return dict(gone)


def start(app: Flask) -> Beside:
    """Purge after a while, and then every day.

    Every worker may have a purger: what is gone already is not found again.
    """
    engine: Engine = app.extensions["quiz_engine"]
    keep = Keep.by(app.extensions["quiz_settings"])
    purger = Beside("purger", lambda: purge(engine, keep), EVERY_S, first_after_s=FIRST_S)
    purger.start()
    return purger
