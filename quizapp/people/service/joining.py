"""Joining: a student enters a class by its code, with a new account or the one they have."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.refusal import Refused
from quizapp.models import Classroom, Enrolment, User
from quizapp.people.names import suggested_login
from quizapp.people.service import accounts

TRIES_AT_A_LOGIN = 20
HOUR = timedelta(hours=1)
MOST_IN_AN_HOUR = 500


class JoiningClosed(Refused):
    """The class takes no students by code at present."""

    message = "This class takes no new students by code just now. Ask your teacher to open joining."


class ClassFilling(Refused):
    """Far more students came into a class within an hour than teachers bring at once."""

    status = 429
    message = (
        "Very many students joined this class within the last hour. Please try again later, or "
        "ask your teacher for a sign-in card."
    )


class RemovedBefore(Refused):
    """A teacher removed this student from the class."""

    message = "You were removed from this class. Ask your teacher to put you back."


class IsStaff(Refused):
    """Someone who teaches or assists wanted to join as a student."""

    message = (
        "You are signed in as a member of staff. To see the class as students do, open the page "
        "in a private window and join with another name."
    )


def _check_open(classroom: Classroom) -> None:
    if not classroom.join_open or classroom.archived_at is not None:
        raise JoiningClosed


def check_room(work: Session, classroom: Classroom, now: datetime) -> None:
    """Raise JoiningClosed or ClassFilling when a class takes no newcomer by its code now."""
    _check_open(classroom)
    recent = select(func.count()).where(
        Enrolment.classroom_id == classroom.id, Enrolment.created_at > now - HOUR
    )
    if (work.scalar(recent) or 0) >= MOST_IN_AN_HOUR:
        raise ClassFilling


def join_as_new(
    work: Session, classroom: Classroom, name: str, password_hash: str, now: datetime
) -> User:
    """Make a student's account with a user name from their name, and put them into the class.

    Raises JoiningClosed.
    """
    work.add(classroom)
    work.refresh(classroom)
    _check_open(classroom)
    user = add_student(work, name, None, password_hash, now)
    work.add(Enrolment(classroom_id=classroom.id, user_id=user.id, role="student", created_at=now))
    work.flush()
    return user


def add_student(
    work: Session, name: str, login: str | None, password_hash: str, now: datetime
) -> User:
    """Add a student under a user name, or under one made from their name. Raises LoginTaken."""
    if login is not None:
        return accounts.add_user(work, name, login, "student", password_hash, now)
    for _ in range(TRIES_AT_A_LOGIN):
        try:
            return accounts.add_user(
                work, name, suggested_login(name), "student", password_hash, now
            )
        except accounts.LoginTaken:
            continue
    # Hundreds share this name: a user name that says nothing will do.
    return accounts.add_user(work, name, suggested_login(""), "student", password_hash, now)


def join(work: Session, classroom: Classroom, user_id: int, role: str, now: datetime) -> None:
    """Put somebody who has an account into the class; twice is the same as once.

    Raises JoiningClosed, RemovedBefore or IsStaff.
    """
    if role != "student":
        raise IsStaff
    if _is_in(work, classroom.id, user_id):
        return
    work.add(classroom)
    work.refresh(classroom)
    _check_open(classroom)
    try:
        with work.begin_nested():
            work.add(
                Enrolment(
                    classroom_id=classroom.id, user_id=user_id, role="student", created_at=now
                )
            )
    except IntegrityError:
        # The same student pressed twice; they are in now.
        return


def _is_in(work: Session, class_id: int, user_id: int) -> bool:
    enrolment = work.scalar(
        select(Enrolment).where(Enrolment.classroom_id == class_id, Enrolment.user_id == user_id)
    )
    if enrolment is not None and enrolment.removed_at is not None:
        raise RemovedBefore
    return enrolment is not None
