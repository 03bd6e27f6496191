"""A school's database, and the commands of backups to try on it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from quizapp.config import Settings
from tests.conftest import School
from tests.services.postgres import postgres_programs

Run = Callable[..., Result]


@pytest.fixture
def run(school: School, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs a command of `flask backup` on the school's database."""
    monkeypatch.setenv("PATH", f"{postgres_programs()}:{os.environ['PATH']}")
    runner = school.app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["backup", *map(str, arguments)])


@pytest.fixture
def backup(run: Run, settings: Settings) -> Path:
    """Return a backup of the school as it was in the beginning."""
    result = run("create")
    assert result.exit_code == 0, result.output
    (file,) = settings.backups.glob("quiz-*")
    return file
