"""Erasing a person: all that belongs to them goes; what the school accounts for stays, nameless.

What remains of the account is an empty row, so that a question's author or a change's actor is
still somebody, and so that its number is never given to anyone else.
"""

import json
import re
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quizapp import audit, limits
from quizapp.core.refusal import Refused
from quizapp.models import AuditEntry, User
from quizapp.people.queries.belongings import USERS, conditions, subjects
from quizapp.people.service.accounts import close_sessions

UNDO = timedelta(days=7)
"""How long an administrator can take an erasure back before it is done."""
ERASED = "Erased person"


class OnHold(Refused):
    """What is kept about this person is on hold, so that nothing of it may go."""

    message = "This person is on hold: end the hold first."


def plan(work: Session, user: User, actor_id: int, now: datetime) -> None:
    """Keep a person out now and have them erased in a week. Raises OnHold."""
    if user.held_at is not None:
        raise OnHold
    user.erase_at = now + UNDO
    user.suspended_at = user.suspended_at or now
    close_sessions(work, user.id)
    audit.record(work, actor_id, "plan erasure", f"user {user.id}", now)
    work.flush()


def take_back(work: Session, user: User, actor_id: int, now: datetime) -> None:
    """Do not erase a person after all; they stay suspended until restored."""
    user.erase_at = None
    audit.record(work, actor_id, "take erasure back", f"user {user.id}", now)
    work.flush()


def hold(work: Session, user: User, actor_id: int, now: datetime, *, held: bool) -> None:
    """Keep all that is known of a person, however old, until the hold ends."""
    user.held_at = now if held else None
    user.erase_at = None
    audit.record(work, actor_id, "hold" if held else "end hold", f"user {user.id}", now)
    work.flush()


def erase(work: Session, user: User, actor_id: int | None, now: datetime) -> dict[str, int]:
    """Erase a person at once, and return how many rows of each table went. Raises OnHold."""
    if user.held_at is not None:
        raise OnHold
    _forget_in_audit(work, user)
    limits.forget(work, limits.WRONG_PASSWORDS, user.login)
    gone = {}
    for table, mine in reversed(conditions(user.id).items()):
        if table is not USERS:
            count = select(func.count()).select_from(table).where(mine)
            gone[table.name] = work.scalar(count) or 0
            work.execute(delete(table).where(mine))
    user.name, user.login, user.password_hash = ERASED, f"erased-{user.id}", None
    user.totp_secret = user.totp_step = None
    user.created_at = user.suspended_at = user.erased_at = now
    user.seen_at = user.erase_at = None
    work.flush()
    audit.record(work, actor_id, "erase person", f"user {user.id}", now, after=gone)
    return gone


def _forget_in_audit(work: Session, user: User) -> None:
    """Take a person's name out of what is accounted for, and values that were theirs."""
    theirs = set(subjects(work, user.id))
    # As they stand in JSON; and not by \b, which is not found behind the point of "Anna K.".
    written = [
        re.escape(json.dumps(name, ensure_ascii=False)[1:-1]) for name in (user.name, user.login)
    ]
    names = re.compile("|".join(rf"(?<!\w){name}(?!\w)" for name in written))
    for entry in work.scalars(select(AuditEntry).execution_options(yield_per=500)):
        said = json.dumps([entry.before, entry.after], ensure_ascii=False)
        if entry.subject in theirs or names.search(said):
            entry.before = entry.after = None
        if entry.subject in theirs and not entry.subject.startswith("user "):
            # Its number may be given to a row of somebody else's.
            entry.subject = f"{entry.subject.rpartition(' ')[0]} of user {user.id}"
    work.flush()
