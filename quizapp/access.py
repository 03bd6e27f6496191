"""Who is asking, and may they: every route declares its audience, every object is fetched here.

A view without a declared audience refuses everyone. What a person may not know of looks like
what does not exist: 404, the same page.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, Final, cast
from urllib.parse import urlencode

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from sqlalchemy import ColumnElement, Row, and_, bindparam, or_, select
from sqlalchemy.orm import Session
from werkzeug import Response

from quizapp import asked_step, db, renewing
from quizapp.cookies import TimelessCookies
from quizapp.models import Assignment, Attempt, Classroom, Enrolment
from quizapp.who import KNOWN, WHO, AnySelect

STAFF_IDLE: Final = timedelta(minutes=30)
STUDENT_IDLE: Final = timedelta(hours=8)
LONGEST: Final = timedelta(hours=12)
RENEW_AFTER: Final = timedelta(minutes=2)

SEATS: Final = (
    select(Classroom, Enrolment)
    .join(Enrolment.classroom)
    .where(Enrolment.user_id == bindparam("user_id"), Enrolment.removed_at.is_(None))
)
SEAT: Final = SEATS.where(Classroom.id == bindparam("classroom_id"))
SEAT_AT_ASSIGNMENT: Final = (
    SEATS.add_columns(Assignment)
    .join(Assignment, Assignment.classroom_id == Classroom.id)
    .where(Assignment.id == bindparam("assignment_id"))
)


class Audience(IntEnum):
    """Who a route is for; each includes those after it, but students' pages are their own."""

    ANYONE = 0
    SIGNED_IN = 1
    STAFF = 2
    INSTRUCTOR = 3
    ADMINISTRATOR = 4


RANK: Final = {
    "student": Audience.SIGNED_IN,
    "assistant": Audience.STAFF,
    "instructor": Audience.INSTRUCTOR,
    "administrator": Audience.ADMINISTRATOR,
}


@dataclass(frozen=True)
class Viewer:
    """The signed-in person, as much as every page needs."""

    id: int
    name: str
    login: str
    role: str
    session_id: int
    has_step: bool = False

    @property
    def rank(self) -> Audience:
        """Return the widest audience this person belongs to."""
        return RANK[self.role]

    @property
    def is_staff(self) -> bool:
        """Tell whether this person teaches or assists."""
        return self.rank >= Audience.STAFF

    @property
    def is_instructor(self) -> bool:
        """Tell whether this person may write questions and have classes."""
        return self.rank >= Audience.INSTRUCTOR


@dataclass(frozen=True)
class Seat:
    """A staff member's place in a class: what they see of it."""

    classroom: Classroom
    role: str
    section: str | None
    # None for instructors: the whole class. An assistant sees one section, and none when it is "".


