"""Scores kept equal to their marks: whoever changes a mark holds the attempt and adds up anew."""

from sqlalchemy import Select, case, func, select, update
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
    gone = AttemptQuestion.dropped
    sums = (
        select(
            AttemptQuestion.attempt_id,
            func.sum(case((gone, 0), else_=func.coalesce(Response.mark, 0))).label("score"),
            func.sum(case((gone, 0), else_=AttemptQuestion.points)).label("most"),
        )
        .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
        .where(AttemptQuestion.attempt_id.in_(attempts))
        .group_by(AttemptQuestion.attempt_id)
        .subquery()
    )
    work.execute(
        update(Attempt)
        .where(Attempt.id == sums.c.attempt_id, Attempt.submitted_at.is_not(None))
        .values(score=sums.c.score, out_of=sums.c.most * PARTS_PER_HUNDREDTH)
        .execution_options(synchronize_session=False)
    )
