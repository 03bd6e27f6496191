"""A million changes of answers, as a school has them after years, are back within a minute."""

import os
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, literal, select

from quizapp import db
from quizapp.config import ROOT, Settings
from quizapp.models import AttemptQuestion, ResponseChange
from tests.backups.test_drill import SERVE, perform, recipe, rows, wipe
from tests.conftest import SECRET, School
from tests.durability.load import save, seats
from tests.services.postgres import postgres_programs
from tests.services.process import leashed, running
from tests.services.server import free_port, plain_environment, responds

CHANGES = 1_000_000
LONGEST_BACKUP_S = 30.0
LONGEST_RESTORE_S = 60.0


def fill(school: School) -> None:
    """Give one answer a history of a million changes, as a school has them after years."""
    numbers = select(literal(2).label("i")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.i + 1).where(numbers.c.i <= CHANGES))
    table = ResponseChange.__table__.c
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        db.be_patient(work.connection())
        place = work.scalar(select(AttemptQuestion.id).limit(1))
        changes = select(
            literal(place),
            numbers.c.i,
            literal(
                "What somebody wrote who thought about it for a while. " * 2, table.answer.type
            ),
            literal(db.now(), table.saved_at.type),
        )
        names = ["attempt_question_id", "sequence", "answer", "saved_at"]
        work.execute(insert(ResponseChange).from_select(names, changes))


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.both_databases
def test_a_large_school_is_brought_back_within_a_minute(
    request: pytest.FixtureRequest,
    school: School,
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    port = free_port()
    copies = tmp_path_factory.mktemp("copies")
    environment = plain_environment() | {
        "QUIZ_DATA": str(settings.data),
        "QUIZ_DATABASE_URL": settings.database_url,
        "QUIZ_BIND": f"127.0.0.1:{port}",
        "COPIES": str(copies),
        "PATH": f"{postgres_programs()}:{os.environ['PATH']}",
    }
    (settings.data / "secret.key").write_text(SECRET + "\n")
    (student,) = seats(school, 1)
    fill(school)
    before = rows(school.app)
    began = time.monotonic()
    create, _, verify = recipe("Backup and restore", 0).partition("\n")
    perform(create, environment)
    backed_up = time.monotonic() - began
    perform(verify, environment)
    school.app.extensions["quiz_engine"].dispose()
    wipe(settings, request.getfixturevalue("postgres") if settings.database_url else None)

    began = time.monotonic()
    perform(recipe("Backup and restore", 1).partition(SERVE)[0], environment)
    serving = leashed([sys.executable, "-m", "quizapp", "run"])
    ready = partial(responds, f"http://127.0.0.1:{port}/healthz")
    with running(serving, ready, copies / "log", env=environment, cwd=ROOT, seconds=200):
        assert save(f"http://127.0.0.1:{port}", student, 2, 1) == 200
        brought_back = time.monotonic() - began
    before["response"] += 1
    before["response_change"] += 1
    after = rows(school.app)
    assert {name: after[name] for name in ("attempt", "response", "response_change")} == {
        name: before[name] for name in ("attempt", "response", "response_change")
    }
    (file,) = Path(copies).glob("quiz-*.backup")
    print(  # noqa: T201 - figures for the reader of a long run
        f"\n{before['response_change']} changes, a backup of {file.stat().st_size // 2**20} MB "
        f"made in {backed_up:.1f} s, served again after {brought_back:.1f} s"
    )
    assert backed_up <= LONGEST_BACKUP_S
    assert brought_back <= LONGEST_RESTORE_S
