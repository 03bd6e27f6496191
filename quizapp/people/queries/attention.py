"""What needs the attention of a teacher or an assistant, over all their classes."""

from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Challenge,
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
    challenges: int


def attention(work: Session, user_id: int) -> list[Attention]:
    """Return the assignments of a person's classes in which something waits, the newest first.

    Written answers of practice can be marked too, but nobody waits for that.
    """
    to_mark = _counts(work, _to_mark(user_id))
    challenges = _counts(work, _challenges(user_id))
    return [
        Attention(*one, to_mark.get(one, 0), challenges.get(one, 0))
        for one in sorted(to_mark.keys() | challenges.keys(), reverse=True)
    ]


def _counts(work: Session, asked: Select[int, str, str, int]) -> dict[tuple[int, str, str], int]:
    rows = work.execute(asked)
    return {(number, title, classroom): count for number, title, classroom, count in rows}


def _submitted(user_id: int) -> Select[int, str, str, int]:
    """Count the questions that students whom this person may see have submitted, by assignment."""
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
        .where(
            mine.role != "student",
            mine.removed_at.is_(None),
            Classroom.archived_at.is_(None),
            Assignment.archived_at.is_(None),
            Attempt.submitted_at.is_not(None),
            student.role == "student",
            student.removed_at.is_(None),
            or_(mine.role == "instructor", student.section == mine.section),
        )
        .group_by(Assignment.id, Assignment.title, Classroom.name)
    )


def _to_mark(user_id: int) -> Select[int, str, str, int]:
    return (
        _submitted(user_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.version_id)
        .join(Response, Response.attempt_question_id == AttemptQuestion.id)
        .outerjoin(HandMark, HandMark.response_id == AttemptQuestion.id)
        .where(
            Assignment.practice.is_(False),
            QuestionVersion.kind == "short",
            AttemptQuestion.dropped.is_(False),
            Response.answer.is_not(None),
            HandMark.response_id.is_(None),
        )
    )


def _challenges(user_id: int) -> Select[int, str, str, int]:
    return (
        _submitted(user_id)
        .join(Challenge, Challenge.attempt_question_id == AttemptQuestion.id)
        .where(Challenge.answered_at.is_(None))
    )
