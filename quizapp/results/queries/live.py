"""Whether anything in a class summary has changed: one statement, asked every few seconds."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from quizapp.models import Assignment, Attempt, Enrolment


def stamp(work: Session, user_id: int, assignment_id: int) -> str | None:
    """Return a word that changes with the summary that this member of staff sees of an assignment.

    None when they are not of its class's staff. The same statement finds who may ask and counts:
    students, attempts, those finished, and what they earned, which moves when a mark does.
    """
    mine, student = aliased(Enrolment), aliased(Enrolment)
    row = work.execute(
        select(
            func.count(student.id.distinct()),
            func.count(Attempt.id),
            func.count(Attempt.submitted_at),
            func.coalesce(func.sum(Attempt.score), 0),
        )
        .select_from(Assignment)
        .join(
            mine,
            (mine.classroom_id == Assignment.classroom_id)
            & (mine.user_id == user_id)
            & (mine.role != "student")
            & mine.removed_at.is_(None),
        )
        .outerjoin(
            student,
            (student.classroom_id == Assignment.classroom_id)
            & (student.role == "student")
            & student.removed_at.is_(None)
            & or_(mine.role == "instructor", student.section == mine.section),
        )
        .outerjoin(
            Attempt,
            (Attempt.assignment_id == Assignment.id) & (Attempt.user_id == student.user_id),
        )
        .where(Assignment.id == assignment_id)
        .group_by(Assignment.id)
    ).one_or_none()
    return None if row is None else "-".join(str(int(count)) for count in row)
