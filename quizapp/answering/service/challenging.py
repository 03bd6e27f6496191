"""Challenges raised and withdrawn: one open for each question, and a few for each attempt."""

from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from quizapp.core.challenge import MOST_OPEN
from quizapp.core.refusal import Refused
from quizapp.models import Attempt, AttemptQuestion, Challenge


class NotShownYet(Refused):
    """You can challenge this question once its key or its explanation is shown to you."""

    message = __doc__


class ChallengedAlready(Refused):
    """You have challenged this question already. The answer will appear in your review."""

    message = __doc__


class TooManyChallenges(Refused):
    """As many of your challenges wait as may at once. Wait for an answer, or withdraw one."""

    message = __doc__


class NothingToWithdraw(Refused):
    """Your challenge has been answered or withdrawn meanwhile. Your review shows which."""

    message = __doc__


def raise_challenge(
    work: Session, attempt_id: int, position: int, reason: str, quote: str, now: datetime
) -> int:
    """Put a student's challenge to a question before their teacher, and return its id.

    Raises ChallengedAlready while one to the same question waits, and TooManyChallenges.
    """
    # Held, so that of two at once the later one sees the earlier one.
    work.execute(select(Attempt.id).where(Attempt.id == attempt_id).with_for_update(key_share=True))
    waiting = work.scalars(
        select(AttemptQuestion.position)
        .join(Challenge, Challenge.attempt_question_id == AttemptQuestion.id)
        .where(AttemptQuestion.attempt_id == attempt_id, Challenge.answered_at.is_(None))
    ).all()
    if position in waiting:
        raise ChallengedAlready
    if len(waiting) >= MOST_OPEN:
        raise TooManyChallenges
    place = work.scalars(_places(attempt_id, position)).one()
    raised = Challenge(attempt_question_id=place, reason=reason, quote=quote, created_at=now)
    work.add(raised)
    work.flush()
    return raised.id


def withdraw_challenge(work: Session, attempt_id: int, position: int) -> None:
    """Take back a challenge that nobody has answered. Raises NothingToWithdraw."""
    gone = work.execute(
        delete(Challenge)
        .where(
            Challenge.attempt_question_id.in_(_places(attempt_id, position)),
            Challenge.answered_at.is_(None),
        )
        .returning(Challenge.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not gone:
        raise NothingToWithdraw


def _places(attempt_id: int, position: int) -> Select[int]:
    return select(AttemptQuestion.id).where(
        AttemptQuestion.attempt_id == attempt_id, AttemptQuestion.position == position
    )
