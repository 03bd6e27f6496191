"""What students are told about their marks until they put it away: regrades made and undone."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from quizapp.models import Attempt, AttemptQuestion, Regrade, Regraded


@dataclass(frozen=True)
class Notice:
    """That a regrade changed a mark of a student's, or that it was undone; marks in parts."""

    assignment_id: int
    attempt_id: int
    position: int
    policy: str
    reason: str
    before: int
    after: int
    undone: bool


NOTICES: Select[*tuple[Any, ...]] = (
    select(
        Attempt.assignment_id,
        Attempt.id,
        AttemptQuestion.position,
        Regrade.policy,
        Regrade.reason,
        Regraded.before,
        Regraded.after,
        Regrade.undone_at.is_not(None),
    )
    .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
    .join(Regraded, Regraded.attempt_question_id == AttemptQuestion.id)
    .join(Regrade, Regrade.id == Regraded.regrade_id)
    .where(
        Attempt.user_id == bindparam("whose"),
        Regraded.affects.is_(True),
        Regraded.seen_at.is_(None),
    )
    .order_by(Regrade.id, AttemptQuestion.position)
)
OF_ATTEMPT = NOTICES.where(Attempt.id == bindparam("which"))


def notices(work: Session, user_id: int) -> dict[int, list[Notice]]:
    """Return what a student has not put away yet, by assignment."""
    found: dict[int, list[Notice]] = {}
    for row in work.connection().execute(NOTICES, {"whose": user_id}):
        found.setdefault(row[0], []).append(Notice(*row))
    return found


def notices_of(work: Session, user_id: int, attempt_id: int) -> list[Notice]:
    """Return what a student has not put away yet of one attempt."""
    asked = {"whose": user_id, "which": attempt_id}
    return [Notice(*row) for row in work.connection().execute(OF_ATTEMPT, asked)]
