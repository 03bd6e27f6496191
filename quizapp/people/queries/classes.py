"""What the list of classes shows, and who is in a class."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ScalarSelect, case, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import ColumnElement

from quizapp.access import Seat
from quizapp.models import (
    Accommodation,
    Assignment,
    Attempt,
    Classroom,
    Enrolment,
    LoginSession,
    User,
)


@dataclass(frozen=True)
class GivenQuiz:
    """An assignment, and how far the class is with it."""

    id: int
    title: str
    practice: bool
    opens_at: datetime
    closes_at: datetime | None
    started: int
    finished: int

    def state(self, now: datetime) -> str:
        """Return 'early', 'open' or 'closed'."""
        if now < self.opens_at:
            return "early"
        return "closed" if self.closes_at is not None and now >= self.closes_at else "open"


@dataclass(frozen=True)
class ClassRow:
    """A class in its teacher's or assistant's list."""

    id: int
    name: str
    time_zone: str
    join_open: bool
    role: str
    section: str | None
    students: int
    given: tuple[GivenQuiz, ...] = ()


@dataclass(frozen=True)
class Student:
    """A student in a class's table."""

    id: int
    name: str
    login: str
    section: str | None
    extra_time_percent: int
    no_timer: bool
    seen_at: datetime | None
    suspended: bool


@dataclass(frozen=True)
class Colleague:
    """A member of staff of a class."""

    id: int
    name: str
    role: str
    section: str | None


def name(work: Session, class_id: int) -> str | None:
    """Return the name of a class."""
    return work.scalar(select(Classroom.name).where(Classroom.id == class_id))


def classes(work: Session, user_id: int, now: datetime) -> list[ClassRow]:
    """Return the classes a person teaches or assists, each with what is open or still to open."""
    rows = _staffed(work, user_id)
    given = _given(
        work,
        Assignment.classroom_id.in_([row.id for row in rows]),
        or_(Assignment.closes_at.is_(None), Assignment.closes_at > now),
        user_id=user_id,
    )
    return [replace(row, given=_open_first(given[row.id], now)) for row in rows]


def _staffed(work: Session, user_id: int) -> list[ClassRow]:
    mine = aliased(Enrolment)
    rows = work.execute(
        select(
            Classroom.id,
            Classroom.name,
            Classroom.time_zone,
            Classroom.join_open,
            mine.role,
            mine.section,
            _students_seen(mine),
        )
        .join(mine, mine.classroom_id == Classroom.id)
        .where(
            mine.user_id == user_id,
            mine.role != "student",
            mine.removed_at.is_(None),
            Classroom.archived_at.is_(None),
        )
        .order_by(func.lower(Classroom.name), Classroom.id)
    )
    return [ClassRow(*row) for row in rows]


def _students_seen(mine: type[Enrolment]) -> ScalarSelect[int]:
    """Return the count of students in a class whom this member of staff sees."""
    student = aliased(Enrolment)
    return (
        select(func.count())
        .where(
            student.classroom_id == Classroom.id,
            student.role == "student",
            student.removed_at.is_(None),
            or_(mine.role == "instructor", student.section == mine.section),
        )
        .scalar_subquery()
    )


def _given(
    work: Session, *conditions: ColumnElement[bool], user_id: int
) -> dict[int, list[GivenQuiz]]:
    """Return assignments by class, counting the students whom this member of staff sees."""
    mine, student = aliased(Enrolment), aliased(Enrolment)
    finished = case((Attempt.submitted_at.is_not(None), Attempt.user_id))
    rows = work.execute(
        select(
            Assignment.classroom_id,
            Assignment.id,
            Assignment.title,
            Assignment.practice,
            Assignment.opens_at,
            Assignment.closes_at,
            func.count(student.id.distinct()),
            func.count(case((student.id.is_not(None), finished)).distinct()),
        )
        .join(mine, (mine.classroom_id == Assignment.classroom_id) & (mine.user_id == user_id))
        .outerjoin(Attempt, Attempt.assignment_id == Assignment.id)
        .outerjoin(
            student,
            (student.classroom_id == Assignment.classroom_id)
            & (student.user_id == Attempt.user_id)
            & (student.role == "student")
            & student.removed_at.is_(None)
            & or_(mine.role == "instructor", student.section == mine.section),
        )
        .where(Assignment.archived_at.is_(None), *conditions)
        .group_by(Assignment.id)
        .order_by(Assignment.opens_at.desc(), Assignment.id.desc())
    )
    found: dict[int, list[GivenQuiz]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(GivenQuiz(*row[1:]))
    return found


def given(work: Session, class_id: int, user_id: int, now: datetime) -> tuple[GivenQuiz, ...]:
    """Return everything given to a class: what is open first, then to come, then closed."""
    found = _given(work, Assignment.classroom_id == class_id, user_id=user_id)
    return _open_first(found[class_id], now)


def _open_first(given: list[GivenQuiz], now: datetime) -> tuple[GivenQuiz, ...]:
    order = ("open", "early", "closed")
    return tuple(sorted(given, key=lambda assignment: order.index(assignment.state(now))))


def students(work: Session, seat: Seat) -> list[Student]:
    """Return the students of a class whom this member of staff sees, by name."""
    seen = func.max(LoginSession.seen_at)
    statement = (
        select(
            User.id,
            User.name,
            User.login,
            Enrolment.section,
            func.coalesce(Accommodation.extra_time_percent, 0),
            func.coalesce(Accommodation.no_timer, False),
            User.seen_at,
            User.suspended_at,
            seen,
        )
        .join(Enrolment, Enrolment.user_id == User.id)
        .outerjoin(Accommodation, Accommodation.enrolment_id == Enrolment.id)
        .outerjoin(LoginSession, LoginSession.user_id == User.id)
        .where(
            Enrolment.classroom_id == seat.classroom.id,
            Enrolment.role == "student",
            Enrolment.removed_at.is_(None),
        )
        .group_by(User.id, Enrolment.id, Accommodation.enrolment_id)
        .order_by(func.lower(User.name), User.id)
    )
    if seat.role != "instructor":
        statement = statement.where(Enrolment.section == seat.section)
    return [
        Student(*row[:6], max(filter(None, (row[6], row[8])), default=None), row[7] is not None)
        for row in work.execute(statement)
    ]


def removed(work: Session, class_id: int) -> list[tuple[int, str]]:
    """Return the students who were removed from a class: id and name."""
    rows = work.execute(
        select(User.id, User.name)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(
            Enrolment.classroom_id == class_id,
            Enrolment.role == "student",
            Enrolment.removed_at.is_not(None),
        )
        .order_by(func.lower(User.name), User.id)
    )
    return [(user_id, name) for user_id, name in rows]


def staff(work: Session, class_id: int) -> list[Colleague]:
    """Return who teaches and assists a class."""
    rows = work.execute(
        select(User.id, User.name, Enrolment.role, Enrolment.section)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(
            Enrolment.classroom_id == class_id,
            Enrolment.role != "student",
            Enrolment.removed_at.is_(None),
        )
        .order_by(Enrolment.role.desc(), func.lower(User.name), User.id)
    )
    return [Colleague(*row) for row in rows]


def colleague(work: Session, class_id: int, user_id: int) -> tuple[User, Enrolment] | None:
    """Return a member of staff of a class."""
    row = work.execute(
        select(User, Enrolment)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(
            Enrolment.classroom_id == class_id,
            Enrolment.user_id == user_id,
            Enrolment.role != "student",
            Enrolment.removed_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])
