"""Which students a member of staff sees, and their attempts: part of every question asked here."""

from typing import Any, Final, TypeVar

from sqlalchemy import Boolean, Select, bindparam, or_, select

from quizapp.access import Seat
from quizapp.models import Assignment, Attempt, AttemptQuestion, Enrolment, User

Asked = TypeVar("Asked", bound=Select[*tuple[Any, ...]])

SEEN: Final = (
    Enrolment.classroom_id == bindparam("classroom_id"),
    Enrolment.role == "student",
    Enrolment.removed_at.is_(None),
    or_(bindparam("whole_class", type_=Boolean), Enrolment.section == bindparam("section")),
)
"""The conditions on the students whom a seat may see; `seen_by` gives their values."""
STUDENTS = select(User.id, User.name, User.login, Enrolment.section).join(
    Enrolment, Enrolment.user_id == User.id
)
TRIES = (
    select(
        Attempt.id,
        Attempt.user_id,
        Attempt.number,
        Attempt.started_at,
        Attempt.submitted_at,
        Attempt.submitted_by_clock,
        Attempt.score,
        Attempt.out_of,
    )
    .join(Assignment, Assignment.id == Attempt.assignment_id)
    .join(
        Enrolment,
        (Enrolment.classroom_id == Assignment.classroom_id)
        & (Enrolment.user_id == Attempt.user_id),
    )
)


def of_students(asked: Asked) -> Asked:
    """Join the student of each attempt's question, with their seat in the class, to a statement."""
    return (
        asked.join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(User, User.id == Attempt.user_id)
        .join(
            Enrolment,
            (Enrolment.classroom_id == Assignment.classroom_id) & (Enrolment.user_id == User.id),
        )
    )


def seen_by(seat: Seat) -> dict[str, Any]:
    """Return the values of `SEEN` for a seat; an assistant without a section sees nobody."""
    return {
        "classroom_id": seat.classroom.id,
        "whole_class": seat.role != "assistant",
        "section": seat.section,
    }
