"""The classes of the demo: made by the app's own services, and enough for every page."""

import re
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from quizapp import db, loading
from quizapp.access import Seat
from quizapp.core.itemstats import ClassSummary
from quizapp.core.itemstats.advice import advise
from quizapp.models import Assignment, Attempt, Classroom, Quiz, Response, User
from quizapp.results.queries.summary import class_summary
from quizapp.simulation import ABSENT, WORKING, Account, fill_demo
from quizapp.simulation.afterwards import UNREADABLE
from quizapp.simulation.scene import NAMES, SLOW, TIME_LIMIT, YOUNGER
from tests.make import AT

QUESTIONS = Path(__file__).parents[2] / "questions"


def filled(app: Flask) -> tuple[Engine, tuple[Account, ...]]:
    """Return a database with the bank and the demo in it, and the accounts of the demo."""
    engine: Engine = app.extensions["quiz_engine"]
    with db.writing(engine) as work:
        loading.load_folder(work, QUESTIONS, AT)
    return engine, fill_demo(engine, AT)


def summary(engine: Engine, form: str = "A", name: str = "Year 11 Media") -> ClassSummary:
    with db.open_session(engine, writes=False) as work:
        assignment = work.scalars(
            select(Assignment)
            .join(Assignment.quiz)
            .join(Assignment.classroom)
            .where(Quiz.key == f"alwaght-{form}", Classroom.name == name)
        ).one()
        classroom = work.get_one(Classroom, assignment.classroom_id)
        return class_summary(work, assignment, Seat(classroom, "instructor", None))


@pytest.mark.both_databases
def test_the_demo_has_a_class_that_tells_something(app: Flask) -> None:
    engine, accounts = filled(app)
    found = summary(engine)
    states = {one.student.name: one.state for one in found.students}
    assert set(states) == set(NAMES)
    assert {name for name, state in states.items() if state == "not started"} == ABSENT
    assert {name for name, state in states.items() if state == "working"} == WORKING
    assert "submitted by the clock" in states.values()
    assert found.scores.count == len(NAMES) - len(ABSENT) - len(WORKING)
    assert 0.4 < found.scores.share < 0.85  # type: ignore[operator]
    assert any(one.omitted for one in found.items)
    assert advise(found).skill is not None
    assert advise(found).roads
    assert max(one.tries for one in summary(engine, "B").students) > 1
    before, after = summary(engine, "C").scores.share, summary(engine, "D").scores.share
    assert before + Fraction(1, 20) < after  # type: ignore[operator]
    assert summary(engine, name="Year 10 Media").scores.count == len(YOUNGER)
    check_accounts(app, accounts)
    check_times(engine)
    check_challenges(app, accounts[0])
    check_notices(app, accounts[2])
    check_pages(app, accounts[0])


def check_accounts(app: Flask, accounts: tuple[Account, ...]) -> None:
    """Sign in as each of the accounts that the demo prints."""
    assert len(accounts) == 4
    for account in accounts:
        signed_in = app.test_client().post(
            "/sign-in", data={"login": account.login, "password": account.phrase}
        )
        assert signed_in.status_code == 303, account.who


def check_notices(app: Flask, student: Account) -> None:
    """See that the student who has finished is told of an answer and of a regrade."""
    client = app.test_client()
    client.post("/sign-in", data={"login": student.login, "password": student.phrase})
    said = client.get("/assignments").text
    assert "answered your challenge" in said
    assert "was regraded" in said
    assert UNREADABLE in said


def check_challenges(app: Flask, teacher: Account) -> None:
    """Find the challenges of the demo where the teacher's home says that they wait."""
    client = app.test_client()
    client.post("/sign-in", data={"login": teacher.login, "password": teacher.phrase})
    (where,) = re.findall(r"/assignments/\d+/challenges", client.get("/classes").text)
    said = client.get(where).text
    assert "2 challenges wait for an answer." in said
    assert len(set(re.findall(r" on (A\d\d)", said))) == 2


def check_pages(app: Flask, teacher: Account) -> None:
    """Open the pages of results as the teacher."""
    client = app.test_client()
    client.post("/sign-in", data={"login": teacher.login, "password": teacher.phrase})
    with db.open_session(app.extensions["quiz_engine"], writes=False) as work:
        given = work.scalars(select(Assignment.id)).all()
        sat = work.scalars(select(Attempt.id)).all()
    addresses = [f"/assignments/{i}/summary" for i in given]
    addresses += [f"/assignments/{i}/summary/questions/{n}" for i in given for n in range(1, 11)]
    addresses += [f"/attempts/{i}/result?question={n}" for i in sat[:3] for n in range(1, 11)]
    addresses += [f"/attempts/{i}/result" for i in sat[::5]]
    assert {client.get(address).status_code for address in addresses} == {200}


def check_times(engine: Engine) -> None:
    """See that nobody had more time than allowed, and that no answer is later than now."""
    with db.open_session(engine, writes=False) as work:
        rows = work.execute(
            select(User.name, Attempt.started_at, Attempt.deadline_at, Attempt.submitted_at)
            .join(Attempt, Attempt.user_id == User.id)
            .join(Assignment, Assignment.id == Attempt.assignment_id)
            .where(Assignment.practice.is_(False))
        ).all()
        for name, started, deadline, submitted in rows:
            assert deadline - started == TIME_LIMIT * (1.5 if name == SLOW else 1)
            assert submitted is None or started < submitted <= deadline
        assert work.scalar(select(func.max(Response.saved_at))) < AT
        assert work.scalar(select(func.min(Response.saved_at))) > AT - timedelta(days=31)


def test_without_the_bank_there_is_no_demo(app: Flask) -> None:
    with pytest.raises(LookupError):
        fill_demo(app.extensions["quiz_engine"], AT)
