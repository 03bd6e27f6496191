"""Retention: what is kept for how long, and removing what is older: twice is as once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    delete,
    exists,
    func,
    inspect,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from quizapp.access import LONGEST
from quizapp.config import Settings
from quizapp.limits import KEPT
from quizapp.models import (
    Attempt,
    AttemptQuestion,
    AuditEntry,
    Base,
    Invitation,
    LoginSession,
    ResponseChange,
    Throttle,
    User,
)
from quizapp.people.service.erasing import erase

AT_ONCE: Final = 20
"""People erased in one transaction: others want to write between."""
ROWS_AT_ONCE: Final = 5_000
"""Rows of a class removed in one transaction, for the same reason."""
LINKS_KEPT: Final = timedelta(days=90)
HELD: Final = User.held_at.is_not(None)


@dataclass(frozen=True)
class Keep:
    """How long each class of data is kept that a school may want to keep longer or shorter."""

    students: timedelta
    history: timedelta
    audit: timedelta

    @classmethod
    def by(cls, settings: Settings) -> Self:
        """Return what the settings say."""
        days = settings.keep_students, settings.keep_history, settings.keep_audit
        return cls(*(timedelta(days=count) for count in days))


@dataclass(frozen=True)
class Rule:
    """One class of data: what it is, how long it is kept, and how much of it is due to go."""

    name: str
    what: str
    kept: timedelta
    due: int


def _devices(now: datetime, _keep: Keep) -> ColumnElement[bool]:
    return LoginSession.created_at < now - LONGEST


def _tries(now: datetime, _keep: Keep) -> ColumnElement[bool]:
    return Throttle.started_at < now - KEPT


def _links(now: datetime, _keep: Keep) -> ColumnElement[bool]:
    return or_(Invitation.used_at < now - LINKS_KEPT, Invitation.expires_at < now - LINKS_KEPT)


def _drafts(now: datetime, keep: Keep) -> ColumnElement[bool]:
    old = (
        select(AttemptQuestion.id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(Attempt.user)
        .where(Attempt.submitted_at < now - keep.history, ~HELD)
    )
    return ResponseChange.attempt_question_id.in_(old)


def _entries(now: datetime, keep: Keep) -> ColumnElement[bool]:
    by_held = func.coalesce(AuditEntry.actor_id.in_(select(User.id).where(HELD)), False)
    about_held = select(literal("user ") + cast(User.id, String)).where(HELD)
    return and_(AuditEntry.at < now - keep.audit, ~by_held, AuditEntry.subject.not_in(about_held))


Old = Callable[[datetime, Keep], ColumnElement[bool]]
OLD: Final[tuple[tuple[str, str, type[Base], Old], ...]] = (
    (
        "Drafts of answers",
        "each change of an answer before it was handed in",
        ResponseChange,
        _drafts,
    ),
    ("Audit", "who changed what, and when", AuditEntry, _entries),
    ("Links", "invitations that were used or have run out", Invitation, _links),
    ("Counts of tries", "how often somebody tried to sign in or to join", Throttle, _tries),
    ("Devices", "where and when somebody was signed in", LoginSession, _devices),
)


def rules(work: Session, keep: Keep, now: datetime) -> list[Rule]:
    """Return what is kept for how long, and how much of it is due to go."""
    spans = (keep.history, keep.audit, LINKS_KEPT, KEPT, LONGEST)
    due = select(func.count()).select_from(_people(now, keep).subquery())
    return [
        Rule(
            "Students",
            "accounts, seats in classes, attempts, answers and marks, since they were last seen",
            keep.students,
            work.scalar(due) or 0,
        ),
        *(
            Rule(name, what, span, _count(work, table, old(now, keep)))
            for (name, what, table, old), span in zip(OLD, spans, strict=True)
        ),
    ]


def _count(work: Session, table: type[Base], old: ColumnElement[bool]) -> int:
    return work.scalar(select(func.count()).select_from(table).where(old)) or 0


def remove_old(work: Session, keep: Keep, now: datetime) -> dict[str, int]:
    """Remove some of what is older than it is kept, and return how much of each class went.

    Call it again, in a new transaction, until nothing goes.
    """
    gone = {}
    for name, _, table, old in OLD:
        (key,) = inspect(table).primary_key
        some = select(key).where(old(now, keep)).limit(ROWS_AT_ONCE)
        removal = delete(table).where(key.in_(some)).returning(key)
        found = work.scalars(removal, execution_options={"synchronize_session": False})
        gone[name] = len(found.all())
    return gone


def _people(now: datetime, keep: Keep) -> Select[User]:
    """Find whom it is time to erase: as planned, or students not seen for as long as is kept."""
    since = now - keep.students
    gone = and_(
        User.role == "student",
        func.coalesce(User.seen_at, User.created_at) < since,
        ~exists().where(LoginSession.user_id == User.id, LoginSession.seen_at > since),
        ~exists().where(Attempt.user_id == User.id, Attempt.started_at > since),
    )
    due = or_(User.erase_at <= now, gone)
    return select(User).where(User.erased_at.is_(None), ~HELD, due).order_by(User.id)


def erase_due(work: Session, keep: Keep, now: datetime) -> dict[str, int]:
    """Erase a few of those whose time has come, and return how many; likewise call it again."""
    due = _people(now, keep).limit(AT_ONCE).with_for_update(skip_locked=True)
    people = list(work.scalars(due))
    for user in people:
        erase(work, user, None, now)
    return {"Students": len(people)}
