"""Two assignments or two sections side by side, as the class's staff see them."""

from datetime import timedelta

import pytest

from quizapp import db
from quizapp.models import Assignment, Quiz
from tests import make
from tests.results.conftest import BEN, DORA, Sat
from tests.results.sat import make_attempt
from tests.results.test_summary_page import text
from tests.statements import counted


@pytest.fixture
def parallel(sat: Sat) -> tuple[Sat, Assignment]:
    """Return the class with five more students, who have sat a parallel quiz as well."""
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        kinds = ("single", "multi", "match", "short")
        asked = [make.make_question(work, sat.school.passage, kind) for kind in kinds]
        quiz = make.make_quiz(work, sat.school.passage, asked, title="Form B")
        later = make.AT + timedelta(days=7)
        after = make.make_assignment(work, sat.school.classroom, quiz, opens_at=later)
        for number in range(5):
            student = make.make_user(work, f"Student {number}")
            make.enrol(work, sat.school.classroom, student, section="B")
            make_attempt(work, sat.assignment, student, DORA)
            make_attempt(work, after, student, BEN, started_at=later)
    return sat, after


def page(sat: Sat, asked: str, who: str = "ada") -> str:
    person = sat.helper if who == "helper" else getattr(sat.school, who)
    response = sat.school.as_(person).get(f"/classes/{sat.school.classroom.id}/compare?{asked}")
    assert response.status_code == 200
    return text(response.text).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.both_databases
def test_parallel_forms_show_the_gain_with_its_count_and_both_means(
    parallel: tuple[Sat, Assignment],
) -> None:
    sat, after = parallel
    said = page(sat, f"first={sat.assignment.id}&second={after.id}")
    assert "1.00 normalised gain, high: 5 students, 17 % before and 100 % after" in said
    assert "the 5 who finished both" in said
    assert "+83 percentage points" in said


def test_the_same_quiz_twice_is_no_parallel_form(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        quiz = work.get_one(Quiz, sat.assignment.quiz_id)
        again = make.make_assignment(work, sat.school.classroom, quiz)
        make_attempt(work, again, sat.dora, BEN)
    said = page(sat, f"first={sat.assignment.id}&second={again.id}")
    assert "normalised gain: only between parallel forms" in said
    assert "Questions in both" in said


@pytest.mark.both_databases
def test_two_sections_of_one_assignment_stand_side_by_side(sat: Sat) -> None:
    this = sat.assignment.id
    said = page(sat, f"first={this}&first_section=A&second={this}&second_section=B")
    assert "Form A, section A 1 of 2" in said
    assert "Form A, section B 1 of 1" in said
    assert "normalised gain" not in said.split("How is this computed?", maxsplit=1)[0]


@pytest.mark.parametrize(
    "asked", ["", "first=x&second=", "first=999999", "first=%00&second=-1", "first=1&first=2"]
)
def test_what_the_class_does_not_have_is_not_compared(sat: Sat, asked: str) -> None:
    said = page(sat, asked)
    assert "Scores" not in said


def test_the_same_on_both_sides_is_refused_in_words(sat: Sat) -> None:
    said = page(sat, f"first={sat.assignment.id}&second={sat.assignment.id}")
    assert "Both sides are the same." in said


def test_an_assistant_compares_only_the_section(parallel: tuple[Sat, Assignment]) -> None:
    sat, after = parallel
    said = page(sat, f"first={sat.assignment.id}&second={after.id}&second_section=B", "helper")
    assert "section B" not in said
    assert "1 of 2" in said


def test_a_class_without_assignments_says_what_will_come(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        work.get_one(Assignment, sat.assignment.id).archived_at = make.AT
    assert "Nothing has opened for this class yet." in page(sat, "")


def test_the_number_of_statements_does_not_grow(parallel: tuple[Sat, Assignment]) -> None:
    sat, after = parallel
    client = sat.school.as_(sat.school.ada)
    numbers = []
    for _ in range(2):
        sides = f"first={sat.assignment.id}&second={after.id}"
        address = f"/classes/{sat.school.classroom.id}/compare?{sides}"
        client.get(address)
        with counted(sat.school.app) as sent:
            assert client.get(address).status_code == 200
        numbers.append(len(sent))
        with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
            for number in range(9):
                student = make.make_user(work, f"Late {number}")
                make.enrol(work, sat.school.classroom, student)
                make_attempt(work, after, student, DORA)
    assert numbers[0] == numbers[1]
