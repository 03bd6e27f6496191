"""An upgrade that dies half-way leaves the database as it was, and the next one goes through."""

import subprocess
import sys

import pytest
from flask import Flask

from quizapp import schema
from quizapp.config import ROOT, Settings
from tests.conftest import SECRET, School
from tests.durability.load import seats
from tests.services.server import plain_environment


@pytest.mark.both_databases
@pytest.mark.timeout(900)
@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.long)])
def test_an_upgrade_killed_at_any_statement_leaves_nothing_behind(
    app: Flask, school: School, settings: Settings, step: int
) -> None:
    seats(school, 2)
    schema.downgrade(app.extensions["quiz_engine"], "0001")
    app.extensions["quiz_engine"].dispose()
    tried = subprocess.run(
        [sys.executable, "-m", "tests.durability.killed", str(step)],
        cwd=ROOT,
        env=plain_environment()
        | {
            "QUIZ_DATA": str(settings.data),
            "QUIZ_DATABASE_URL": settings.database_url,
            "QUIZ_SECRET_KEY": SECRET,
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert int(tried.stdout.split()[1]) > 3
