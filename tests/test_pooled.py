"""What questions did in a person's own classes, for the bank."""

from datetime import timedelta

import pytest

from quizapp import db
from quizapp.models import Quiz
from quizapp.pooled import pooled_figures
from tests import make
from tests.results.conftest import BEN, DORA, Sat, sat
from tests.results.sat import make_attempt
from tests.results.test_question_page import change
from tests.statements import counted

__all__ = ["sat"]


def first(sat: Sat, who: str = "ada") -> tuple[int, int, object]:
    """Return students, assignments and share right of the first question."""
    person = sat.helper if who == "helper" else getattr(sat.school, who)
    with db.open_session(sat.school.app.extensions["quiz_engine"], writes=False) as work:
        found = pooled_figures(work, [one.id for one in sat.questions], person.id)
    one = found[sat.questions[0].id]
    return one.students, one.assignments, one.facility


@pytest.mark.both_databases
def test_the_figures_are_those_of_the_summary(sat: Sat) -> None:
    assert first(sat) == (3, 1, pytest.approx(1 / 3))
    with db.open_session(sat.school.app.extensions["quiz_engine"], writes=False) as work:
        found = pooled_figures(work, [one.id for one in sat.questions], sat.school.ada.id)
    # Ben has it right and 3 of 3 on the rest; Dora and Finn have it wrong, 2/3 and 1/3 of 3.
    assert found[sat.questions[0].id].discrimination == pytest.approx(0.9934, abs=1e-3)


def test_an_assistant_counts_the_section_and_a_stranger_nobody(sat: Sat) -> None:
    assert first(sat, "helper")[:2] == (1, 1)
    assert first(sat, "cleo")[:2] == (0, 0)
    assert first(sat, "ben")[:2] == (0, 0)


def test_later_tries_and_practice_do_not_count(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        make_attempt(work, sat.assignment, sat.dora, BEN, number=2)
        quiz = work.get_one(Quiz, sat.assignment.quiz_id)
        practice = make.make_assignment(work, sat.school.classroom, quiz, practice=True)
        make_attempt(work, practice, sat.dora, DORA, started_at=make.AT + timedelta(days=1))
    assert first(sat) == (3, 1, pytest.approx(1 / 3))


def test_a_spelling_fix_is_pooled_and_another_question_is_not(sat: Sat) -> None:
    change(sat, stem="What does the writter say is planned?")
    assert first(sat) == (5, 2, pytest.approx(3 / 5))
    change(sat, stem="What does the writer hope for?")
    assert first(sat)[:2] == (2, 1)


@pytest.mark.both_databases
def test_the_bank_shows_them_in_two_more_statements(sat: Sat) -> None:
    ada = sat.school.as_(sat.school.ada)
    ada.get("/questions")
    with counted(sat.school.app) as sent:
        page = ada.get("/questions").text
    assert len([one for one in sent if "sum(" in one]) == 1
    assert "33" in page
    shown = ada.get(f"/questions/{sat.questions[0].id}").text
    assert "3 students" in shown
