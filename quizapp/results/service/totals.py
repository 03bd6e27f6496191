"""Scores kept equal to their marks: whoever changes a mark holds the attempt and adds up anew."""

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.models import Attempt, AttemptQuestion, Response


def hold(work: Session, attempts: Select[int]) -> None:
    """Hold attempts until the commit, so that nobody else changes a mark of theirs meanwhile.

    A statement finds their ids. Always before their marks are read, and in one order, so that two
    who do so never block each other for good.
    """
    held = select(Attempt.id).where(Attempt.id.in_(attempts)).order_by(Attempt.id)
    work.execute(held.with_for_update(key_share=True)).all()


def add_up(work: Session, attempts: Select[int]) -> None:
    """Set the scores of held attempts, and the most they could be, to the sums of what counts."""
    counted = (AttemptQuestion.attempt_id == Attempt.id) & AttemptQuestion.dropped.is_(False)
    earned = (
        select(func.coalesce(func.sum(Response.mark), 0))
        .join(AttemptQuestion, AttemptQuestion.id == Response.attempt_question_id)
        .where(counted)
        .scalar_subquery()
    )
    most = select(func.coalesce(func.sum(AttemptQuestion.points), 0)).where(counted)
    work.execute(
        update(Attempt)
        .where(Attempt.id.in_(attempts), Attempt.submitted_at.is_not(None))
        .values(score=earned, out_of=most.scalar_subquery() * PARTS_PER_HUNDREDTH)
        .execution_options(synchronize_session=False)
    )
