"""Regrading: a ruling made or undone, with every mark and score that follows from it.

The assignment is held first, then its attempts: nobody starts one meanwhile, whoever submits comes
wholly before or wholly after, and of two regrades one waits for the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Select, Update, delete, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from quizapp import audit, parsed, rulings
from quizapp.core.fingerprint import fingerprint
from quizapp.core.kinds import Question as CoreQuestion
from quizapp.core.refusal import Refused
from quizapp.core.regrade import Change, Ruling, propose, shown_as
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Question,
    QuestionVersion,
    Regrade,
    Regraded,
    Response,
)
from quizapp.results.printed import Printed
from quizapp.results.queries.ids import these_ids
from quizapp.results.queries.regrading import sat
from quizapp.results.service.totals import add_up, hold
from quizapp.versions import version


class NotInForce(Refused):
    """Only the regrade that is in force can be undone. Reload the page to see which that is."""

    message = __doc__


class NotAsShown(Refused):
    """What this regrade changes is not what was shown to you. Look at it again, then decide."""

    message = __doc__


def make_regrade(
    work: Session,
    assignment_id: int,
    printed: Printed,
    ruling: Ruling,
    seen: str,
    actor_id: int,
    now: datetime,
) -> int:
    """Put a ruling in force for every attempt that pins the version; return the regrade's id.

    `seen` says what was shown of it (core.regrade.shown_as). Raises NotAsShown when something
    else would change by now; the same ruling again changes nothing and returns the regrade that
    is in force.
    """
    regrade = _regrade(assignment_id, printed.version_id, ruling, actor_id, now)
    _hold(work, regrade)
    newest = _in_force(work, assignment_id, printed.version_id)
    if newest is not None and _rules(newest) == _rules(regrade):
        return newest.id
    changes = _as_shown(work, assignment_id, printed, ruling, seen)
    work.add(regrade)
    work.flush()
    if changes:
        work.execute(insert(Regraded), [_regraded(regrade.id, change) for change in changes])
    _set_marks(work, regrade, changes, now)
    add_up(work, _pinning(AttemptQuestion.attempt_id, regrade))
    _account(work, "regrade", regrade, actor_id, changes, now)
    work.flush()
    return regrade.id


def undo_regrade(
    work: Session, assignment_id: int, regrade_id: int, actor_id: int, now: datetime
) -> None:
    """Take a regrade back: every mark is again what it was, unless a person gave it since.

    Raises NotInForce.
    """
    found = work.get_one(Regrade, regrade_id)
    _hold(work, found)
    newest = _in_force(work, assignment_id, found.version_id)
    if newest is None or newest.id != regrade_id:
        raise NotInForce
    newest.undone_by, newest.undone_at = actor_id, now
    work.flush()
    rows = select(Regraded.attempt_question_id, Regraded.before)
    were = work.execute(rows.where(Regraded.regrade_id == regrade_id))
    kept = {answer: mark for answer, mark in were}  # noqa: C416 - a Row is no pair to mypy
    before = rulings.in_force(work, assignment_id).get(found.version_id)
    changes = _back(work, assignment_id, found.version_id, before, kept)
    _set_marks(work, found, changes, now)
    work.execute(
        delete(Response).where(
            Response.attempt_question_id.in_(_pinning(AttemptQuestion.id, found)),
            Response.sequence == 0,
            Response.mark == 0,
        )
    )
    add_up(work, _pinning(AttemptQuestion.attempt_id, found))
    # Whoever was told of the regrade is told of its end.
    work.execute(update(Regraded).where(Regraded.regrade_id == regrade_id).values(seen_at=None))
    _account(work, "undo regrade", newest, actor_id, changes, now)
    work.flush()


def mend_question(
    work: Session, printed: Printed, corrected: CoreQuestion, actor_id: int, now: datetime
) -> bool:
    """Save a corrected question as its next version, for attempts to come; tell whether it was.

    Nothing is saved where a file owns the question or it has been changed since.
    """
    question = work.scalars(
        select(Question).where(Question.id == printed.question_id).with_for_update()
    ).one()
    if question.source_file is not None or question.latest != printed.number:
        return False
    new = version(question.id, question.latest + 1, corrected, actor_id, now)
    if new.content_hash == fingerprint(printed.question.content()):
        return False
    work.add(new)
    question.latest = new.number
    audit.record(
        work,
        actor_id,
        "edit question",
        f"question {question.id}",
        now,
        before={"version": printed.number},
        after={"version": new.number},
    )
    work.flush()
    return True


def _regrade(
    assignment_id: int, version_id: int, ruling: Ruling, actor_id: int, now: datetime
) -> Regrade:
    content = ruling.corrected.content() if ruling.corrected else None
    return Regrade(
        assignment_id=assignment_id,
        version_id=version_id,
        policy=ruling.policy,
        corrected=content,
        fingerprint=fingerprint(content) if content else None,
        reason=ruling.reason,
        made_by=actor_id,
        made_at=now,
    )


def _rules(regrade: Regrade) -> tuple[str, str | None]:
    """Return what two regrades that say the same have in common."""
    return regrade.policy, regrade.fingerprint


def _as_shown(
    work: Session, assignment_id: int, printed: Printed, ruling: Ruling, seen: str
) -> tuple[Change, ...]:
    """Return what a ruling does to the answers there are. Raises NotAsShown."""
    answers = sat(work, assignment_id, printed.version_id)
    proposal = propose(ruling, printed.question, answers)
    if shown_as(ruling, proposal) != seen:
        raise NotAsShown
    return proposal.changes


def _hold(work: Session, regrade: Regrade) -> None:
    assignment = select(Assignment.id).where(Assignment.id == regrade.assignment_id)
    work.execute(assignment.with_for_update())
    hold(work, _pinning(AttemptQuestion.attempt_id, regrade))


def _pinning(column: InstrumentedAttribute[int], regrade: Regrade) -> Select[int]:
    """Find where attempts pin the version: named by a rule, because a list could be too long.

    A statement may hold 65,535 values on PostgreSQL, and as few as 32,766 on SQLite.
    """
    return (
        select(column)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .where(
            Attempt.assignment_id == regrade.assignment_id,
            AttemptQuestion.version_id == regrade.version_id,
        )
    )


def _in_force(work: Session, assignment_id: int, version_id: int) -> Regrade | None:
    return work.scalars(
        select(Regrade)
        .where(
            Regrade.assignment_id == assignment_id,
            Regrade.version_id == version_id,
            Regrade.undone_at.is_(None),
        )
        .order_by(Regrade.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _regraded(regrade_id: int, change: Change) -> dict[str, object]:
    return {
        "regrade_id": regrade_id,
        "attempt_question_id": change.sat.id,
        "before": change.sat.mark,
        "after": change.mark,
        "affects": change.affects,
    }


def _back(
    work: Session,
    assignment_id: int,
    version_id: int,
    before: Ruling | None,
    kept: Mapping[int, int],
) -> tuple[Change, ...]:
    """Return the changes that restore kept marks, and mark anew what was submitted since."""
    row = select(QuestionVersion.content_hash).where(QuestionVersion.id == version_id)
    questions = parsed.questions(work, {version_id: work.scalars(row).one()})
    answers = sat(work, assignment_id, version_id)
    changes = propose(before, questions[version_id], answers).changes
    return tuple(
        change
        if change.sat.by_hand
        else Change(change.sat, kept.get(change.sat.id, change.mark), change.dropped)
        for change in changes
    )


def _set_marks(work: Session, regrade: Regrade, changes: Iterable[Change], now: datetime) -> None:
    """Write the marks that are different: a statement for each mark, since they are few."""
    different = [change for change in changes if change.affects]
    places = _pinning(AttemptQuestion.id, regrade)
    held = select(Response.attempt_question_id).where(Response.attempt_question_id.in_(places))
    there = set(work.scalars(held))
    by_mark, by_drop = defaultdict(list), defaultdict(list)
    for change in different:
        by_mark[change.mark].append(change.sat.id)
        by_drop[change.dropped].append(change.sat.id)
    for mark, ids in by_mark.items():
        answers = Response.attempt_question_id.in_(these_ids(ids))
        _write(work, update(Response).where(answers).values(mark=mark))
    for dropped, ids in by_drop.items():
        pinned = AttemptQuestion.id.in_(these_ids(ids))
        _write(work, update(AttemptQuestion).where(pinned).values(dropped=dropped))
    blanks = [
        {"attempt_question_id": one.sat.id, "mark": one.mark, "sequence": 0, "saved_at": now}
        for one in different
        if one.mark and one.sat.id not in there
    ]
    if blanks:
        work.execute(insert(Response), blanks)


def _write(work: Session, rows: Update) -> None:
    """Write rows that nobody holds as objects."""
    work.execute(rows.execution_options(synchronize_session=False))


def _account(
    work: Session,
    action: str,
    regrade: Regrade,
    actor_id: int,
    changes: Iterable[Change],
    now: datetime,
) -> None:
    different = [change for change in changes if change.affects]
    facts = {"policy": regrade.policy, "version": regrade.version_id, "reason": regrade.reason}
    audit.record(
        work,
        actor_id,
        action,
        f"assignment {regrade.assignment_id}",
        now,
        before=facts | {"scores": {str(c.sat.attempt_id): c.sat.score for c in different}},
        after=facts | {"scores": {str(c.sat.attempt_id): c.score for c in different}},
    )
