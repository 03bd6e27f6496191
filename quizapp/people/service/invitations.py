"""Invitations: links that let one person in as staff, once and for a limited time."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.access import RANK, token_hash
from quizapp.core.refusal import Refused
from quizapp.models import Classroom, Enrolment, Invitation, User
from quizapp.people.service import accounts

LASTS = timedelta(days=7)
SETUP_LASTS = timedelta(minutes=60)


class OtherAccount(Refused):
    """A signed-in person's account cannot take the place an invitation offers."""

    message = (
        "Your account cannot take this place in the class. Sign out and open the link again "
        "to make an account that can, or ask the administrator to change your role."
    )


class InvitationOver(Refused):
    """An invitation was used before, is too old, or never was."""

    status = 410
    message = (
        "This link was used before or is too old. Ask whoever sent it for a new one; "
        "if you have an account by now, just sign in."
    )


@dataclass(frozen=True)
class Account:
    """What somebody who accepts an invitation chose for themselves."""

    name: str
    login: str
    password_hash: str


def invite(
    work: Session,
    role: str,
    *,
    invited_by: int | None,
    classroom_id: int | None = None,
    section: str | None = None,
    lasts: timedelta = LASTS,
    now: datetime,
) -> str:
    """Return the token of a new link that makes one account, into a class if one is given."""
    token = secrets.token_urlsafe(24)
    invitation = Invitation(
        token_hash=token_hash(token),
        role=role,
        classroom_id=classroom_id,
        section=section,
        invited_by=invited_by,
        created_at=now,
        expires_at=now + lasts,
    )
    work.add(invitation)
    work.flush()
    where = "the site" if classroom_id is None else f"classroom {classroom_id}"
    audit.record(work, invited_by, f"invite {role}", where, now, after=section)
    return token


def _has_administrator(work: Session) -> bool:
    return bool(work.scalar(select(exists().where(User.role == "administrator"))))


def setup_invitation(work: Session, now: datetime) -> str | None:
    """Return the token of the link that sets up the first account, or None when there is one.

    Links made before and not used stop working: only the last one printed does.
    """
    if _has_administrator(work):
        return None
    work.execute(
        delete(Invitation).where(
            Invitation.invited_by.is_(None),
            Invitation.role == "administrator",
            Invitation.used_at.is_(None),
        )
    )
    return invite(work, "administrator", invited_by=None, lasts=SETUP_LASTS, now=now)


def open_invitation(work: Session, token: str, now: datetime) -> Invitation:
    """Return the invitation of a link that may still be used. Raises InvitationOver."""
    found = work.scalar(
        select(Invitation).where(
            Invitation.token_hash == token_hash(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
    )
    if found is None or (_sets_up(found) and _has_administrator(work)):
        raise InvitationOver
    return found


def withdraw(
    work: Session, invitation_id: int, classroom_id: int | None, actor_id: int, now: datetime
) -> None:
    """Make a link that was not used yet worthless; nothing happens when it is of another class."""
    withdrawn = work.scalar(
        delete(Invitation)
        .where(
            Invitation.id == invitation_id,
            # Compared with None, SQLAlchemy writes IS NULL: the links to the site alone.
            Invitation.classroom_id == classroom_id,
            Invitation.used_at.is_(None),
        )
        .returning(Invitation.role)
    )
    if withdrawn is not None:
        where = "the site" if classroom_id is None else f"classroom {classroom_id}"
        audit.record(work, actor_id, "withdraw invitation", where, now, before=withdrawn)
    work.flush()


def _sets_up(invitation: Invitation) -> bool:
    return invitation.role == "administrator" and invitation.invited_by is None


def _use(work: Session, token: str, now: datetime) -> Invitation:
    """Mark an invitation as used. Of two who come at once, one gets InvitationOver."""
    invitation = open_invitation(work, token, now)
    mine = work.scalar(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.used_at.is_(None))
        .values(used_at=now)
        .returning(Invitation.id)
    )
    if mine is None:
        raise InvitationOver
    return invitation


def accept(work: Session, token: str, account: Account, now: datetime) -> User:
    """Make the account an invitation is for. Raises InvitationOver or LoginTaken."""
    invitation = _use(work, token, now)
    user = accounts.add_user(
        work, account.name, account.login, invitation.role, account.password_hash, now
    )
    _seat(work, invitation, user.id, now)
    if _sets_up(invitation):
        _take_over_classes(work, user.id, now)
    audit.record(work, user.id, "accept invitation", f"user {user.id}", now, after=user.role)
    work.flush()
    return user


def accept_as(work: Session, token: str, user_id: int, now: datetime) -> int:
    """Let somebody with a staff account into the class of an invitation; return the class's id.

    Raises InvitationOver, or OtherAccount when it is for no class or for a higher role.
    """
    invitation = _use(work, token, now)
    role = work.scalar(select(User.role).where(User.id == user_id))
    if invitation.classroom_id is None or RANK[role or "student"] < RANK[invitation.role]:
        raise OtherAccount
    _seat(work, invitation, user_id, now)
    work.flush()
    return invitation.classroom_id


def _seat(work: Session, invitation: Invitation, user_id: int, now: datetime) -> None:
    """Put a person into the class of an invitation, in its role and section."""
    if invitation.classroom_id is None:
        return
    enrolment = work.scalar(
        select(Enrolment).where(
            Enrolment.classroom_id == invitation.classroom_id, Enrolment.user_id == user_id
        )
    )
    if enrolment is None:
        enrolment = Enrolment(classroom_id=invitation.classroom_id, user_id=user_id, created_at=now)
        work.add(enrolment)
    elif enrolment.removed_at is None and enrolment.role == "instructor":
        return
    enrolment.role, enrolment.section = invitation.role, invitation.section
    enrolment.removed_at = None
    audit.record(
        work,
        user_id,
        f"become {invitation.role}",
        f"classroom {invitation.classroom_id}",
        now,
        after=invitation.section,
    )


def _take_over_classes(work: Session, user_id: int, now: datetime) -> None:
    """Let the first administrator teach the classes that nobody teaches: the sample class."""
    taught = exists().where(Enrolment.classroom_id == Classroom.id, Enrolment.role == "instructor")
    for classroom_id in work.scalars(select(Classroom.id).where(~taught)):
        work.add(
            Enrolment(classroom_id=classroom_id, user_id=user_id, role="instructor", created_at=now)
        )
