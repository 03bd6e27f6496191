"""What became of one question wherever a member of staff may look: in one statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, or_
from sqlalchemy.orm import Session, aliased

from quizapp import parsed
from quizapp.core.itemstats.history import Given, History, Sat, history
from quizapp.core.itemstats.rows import Try, Version
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Classroom,
    Enrolment,
    QuestionVersion,
    Response,
)
from quizapp.results.queries.students import TRIES
from quizapp.results.queries.summary import AnyRow


def question_history(work: Session, question_id: int, user_id: int) -> History:
    """Return how a question went in every assignment of the classes this person teaches.

    An assistant sees the assignments of the classes they assist, with their section's students.
    Unfinished attempts, and students who have left, are not counted.
    """
    rows: Sequence[AnyRow] = work.execute(_sat(question_id, user_id)).all()
    return history(
        {Given(*row[:6]) for row in rows},
        [Sat(row[0], Try(*row[11:]), *row[6:9]) for row in rows],
        _versions(work, rows),
    )


def _sat(question_id: int, user_id: int) -> Select[*tuple[Any, ...]]:
    """Ask for each finished attempt in which the question stood, and where that was."""
    mine = aliased(Enrolment)
    return (
        TRIES.with_only_columns(
            Assignment.id,
            Assignment.title,
            Classroom.name,
            Assignment.opens_at,
            Assignment.practice,
            Assignment.grading,
            AttemptQuestion.version_id,
            func.coalesce(Response.mark, 0),
            AttemptQuestion.points * PARTS_PER_HUNDREDTH,
            QuestionVersion.number.label("version"),
            QuestionVersion.content_hash,
            *TRIES.selected_columns,
        )
        .join(Classroom, Classroom.id == Assignment.classroom_id)
        .join(
            mine,
            (mine.classroom_id == Assignment.classroom_id)
            & (mine.user_id == user_id)
            & (mine.role != "student")
            & mine.removed_at.is_(None),
        )
        .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.version_id)
        .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
        .where(
            AttemptQuestion.dropped.is_(False),
            QuestionVersion.question_id == question_id,
            Attempt.submitted_at.is_not(None),
            Enrolment.role == "student",
            Enrolment.removed_at.is_(None),
            or_(mine.role == "instructor", Enrolment.section == mine.section),
        )
    )


def _versions(work: Session, rows: Sequence[AnyRow]) -> list[Version]:
    """Return the versions that were sat, the oldest first."""
    found = {row.version_id: row for row in rows}
    questions = parsed.questions(work, {key: row.content_hash for key, row in found.items()})
    every = [Version(key, row.version, questions[key]) for key, row in found.items()]
    return sorted(every, key=lambda version: version.number)
