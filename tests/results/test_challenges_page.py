"""Challenges as a teacher and an assistant read and answer them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp import db
from quizapp.models import AttemptQuestion, AuditEntry, Challenge, User
from quizapp.people.service import erasing
from tests import make
from tests.answering.test_races import at_once
from tests.results.conftest import Sat
from tests.results.test_regrading import version
from tests.results.test_summary_page import text
from tests.statements import counted

REASON = "It can be read both ways."


@pytest.fixture
def raised(sat: Sat) -> dict[str, int]:
    """Let Dora of section A and Finn of section B challenge the first question."""
    found = {}
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        for name in ("Dora", "Finn"):
            attempt = sat.attempts[name].id
            place = work.scalars(
                select(AttemptQuestion.id).where(
                    AttemptQuestion.attempt_id == attempt, AttemptQuestion.position == 1
                )
            ).one()
            one = Challenge(
                attempt_question_id=place,
                reason=f"{name}: {REASON}",
                quote="a bridge",
                created_at=make.AT,
            )
            work.add(one)
            work.flush()
            found[name] = one.id
    return found


def listed(sat: Sat, person: User) -> str:
    return text(sat.school.as_(person).get(sat.address("challenges")).text)


def answer(sat: Sat, person: User, number: int, said: str = "Look at P1.") -> TestResponse:
    client = sat.school.as_(person)
    return client.post(sat.address(f"challenges/{number}"), data={"answer": said})


def stored(sat: Sat, number: int) -> Challenge:
    with Session(sat.school.app.extensions["quiz_engine"]) as work:
        return work.get_one(Challenge, number)


@pytest.mark.both_databases
def test_a_teacher_answers_and_it_is_accounted_for(sat: Sat, raised: dict[str, int]) -> None:
    said = listed(sat, sat.school.ada)
    assert "2 challenges wait for an answer." in said
    assert f"Dora: {REASON}" in said
    assert "a bridge" in said
    # What was chosen and what is right, so that it can be judged at once.
    assert "Answered: A tunnel" in said
    assert "✓ key A bridge" in said
    reply = answer(sat, sat.school.ada, raised["Dora"])
    assert (reply.status_code, reply.location) == (303, sat.address("challenges"))
    one = stored(sat, raised["Dora"])
    assert (one.answer, one.answered_by) == ("Look at P1.", sat.school.ada.id)
    said = listed(sat, sat.school.ada)
    assert "1 challenge waits for an answer." in said
    # What waits comes first.
    assert said.index("Finn:") < said.index("Dora:")
    student = sat.school.as_(sat.dora).get(f"/attempts/{sat.attempts['Dora'].id}/review/1").text
    assert "Look at P1." in student
    with Session(sat.school.app.extensions["quiz_engine"]) as work:
        entry = work.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.subject) == ("answer challenge", f"challenge {raised['Dora']}")
    assert entry.after == {"answer": "Look at P1."}


def test_a_challenge_leads_to_the_question_the_answer_and_a_regrade(
    sat: Sat, raised: dict[str, int]
) -> None:
    ada = sat.school.as_(sat.school.ada)
    page = ada.get(sat.address("challenges")).text
    ways = (
        sat.address("summary/questions/1"),
        sat.address(f"regrade/{version(sat)}"),
        f"/attempts/{sat.attempts['Dora'].id}/result?question=1",
    )
    for way in ways:
        assert f'href="{way}"' in page
        assert ada.get(way).status_code == 200
    assert "regrade" not in sat.school.as_(sat.helper).get(sat.address("challenges")).text
    assert sat.address("challenges") in ada.get(sat.address()).text
    assert raised


def test_an_assistant_meets_only_those_of_their_section(sat: Sat, raised: dict[str, int]) -> None:
    said = listed(sat, sat.helper)
    assert "Dora:" in said
    assert "Finn" not in said
    assert answer(sat, sat.helper, raised["Finn"]).status_code == 404
    assert answer(sat, sat.helper, raised["Dora"]).status_code == 303
    assert "Nobody in your section" in listed(sat, sat.newcomer)


@pytest.mark.parametrize(
    ("said", "told"),
    [("", "Please fill this in."), ("x" * 1_001, "Use at most 1,000 characters.")],
)
def test_what_is_no_answer_is_told_at_its_field(
    sat: Sat, raised: dict[str, int], said: str, told: str
) -> None:
    reply = answer(sat, sat.school.ada, raised["Dora"], said)
    assert reply.status_code == 422
    assert told in reply.text
    assert f'id="answer-{raised["Dora"]}-error"' in reply.text
    assert f'for="answer-{raised["Finn"]}"' in reply.text
    assert said in reply.text
    assert stored(sat, raised["Dora"]).answer is None


@pytest.mark.both_databases
def test_of_two_who_answer_at_once_the_first_stands(sat: Sat, raised: dict[str, int]) -> None:
    where = sat.address(f"challenges/{raised['Dora']}")
    clients = [sat.school.as_(person) for person in (sat.school.ada, sat.helper)]
    replies = at_once(
        [
            lambda client=client, n=n: client.post(where, data={"answer": f"Answer {n}"})
            for n, client in enumerate(clients)
        ]
    )
    assert sorted(reply.status_code for reply in replies) == [303, 409]
    first = [reply.status_code for reply in replies].index(303)
    assert stored(sat, raised["Dora"]).answer == f"Answer {first}"


def test_home_says_how_many_wait(sat: Sat, raised: dict[str, int]) -> None:
    ada = sat.school.as_(sat.school.ada)
    assert "2 challenges by students to answer" in text(ada.get("/classes").text)
    assert sat.address("challenges") in ada.get("/classes").text
    helper = sat.school.as_(sat.helper)
    assert "1 challenge by students to answer" in text(helper.get("/classes").text)
    for number in raised.values():
        answer(sat, sat.school.ada, number)
    said = text(ada.get("/classes").text)
    assert "to answer" not in said
    assert "2 written answers to mark" in said


def test_the_list_takes_as_many_statements_for_many_as_for_one(
    sat: Sat, raised: dict[str, int]
) -> None:
    ada, where = sat.school.as_(sat.school.ada), sat.address("challenges")
    ada.get(where)
    with counted(sat.school.app) as sent:
        ada.get(where)
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        one = work.get_one(Challenge, raised["Finn"])
        work.delete(one)
    with counted(sat.school.app) as fewer:
        ada.get(where)
    assert len(sent) == len(fewer)
    assert [one for one in sent if "response.mark" in one or "response_change" in one] == []


def test_a_challenge_goes_with_the_student_and_its_answer_leaves_the_audit(
    sat: Sat, raised: dict[str, int]
) -> None:
    answer(sat, sat.school.ada, raised["Dora"], "Dora, look at P1.")
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        erasing.erase(work, work.get_one(User, sat.dora.id), sat.school.ada.id, db.now())
    with Session(sat.school.app.extensions["quiz_engine"]) as work:
        assert work.get(Challenge, raised["Dora"]) is None
        assert work.get(Challenge, raised["Finn"]) is not None
        entries = work.scalars(select(AuditEntry).where(AuditEntry.action == "answer challenge"))
        assert [entry.after for entry in entries] == [None]
