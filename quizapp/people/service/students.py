"""Students of a class: added from a list, given more time, moved, removed, put back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.core import schedule
from quizapp.core.schedule import Allowance
from quizapp.models import Accommodation, Assignment, Attempt, Classroom, Enrolment, User
from quizapp.people.roster import Row
from quizapp.people.service import accounts
from quizapp.people.service.joining import add_student


@dataclass(frozen=True)
class Newcomer:
    """A student of a list with what is kept of their new passphrase."""

    row: Row
    password_hash: str


def hold(work: Session, class_id: int) -> None:
    """Let nobody else bring a list into a class until the commit."""
    work.execute(select(Classroom.id).where(Classroom.id == class_id).with_for_update())


def add_students(
    work: Session,
    class_id: int,
    newcomers: Sequence[Newcomer],
    actor_id: int,
    now: datetime,
) -> list[User]:
    """Make accounts for a list and put them into a class, all or none. Raises LoginTaken."""
    users = []
    for newcomer in newcomers:
        row = newcomer.row
        user = add_student(work, row.name, row.login, newcomer.password_hash, now)
        work.add(
            Enrolment(
                classroom_id=class_id,
                user_id=user.id,
                role="student",
                section=row.section,
                created_at=now,
            )
        )
        users.append(user)
    audit.record(
        work, actor_id, "add students", f"classroom {class_id}", now, after=[u.id for u in users]
    )
    work.flush()
    return users


def set_accommodation(
    work: Session, enrolment: Enrolment, allowance: Allowance, actor_id: int, now: datetime
) -> None:
    """Give a student more time in a class, in attempts they are in the middle of as well."""
    kept = work.get(Accommodation, enrolment.id)
    before = kept.allowance() if kept else Allowance()
    if before == allowance:
        return
    if kept is None:
        kept = Accommodation(enrolment_id=enrolment.id)
        work.add(kept)
    kept.extra_time_percent, kept.no_timer = allowance.extra_time_percent, allowance.no_timer
    _move_deadlines(work, enrolment, allowance, now)
    audit.record(
        work,
        actor_id,
        "set accommodation",
        f"enrolment {enrolment.id}",
        now,
        before=[before.extra_time_percent, before.no_timer],
        after=[allowance.extra_time_percent, allowance.no_timer],
    )
    work.flush()


def _move_deadlines(
    work: Session, enrolment: Enrolment, allowance: Allowance, now: datetime
) -> None:
    """Set the deadlines of a student's open attempts anew; what has ended stays ended."""
    rows = work.execute(
        select(Attempt, Assignment)
        .join(Assignment, Attempt.assignment_id == Assignment.id)
        .where(
            Assignment.classroom_id == enrolment.classroom_id,
            Attempt.user_id == enrolment.user_id,
            Attempt.submitted_at.is_(None),
        )
        .with_for_update(of=Attempt)
        .execution_options(populate_existing=True)
    )
    for attempt, assignment in rows:
        if schedule.takes_answers(attempt.deadline_at, now):
            attempt.deadline_at = schedule.deadline(
                assignment.window(), allowance, attempt.started_at
            )


def set_section(
    work: Session, enrolment: Enrolment, section: str | None, actor_id: int, now: datetime
) -> None:
    """Put a student into a section of the class, or into none."""
    before = enrolment.section
    if before == section:
        return
    enrolment.section = section
    audit.record(
        work,
        actor_id,
        "set section",
        f"enrolment {enrolment.id}",
        now,
        before=before,
        after=section,
    )
    work.flush()


def remove(work: Session, enrolment: Enrolment, actor_id: int, now: datetime) -> None:
    """Take somebody out of a class; what they made stays, and they can come back."""
    enrolment.removed_at = now
    audit.record(work, actor_id, f"remove {enrolment.role}", f"enrolment {enrolment.id}", now)
    work.flush()


def put_back(work: Session, enrolment: Enrolment, actor_id: int, now: datetime) -> None:
    """Put a removed student back into the class."""
    enrolment.removed_at = None
    audit.record(work, actor_id, "put student back", f"enrolment {enrolment.id}", now)
    work.flush()


def give_passphrases(
    work: Session,
    class_id: int,
    hashes: dict[int, str],
    actor_id: int,
    now: datetime,
) -> list[tuple[User, str | None]]:
    """Give students of a class new passphrases by their ids; return them with their sections.

    Only students' accounts: whoever is staff elsewhere keeps theirs, and is left out.
    """
    rows = work.execute(
        select(User, Enrolment.section)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(
            Enrolment.classroom_id == class_id,
            Enrolment.role == "student",
            Enrolment.removed_at.is_(None),
            User.role == "student",
            User.id.in_(list(hashes)),
        )
    ).all()
    for user, _section in rows:
        accounts.set_password(work, user.id, hashes[user.id], actor_id, now)
    return [(user, section) for user, section in rows]
