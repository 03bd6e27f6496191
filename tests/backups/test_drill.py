"""The restore drill: a school loses everything, and docs/operations.md alone brings it back."""

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from quizapp import db
from quizapp.backups import making
from quizapp.config import ROOT, Settings
from quizapp.models import Base
from tests import make
from tests.conftest import SECRET, School
from tests.services.postgres import Postgres, postgres_programs
from tests.services.process import leashed, running
from tests.services.server import free_port, plain_environment, responds

OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
SERVE = "./quiz run"


def recipe(heading: str, number: int) -> str:
    """Return the commands of a block of docs/operations.md, as they stand there."""
    section = OPERATIONS.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)[number]


def perform(commands: str, environment: dict[str, str]) -> None:
    """Run commands as an administrator would type them, in the folder of the app."""
    ended = subprocess.run(
        ["/bin/sh", "-euc", commands.replace(".venv/bin/flask", f"{sys.executable} -m flask")],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr


def rows(app: Flask) -> dict[str, int]:
    """Return how many rows every table has, but for devices, which come and go."""
    with db.open_session(app.extensions["quiz_engine"], writes=False) as work:
        return {
            table.name: work.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def wipe(settings: Settings, postgres: Postgres | None) -> None:
    """Lose the machine: nothing of the data directory and of the database is left."""
    shutil.rmtree(settings.data)
    if postgres is not None:
        name = str(make_url(settings.database_url).database)
        postgres.execute("DROP DATABASE {} WITH (FORCE)", name)
        postgres.execute("CREATE DATABASE {}", name)


@pytest.mark.timeout(300)
@pytest.mark.both_databases
def test_the_papers_alone_bring_a_lost_school_back(
    request: pytest.FixtureRequest,
    school: School,
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    port = free_port()
    environment = plain_environment() | {
        "QUIZ_DATA": str(settings.data),
        "QUIZ_DATABASE_URL": settings.database_url,
        "QUIZ_BIND": f"127.0.0.1:{port}",
        "QUIZ_WORKERS": "1",
        "COPIES": str(tmp_path_factory.mktemp("copies")),
        "PATH": f"{postgres_programs()}:{os.environ['PATH']}",
    }
    (settings.data / "secret.key").write_text(SECRET + "\n")
    cookie = make.sign_in(school.app, school.ada).get_cookie("session")
    assert cookie is not None
    monkeypatch.setenv("PATH", environment["PATH"])
    copies, engine = Path(environment["COPIES"]), school.app.extensions["quiz_engine"]
    making.create(engine, settings, copies, db.now() - timedelta(days=1), lambda _step: None)
    school.add(make.make_user, "Zoe")
    before = rows(school.app)
    perform(recipe("Backup and restore", 0), environment)
    engine.dispose()
    is_postgres = bool(settings.database_url)
    wipe(settings, request.getfixturevalue("postgres") if is_postgres else None)

    restoring, _, rest = recipe("Backup and restore", 1).partition(SERVE)
    assert rest == "\n"
    perform(restoring, environment)
    assert rows(school.app) == before
    serving = leashed([sys.executable, "-m", "quizapp", "run"])
    ready = partial(responds, f"http://127.0.0.1:{port}/healthz")
    with running(serving, ready, copies / "log", env=environment, cwd=ROOT, seconds=200):
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/classes", headers={"Cookie": f"session={cookie.value}"}
        )
        with urllib.request.urlopen(asked) as answer:  # noqa: S310 - our own server
            assert school.classroom.name in answer.read().decode()
