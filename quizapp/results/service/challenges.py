"""Challenges answered: once each, by whoever is first."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.core.refusal import Refused
from quizapp.models import Challenge


class NotWaitingAnyMore(Refused):
    """This challenge has been answered or withdrawn meanwhile. The list shows how it stands."""

    message = __doc__


def answer_challenge(
    work: Session, challenge_id: int, answer: str, actor_id: int, now: datetime
) -> None:
    """Answer a challenge that waits. Raises NotWaitingAnyMore."""
    answered = work.execute(
        update(Challenge)
        .where(Challenge.id == challenge_id, Challenge.answered_at.is_(None))
        .values(answer=answer, answered_by=actor_id, answered_at=now)
        .returning(Challenge.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not answered:
        raise NotWaitingAnyMore
    subject = f"challenge {challenge_id}"
    audit.record(work, actor_id, "answer challenge", subject, now, after={"answer": answer})
    work.flush()
