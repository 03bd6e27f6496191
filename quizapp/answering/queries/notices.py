"""What students are told until they put it away: regrades made and undone, challenges answered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from quizapp.core.challenge import may_be_challenged
from quizapp.core.schedule import Shown
from quizapp.models import Attempt, AttemptQuestion, Challenge, Regrade, Regraded


@dataclass(frozen=True)
class Regrading:
    """That a regrade changed a mark of a student's, or that it was undone; marks in parts."""

    answers: ClassVar[bool] = False
    assignment_id: int
    attempt_id: int
    position: int
    policy: str
    reason: str
    before: int
    after: int
    undone: bool


@dataclass(frozen=True)
class Answered:
    """That a challenge of a student's was answered."""

    answers: ClassVar[bool] = True
    assignment_id: int
    attempt_id: int
    position: int


Notice: TypeAlias = Regrading | Answered

REGRADINGS: Select[*tuple[Any, ...]] = (
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
REGRADINGS_OF = REGRADINGS.where(Attempt.id == bindparam("which"))
ANSWERS: Select[*tuple[Any, ...]] = (
    select(Attempt.assignment_id, Attempt.id, AttemptQuestion.position)
    .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
    .join(Challenge, Challenge.attempt_question_id == AttemptQuestion.id)
    .where(
        Attempt.user_id == bindparam("whose"),
        Challenge.answered_at.is_not(None),
        Challenge.seen_at.is_(None),
    )
    .order_by(Challenge.answered_at, Challenge.id)
)


def notices(work: Session, user_id: int) -> dict[int, list[Notice]]:
    """Return what a student has not put away yet, by assignment."""
    found: dict[int, list[Notice]] = defaultdict(list)
    read, whose = work.connection().execute, {"whose": user_id}
    for row in read(REGRADINGS, whose):
        found[row[0]].append(Regrading(*row))
    for row in read(ANSWERS, whose):
        found[row[0]].append(Answered(*row))
    return found


def regradings_of(work: Session, user_id: int, attempt_id: int) -> list[Regrading]:
    """Return the regrades of one attempt that a student has not put away yet."""
    asked = {"whose": user_id, "which": attempt_id}
    return [Regrading(*row) for row in work.connection().execute(REGRADINGS_OF, asked)]


def tellable(found: Iterable[Notice], shown: Shown) -> list[Notice]:
    """Return the notices that give nothing away: of marks once the score is shown, and so on."""
    answers = may_be_challenged(shown)
    return [one for one in found if (answers if one.answers else shown.score)]
