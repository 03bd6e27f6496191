"""The server's clock is set two hours on or back while students work: no answer is lost by it."""

from datetime import timedelta

import pytest
import time_machine

from quizapp import db
from quizapp.answering import sweeper
from quizapp.core.schedule import GRACE
from tests.answering.conftest import Desk, Student

STEP = timedelta(hours=2)
LIMIT_S = 600


def started(desk: Desk, **changes: object) -> Student:
    """Return a student who has ten minutes and has answered the first of two questions."""
    given = desk.given("short", "short", time_limit_s=LIMIT_S, show_score="submit", **changes)
    student = desk.student().start(given)
    assert student.post(1, script=True, text="A bridge").json["saved"]
    return student


@pytest.mark.both_databases
def test_set_back_it_gives_time_and_the_newest_answer_counts(desk: Desk) -> None:
    student = started(desk)
    began = desk.attempt(student.attempt_id).started_at
    with time_machine.travel(db.now() - STEP):
        assert student.post(1, script=True, text="A tunnel").json["saved"]
        assert "A tunnel" in student.page()
        assert student.submit().status_code == 303
        ended = desk.attempt(student.attempt_id)
        assert ended.submitted_at == began
        assert ended.score is not None
        summary = desk.school.as_(desk.school.ada).get(
            f"/assignments/{ended.assignment_id}/summary"
        )
        assert summary.status_code == 200
        assert "-1 day" not in summary.text
    assert "A tunnel" in student.review(1)


@pytest.mark.both_databases
def test_set_on_it_submits_what_was_saved_and_set_right_it_reopens_nothing(desk: Desk) -> None:
    student = started(desk)
    with time_machine.travel(db.now() + STEP):
        refused = student.post(2, script=True, text="Too late")
        assert refused.status_code == 409
        sweeper.sweep(desk.school.app.extensions["quiz_engine"])
    ended = desk.attempt(student.attempt_id)
    assert ended.submitted_by_clock
    assert ended.submitted_at == ended.deadline_at
    assert student.post(2, script=True, text="Again").status_code == 409
    assert "A bridge" in student.review(1)


def test_set_on_and_back_before_anyone_looks_it_ends_nothing(desk: Desk) -> None:
    student = started(desk)
    with time_machine.travel(db.now() + STEP):
        pass
    sweeper.sweep(desk.school.app.extensions["quiz_engine"])
    assert student.post(2, script=True, text="In time").json["saved"]


def test_an_assignment_closes_and_opens_by_its_own_moments(desk: Desk) -> None:
    now = db.now()
    given = desk.given("short", opens_at=now, closes_at=now + STEP)
    ben = desk.student()
    for moved, status in (
        (-timedelta(seconds=1), 409),
        (STEP + GRACE, 409),
        (STEP - timedelta(seconds=1), 303),
    ):
        with time_machine.travel(now + moved, tick=False):
            assert ben.client.post(f"/assignments/{given.id}").status_code == status


def test_what_a_wrong_clock_counted_keeps_nobody_out(desk: Desk) -> None:
    with time_machine.travel(db.now() + STEP):
        for _ in range(6):
            desk.student().client.post(f"/assignments/{desk.given('short').id}")
    assert desk.student().start(desk.given("short")).attempt_id
