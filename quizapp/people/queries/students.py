"""What the pages about students need to know: whose names are in use, who may be chosen."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.schedule import Allowance
from quizapp.models import Accommodation, Enrolment, User
from quizapp.people import roster
from quizapp.people.roster import Roster

AT_ONCE = 500


def student(work: Session, class_id: int, user_id: int) -> tuple[User, Enrolment] | None:
    """Return a student of a class, also a removed one."""
    row = work.execute(
        select(User, Enrolment)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(
            Enrolment.classroom_id == class_id,
            Enrolment.user_id == user_id,
            Enrolment.role == "student",
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def allowance(work: Session, enrolment_id: int) -> Allowance:
    """Return a student's accommodation in a class."""
    kept = work.get(Accommodation, enrolment_id)
    return kept.allowance() if kept else Allowance()


def checked_roster(work: Session, class_id: int, text: str) -> Roster:
    """Read a list of students for a class, knowing who has a user name and who is in the class."""
    logins = [row.login for row in roster.read(text).rows if row.login]
    taken: set[str] = set()
    for start in range(0, len(logins), AT_ONCE):
        part = logins[start : start + AT_ONCE]
        taken.update(work.scalars(select(User.login).where(User.login.in_(part))))
    present = work.scalars(
        select(User.name)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(Enrolment.classroom_id == class_id, Enrolment.role == "student")
    )
    return roster.read(text, taken, present)


def sections(work: Session, class_id: int) -> list[str]:
    """Return the sections that students of a class are in."""
    return sorted(
        filter(
            None,
            work.scalars(
                select(Enrolment.section)
                .where(Enrolment.classroom_id == class_id, Enrolment.removed_at.is_(None))
                .distinct()
            ),
        )
    )