def open_to(
    audience: Audience, meeting: AnySelect | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare who a view is for, and what it finds with who asks, in one statement: see `met`."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        view.audience = audience  # type: ignore[attr-defined]
        view.meeting = meeting  # type: ignore[attr-defined]
        return view

    return declare


def token_hash(token: str) -> str:
    """Return what the database keeps of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def viewer() -> Viewer | None:
    """Return who is signed in on this device, or None."""
    if "viewer" not in g:
        token = session.get("token")
        g.viewer = _find_viewer(db.session(), token, db.now()) if token else None
    return cast("Viewer | None", g.viewer)


def me() -> Viewer:
    """Return who is signed in; only for views whose audience is signed in."""
    found = viewer()
    if found is None:
        abort(404)
    return found


def met() -> Row[*tuple[Any, ...]] | None:
    """Return what the view declared to meet, when it belongs to who asks; only once.

    What is asked again, later, is asked of the database as it is then.
    """
    return cast("Row[*tuple[Any, ...]] | None", g.pop("met", None))


def _find_viewer(work: Session, token: str, at: datetime) -> Viewer | None:
    # On the connection: every request asks this, and the Session would add half as much again.
    ask, hashed = work.connection().execute, token_hash(token)
    meeting = getattr(current_app.view_functions.get(request.endpoint or ""), "meeting", None)
    values = {"hashed": hashed, **(request.view_args or {})}
    g.met = None if meeting is None else ask(meeting, values).one_or_none()
    row = ask(WHO, values).one_or_none() if g.met is None else g.met
    if row is None:
        return None
    session_id, created_at, seen_at, user_id, name, login, role, has_step = row[-len(KNOWN) :]
    idle = STUDENT_IDLE if role == "student" else STAFF_IDLE
    if at - seen_at > idle or at - created_at > LONGEST:
        return None
    if at - seen_at > RENEW_AFTER:
        renewing.renew(session_id, at)
    return Viewer(user_id, name, login, role, session_id, has_step)


def guard() -> Response | None:
    """Refuse a request whose route does not declare this person as its audience."""
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    audience: Audience | None = getattr(view, "audience", None)
    if audience is None:
        abort(404)
    if audience is Audience.ANYONE:
        return None
    found = viewer()
    if found is None:
        if request.method in db.SAFE_METHODS and request.accept_mimetypes.accept_html:
            target = request.full_path.rstrip("?")
            return redirect(f"{url_for('people.sign_in')}?{urlencode({'next': target})}", 303)
        abort(401)
    if found.rank < audience:
        abort(404)
    return None if found.has_step or found.role == "student" else asked_step.led_to(found.role)


def sees(mine: type[Enrolment], student: type[Enrolment]) -> ColumnElement[bool]:
    """Return when a seat of staff sees a student of the class: an assistant, of the same section.

    Both are seats in one class, as aliases, for statements that look up the asker's as well.
    """
    return and_(
        student.role == "student",
        student.removed_at.is_(None),
        or_(mine.role == "instructor", student.section == mine.section),
    )


def _enrolment(work: Session, who: Viewer, classroom_id: int) -> tuple[Classroom, Enrolment]:
    values = {"classroom_id": classroom_id, "user_id": who.id}
    row = work.execute(SEAT, values).one_or_none()
    if row is None:
        abort(404)
    return row[0], row[1]


def staff_seat(work: Session, who: Viewer, classroom_id: int) -> Seat:
    """Return a class that this person teaches or assists, or end with 404."""
    return _staff_seat(who, *_enrolment(work, who, classroom_id))


def _staff_seat(who: Viewer, classroom: Classroom, enrolment: Enrolment) -> Seat:
    if enrolment.role not in {"instructor", "assistant"} or not who.is_staff:
        abort(404)
    section = enrolment.section or "" if enrolment.role == "assistant" else None
    return Seat(classroom, enrolment.role, section)


def taught_class(work: Session, who: Viewer, classroom_id: int) -> Classroom:
    """Return a class that this person teaches, or end with 404."""
    seat = staff_seat(work, who, classroom_id)
    if seat.role != "instructor":
        abort(404)
    return seat.classroom


def joined_class(work: Session, who: Viewer, classroom_id: int) -> tuple[Classroom, Enrolment]:
    """Return a class in which this person is a student, or end with 404."""
    classroom, enrolment = _enrolment(work, who, classroom_id)
    if enrolment.role != "student":
        abort(404)
    return classroom, enrolment


def staffed_assignment(work: Session, who: Viewer, assignment_id: int) -> tuple[Assignment, Seat]:
    """Return an assignment of a class this person teaches or assists, or end with 404."""
    values = {"assignment_id": assignment_id, "user_id": who.id}
    row = work.execute(SEAT_AT_ASSIGNMENT, values).one_or_none()
    if row is None:
        abort(404)
    classroom, enrolment, assignment = row
    return assignment, _staff_seat(who, classroom, enrolment)


def taught_assignment(work: Session, who: Viewer, assignment_id: int) -> Assignment:
    """Return an assignment of a class this person teaches, or end with 404."""
    assignment, seat = staffed_assignment(work, who, assignment_id)
    if seat.role != "instructor":
        abort(404)
    return assignment


def given_assignment(work: Session, who: Viewer, assignment_id: int) -> Assignment:
    """Return an assignment given to this student, or end with 404."""
    assignment = work.get(Assignment, assignment_id)
    if assignment is None or assignment.archived_at is not None:
        abort(404)
    joined_class(work, who, assignment.classroom_id)
    return assignment


def own_attempt(work: Session, who: Viewer, attempt_id: int) -> Attempt:
    """Return this person's own attempt in a class they have not left, or end with 404."""
    attempt = work.scalar(
        select(Attempt)
        .join(Attempt.assignment)
        .join(
            Enrolment,
            and_(
                Enrolment.classroom_id == Assignment.classroom_id,
                Enrolment.user_id == Attempt.user_id,
            ),
        )
        .where(
            Attempt.id == attempt_id,
            Attempt.user_id == who.id,
            Enrolment.role == "student",
            Enrolment.removed_at.is_(None),
        )
    )
    if attempt is None:
        abort(404)
    return attempt


def staffed_attempt(work: Session, who: Viewer, attempt_id: int) -> tuple[Attempt, Assignment]:
    """Return a student's attempt that this person may see as staff, or end with 404."""
    attempt = work.get(Attempt, attempt_id)
    if attempt is None:
        abort(404)
    assignment, seat = staffed_assignment(work, who, attempt.assignment_id)
    if seat.role == "assistant":
        section = work.scalar(
            select(Enrolment.section).where(
                Enrolment.classroom_id == seat.classroom.id, Enrolment.user_id == attempt.user_id
            )
        )
        if section != seat.section:
            abort(404)
    return attempt, assignment


def init_app(app: Flask) -> None:
    """Guard every request of an app, and let pages know who is signed in."""
    app.session_interface = TimelessCookies()
    app.before_request(guard)
    app.after_request(renewing.after)
    app.context_processor(lambda: {"viewer": viewer})
