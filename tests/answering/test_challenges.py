"""Challenges as a student raises, withdraws and reads them."""

from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp import db
from quizapp.answering.forms import NOT_THERE
from quizapp.core.challenge import MOST_OPEN
from quizapp.models import Assignment, AttemptQuestion, Challenge
from tests import make
from tests.answering.conftest import LATER, Desk, Student
from tests.answering.test_races import at_once, tabs

REASON = "The ferry might be meant as well."


def sat(desk: Desk, **changes: Any) -> Student:
    """Return Ben, who has submitted a quiz of every kind of question."""
    ben = desk.student().start(desk.given(**changes))
    ben.submit()
    return ben


def where(ben: Student, position: int = 1) -> str:
    return f"/attempts/{ben.attempt_id}/review/{position}/challenge"


def raise_one(ben: Student, position: int = 1, **fields: Any) -> TestResponse:
    return ben.client.post(where(ben, position), data={"reason": REASON, "quote": ""} | fields)


def stored(desk: Desk) -> list[Challenge]:
    with Session(desk.school.app.extensions["quiz_engine"]) as work:
        return list(work.scalars(select(Challenge).order_by(Challenge.id)))


def answered(desk: Desk, text: str = "It says so twice.") -> None:
    """Let the teacher answer what was challenged first."""
    with db.writing(desk.school.app.extensions["quiz_engine"]) as work:
        one = work.scalars(select(Challenge).order_by(Challenge.id)).first()
        assert one is not None
        one.answer, one.answered_by, one.answered_at = text, desk.school.ada.id, make.AT


def first_words(desk: Desk) -> str:
    with Session(desk.school.app.extensions["quiz_engine"]) as work:
        passage = work.merge(desk.school.passage, load=False).to_core()
    return " ".join(passage.paragraphs[0].text.split()[:3])


@pytest.mark.both_databases
def test_a_student_challenges_a_question_and_reads_the_answer(desk: Desk) -> None:
    ben = sat(desk)
    assert "Challenge this question" in ben.review(1)
    quote = f"\u201c{first_words(desk).upper()}\u201d"
    reply = raise_one(ben, quote=quote)
    assert (reply.status_code, reply.location) == (
        303,
        f"/attempts/{ben.attempt_id}/review/1#challenge",
    )
    page = ben.review(1)
    assert REASON in page
    assert quote in page
    assert "Challenge this question" not in page
    assert REASON not in ben.review(2)
    answered(desk)
    page = ben.review(1)
    assert "It says so twice." in page
    assert "Withdraw" not in page
    assert "Challenge this question" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": ""}, "Please fill this in."),
        ({"reason": " \n\t "}, "Please fill this in."),
        ({"reason": "x" * 1_001}, "Use at most 1,000 characters."),
        ({"quote": "x" * 201}, "Use at most 200 characters."),
        ({"quote": "words of nobody"}, NOT_THERE),
        ({"quote": "\u201d"}, NOT_THERE),
    ],
)
def test_what_is_no_challenge_is_told_at_its_field_and_kept(
    desk: Desk, fields: dict[str, str], said: str
) -> None:
    ben = sat(desk)
    reply = raise_one(ben, **{"quote": "words of nobody", **fields})
    assert reply.status_code == 422
    assert said in reply.text
    assert "<details open>" in reply.text
    assert fields.get("quote", "words of nobody") in reply.text
    assert stored(desk) == []


def test_hostile_words_are_shown_as_they_were_written(desk: Desk) -> None:
    ben = sat(desk)
    assert raise_one(ben, reason="<script>1</script>{{7*7}}").status_code == 303
    page = ben.review(1)
    assert "&lt;script&gt;1&lt;/script&gt;{{7*7}}" in page


NOTHING = {"show_key": "never", "show_explanation": "never"}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        (NOTHING, 409),
        (NOTHING | {"show_key": "submit"}, 303),
        (NOTHING | {"show_explanation": "submit"}, 303),
        ({"show_key": "close", "show_explanation": "close", "closes_at": LATER}, 409),
    ],
)
def test_a_question_is_challenged_only_once_its_key_or_explanation_is_shown(
    desk: Desk, changes: dict[str, Any], status: int
) -> None:
    if "closes_at" in changes:
        changes = changes | {"closes_at": db.now() + LATER}
    ben = sat(desk, **changes)
    assert ("Challenge this question" in ben.review(1)) is (status == 303)
    assert raise_one(ben).status_code == status
    assert len(stored(desk)) == (status == 303)


def test_nothing_is_challenged_before_it_is_submitted(desk: Desk) -> None:
    ben = desk.student().start(desk.given(practice=True, show_key="during"))
    assert raise_one(ben).status_code == 409
    assert stored(desk) == []


