"""Saving answers, each change with a number of its own, and what goes with them: checks, flags."""

from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import BindParameter, Executable, bindparam, insert, select, update
from sqlalchemy.orm import Session

from quizapp import db, rulings
from quizapp.answering.queries import attempts
from quizapp.answering.queries.attempts import Slot
from quizapp.answering.service.inserting import dialect_of, insert_into
from quizapp.core import schedule
from quizapp.core.question import Answer, InvalidAnswer
from quizapp.core.refusal import Refused
from quizapp.core.regrade import Ruling, regraded
from quizapp.models import Attempt, AttemptQuestion, Response, ResponseChange

CHANGE: Final[dict[str, BindParameter[Any]]] = {
    name: bindparam(word, type_=Response.__table__.c[name].type)
    for name, word in {
        "attempt_question_id": "place",
        "answer": "given",
        "sequence": "nth",
        "saved_at": "at",
    }.items()
}
# By the attempt's seed as well: SQLite may give the number of what was removed to something else.
PLACE: Final = (AttemptQuestion.id == bindparam("place")) & (Attempt.seed == bindparam("seed"))
STILL_OPEN: Final = (
    select(*CHANGE.values())
    .select_from(AttemptQuestion)
    .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
    .where(PLACE, Attempt.submitted_at.is_(None))
)
STORED: Final = (
    select(Response.sequence, Response.answer, Attempt.submitted_at)
    .select_from(AttemptQuestion)
    .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
    .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
    .where(PLACE)
)


class AlreadySubmitted(Refused):
    """This attempt has been submitted. What was saved before counts; nothing was changed now."""

    message = __doc__


class TimeIsUp(Refused):
    """The time is up. What was saved until then counts; this came too late."""

    message = __doc__


class AlreadyChecked(Refused):
    """This answer has been checked, so it stays as it is in this attempt."""

    message = __doc__


class NoChecks(Refused):
    """Answers of this assignment are not checked one by one."""

    message = __doc__


class AnsweredElsewhere(Refused):
    """This question was answered in another tab or on another device: showing the newest."""

    message = __doc__


def _refuse_late(slot: Slot, now: datetime) -> None:
    if slot.submitted_at is not None:
        raise AlreadySubmitted
    if not schedule.takes_answers(slot.deadline_at, now):
        raise TimeIsUp


def save_response(
    work: Session, slot: Slot, answer: Answer | None, sequence: int, now: datetime
) -> None:
    """Save an answer as change number `sequence` of its question, and keep it in the history.

    The same change again changes nothing. Refuses once the attempt is submitted, the time is up
    or the answer was checked, and when a later change has already been saved.
    """
    _refuse_late(slot, now)
    if answer == slot.answer and slot.sequence in {sequence, sequence - 1}:
        return
    if slot.checked:
        raise AlreadyChecked
    db.take_turn(work)
    seed = slot.shuffle.seed
    change = {"place": slot.id, "given": answer, "nth": sequence, "at": now, "seed": seed}
    if not _kept(work, change) and not _is_there(work, change):
        raise AnsweredElsewhere


def _kept(work: Session, change: dict[str, Any]) -> bool:
    """Write a change and its history, unless a later one is there; tell whether that was done."""
    connection = work.connection()
    return all(
        connection.execute(statement, change).scalar_one_or_none() is not None
        for statement in _statements(dialect_of(work))
    )


def _is_there(work: Session, change: dict[str, Any]) -> bool:
    """Tell whether a change was saved by a request that was thought lost.

    A server that is killed may have sent its commit, which PostgreSQL then carries out while the
    page already asks again; what that second request read first is older. Raises AlreadySubmitted
    when the attempt ended since it was read.
    """
    row = work.execute(STORED, change).one_or_none()
    if row is not None and row.submitted_at is not None:
        raise AlreadySubmitted
    return row is not None and (row.sequence, row.answer) == (change["nth"], change["given"])


@cache
def _statements(dialect: str) -> tuple[Executable, ...]:
    """Return what saves a change unless a later one is there, and keeps its history; built once.

    PostgreSQL does both in one statement, which SQLite cannot, and has locked the attempt. SQLite
    looks once more whether it goes on, since whoever saves may have read it before their turn came.
    """
    newest, history = _newest(dialect), insert(ResponseChange).returning(ResponseChange.id)
    if dialect == "sqlite":
        return newest.returning(Response.sequence), history.values(CHANGE)
    saved = newest.returning(*(getattr(Response, name) for name in CHANGE)).cte("saved")
    return (history.from_select(list(CHANGE), select(saved)),)


def _newest(dialect: str) -> Any:  # noqa: ANN401 - either database's own type
    sent = insert_into(dialect, Response)
    looks = dialect == "sqlite"
    sent = sent.from_select(list(CHANGE), STILL_OPEN) if looks else sent.values(CHANGE)
    new = sent.excluded
    return sent.on_conflict_do_update(
        index_elements=[Response.attempt_question_id],
        set_={"answer": new.answer, "sequence": new.sequence, "saved_at": new.saved_at},
        # Decided by the database, where two tabs that save at once meet.
        where=(Response.sequence < new.sequence) & Response.mark.is_(None),
    )


def check_response(work: Session, slot: Slot, answer: Answer | None, now: datetime) -> None:
    """Mark a saved answer at once, where the assignment is practice; it then stays as it is.

    Raises InvalidAnswer when there is nothing to check.
    """
    _refuse_late(slot, now)
    if not attempts.checks(work, slot.assignment_id):
        raise NoChecks
    if answer is None:
        raise InvalidAnswer("choice", "Answer the question first, then check it.")
    work.execute(
        update(Response)
        .where(Response.attempt_question_id == slot.id)
        .values(mark=regraded(_ruling(work, slot), slot.question, answer, slot.points))
    )


def _ruling(work: Session, slot: Slot) -> Ruling | None:
    return rulings.in_force(work, slot.assignment_id).get(slot.version_id)


def flag(work: Session, slot: Slot, now: datetime, *, flagged: bool) -> None:
    """Set or take down the student's flag on a question. Refuses once the attempt is over."""
    _refuse_late(slot, now)
    work.execute(
        update(AttemptQuestion).where(AttemptQuestion.id == slot.id).values(flagged=flagged)
    )
