"""The sweeper submits what students walked away from, once their time is up."""

from flask import Flask
from sqlalchemy import Engine

from quizapp import db
from quizapp.answering.service import ending
from quizapp.beside import Beside

EVERY_S = 15.0


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


def start(app: Flask) -> Beside:
    """Sweep now and every 15 seconds.

    Every worker may have a sweeper: each attempt is claimed by one of them.
    """
    engine: Engine = app.extensions["quiz_engine"]
    sweeper = Beside("sweeper", lambda: sweep(engine), EVERY_S)
    sweeper.start()
    return sweeper