def test_an_answer_disappears_with_the_key_that_it_may_give_away(desk: Desk) -> None:
    given = desk.given()
    ben = desk.student().start(given)
    ben.submit()
    raise_one(ben)
    answered(desk, "KEY-in-the-answer")
    assert "KEY-in-the-answer" in ben.review(1)
    assert "answered your challenge" in ben.client.get("/assignments").text
    with db.writing(desk.school.app.extensions["quiz_engine"]) as work:
        assignment = work.get_one(Assignment, given.id)
        assignment.show_key = assignment.show_explanation = "never"
    assert "KEY-in-the-answer" not in ben.review(1)
    assert "answered your challenge" not in ben.client.get("/assignments").text


@pytest.mark.both_databases
def test_a_student_is_told_of_an_answer_until_they_put_it_away(desk: Desk) -> None:
    ben = sat(desk)
    raise_one(ben)
    told = "Your teacher has answered your challenge to"
    assert told not in ben.client.get("/assignments").text
    answered(desk)
    for page in (ben.client.get("/assignments").text, ben.review(), ben.review(1)):
        assert told in page
        assert f"/attempts/{ben.attempt_id}/review/1#challenge" in page
    assert told not in ben.review(2)
    raise_one(ben, 2)
    put_away = ben.client.post(f"/attempts/{ben.attempt_id}/notices", data={"back": "home"})
    assert put_away.location == "/assignments"
    assert told not in ben.client.get("/assignments").text + ben.review(1)
    # What is still waiting was not put away with it.
    assert [one.seen_at is None for one in stored(desk)] == [False, True]


def test_one_is_withdrawn_until_it_is_answered(desk: Desk) -> None:
    ben = sat(desk)
    raise_one(ben)
    assert ben.client.post(f"{where(ben)}/withdraw").status_code == 303
    assert stored(desk) == []
    assert ben.client.post(f"{where(ben)}/withdraw").status_code == 409
    raise_one(ben)
    answered(desk)
    reply = ben.client.post(f"{where(ben)}/withdraw")
    assert reply.status_code == 409
    assert "answered or withdrawn meanwhile" in reply.text
    assert len(stored(desk)) == 1


def test_few_wait_at_once_and_the_page_says_so(desk: Desk) -> None:
    ben = sat(desk)
    for position in range(1, MOST_OPEN + 1):
        assert raise_one(ben, position).status_code == 303
    assert "may at once" in ben.review(MOST_OPEN + 1)
    reply = raise_one(ben, MOST_OPEN + 1)
    assert reply.status_code == 409
    assert "withdraw one" in reply.text
    answered(desk)
    assert raise_one(ben, MOST_OPEN + 1).status_code == 303


def test_nobody_else_s_question_can_be_challenged(desk: Desk) -> None:
    ben = sat(desk)
    for person in (desk.school.cleo, desk.school.ada):
        client = desk.school.as_(person)
        assert client.post(where(ben), data={"reason": REASON}).status_code == 404
        assert client.post(f"{where(ben)}/withdraw").status_code == 404
    assert ben.client.post(where(ben, 99), data={"reason": REASON}).status_code == 404
    assert stored(desk) == []


@pytest.mark.both_databases
def test_of_the_same_challenge_sent_five_times_one_is_raised(desk: Desk) -> None:
    ben = sat(desk)
    data = {"reason": REASON, "quote": ""}
    replies = at_once([lambda tab=tab: tab.post(where(ben), data=data) for tab in tabs(desk, 5)])
    assert sorted(reply.status_code for reply in replies) == [303, 409, 409, 409, 409]
    refused = next(reply for reply in replies if reply.status_code == 409)
    assert "You have challenged this question already." in refused.text
    assert len(stored(desk)) == 1


@pytest.mark.both_databases
def test_no_more_than_may_wait_are_raised_at_once(desk: Desk) -> None:
    ben = sat(desk)
    acts = [
        lambda tab=tab, at=at: tab.post(where(ben, at), data={"reason": REASON})
        for at, tab in enumerate(tabs(desk, MOST_OPEN + 2), start=1)
    ]
    replies = at_once(acts)
    assert [reply.status_code for reply in replies].count(303) == MOST_OPEN
    assert len(stored(desk)) == MOST_OPEN


@pytest.mark.both_databases
def test_the_database_itself_keeps_one_open_for_each_question(desk: Desk) -> None:
    sat(desk)
    values = {"reason": REASON, "quote": "", "created_at": make.AT}
    with Session(desk.school.app.extensions["quiz_engine"]) as work:
        place = work.scalars(select(AttemptQuestion.id)).first()
        work.execute(insert(Challenge).values(attempt_question_id=place, **values))
        with pytest.raises(IntegrityError):
            work.execute(insert(Challenge).values(attempt_question_id=place, **values))
