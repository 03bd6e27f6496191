"""Which students a member of staff sees, and their attempts: part of every question asked here."""

from sqlalchemy import ColumnElement, false, select

from quizapp.access import Seat
from quizapp.models import Assignment, Attempt, Enrolment, User

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


def seen(seat: Seat) -> list[ColumnElement[bool]]:
    """Return the conditions on the students whom this seat may see."""
    conditions = [
        Enrolment.classroom_id == seat.classroom.id,
        Enrolment.role == "student",
        Enrolment.removed_at.is_(None),
    ]
    if seat.role != "assistant":
        return conditions
    return [*conditions, Enrolment.section == seat.section if seat.section is not None else false()]
