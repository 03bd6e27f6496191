"""What a person's account page shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp.access import LONGEST, STAFF_IDLE, STUDENT_IDLE, token_hash
from quizapp.models import Classroom, Enrolment, LoginSession, User

STEP_WAITS: Final = timedelta(minutes=10)
SECRET: Final = select(User.totp_secret).where(User.id == bindparam("whose"))


@dataclass(frozen=True)
class Device:
    """A device on which a person is signed in."""

    id: int
    name: str
    created_at: datetime
    seen_at: datetime


def devices(work: Session, user_id: int, role: str, now: datetime) -> list[Device]:
    """Return a person's signed-in devices, the one seen last first."""
    idle = STUDENT_IDLE if role == "student" else STAFF_IDLE
    rows = work.execute(
        select(LoginSession.id, LoginSession.device, LoginSession.created_at, LoginSession.seen_at)
        .where(
            LoginSession.user_id == user_id,
            LoginSession.step_due.is_(False),
            LoginSession.created_at > now - LONGEST,
            LoginSession.seen_at > now - idle,
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    )
    return [Device(*row) for row in rows]


def has_second_step(work: Session, user_id: int) -> bool:
    """Tell whether a person is asked for a code at sign-in."""
    return work.connection().scalar(SECRET, {"whose": user_id}) is not None


@dataclass(frozen=True)
class Half:
    """Somebody who has given the passphrase and still has to give the code of the second step."""

    user_id: int
    session_id: int


def half_signed_in(work: Session, token: str | None, at: datetime) -> Half | None:
    """Return who may give a code on this device, or None. No page but that one asks this."""
    row = work.execute(
        select(LoginSession.user_id, LoginSession.id)
        .join(LoginSession.user)
        .where(
            LoginSession.token_hash == token_hash(token or ""),
            LoginSession.step_due.is_(True),
            LoginSession.created_at > at - STEP_WAITS,
            User.suspended_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else Half(*row)


def class_names(work: Session, user_id: int) -> list[str]:
    """Return the names of the classes a person belongs to."""
    return list(
        work.scalars(
            select(Classroom.name)
            .join(Enrolment, Enrolment.classroom_id == Classroom.id)
            .where(Enrolment.user_id == user_id, Enrolment.removed_at.is_(None))
        )
    )


def time_zone(work: Session, user_id: int) -> str:
    """Return the time zone of a person's newest class, or UTC."""
    zone = work.scalar(
        select(Classroom.time_zone)
        .join(Enrolment, Enrolment.classroom_id == Classroom.id)
        .where(Enrolment.user_id == user_id, Enrolment.removed_at.is_(None))
        .order_by(Classroom.created_at.desc())
        .limit(1)
    )
    return zone or "UTC"
