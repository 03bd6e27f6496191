"""Notices put away: a student has read what a regrade changed."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.models import AttemptQuestion, Regraded


def put_away(work: Session, attempt_id: int, now: datetime) -> None:
    """Note that a student has read the notices of an attempt."""
    asked = select(AttemptQuestion.id).where(AttemptQuestion.attempt_id == attempt_id)
    work.execute(
        update(Regraded)
        .where(Regraded.attempt_question_id.in_(asked), Regraded.seen_at.is_(None))
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )
