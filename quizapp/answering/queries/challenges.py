"""What a student has challenged in an attempt, and what was answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from quizapp.models import AttemptQuestion, Challenge


@dataclass(frozen=True)
class Challenged:
    """A challenge as the student who raised it sees it."""

    position: int
    reason: str
    quote: str
    created_at: datetime
    answer: str | None
    seen_at: datetime | None
    # When the student put the notice of the answer away.

    @property
    def unread(self) -> bool:
        """Tell whether it was answered and its student has not put the notice away."""
        return self.answer is not None and self.seen_at is None


CHALLENGES: Select[*tuple[Any, ...]] = (
    select(
        AttemptQuestion.position,
        Challenge.reason,
        Challenge.quote,
        Challenge.created_at,
        Challenge.answer,
        Challenge.seen_at,
    )
    .join(AttemptQuestion, AttemptQuestion.id == Challenge.attempt_question_id)
    .where(AttemptQuestion.attempt_id == bindparam("which"))
    .order_by(Challenge.id)
)


def challenges(work: Session, attempt_id: int) -> list[Challenged]:
    """Return the challenges of an attempt, the oldest first."""
    return [
        Challenged(*row) for row in work.connection().execute(CHALLENGES, {"which": attempt_id})
    ]
