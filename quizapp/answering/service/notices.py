"""Notices put away: a student has read what a regrade changed, or that a challenge was answered."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.models import AttemptQuestion, Challenge, Regraded


def put_away(work: Session, attempt_id: int, now: datetime) -> None:
    """Note that a student has read the notices of an attempt."""
    asked = select(AttemptQuestion.id).where(AttemptQuestion.attempt_id == attempt_id)
    work.execute(
        update(Regraded)
        .where(Regraded.attempt_question_id.in_(asked), Regraded.seen_at.is_(None))
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )
    work.execute(
        update(Challenge)
        .where(
            Challenge.attempt_question_id.in_(asked),
            Challenge.answered_at.is_not(None),
            Challenge.seen_at.is_(None),
        )
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )
