"""What students have challenged in an assignment, as far as a member of staff sees them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, aliased

from quizapp import parsed
from quizapp.access import Seat
from quizapp.core.kinds import Question as CoreQuestion
from quizapp.core.question import Answer
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Challenge,
    Enrolment,
    QuestionVersion,
    Response,
    User,
)
from quizapp.results.queries.students import SEEN, of_students, seen_by

Answerer = aliased(User)
CHALLENGES = (
    of_students(
        select(
            Challenge.id,
            Challenge.reason,
            Challenge.quote,
            Challenge.created_at,
            Challenge.answer,
            Challenge.answered_at,
            Answerer.name.label("answerer"),
            User.name.label("student"),
            Enrolment.section,
            AttemptQuestion.attempt_id,
            AttemptQuestion.position,
            AttemptQuestion.version_id,
            Response.answer.label("chose"),
            QuestionVersion.question_id,
            QuestionVersion.content_hash,
        )
        .join(AttemptQuestion, AttemptQuestion.id == Challenge.attempt_question_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.version_id)
        .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
    )
    .outerjoin(Answerer, Answerer.id == Challenge.answered_by)
    .order_by(Challenge.answered_at.is_not(None), Challenge.id)
)


@dataclass(frozen=True)
class Raised:
    """A challenge as staff see it."""

    id: int
    reason: str
    quote: str
    created_at: datetime
    answer: str | None
    answered_at: datetime | None
    answerer: str | None
    student: str
    section: str | None
    attempt_id: int
    position: int
    # In the attempt.
    version_id: int
    chose: Answer | None
    question_id: int
    question: CoreQuestion


def challenges(work: Session, assignment: Assignment, seat: Seat) -> list[Raised]:
    """Return the challenges of students whom this seat may see, those that wait first."""
    asked = CHALLENGES.where(Attempt.assignment_id == assignment.id, *SEEN)
    rows = work.execute(asked, seen_by(seat)).all()
    questions = parsed.questions(work, {row.version_id: row.content_hash for row in rows})
    return [Raised(**_values(row), question=questions[row.version_id]) for row in rows]


def _values(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {name: value for name, value in row._asdict().items() if name != "content_hash"}
