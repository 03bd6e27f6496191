"""The sweeper submits what students walked away from, whoever else is at work."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.answering import sweeper
from quizapp.answering.service import ending
from quizapp.core.marks import PARTS_PER_POINT
from quizapp.core.schedule import GRACE
from quizapp.models import Attempt
from tests import make
from tests.answering.conftest import Desk


def leave_behind(desk: Desk, count: int) -> None:
    """Let so many students start, answer rightly and walk away past their deadline."""
    given = desk.given("single", time_limit_s=600)
    for i in range(count):
        person = desk.school.add(make.make_user, f"Student {i}")
        desk.school.add(make.enrol, desk.school.classroom, person)
        student = desk.student(person).start(given)
        student.post(1, choice="0")
        desk.move(student.attempt_id, deadline_at=db.now() - GRACE - timedelta(minutes=5))


@pytest.mark.both_databases
def test_several_sweepers_at_once_submit_each_attempt_once(
    desk: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "AT_ONCE", 3)
    leave_behind(desk, 10)
    engine = app.extensions["quiz_engine"]
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: sweeper.sweep(engine), range(3)))
    assert sum(done) == 10
    with Session(engine) as work:
        scores = set(work.scalars(select(Attempt.score)))
        by_clock = work.scalar(select(func.count()).where(Attempt.submitted_by_clock))
    assert scores == {PARTS_PER_POINT}
    assert by_clock == 10


def test_the_sweeper_starts_with_a_sweep_and_can_be_stopped(desk: Desk, app: Flask) -> None:
    leave_behind(desk, 1)
    swept = sweeper.start(app)
    swept.done.wait(10)
    swept.stop()
    with Session(app.extensions["quiz_engine"]) as work:
        assert work.scalars(select(Attempt.submitted_at)).one() is not None


def test_a_database_that_is_away_does_not_end_the_sweeper(
    desk: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    leave_behind(desk, 1)
    sweep = sweeper.sweep
    failures = iter([OSError("away")])

    def unreliable(engine: object) -> int:
        for failure in failures:
            raise failure
        return sweep(engine)  # type: ignore[arg-type]

    monkeypatch.setattr(sweeper, "EVERY_S", 0.01)
    monkeypatch.setattr(sweeper, "sweep", unreliable)
    swept = sweeper.start(app)
    swept.done.wait(10)
    swept.stop()
    assert "the sweeper failed" in caplog.text
    with Session(app.extensions["quiz_engine"]) as work:
        assert work.scalars(select(Attempt.submitted_at)).one() is not None
