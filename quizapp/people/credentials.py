"""What people prove themselves with: passwords and class codes, checked a limited number of times.

Each function first ends what the request has open, because hashing is slow and because a wrong
try must stay counted when the request fails.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update

from quizapp import audit, db, limits
from quizapp.core.refusal import Refused
from quizapp.limits import TooManyTries
from quizapp.models import Classroom, User
from quizapp.people import codes, passwords, phrases
from quizapp.people.names import login_key
from quizapp.people.service import joining, second_steps

NAMED: Final = select(User.id, User.password_hash, User.suspended_at).where(
    User.login == bindparam("login")
)


class WrongPassword(Refused):
    """The user name is unknown, or the passphrase is not the one that belongs to it."""

    status = 422
    message = "That user name and passphrase do not belong together. Check both and try again."


class Suspended(Refused):
    """The right passphrase of an account that is suspended."""

    status = 422
    message = "This account is suspended. Ask your teacher or the administrator."


class WrongCode(Refused):
    """No class has this code."""

    status = 422
    message = "No class has this code. Check it with your teacher; codes change at times."


@dataclass(frozen=True)
class Issued:
    """A new passphrase and what the database keeps of it."""

    phrase: str
    password_hash: str


def hashed(password: str) -> str:
    """Return what the database keeps of a new password."""
    db.give_up()
    return passwords.hashed(password)


def issue(count: int) -> list[Issued]:
    """Return new passphrases, one after the other so that sign-ins find their turn between."""
    db.give_up()
    drawn = [phrases.new_phrase() for _ in range(count)]
    return [Issued(phrase, passwords.hashed(phrase)) for phrase in drawn]


def check(login: str, password: str, address: str, now: datetime) -> int:
    """Return the id of the person whose user name and password these are.

    Raises WrongPassword, Suspended, or TooManyTries, which the right password does not end.
    The count starts anew with accounts.open_session.
    """
    key = login_key(login)
    db.give_up()
    with db.writing(db.engine()) as work:
        limits.check(work, limits.WRONG_PASSWORDS_OF_ADDRESS, address, now)
        # Counted before it is known to be wrong: tries made at the same moment count, too.
        limits.take(work, [(limits.WRONG_PASSWORDS, key)], now)
        user = work.connection().execute(NAMED, {"login": key}).one_or_none()
    user_id, password_hash, suspended_at = user or (None, None, None)
    right = passwords.is_right(password_hash, password)
    if user_id is None or password_hash is None or not right:
        _count_wrong_password(address, user_id, now)
        raise WrongPassword
    if suspended_at is not None:
        raise Suspended
    if passwords.is_outdated(password_hash):
        _hash_anew(user_id, password_hash, password)
    return user_id


def check_code(user_id: int, code: str, now: datetime) -> None:
    """Take a code of the second step. Raises WrongCode, or TooManyTries, right code or not."""
    db.give_up()
    with db.writing(db.engine()) as work:
        # Counted before it is known to be wrong: tries made at the same moment count, too.
        tries = [(limit, str(user_id)) for limit in limits.CODES_OF_STEP]
        limits.take(work, tries, now)
    with db.writing(db.engine()) as work:
        second_steps.use(work, user_id, code, now)
        for limit in limits.CODES_OF_STEP:
            limits.forget(work, limit, str(user_id))


def _count_wrong_password(address: str, user_id: int | None, now: datetime) -> None:
    with db.writing(db.engine()) as work:
        if user_id is not None:
            audit.record(work, None, "fail to sign in", f"user {user_id}", now)
        limits.count(work, limits.WRONG_PASSWORDS_OF_ADDRESS, address, now)
        limits.raise_alarm(work, limits.WRONG_PASSWORDS_OF_ALL, now)


def _hash_anew(user_id: int, old_hash: str, password: str) -> None:
    """Hash with today's parameters what was hashed with weaker ones."""
    new_hash = passwords.hashed(password)
    # Only over the hash just checked: the password may have been changed meanwhile.
    same = User.id == user_id, User.password_hash == old_hash
    with db.writing(db.engine()) as work:
        work.execute(update(User).where(*same).values(password_hash=new_hash))


def class_of_code(code: str, who: str, address: str, now: datetime, *, newcomer: bool) -> Classroom:
    """Return the class of a code as somebody typed it.

    Raises WrongCode, or TooManyTries, which the right code does not end. A newcomer, for whom a
    passphrase would be hashed, also gets JoiningClosed or ClassFilling.
    """
    db.give_up()
    tries = [(limit, who) for limit in limits.WRONG_CODES]
    with db.writing(db.engine()) as work:
        # Only looked at, not locked: a class that joins at once shares one address.
        limits.check(work, limits.WRONG_CODES_OF_ADDRESS, address, now)
        limits.take(work, tries, now)
        found = work.scalar(
            select(Classroom).where(
                Classroom.join_code == codes.read(code), Classroom.archived_at.is_(None)
            )
        )
        if found is not None:
            limits.give_back(work, tries)
            if newcomer:
                joining.check_room(work, found, now)
            return found
        limits.count(work, limits.WRONG_CODES_OF_ADDRESS, address, now)
        limits.raise_alarm(work, limits.WRONG_CODES_OF_ALL, now)
    raise WrongCode


__all__ = [
    "Issued",
    "Suspended",
    "TooManyTries",
    "WrongCode",
    "WrongPassword",
    "check",
    "check_code",
    "class_of_code",
    "hashed",
    "issue",
]
