"""What marking by hand reads: the written answers that a member of staff may mark."""

from typing import Any, cast

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, aliased

from quizapp import parsed, rulings
from quizapp.access import Seat
from quizapp.core.kinds.short import Short
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Enrolment,
    HandMark,
    Question,
    QuestionVersion,
    Response,
    User,
)
from quizapp.results.queries.students import SEEN, of_students, seen_by
from quizapp.results.queue import Hand, Queue, Written

Marker = aliased(User)
WRITTEN = (
    of_students(
        select(
            AttemptQuestion.id,
            AttemptQuestion.attempt_id,
            AttemptQuestion.version_id,
            AttemptQuestion.points,
            QuestionVersion.content_hash,
            Question.key,
            Response.answer,
            Response.mark,
            User.name.label("student"),
            Enrolment.section,
            HandMark.mark.label("hand"),
            HandMark.comment,
            HandMark.marked_by,
            Marker.name.label("marker"),
            HandMark.marked_at,
            HandMark.revision,
        )
    )
    .join(Response, Response.attempt_question_id == AttemptQuestion.id)
    .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.version_id)
    .join(Question, Question.id == QuestionVersion.question_id)
    .outerjoin(HandMark, HandMark.response_id == AttemptQuestion.id)
    .outerjoin(Marker, Marker.id == HandMark.marked_by)
    .where(
        QuestionVersion.kind == "short",
        Attempt.submitted_at.is_not(None),
        AttemptQuestion.dropped.is_(False),
        Response.answer.is_not(None),
    )
)


def queue(work: Session, assignment: Assignment, seat: Seat) -> Queue:
    """Return the written answers of students whom this seat may see; blanks need no marking."""
    written = WRITTEN.where(Attempt.assignment_id == assignment.id, *SEEN)
    rows = work.execute(written, seen_by(seat)).all()
    questions = parsed.questions(work, {row.version_id: row.content_hash for row in rows})
    for version_id, ruling in rulings.in_force(work, assignment.id).items():
        if ruling.corrected is not None and version_id in questions:
            questions[version_id] = ruling.corrected
    return Queue.of(
        [
            Written(
                id=row.id,
                attempt_id=row.attempt_id,
                version_id=row.version_id,
                key=row.key,
                points=row.points,
                question=cast("Short", questions[row.version_id]),
                answer=row.answer,
                mark=row.mark or 0,
                student=row.student,
                section=row.section,
                hand=_hand(row),
            )
            for row in rows
        ]
    )


def _hand(row: Row[*tuple[Any, ...]]) -> Hand | None:
    if row.revision is None:
        return None
    return Hand(row.hand, row.comment, row.marked_by, row.marker, row.marked_at, row.revision)
