"""The audit: what is worth accounting for is written down beside the change itself."""

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.models import AuditEntry


def record(
    work: Session,
    actor_id: int | None,
    action: str,
    subject: str,
    now: datetime,
    *,
    before: object = None,
    after: object = None,
) -> None:
    """Add an entry: who did what ('rotate join code') to what ('classroom 3'), from and to what.

    Secrets never go in; `before` and `after` are JSON-ready.
    """
    work.add(
        AuditEntry(
            at=now, actor_id=actor_id, action=action, subject=subject, before=before, after=after
        )
    )
