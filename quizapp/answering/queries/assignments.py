"""What the lists of assignments and the page before an attempt read.

Whose assignment it is, is part of every question asked here: what is not given to `user_id` is
not found.
"""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from quizapp.answering.given import Given, Try
from quizapp.answering.queries.terms import TERMS, AnyRow, release, window
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.core.schedule import Allowance
from quizapp.models import (
    Accommodation,
    Assignment,
    Attempt,
    Classroom,
    Enrolment,
    Question,
    QuestionVersion,
    QuizQuestion,
)

GIVEN = (
    select(*TERMS, Accommodation.extra_time_percent, Accommodation.no_timer)
    .join(Classroom, Classroom.id == Assignment.classroom_id)
    .join(Enrolment, Enrolment.classroom_id == Classroom.id)
    .outerjoin(Accommodation, Accommodation.enrolment_id == Enrolment.id)
    .where(
        Assignment.archived_at.is_(None),
        Enrolment.role == "student",
        Enrolment.removed_at.is_(None),
        Enrolment.user_id == bindparam("whose"),
    )
    .order_by(Assignment.closes_at.is_(None), Assignment.closes_at, Assignment.id)
)
ONE_GIVEN = GIVEN.where(Assignment.id == bindparam("which"))
TRIES = (
    select(
        Attempt.assignment_id,
        Attempt.id,
        Attempt.number,
        Attempt.started_at,
        Attempt.deadline_at,
        Attempt.submitted_at,
        Attempt.submitted_by_clock,
        Attempt.score,
        Attempt.out_of,
    )
    .where(Attempt.user_id == bindparam("whose"))
    .order_by(Attempt.number)
)
TRIES_AT_ONE = TRIES.where(Attempt.assignment_id == bindparam("which"))


def all_given(work: Session, user_id: int) -> list[Given]:
    """Return every assignment given to this student, the next to close first."""
    connection = work.connection()
    rows = connection.execute(GIVEN, {"whose": user_id}).all()
    tries: dict[int, list[Try]] = defaultdict(list)
    for row in connection.execute(TRIES, {"whose": user_id}):
        tries[row.assignment_id].append(Try(*row[1:]))
    return [_given(row).with_tries(tries[row.assignment_id]) for row in rows]


def given(work: Session, user_id: int, assignment_id: int) -> Given | None:
    """Return an assignment given to this student, or None."""
    connection, asked = work.connection(), {"whose": user_id, "which": assignment_id}
    row = connection.execute(ONE_GIVEN, asked).one_or_none()
    if row is None:
        return None
    tries = connection.execute(TRIES_AT_ONE, asked)
    return _given(row).with_tries([Try(*found[1:]) for found in tries])


def _given(row: AnyRow) -> Given:
    return Given(
        id=row.assignment_id,
        title=row.title,
        classroom=row.classroom,
        zone=row.time_zone,
        practice=row.practice,
        window=window(row),
        release=release(row),
        grading=row.grading,
        allowance=Allowance(row.extra_time_percent or 0, no_timer=bool(row.no_timer)),
        tries=(),
    )


@dataclass(frozen=True)
class Portion:
    """How many questions of one kind an assignment has, and what they are worth, in parts."""

    kind: str
    questions: int
    out_of: int


def portions(work: Session, assignment_id: int) -> list[Portion]:
    """Return what an attempt started now would consist of, kind by kind."""
    return [
        Portion(kind, count, points * PARTS_PER_HUNDREDTH)
        for kind, count, points in work.execute(
            select(QuestionVersion.kind, func.count(), func.sum(QuizQuestion.points))
            .join(Question, Question.id == QuestionVersion.question_id)
            .join(QuizQuestion, QuizQuestion.question_id == Question.id)
            .join(Assignment, Assignment.quiz_id == QuizQuestion.quiz_id)
            .where(
                Assignment.id == assignment_id,
                Question.state == "ready",
                QuestionVersion.number == Question.latest,
            )
            .group_by(QuestionVersion.kind)
            .order_by(func.min(QuizQuestion.position))
        )
    ]
