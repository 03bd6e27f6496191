"""The end of an attempt: submitted by its student or by the clock, and graded exactly once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, bindparam, insert, select, update
from sqlalchemy.orm import Session

from quizapp import parsed, rulings
from quizapp.answering.queries.terms import AnyRow
from quizapp.core import schedule
from quizapp.core.regrade import regraded
from quizapp.core.scoring import total
from quizapp.models import Attempt, AttemptQuestion, QuestionVersion, Response

AT_ONCE = 25
"""How many overdue attempts are graded in one transaction, so that nobody waits long to save."""

CLAIM = (
    select(Attempt.assignment_id, Attempt.started_at)
    .where(Attempt.id == bindparam("which"), Attempt.submitted_at.is_(None))
    .with_for_update(key_share=True)
)
ANSWERS = (
    select(
        AttemptQuestion.id,
        AttemptQuestion.version_id,
        QuestionVersion.content_hash,
        AttemptQuestion.points,
        Response.answer,
        Response.sequence,
    )
    .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.version_id)
    .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
    .where(AttemptQuestion.attempt_id == bindparam("which"))
)


def submit(work: Session, attempt_id: int, deadline_at: datetime | None, now: datetime) -> bool:
    """Submit an attempt and grade it, unless that has been done; tell whether it was done now."""
    late = deadline_at is not None and now >= deadline_at
    return finalise(work, attempt_id, (late and deadline_at) or now, by_clock=late)


def finalise(work: Session, attempt_id: int, at: datetime, *, by_clock: bool) -> bool:
    """Close an open attempt as of `at` and grade what was saved; exactly one caller does so."""
    which = {"which": attempt_id}
    claimed = work.connection().execute(CLAIM, which).one_or_none()
    if claimed is None:
        return False
    # The clock may have been set back meanwhile; nothing ends before it began.
    at = max(at, claimed.started_at)
    # After the claim: a regrade that came first is known, one that comes later finds the marks.
    ruled = rulings.in_force(work, claimed.assignment_id)
    rows = work.connection().execute(ANSWERS, which).all()
    questions = parsed.questions(work, {row.version_id: row.content_hash for row in rows})
    marks = {
        row.id: regraded(
            ruled.get(row.version_id), questions[row.version_id], row.answer, row.points
        )
        for row in rows
    }
    dropped = {row.id for row in rows if row.version_id in ruled and ruled[row.version_id].drops}
    _keep_marks(work, rows, marks, at)
    score = total(
        (mark for i, mark in marks.items() if i not in dropped),
        (row.points for row in rows if row.id not in dropped),
    )
    if dropped:
        gone = update(AttemptQuestion).where(AttemptQuestion.id.in_(dropped))
        work.execute(gone.values(dropped=True))
    most = {"out_of": score.out_of} if dropped else {}
    # In one UPDATE: a second of the same row would make PostgreSQL look at the assignment again,
    # which a regrade holds while it waits for this attempt.
    work.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id)
        .values(submitted_at=at, submitted_by_clock=by_clock, score=int(score.total), **most)
    )
    return True


def _keep_marks(
    work: Session, rows: Sequence[AnyRow], marks: Mapping[int, int], at: datetime
) -> None:
    """Write the marks; a blank has a row only when a regrade gives it a mark all the same."""
    answered = [row.id for row in rows if row.sequence is not None]
    if answered:
        work.execute(
            update(Response), [{"attempt_question_id": i, "mark": marks[i]} for i in answered]
        )
    blank = [row.id for row in rows if row.sequence is None and marks[row.id]]
    if blank:
        work.execute(
            insert(Response),
            [
                {"attempt_question_id": i, "sequence": 0, "saved_at": at, "mark": marks[i]}
                for i in blank
            ],
        )


def _overdue(now: datetime) -> Select[int, datetime | None]:
    return select(Attempt.id, Attempt.deadline_at).where(
        Attempt.submitted_at.is_(None), Attempt.deadline_at <= now - schedule.GRACE
    )


def anything_due(work: Session, now: datetime) -> bool:
    """Tell whether an open attempt's time is up, grace included."""
    return work.execute(_overdue(now).limit(1)).first() is not None


def finalise_due(work: Session, now: datetime) -> int:
    """Submit and grade attempts whose time is up, as of their deadline; return how many.

    Takes at most `AT_ONCE` of them: call it again, in a new transaction, until it returns 0.
    """
    due = work.execute(
        _overdue(now).order_by(Attempt.deadline_at).limit(AT_ONCE).with_for_update(skip_locked=True)
    ).all()
    return sum(finalise(work, row.id, row.deadline_at, by_clock=True) for row in due)
