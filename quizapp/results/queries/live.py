"""Whether anything in a class summary has changed: one statement, asked every few seconds."""

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from quizapp.models import Assignment, Attempt, Enrolment

MINE, STUDENT = aliased(Enrolment), aliased(Enrolment)
COUNTS = (
    select(
        func.count(STUDENT.id.distinct()),
        func.count(Attempt.id),
        func.count(Attempt.submitted_at),
        func.coalesce(func.sum(Attempt.score), 0),
    )
    .select_from(Assignment)
    .join(
        MINE,
        (MINE.classroom_id == Assignment.classroom_id)
        & (MINE.user_id == bindparam("user_id"))
        & (MINE.role != "student")
        & MINE.removed_at.is_(None),
    )
    .outerjoin(
        STUDENT,
        (STUDENT.classroom_id == Assignment.classroom_id)
        & (STUDENT.role == "student")
        & STUDENT.removed_at.is_(None)
        & or_(MINE.role == "instructor", STUDENT.section == MINE.section),
    )
    .outerjoin(
        Attempt,
        (Attempt.assignment_id == Assignment.id) & (Attempt.user_id == STUDENT.user_id),
    )
    .where(Assignment.id == bindparam("assignment_id"))
    .group_by(Assignment.id)
)


def stamp(work: Session, user_id: int, assignment_id: int) -> str | None:
    """Return a word that changes with the summary that this member of staff sees of an assignment.

    None when they are not of its class's staff. The same statement finds who may ask and counts:
    students, attempts, those finished, and what they earned, which moves when a mark does.
    """
    values = {"user_id": user_id, "assignment_id": assignment_id}
    row = work.connection().execute(COUNTS, values).one_or_none()
    return None if row is None else "-".join(str(int(count)) for count in row)
