"""A class over all its assignments and a student over time, as its staff see them."""

from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import update

from quizapp import db
from quizapp.models import Assignment, Attempt, Classroom, Quiz, User
from tests import make
from tests.conftest import School
from tests.results.conftest import BEN, DORA, FINN, KINDS, Sat
from tests.results.sat import make_attempt
from tests.results.test_summary_page import HOSTILE, text
from tests.statements import counted

MOST_STATEMENTS = 12


@pytest.fixture
def twice(sat: Sat) -> Sat:
    """Return the class that has sat a second quiz, now over, without Finn, and practised."""
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        quiz = work.get_one(Quiz, sat.assignment.quiz_id)
        later = make.AT + timedelta(days=1)
        second = make.make_assignment(
            work,
            sat.school.classroom,
            quiz,
            title="The second",
            opens_at=later,
            closes_at=later + timedelta(hours=1),
        )
        for student, answers in ((sat.school.ben, DORA), (sat.dora, BEN)):
            make_attempt(work, second, student, answers, started_at=later)
        practice = make.make_assignment(
            work, sat.school.classroom, quiz, title="To practise", practice=True, opens_at=later
        )
        make_attempt(work, practice, sat.school.ben, FINN, started_at=later)
        make.make_assignment(
            work, sat.school.classroom, quiz, title="To come", opens_at=db.now() + timedelta(days=9)
        )
        make.make_assignment(
            work, sat.school.classroom, quiz, title="Put away", archived_at=make.AT
        )
    return sat


def address(sat: Sat, student: User | None = None) -> str:
    """Return the address of the class's page, or of a student's."""
    rest = f"/students/{student.id}" if student else ""
    return f"/classes/{sat.school.classroom.id}/results{rest}"


@pytest.mark.both_databases
def test_a_teacher_sees_all_assignments_and_what_became_of_them(twice: Sat) -> None:
    page = twice.school.as_(twice.school.ada).get(address(twice))
    assert page.status_code == 200
    said = text(page.text)
    assert "3 assignments, 1 of them practice" in said
    for title in ("Form A", "The second", "To practise"):
        assert title in said
    assert "To come" not in said
    assert "Put away" not in said
    assert "Detail" in said
    assert "Eli missed The second" in said
    assert "Finn missed The second" in said
    assert "<title>100" in page.text or "58" in page.text


@pytest.mark.both_databases
def test_a_student_is_shown_over_time_beside_the_class(twice: Sat) -> None:
    page = twice.school.as_(twice.school.ada).get(address(twice, twice.dora))
    said = text(page.text)
    assert "Dora" in said
    for figure in ("17\N{NO-BREAK SPACE}%", "100\N{NO-BREAK SPACE}%", "58\N{NO-BREAK SPACE}%"):
        # Two thirds of 4, all of it, and both together.
        assert figure.replace("\N{NO-BREAK SPACE}", " ") in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "mean of the class" in said
    assert f"/attempts/{twice.attempts['Dora'].id}/result" in page.text


def test_who_has_missed_a_quiz_and_who_has_done_nothing_read_plainly(twice: Sat) -> None:
    said = text(twice.school.as_(twice.school.ada).get(address(twice, twice.eli)).text)
    assert "Missed The second." in said
    assert "Eli has not finished a quiz yet." in said


def test_an_assistant_sees_the_section_and_no_others(twice: Sat) -> None:
    helper = twice.school.as_(twice.helper)
    page = helper.get(address(twice))
    assert "only those of section A" in text(page.text)
    assert "Finn" not in page.text
    assert "Ben" not in page.text
    assert helper.get(address(twice, twice.dora)).status_code == 200
    assert helper.get(address(twice, twice.finn)).status_code == 404


def test_an_assistant_without_section_is_told_so(twice: Sat) -> None:
    said = text(twice.school.as_(twice.newcomer).get(address(twice)).text)
    assert "none given to you yet" in said


@pytest.mark.parametrize("who", ["ben", "cleo"])
def test_students_and_strangers_do_not_see_them(twice: Sat, who: str) -> None:
    client = twice.school.as_(getattr(twice.school, who))
    assert client.get(address(twice)).status_code == 404
    assert client.get(address(twice, twice.school.ben)).status_code == 404


def test_who_is_not_a_student_of_the_class_has_no_page(twice: Sat) -> None:
    ada = twice.school.as_(twice.school.ada)
    for person in (twice.school.ada, twice.helper, twice.school.cleo):
        assert ada.get(address(twice, person)).status_code == 404


def test_a_class_without_assignments_says_what_will_come(school: School) -> None:
    page = school.as_(school.ada).get(f"/classes/{school.classroom.id}/results")
    assert "Nothing has opened for this class yet." in page.text
    student = school.as_(school.ada).get(
        f"/classes/{school.classroom.id}/results/students/{school.ben.id}"
    )
    assert student.status_code == 200
    assert "Nothing has opened for this class yet." in student.text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_and_titles_stay_text(twice: Sat, name: str) -> None:
    with db.writing(twice.school.app.extensions["quiz_engine"]) as work:
        work.execute(update(User).where(User.id == twice.dora.id).values(name=name))
        work.execute(update(Assignment).values(title=name))
        work.execute(update(Classroom).values(name=name))
    ada = twice.school.as_(twice.school.ada)
    for page in (ada.get(address(twice)), ada.get(address(twice, twice.dora))):
        assert page.status_code == 200
        assert name in text(page.text) or name.split() == text(page.text).split()[: len(name)]
        assert "<img src=x" not in page.text
        assert "<svg/onload" not in page.text


def class_of(school: School, students: int, assignments: int) -> tuple[str, int]:
    """Return the results address of a class that has sat all its assignments, and a student."""
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        classroom = make.make_class(work, school.ada)
        asked = [make.make_question(work, school.passage, kind) for kind in KINDS]
        quiz = make.make_quiz(work, school.passage, asked)
        given = [make.make_assignment(work, classroom, quiz) for _ in range(assignments)]
        people = [make.make_user(work, f"Student {number}") for number in range(students)]
        for person in people:
            make.enrol(work, classroom, person)
            for one in given:
                make_attempt(work, one, person, BEN)
    return f"/classes/{classroom.id}/results", people[0].id


@pytest.mark.both_databases
def test_the_number_of_statements_is_fixed_however_large_the_class(school: School) -> None:
    numbers = set()
    for students, assignments in ((2, 1), (12, 4)):
        found, student_id = class_of(school, students, assignments)
        client = school.as_(school.ada)
        client.get(found)
        for page in (found, f"{found}/students/{student_id}"):
            with counted(school.app) as sent:
                assert client.get(page).status_code == 200
            numbers.add(len(sent))
    assert len(numbers) == 1
    assert numbers.pop() <= MOST_STATEMENTS


def test_an_open_attempt_is_shown_as_work(twice: Sat) -> None:
    with db.writing(twice.school.app.extensions["quiz_engine"]) as work:
        make_attempt(work, twice.assignment, twice.eli, DORA, took=None)
    ada = twice.school.as_(twice.school.ada)
    assert "working" in text(ada.get(address(twice)).text)
    assert "working" in text(ada.get(address(twice, twice.eli)).text)
    attempt = cast("Attempt", twice.attempts["Ben"])
    assert f"/attempts/{attempt.id}/result" in ada.get(address(twice)).text
