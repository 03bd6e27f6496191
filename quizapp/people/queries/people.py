"""Everyone with an account, for administrators."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from quizapp.models import Classroom, Enrolment, Invitation, LoginSession, User
from quizapp.people.names import login_key

PAGE = 100


@dataclass(frozen=True)
class Person:
    """A person in the list of everyone."""

    id: int
    name: str
    login: str
    role: str
    suspended_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True)
class People:
    """One page of the list of everyone."""

    rows: tuple[Person, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def people(work: Session, search: str, role: str, page: int) -> People:
    """Return people whose name or user name holds `search`, staff first, a page at a time."""
    conditions: list[ColumnElement[bool]] = [User.erased_at.is_(None)]
    if search:
        conditions.append(
            or_(
                func.lower(User.name).contains(search.lower(), autoescape=True),
                User.login.contains(login_key(search), autoescape=True),
            )
        )
    if role:
        conditions.append(User.role == role)
    total = work.scalar(select(func.count()).select_from(User).where(*conditions)) or 0
    page = min(max(page, 1), max(1, -(-total // PAGE)))
    rows = work.execute(
        select(
            User.id,
            User.name,
            User.login,
            User.role,
            User.suspended_at,
            User.seen_at,
            func.max(LoginSession.seen_at),
        )
        .outerjoin(LoginSession, LoginSession.user_id == User.id)
        .where(*conditions)
        .group_by(User.id)
        .order_by((User.role == "student"), func.lower(User.name), User.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    found = tuple(
        Person(*row[:5], max(filter(None, (row[5], row[6])), default=None)) for row in rows
    )
    return People(found, total, page)


def person(work: Session, user_id: int) -> User | None:
    """Return a person, unless they were erased."""
    return work.scalar(select(User).where(User.id == user_id, User.erased_at.is_(None)))


def places(work: Session, user_id: int) -> list[tuple[str, str]]:
    """Return the classes a person belongs to: name, and as what."""
    rows = work.execute(
        select(Classroom.name, Enrolment.role)
        .join(Enrolment, Enrolment.classroom_id == Classroom.id)
        .where(Enrolment.user_id == user_id, Enrolment.removed_at.is_(None))
        .order_by(func.lower(Classroom.name), Classroom.id)
    )
    return [(name, role) for name, role in rows]


@dataclass(frozen=True)
class OpenInvitation:
    """A link that was made and may still be used."""

    id: int
    role: str
    section: str | None
    invited_by: str
    expires_at: datetime


def open_invitations(work: Session, class_id: int | None, now: datetime) -> list[OpenInvitation]:
    """Return the links into a class, or to the site alone, that may still be used."""
    rows = work.execute(
        select(Invitation.id, Invitation.role, Invitation.section, User.name, Invitation.expires_at)
        .join(User, User.id == Invitation.invited_by)
        .where(
            # Compared with None, SQLAlchemy writes IS NULL: the links to the site alone.
            Invitation.classroom_id == class_id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.expires_at)
    )
    return [OpenInvitation(*row) for row in rows]
