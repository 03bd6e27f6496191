"""Whatever is killed, and however often: what the server acknowledged is there, once.

The short forms run always, the long ones with `-m long`. Both end with a table of what was found.
"""

import os
import random
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from quizapp import create_app, db, schema
from quizapp.config import Settings
from tests.conftest import SECRET, School
from tests.durability import figures
from tests.durability.crashing import Crashing, Postmaster
from tests.durability.load import Load, is_sound, judged, seats
from tests.services.postgres import TEMPORARY

STUDENTS = 12
TAKES_LONG = [pytest.mark.long, pytest.mark.timeout(3600)]
SEED = int(os.environ.get("QUIZ_TEST_SEED", "1"))
LONG = {
    "whole server": int(os.environ.get("QUIZ_TEST_KILLS", "100")),
    "workers": 2 * int(os.environ.get("QUIZ_TEST_KILLS", "100")),
    "database server": 3 * int(os.environ.get("QUIZ_TEST_KILLS", "100")) // 10,
}


@pytest.fixture
def server(settings: Settings) -> Iterator[Crashing]:
    crashing = Crashing(settings.data, settings.database_url, QUIZ_SECRET_KEY=SECRET)
    crashing.start()
    crashing.wait(120)
    yield crashing
    crashing.kill()


def crash(app: Flask, school: School, server: Crashing, kills: int) -> None:
    """Kill the whole server under load so often, and judge what is left."""
    chance = random.Random(SEED)
    recoveries = []
    students = seats(school, STUDENTS)
    with Load(server.url, students) as load:
        for _ in range(kills):
            load.wait_for(chance.randint(1, 2 * STUDENTS))
            server.kill()
            server.start()
            recoveries.append(load.wait_for(1, 120))
        load.wait_for(STUDENTS)
    judge("whole server killed", app, load, recoveries)


def judge(harm: str, app: Flask, load: Load, recoveries: list[float]) -> None:
    """Note what became of the answers, and see that none was lost, doubled or changed."""
    engine = app.extensions["quiz_engine"]
    verdict, whole = judged(engine, load.seats), is_sound(engine)
    figures.note(
        harm,
        engine.dialect.name,
        len(recoveries),
        load.acknowledged(),
        verdict,
        recoveries,
        whole=whole,
    )
    assert verdict.is_clean(), verdict
    assert whole


@pytest.mark.timeout(400)
@pytest.mark.both_databases
def test_killing_the_server_loses_and_doubles_nothing(
    app: Flask, school: School, server: Crashing
) -> None:
    crash(app, school, server, 2)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.both_databases
def test_killing_the_server_a_hundred_times_loses_and_doubles_nothing(
    app: Flask, school: School, server: Crashing
) -> None:
    crash(app, school, server, LONG["whole server"])


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "kills", [3, pytest.param(LONG["workers"], marks=[pytest.mark.long, pytest.mark.timeout(3600)])]
)
def test_killing_workers_loses_nothing_and_the_others_go_on(
    app: Flask, school: School, server: Crashing, kills: int
) -> None:
    chance = random.Random(SEED)
    students = seats(school, STUDENTS)
    recoveries = []
    with Load(server.url, students) as load:
        for _ in range(kills):
            load.wait_for(STUDENTS)
            os.kill(chance.choice(server.workers()), signal.SIGKILL)
            recoveries.append(load.wait_for(1))
        load.wait_for(STUDENTS)
    judge("worker killed", app, load, recoveries)
    assert load.silences <= kills * STUDENTS
    assert not {500, 502, 503} & {status for seat in students for status in seat.statuses}


@pytest.fixture
def postmaster() -> Iterator[Postmaster]:
    with tempfile.TemporaryDirectory(prefix="quiz-pg-", dir=TEMPORARY) as folder:
        running = Postmaster(Path(folder))
        running.start()
        yield running
        running.stop()


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "kills",
    [2, pytest.param(LONG["database server"], marks=[pytest.mark.long, pytest.mark.timeout(3600)])],
)
def test_killing_the_database_server_loses_nothing_and_is_no_fault_of_ours(
    tmp_path: Path, postmaster: Postmaster, kills: int
) -> None:
    postmaster.server.execute("CREATE DATABASE {}", "school")
    settings = Settings(
        data=tmp_path, database_url=postmaster.server.url("school"), secret_key=SECRET
    )
    app = create_app(settings)
    engine = app.extensions["quiz_engine"]
    schema.upgrade(engine)
    students = seats(small_school(app), STUDENTS)
    server = Crashing(tmp_path, settings.database_url, QUIZ_SECRET_KEY=SECRET)
    server.start()
    server.wait(120)
    recoveries = []
    with Load(server.url, students) as load:
        for _ in range(kills):
            load.wait_for(STUDENTS)
            postmaster.kill()
            postmaster.start()
            recoveries.append(load.wait_for(1))
        load.wait_for(STUDENTS)
    server.kill()
    judge("database server killed", app, load, recoveries)
    engine.dispose()
    # A database that is away is no fault of the request: 503 and try again, never 500.
    assert {status for seat in students for status in seat.statuses} <= {200, 503}
    assert max(recoveries) <= 5


def small_school(app: Flask) -> School:
    """Return a class with a teacher in an app that is no fixture."""
    from tests import make  # noqa: PLC0415 - only here

    app.config["WTF_CSRF_ENABLED"] = False
    with db.writing(app.extensions["quiz_engine"]) as work:
        ada = make.make_user(work, "Ada", role="instructor")
        ben, cleo = make.make_user(work, "Ben"), make.make_user(work, "Cleo")
        classroom = make.make_class(work, ada)
        passage = make.make_passage(work)
    return School(app, ada, ben, cleo, classroom, passage)
