"""What needs the attention of a teacher or an assistant, over all their classes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from quizapp import access
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
    waiting = union_all(_to_mark(user_id), _challenges(user_id)).subquery()
    what = waiting.c.assignment_id, waiting.c.title, waiting.c.classroom
    asked = (
        select(*what, func.sum(waiting.c.to_mark), func.sum(waiting.c.challenges))
        .group_by(*what)
        .order_by(waiting.c.assignment_id.desc())
    )
    return [
        Attention(number, title, classroom, int(to_mark), int(challenges))
        for number, title, classroom, to_mark, challenges in work.execute(asked)
    ]


def _submitted(user_id: int, **counts: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    """Count the questions that students whom this person may see have submitted, by assignment."""
    mine, student = aliased(Enrolment), aliased(Enrolment)
    return (
        select(
            Assignment.id.label("assignment_id"),
            Assignment.title.label("title"),
            Classroom.name.label("classroom"),
            *(count.label(name) for name, count in counts.items()),
        )
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
            access.sees(mine, student),
        )
        .group_by(Assignment.id, Assignment.title, Classroom.name)
    )


def _to_mark(user_id: int) -> Select[*tuple[Any, ...]]:
    return (
        _submitted(user_id, to_mark=func.count(), challenges=literal(0))
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


def _challenges(user_id: int) -> Select[*tuple[Any, ...]]:
    return (
        _submitted(user_id, to_mark=literal(0), challenges=func.count())
        .join(Challenge, Challenge.attempt_question_id == AttemptQuestion.id)
        .where(Challenge.answered_at.is_(None))
    )
