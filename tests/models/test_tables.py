"""What the tables themselves refuse, on both databases, whatever the code above them does."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError, StatementError
from sqlalchemy.orm import Session

from quizapp.models import (
    Accommodation,
    Assignment,
    Attempt,
    AttemptQuestion,
    AuditEntry,
    Base,
    Classroom,
    Enrolment,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
    Response,
    User,
)
from tests import make

pytestmark = pytest.mark.both_databases

SET: dict[type[Base], dict[str, list[Any]]] = {
    User: {"role": ["owner", ""]},
    Enrolment: {"role": ["administrator"]},
    Question: {"state": ["deleted"]},
    QuestionVersion: {"kind": ["essay"], "number": [0]},
    QuizQuestion: {"points": [0, -100, 10_001]},
    Assignment: {
        "grading": ["worst"],
        "show_score": ["now"],
        "show_answers": ["now"],
        "show_key": ["now"],
        "show_explanation": ["now"],
        "closes_at": [make.AT, make.AT - timedelta(days=1)],
        "time_limit_s": [0, -60],
        "attempts_allowed": [0, -1],
    },
    Accommodation: {"extra_time_percent": [-1, 401]},
    Attempt: {"number": [0], "score": [-1, make.in_parts(1) + 1]},
    AttemptQuestion: {"position": [0], "points": [0, 10_001]},
    Response: {"sequence": [-1], "mark": [-1]},
}
REFUSED = [
    (table, column, value)
    for table, columns in SET.items()
    for column, values in columns.items()
    for value in values
]


def add_attempt(work: Session, **changes: Any) -> Attempt:
    """Add everything up to one answered attempt on one question, worth one point."""
    teacher, student = make.make_user(work, "Ada", role="instructor"), make.make_user(work)
    classroom = make.make_class(work, teacher)
    enrolment = make.enrol(work, classroom, student)
    work.add(Accommodation(enrolment_id=enrolment.id, extra_time_percent=25, no_timer=False))
    passage = make.make_passage(work)
    question = make.make_question(work, passage)
    quiz = make.make_quiz(work, passage, [question])
    assignment = make.make_assignment(work, classroom, quiz)
    values = {
        "assignment_id": assignment.id,
        "user_id": student.id,
        "number": 1,
        "seed": "0" * 32,
        "started_at": make.AT,
        "submitted_by_clock": False,
        "out_of": make.in_parts(1),
    }
    attempt = Attempt(**values | changes)
    work.add(attempt)
    work.flush()
    version = work.scalars(select(QuestionVersion)).one()
    asked = AttemptQuestion(attempt_id=attempt.id, position=1, version_id=version.id, points=100)
    work.add(asked)
    work.flush()
    work.add(Response(attempt_question_id=asked.id, answer=0, sequence=1, saved_at=make.AT))
    work.flush()
    return attempt


def another(attempt: Attempt, number: int) -> Attempt:
    """Return one more attempt of the same student at the same assignment."""
    same = ("assignment_id", "user_id", "seed", "started_at", "out_of")
    values = {column: getattr(attempt, column) for column in same}
    return Attempt(number=number, submitted_by_clock=False, **values)


@pytest.mark.parametrize(("table", "column", "value"), REFUSED)
def test_a_column_refuses_what_it_cannot_mean(
    work: Session, table: type[Base], column: str, value: Any
) -> None:
    add_attempt(work)
    row = work.scalars(select(table)).first()
    setattr(row, column, value)
    with pytest.raises(IntegrityError, match=r"(?i)check constraint"):
        work.flush()


def test_a_student_has_one_open_attempt_at_an_assignment(work: Session) -> None:
    attempt = add_attempt(work)
    work.add(another(attempt, number=2))
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        work.flush()


def test_a_student_who_has_submitted_may_open_another_attempt(work: Session) -> None:
    attempt = add_attempt(work, submitted_at=make.AT, score=0)
    work.add(another(attempt, number=2))
    work.flush()
    assert len(work.scalars(select(Attempt)).all()) == 2


def test_two_attempts_have_two_numbers(work: Session) -> None:
    attempt = add_attempt(work, submitted_at=make.AT, score=0)
    work.add(another(attempt, number=1))
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        work.flush()


def test_a_person_belongs_to_a_class_once(work: Session) -> None:
    classroom, user = make.make_class(work), make.make_user(work)
    make.enrol(work, classroom, user)
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        make.enrol(work, classroom, user, role="assistant")


def test_what_has_attempts_cannot_be_deleted(work: Session) -> None:
    add_attempt(work)
    for table in (Attempt, Assignment, Question, QuestionVersion, Quiz, User, Classroom):
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"), work.begin_nested():
            work.execute(text(f"DELETE FROM {table.__tablename__}"))  # noqa: S608 - a fixed word


def test_a_moment_comes_back_as_the_same_moment_in_utc(work: Session) -> None:
    oslo = datetime(2026, 9, 7, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    user = make.make_user(work, created_at=oslo)
    work.expire(user)
    assert user.created_at == oslo
    assert user.created_at.tzinfo is UTC


def test_a_time_without_zone_is_refused(work: Session) -> None:
    with pytest.raises(StatementError, match="a time without zone"):
        make.make_user(work, created_at=datetime(2026, 9, 7, 8, 0))  # noqa: DTZ001 - the fault


@pytest.mark.parametrize("value", [None, 0, "true", [0, None, 2], {"z": 1, "a": "ü\u2028😀"}])
def test_json_comes_back_as_it_was(work: Session, value: object) -> None:
    entry = AuditEntry(at=make.AT, action="try", subject="a value", after=value)
    work.add(entry)
    work.flush()
    work.expire(entry)
    assert entry.after == value
    nulls = text("SELECT count(*) FROM audit_entry WHERE after IS NULL")
    assert work.scalar(nulls) == (value is None)


def test_nothing_is_loaded_behind_anyones_back(work: Session) -> None:
    attempt = add_attempt(work)
    with pytest.raises(InvalidRequestError, match="lazy='raise'"):
        _ = attempt.assignment
