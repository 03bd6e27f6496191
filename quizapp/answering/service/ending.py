"""The end of an attempt: submitted by its student or by the clock, and graded exactly once."""

from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from quizapp import parsed
from quizapp.core import schedule
from quizapp.core.scoring import grade, total
from quizapp.models import Attempt, AttemptQuestion, QuestionVersion, Response

AT_ONCE = 25
"""How many overdue attempts are graded in one transaction, so that nobody waits long to save."""


def submit(work: Session, attempt_id: int, deadline_at: datetime | None, now: datetime) -> bool:
    """Submit an attempt and grade it, unless that has been done; tell whether it was done now."""
    late = deadline_at is not None and now >= deadline_at
    return finalise(work, attempt_id, (late and deadline_at) or now, by_clock=late)


def finalise(work: Session, attempt_id: int, at: datetime, *, by_clock: bool) -> bool:
    """Close an open attempt as of `at` and grade what was saved; exactly one caller does so."""
    claimed = work.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.submitted_at.is_(None))
        .values(submitted_at=at, submitted_by_clock=by_clock)
        .returning(Attempt.id)
    ).scalar_one_or_none()
    if claimed is None:
        return False
    rows = work.execute(
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
        .where(AttemptQuestion.attempt_id == attempt_id)
    ).all()
    questions = parsed.questions(work, {row.version_id: row.content_hash for row in rows})
    marks = {row.id: grade(questions[row.version_id], row.answer, row.points) for row in rows}
    answered = [row.id for row in rows if row.sequence is not None]
    if answered:
        work.execute(
            update(Response), [{"attempt_question_id": i, "mark": marks[i]} for i in answered]
        )
    score = total(marks.values(), (row.points for row in rows))
    work.execute(update(Attempt).where(Attempt.id == attempt_id).values(score=int(score.total)))
    return True


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
