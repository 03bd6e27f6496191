"""What the summary reads: the right students and attempts, in a fixed number of statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.access import Seat
from quizapp.core.fingerprint import fingerprint
from quizapp.core.itemstats import ClassSummary
from quizapp.core.itemstats.numbers import Undefined
from quizapp.core.marks import PARTS_PER_POINT
from quizapp.models import (
    AttemptQuestion,
    Enrolment,
    Question,
    QuestionVersion,
    QuizQuestion,
    ResponseChange,
)
from quizapp.results.queries.summary import class_summary, positions
from tests import make
from tests.conftest import School
from tests.results.conftest import BEN, DORA, KINDS, Sat
from tests.results.sat import make_attempt
from tests.statements import counted

MOST_STATEMENTS = 13


@contextmanager
def reading(app: Flask) -> Iterator[Session]:
    with db.open_session(app.extensions["quiz_engine"], writes=False) as work:
        yield work


def summarised(sat: Sat, role: str = "instructor", section: str | None = None) -> ClassSummary:
    """Return the summary; asked for alone, the positions of its questions are the same."""
    seat = Seat(sat.school.classroom, role, section)
    with reading(sat.school.app) as work:
        summary = class_summary(work, sat.assignment, seat)
        found = positions(work, sat.assignment, seat)
        assert found == {one.item.question_id: one.item.position for one in summary.items}
        return summary


@pytest.mark.both_databases
def test_marks_are_read_as_they_were_given(sat: Sat) -> None:
    summary = summarised(sat)
    scores = {one.student.name: one.score and one.score.total for one in summary.students}
    assert scores == {
        "Ben": 4 * PARTS_PER_POINT,
        "Dora": Fraction(2, 3) * PARTS_PER_POINT,
        "Eli": None,
        "Finn": Fraction(1, 3) * PARTS_PER_POINT,
    }
    assert [one.facility for one in summary.items] == [
        Fraction(1, 3),
        Fraction(1, 3),
        Fraction(2, 3),
        Fraction(1, 3),
    ]
    assert [one.omitted for one in summary.items] == [0, 0, 0, 1]
    assert summary.scores.mean == Fraction(5, 3) * PARTS_PER_POINT


@pytest.mark.both_databases
def test_skills_paragraphs_and_misreadings_have_their_names(sat: Sat) -> None:
    summary = summarised(sat)
    assert [one.name for one in summary.skills] == ["Detail"]
    assert [one.heading for one in summary.paragraphs] == ["The bridge", "The ferry", "The hope"]
    (road,) = summary.misreadings
    assert road.misreading.name == "one thing for another"
    assert road.misreading.description == "Swaps them."
    assert [one.name for one in road.students] == ["Dora", "Finn"]


@pytest.mark.both_databases
def test_an_assistant_counts_only_the_students_of_the_section(sat: Sat) -> None:
    summary = summarised(sat, "assistant", "A")
    assert [one.student.name for one in summary.students] == ["Dora", "Eli"]
    assert summary.scores.count == 1
    assert summary.items[0].count == 1


@pytest.mark.both_databases
def test_an_assistant_without_section_sees_nobody(sat: Sat) -> None:
    summary = summarised(sat, "assistant", None)
    assert summary.students == ()
    assert summary.scores.count == 0


def test_who_has_left_the_class_is_not_counted(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        work.execute(
            update(Enrolment).where(Enrolment.user_id == sat.dora.id).values(removed_at=make.AT)
        )
    summary = summarised(sat)
    assert [one.student.name for one in summary.students] == ["Ben", "Eli", "Finn"]
    assert summary.scores.count == 2


def test_an_open_attempt_is_listed_and_not_counted(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        make_attempt(work, sat.assignment, sat.eli, DORA, took=None)
    summary = summarised(sat)
    states = {one.student.name: one.state for one in summary.students}
    assert states["Eli"] == "working"
    assert states["Finn"] == "submitted by the clock"
    assert summary.scores.count == 3


def test_only_the_counted_attempt_of_a_student_enters_the_questions(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        make_attempt(work, sat.assignment, sat.dora, BEN, number=2)
    summary = summarised(sat)
    assert [one.count for one in summary.items] == [3, 3, 3, 3]
    assert summary.items[0].facility == Fraction(2, 3)


def test_a_changed_question_keeps_its_wordings_apart(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        first = work.get_one(Question, sat.questions[0].id)
        content = make.record("single", id="NEW", stem="What is planned?")
        work.add(
            QuestionVersion(
                question_id=first.id,
                number=2,
                kind="single",
                skill="c-detail",
                difficulty="E",
                content=content,
                content_hash=fingerprint(content),
                created_at=make.AT,
            )
        )
        first.latest = 2
        work.flush()
        make_attempt(work, sat.assignment, sat.eli, DORA)
    found = summarised(sat).items[0]
    assert [(one.number, one.count) for one in found.wordings] == [(1, 3), (2, 1)]
    assert found.item.question.stem == "What is planned?"


def test_a_question_taken_out_of_the_quiz_keeps_its_answers(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        for row in work.query(QuizQuestion).filter_by(question_id=sat.questions[0].id):
            work.delete(row)
    summary = summarised(sat)
    assert [one.item.question.type for one in summary.items] == [
        "multi",
        "match",
        "short",
        "single",
    ]
    assert [one.item.position for one in summary.items] == [1, 2, 3, 4]
    assert summary.items[3].count == 3


def test_a_question_that_is_not_ready_and_was_never_given_is_left_out(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        draft = make.make_question(work, sat.school.passage, "tfns", state="draft")
        ready = make.make_question(work, sat.school.passage, "order")
        for position, question in ((5, draft), (6, ready)):
            work.add(
                QuizQuestion(
                    quiz_id=sat.assignment.quiz_id,
                    question_id=question.id,
                    position=position,
                    points=100,
                )
            )
    found = [one.item.question.type for one in summarised(sat).items]
    assert found == [*KINDS, "order"]


@pytest.mark.both_databases
def test_the_time_of_a_question_comes_from_the_history_of_its_answers(sat: Sat) -> None:
    """Ben answers 1 after 40 s, 2 after 30 s more, and 1 again after 15 s; Dora 1 after 20 s."""
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        for name, saved in (("Ben", [(1, 40), (2, 70), (1, 85)]), ("Dora", [(1, 20)])):
            rows = work.execute(
                select(AttemptQuestion.position, AttemptQuestion.id).where(
                    AttemptQuestion.attempt_id == sat.attempts[name].id
                )
            )
            places = dict(rows.all())
            work.add_all(
                ResponseChange(
                    attempt_question_id=places[position],
                    sequence=number,
                    answer=0,
                    saved_at=make.AT + timedelta(seconds=seconds),
                )
                for number, (position, seconds) in enumerate(saved, start=1)
            )
    found = summarised(sat).items
    assert [found[0].seconds, found[1].seconds] == [Fraction(55 + 20, 2), 30]
    assert isinstance(found[2].seconds, Undefined)


@pytest.mark.both_databases
def test_what_was_not_reached_follows_the_students_own_order(sat: Sat) -> None:
    found = summarised(sat).items
    assert [one.not_reached for one in found] == [0, 0, 0, 1]


def test_first_tries_can_be_counted_whatever_the_grading_says(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        make_attempt(work, sat.assignment, sat.dora, BEN, number=2)
    with reading(sat.school.app) as work:
        seat = Seat(sat.school.classroom, "instructor", None)
        summary = class_summary(work, sat.assignment, seat, "first")
    assert summary.grading == "first"
    assert summary.items[0].facility == Fraction(1, 3)


def sitting_class(school: School, count: int) -> str:
    """Return the address of the summary of a class of so many, who have all sat a quiz."""
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        questions = [make.make_question(work, school.passage, kind) for kind in KINDS]
        quiz = make.make_quiz(work, school.passage, questions)
        assignment = make.make_assignment(work, school.classroom, quiz)
        for number in range(count):
            student = make.make_user(work, f"Student {number}")
            make.enrol(work, school.classroom, student)
            make_attempt(work, assignment, student, (BEN, DORA)[number % 2])
    return f"/assignments/{assignment.id}/summary"


@pytest.mark.both_databases
@pytest.mark.parametrize("rest", ["", "/questions/2"])
def test_the_number_of_statements_is_fixed_whatever_the_size_of_the_class(
    school: School, rest: str
) -> None:
    numbers = []
    for count in (3, 60):
        address = sitting_class(school, count) + rest
        client = school.as_(school.ada)
        client.get(address)
        with counted(school.app) as sent:
            assert client.get(address).status_code == 200
        numbers.append(len(sent))
        assert len(sent) <= MOST_STATEMENTS
    assert numbers[0] == numbers[1]
