"""The audit as administrators read it: who changed what, the newest first."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from quizapp.models import AuditEntry, User
from quizapp.people.names import login_key

PAGE = 50


@dataclass(frozen=True)
class Entry:
    """One change: when, by whom, what, to what, and its values as text."""

    at: datetime
    actor_id: int | None
    actor: str
    action: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True)
class Entries:
    """One page of the audit."""

    rows: tuple[Entry, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def entries(work: Session, search: str, subject: str, page: int) -> Entries:
    """Return entries by somebody, or of an action, whose name holds `search`, about `subject`."""
    found = select(AuditEntry, User.name).outerjoin(User, User.id == AuditEntry.actor_id)
    if search:
        found = found.where(
            or_(
                func.lower(AuditEntry.action).contains(search.lower(), autoescape=True),
                func.lower(User.name).contains(search.lower(), autoescape=True),
                User.login.contains(login_key(search), autoescape=True),
            )
        )
    if subject:
        found = found.where(AuditEntry.subject == subject.casefold())
    total = work.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = min(max(page, 1), max(1, -(-total // PAGE)))
    newest = found.order_by(AuditEntry.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    rows = tuple(
        Entry(
            entry.at,
            entry.actor_id,
            name or "the server",
            entry.action,
            entry.subject,
            _said(entry.before),
            _said(entry.after),
        )
        for entry, name in work.execute(newest)
    )
    return Entries(rows, total, page)


def _said(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)
