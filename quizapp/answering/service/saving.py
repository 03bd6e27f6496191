"""Saving answers, each change with a number of its own, and what goes with them: checks, flags."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, insert, select, update
from sqlalchemy.orm import Session

from quizapp import rulings
from quizapp.answering.queries.attempts import Slot
from quizapp.answering.service.inserting import dialect_of, insert_into
from quizapp.core import schedule
from quizapp.core.question import Answer, InvalidAnswer
from quizapp.core.refusal import Refused
from quizapp.core.regrade import Ruling, regraded
from quizapp.models import AttemptQuestion, Response, ResponseChange

HISTORY = insert(ResponseChange)


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
    change = {
        "attempt_question_id": slot.id,
        "answer": answer,
        "sequence": sequence,
        "saved_at": now,
    }
    connection = work.connection()
    if connection.execute(_newest(dialect_of(work)), change).scalar_one_or_none() is not None:
        connection.execute(HISTORY, change)
    elif not _is_there(work, change):
        raise AnsweredElsewhere


def _is_there(work: Session, change: dict[str, Any]) -> bool:
    """Tell whether a change was saved by a request that was thought lost.

    A server that is killed may have sent its commit, which PostgreSQL then carries out while the
    page already asks again; what that second request read first is older.
    """
    stored = select(Response.sequence, Response.answer).where(
        Response.attempt_question_id == change["attempt_question_id"]
    )
    row = work.execute(stored).one_or_none()
    return row is not None and (row.sequence, row.answer) == (change["sequence"], change["answer"])


@cache
def _newest(dialect: str) -> Executable:
    """Return the statement that saves a change unless a later one is there; built once."""
    sent = insert_into(dialect, Response)
    new = sent.excluded
    return sent.on_conflict_do_update(  # type: ignore[no-any-return]
        index_elements=[Response.attempt_question_id],
        set_={"answer": new.answer, "sequence": new.sequence, "saved_at": new.saved_at},
        # Decided by the database, where two tabs that save at once meet.
        where=(Response.sequence < new.sequence) & Response.mark.is_(None),
    ).returning(Response.sequence)


def check_response(work: Session, slot: Slot, answer: Answer | None, now: datetime) -> None:
    """Mark a saved answer at once, where the assignment is practice; it then stays as it is.

    Raises InvalidAnswer when there is nothing to check.
    """
    _refuse_late(slot, now)
    if not slot.checks:
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
