"""Answer one request and end: what `apart` starts for a page that takes long."""

import gc
import json
import os
import pickle
import sys

from sqlalchemy import event
from werkzeug.test import create_environ, run_wsgi_app

from quizapp import create_app, db
from quizapp.apart import Answered
from quizapp.config import Settings

HERE = {"large_summary": 0, "metrics_token": ""}
"""Settings that differ here: nothing is too large, and nobody counts what is asked once more."""


def main() -> None:
    """Read a request and write the response, with the numbers that were made for it."""
    with os.fdopen(os.dup(1), "wb") as out:
        # What anything prints must not get into the answer.
        os.dup2(2, 1)
        # All of it ends in a moment: to look for what nobody needs any more takes a fifth longer.
        gc.disable()
        asked = json.load(sys.stdin)
        settings = Settings.model_validate_json(asked["settings"]).model_copy(update=HERE)
        app = create_app(settings)
        event.listen(app.extensions["quiz_engine"], "begin", db.be_patient)
        body, status, headers = run_wsgi_app(app, create_environ() | asked["environ"])
        numbers = app.extensions["quiz_numbers"].all()
        pickle.dump(Answered(int(status[:3]), list(headers), b"".join(body), numbers), out)
