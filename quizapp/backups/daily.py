"""The backup that nobody has to think of: made in time, and once, however many workers look."""

import subprocess
import sys

from flask import Flask

from quizapp import db
from quizapp.backups import making
from quizapp.beside import Beside
from quizapp.config import ROOT, Settings

EVERY_S = 300.0
LONGEST_S = 3600.0
# "nice", because the people at work come first.
COMMAND = ["nice", sys.executable, "-m", "flask", "--app", "wsgi", "backup", "create", "--if-due"]


def make_if_due(settings: Settings) -> None:
    """Make a backup in a process of its own when one is due.

    Of its own, because a copy inside the library would stop every greenlet of this worker.
    """
    if making.is_due(settings, db.now()):
        subprocess.run(COMMAND, cwd=ROOT, check=True, timeout=LONGEST_S)  # noqa: S603 - our own command


def start(app: Flask) -> Beside:
    """Look every five minutes, beside the requests, whether a backup is due."""
    settings: Settings = app.extensions["quiz_settings"]
    beside = Beside("daily backup", lambda: make_if_due(settings), EVERY_S, first_after_s=EVERY_S)
    beside.start()
    return beside
