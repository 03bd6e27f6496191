"""The app for the server of a test, with SQLite set otherwise than a school may set it.

PRAGMAS names what is set on every connection after the app's own: a small checkpoint, so that a
short trace sees some, or a promise that is broken on purpose, so that a test can see it caught.
"""

import os
from typing import Any

from sqlalchemy import event

from quizapp import create_app

app = create_app()


@event.listens_for(app.extensions["quiz_engine"], "connect")
def weaken(connection: Any, _record: object) -> None:
    """Set what the test asks for."""
    for pragma in os.environ["PRAGMAS"].split():
        connection.execute(f"PRAGMA {pragma}")
