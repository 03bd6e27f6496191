"""Scores kept equal to their marks: whoever changes a mark holds the attempt and adds up anew."""

from collections.abc import Iterable

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from quizapp.models import Attempt, AttemptQuestion, Response


def hold(work: Session, attempt_ids: Iterable[int]) -> None:
    """Hold attempts until the commit, so that nobody else changes a mark of theirs meanwhile.

    Always before their marks are read, and in one order, so that two who do so never block each
    other for good.
    """
    held = select(Attempt.id).where(Attempt.id.in_(attempt_ids)).order_by(Attempt.id)
    work.execute(held.with_for_update()).all()


def add_up(work: Session, attempt_ids: Iterable[int]) -> None:
    """Set the scores of held attempts to the sums of their marks."""
    earned = (
        select(func.coalesce(func.sum(Response.mark), 0))
        .join(AttemptQuestion, AttemptQuestion.id == Response.attempt_question_id)
        .where(AttemptQuestion.attempt_id == Attempt.id)
        .scalar_subquery()
    )
    work.execute(
        update(Attempt)
        .where(Attempt.id.in_(attempt_ids), Attempt.submitted_at.is_not(None))
        .values(score=earned)
        .execution_options(synchronize_session=False)
    )
