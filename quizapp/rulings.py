"""Which regrades are in force: marking, review and summary all ask here."""

from typing import cast

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp import parsed
from quizapp.core.regrade import Policy, Ruling
from quizapp.models import Regrade

# Asked whenever an attempt is submitted, so it is built once and run on the connection.
IN_FORCE = (
    select(
        Regrade.version_id,
        Regrade.policy,
        Regrade.corrected,
        Regrade.fingerprint,
        Regrade.reason,
    )
    .where(Regrade.assignment_id == bindparam("which"), Regrade.undone_at.is_(None))
    .order_by(Regrade.id)
)


def in_force(work: Session, assignment_id: int) -> dict[int, Ruling]:
    """Return the rulings of an assignment by question version; of several, the newest."""
    rows = work.connection().execute(IN_FORCE, {"which": assignment_id})
    return {
        version: Ruling(
            cast("Policy", policy),
            None if content is None else parsed.corrected(content, fingerprint),
            reason,
        )
        for version, policy, content, fingerprint, reason in rows
    }
