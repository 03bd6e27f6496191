"""What needs the attention of a teacher or an assistant, over all their classes."""

from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Classroom,
    Enrolment,
    HandMark,
    QuestionVersion,
    Response,
)


@dataclass(frozen=True)
class Attention:
    """An assignment in which something waits for its teacher."""

    assignment_id: int
    title: str
    classroom: str
    to_mark: int


def attention(work: Session, user_id: int) -> list[Attention]:
    """Return the assignments of a person's classes in which something waits, the newest first.

    Written answers of practice can be marked too, but nobody waits for that.
    """
    return [Attention(*row) for row in work.execute(_to_mark(user_id))]


def _to_mark(user_id: int) -> Select[int, str, str, int]:
    mine, student = aliased(Enrolment), aliased(Enrolment)
    return (
        select(Assignment.id, Assignment.title, Classroom.name, func.count())
        .join(Classroom, Classroom.id == Assignment.classroom_id)
        .join(mine, (mine.classroom_id == Classroom.id) & (mine.user_id == user_id))
        .join(Attempt, Attempt.assignment_id == Assignment.id)
        .join(
            student,
            (student.classroom_id == Classroom.id) & (student.user_id == Attempt.user_id),
        )
        .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.version_id)
        .join(Response, Response.attempt_question_id == AttemptQuestion.id)
        .outerjoin(HandMark, HandMark.response_id == AttemptQuestion.id)
        .where(
            mine.role != "student",
            mine.removed_at.is_(None),
            Classroom.archived_at.is_(None),
            Assignment.archived_at.is_(None),
            Assignment.practice.is_(False),
            Attempt.submitted_at.is_not(None),
            student.role == "student",
            student.removed_at.is_(None),
            or_(mine.role == "instructor", student.section == mine.section),
            QuestionVersion.kind == "short",
            AttemptQuestion.dropped.is_(False),
            Response.answer.is_not(None),
            HandMark.response_id.is_(None),
        )
        .group_by(Assignment.id, Assignment.title, Classroom.name)
        .order_by(Assignment.id.desc())
    )
