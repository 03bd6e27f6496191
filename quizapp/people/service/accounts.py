"""Accounts: made, signed in on devices, and given new passwords."""

import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp import audit, limits
from quizapp.access import LONGEST, token_hash
from quizapp.core.refusal import Refused
from quizapp.models import LoginSession, User

OUTLIVED: Final = delete(LoginSession).where(
    LoginSession.user_id == bindparam("whose"), LoginSession.created_at < bindparam("before")
)
OPENED: Final = insert(LoginSession)
SEEN: Final = (
    update(User)
    .where(User.id == bindparam("whose"))
    .values(seen_at=bindparam("at"))
    .returning(User.login)
)


class LoginTaken(Refused):
    """Somebody has this user name already."""

    message = "Somebody has this user name already. Please choose another."


def add_user(
    work: Session, name: str, login: str, role: str, password_hash: str, now: datetime
) -> User:
    """Add a person under a user name that is a key of people.names. Raises LoginTaken."""
    if work.scalar(select(exists().where(User.login == login))):
        raise LoginTaken
    user = User(name=name, login=login, role=role, password_hash=password_hash, created_at=now)
    try:
        with work.begin_nested():
            work.add(user)
    except IntegrityError:
        # Somebody else took it between the question and the answer.
        raise LoginTaken from None
    return user


def open_session(
    work: Session, user_id: int, device: str, now: datetime, *, step_due: bool = False
) -> str:
    """Sign a person in on a device and return the token its cookie keeps.

    With `step_due` the device may only give the code of the second step. What they mistyped before
    no longer counts.
    """
    token = secrets.token_urlsafe(32)
    work.flush()
    connection = work.connection()
    connection.execute(OUTLIVED, {"whose": user_id, "before": now - LONGEST})
    opened = {
        "token_hash": token_hash(token),
        "user_id": user_id,
        "device": device,
        "created_at": now,
        "seen_at": now,
        "step_due": step_due,
    }
    connection.execute(OPENED, opened)
    limits.forget(work, limits.WRONG_PASSWORDS, _see(work, user_id, now))
    return token


def close_session(work: Session, user_id: int, session_id: int, now: datetime) -> None:
    """Sign one of a person's devices out; nothing happens when it is not theirs."""
    _see(work, user_id, now)
    work.execute(
        delete(LoginSession).where(LoginSession.id == session_id, LoginSession.user_id == user_id)
    )


def close_sessions(work: Session, user_id: int) -> None:
    """Sign a person out on every device."""
    work.execute(delete(LoginSession).where(LoginSession.user_id == user_id))


def _see(work: Session, user_id: int, now: datetime) -> str:
    """Note that a person was there, and return their user name."""
    login: str = work.connection().scalars(SEEN, {"whose": user_id, "at": now}).one()
    return login


def set_password(
    work: Session, user_id: int, password_hash: str, actor_id: int | None, now: datetime
) -> None:
    """Give a person a new password, which signs them out everywhere and lets them try anew."""
    user = work.get_one(User, user_id)
    user.password_hash = password_hash
    close_sessions(work, user_id)
    limits.forget(work, limits.WRONG_PASSWORDS, user.login)
    audit.record(work, actor_id, "set password", f"user {user_id}", now)
    work.flush()


def suspend(work: Session, user: User, actor_id: int, now: datetime) -> None:
    """Keep a person out, at once and on every device; what they made stays."""
    user.suspended_at = now
    close_sessions(work, user.id)
    audit.record(work, actor_id, "suspend", f"user {user.id}", now)
    work.flush()


def restore(work: Session, user: User, actor_id: int, now: datetime) -> None:
    """Let a suspended person in again."""
    user.suspended_at = None
    audit.record(work, actor_id, "restore", f"user {user.id}", now)
    work.flush()


def change_role(work: Session, user: User, role: str, actor_id: int, now: datetime) -> None:
    """Make a person something else, which signs them out so that no page is out of date."""
    if user.role == role:
        return
    audit.record(
        work, actor_id, "change role", f"user {user.id}", now, before=user.role, after=role
    )
    user.role = role
    close_sessions(work, user.id)
    work.flush()
