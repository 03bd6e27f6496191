"""One student's attempt as staff see it."""

import pytest
from sqlalchemy import update

from quizapp import db
from quizapp.models import Assignment
from tests.results.conftest import BEN, DORA, KINDS, Sat
from tests.results.sat import make_attempt
from tests.results.test_summary_page import text


def address(sat: Sat, name: str = "Dora", question: str | None = None) -> str:
    """Return the address of an attempt's page."""
    return f"/attempts/{sat.attempts[name].id}/result" + (
        f"?question={question}" if question is not None else ""
    )


def test_a_teacher_sees_the_answer_the_key_and_the_explanation(sat: Sat) -> None:
    page = sat.school.as_(sat.school.ada).get(address(sat))
    said = text(page.text)
    assert page.status_code == 200
    assert "0.67 of 4 in 5 min, submitted Mon 7 Sep 2026, 08:05." in said
    assert "✗ your answer" in said
    assert "No tunnel is named here" in said
    assert "Question 1 · 0 of 1 · Detail" in said
    assert "Why." in said


@pytest.mark.parametrize("question", range(1, len(KINDS) + 1))
@pytest.mark.parametrize("name", ["Ben", "Dora", "Finn"])
def test_every_kind_of_question_can_be_looked_at(sat: Sat, name: str, question: int) -> None:
    page = sat.school.as_(sat.school.ada).get(address(sat, name, str(question)))
    assert page.status_code == 200
    assert f"Question {question} ·" in page.text


def test_the_navigator_says_in_words_how_each_question_went(sat: Sat) -> None:
    said = text(sat.school.as_(sat.school.ada).get(address(sat)).text)
    for label in ("1✗, not right", "2✗, not right", "3◐, partly right", "4✗, not right"):
        assert f"Question {label}" in said
    page = sat.school.as_(sat.school.ada).get(address(sat, "Finn")).text
    assert ", left blank" in text(page)
    page = sat.school.as_(sat.school.ada).get(address(sat, "Ben")).text
    assert "Question 1✓, right" in text(page)


@pytest.mark.parametrize("question", ["0", "5", "x", "-1", "٣", "9" * 30, ""])
def test_a_question_that_is_not_in_the_attempt_is_not_found(sat: Sat, question: str) -> None:
    page = sat.school.as_(sat.school.ada).get(address(sat, question=question))
    assert page.status_code == 404


def test_the_page_says_what_the_student_can_see_now(sat: Sat) -> None:
    client = sat.school.as_(sat.school.ada)
    said = text(client.get(address(sat)).text)
    assert "Dora can see the score, their own answers, the key and explanations." in said
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        work.execute(
            update(Assignment).values(
                show_key="close", show_answers="never", show_explanation="never"
            )
        )
    assert "Now Dora can see the score." in text(client.get(address(sat)).text)
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        work.execute(update(Assignment).values(show_score="never"))
    assert "Now Dora can see nothing of it." in text(client.get(address(sat)).text)


def test_an_attempt_that_is_going_on_shows_what_is_saved_so_far(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        going = make_attempt(work, sat.assignment, sat.eli, DORA, took=None)
    said = text(sat.school.as_(sat.school.ada).get(f"/attempts/{going.id}/result").text)
    assert "Still working since" in said
    assert "not marked yet" in said


def test_other_tries_are_one_click_away(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        second = make_attempt(work, sat.assignment, sat.dora, BEN, number=2)
    page = sat.school.as_(sat.school.ada).get(address(sat)).text
    assert f'href="/attempts/{second.id}/result"' in page
    assert "(4)" in text(page)


def test_students_and_other_teachers_do_not_find_it(sat: Sat) -> None:
    for person in (sat.school.ben, sat.school.cleo, sat.dora):
        assert sat.school.as_(person).get(address(sat)).status_code == 404


def test_an_assistant_finds_attempts_of_the_section_only(sat: Sat) -> None:
    client = sat.school.as_(sat.helper)
    assert client.get(address(sat, "Dora")).status_code == 200
    assert client.get(address(sat, "Finn")).status_code == 404
    assert sat.school.as_(sat.newcomer).get(address(sat, "Dora")).status_code == 404
