"""Classes: made, changed, opened to joining and closed to it."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.models import Classroom, Enrolment
from quizapp.people import codes


def unused_code(work: Session) -> str:
    """Return a join code that no class has."""
    while True:
        code = codes.new_code()
        if not work.scalar(select(exists().where(Classroom.join_code == code))):
            return code


def make_class(
    work: Session, name: str, time_zone: str, teacher_id: int | None, now: datetime
) -> Classroom:
    """Make a class that its teacher teaches and students may join."""
    classroom = Classroom(
        name=name,
        join_code=unused_code(work),
        join_open=True,
        time_zone=time_zone,
        created_at=now,
    )
    work.add(classroom)
    work.flush()
    if teacher_id is not None:
        work.add(
            Enrolment(
                classroom_id=classroom.id, user_id=teacher_id, role="instructor", created_at=now
            )
        )
    audit.record(work, teacher_id, "make class", f"classroom {classroom.id}", now, after=name)
    work.flush()
    return classroom


def change_class(
    work: Session, classroom: Classroom, name: str, time_zone: str, actor_id: int, now: datetime
) -> None:
    """Give a class another name or time zone; moments already set stay the same moments."""
    before = [classroom.name, classroom.time_zone]
    classroom.name, classroom.time_zone = name, time_zone
    if before != [name, time_zone]:
        audit.record(
            work,
            actor_id,
            "change class",
            f"classroom {classroom.id}",
            now,
            before=before,
            after=[name, time_zone],
        )
    work.flush()


def rotate_code(work: Session, classroom: Classroom, actor_id: int, now: datetime) -> None:
    """Give a class a new join code; the old one opens nothing from now on."""
    classroom.join_code = unused_code(work)
    audit.record(work, actor_id, "rotate join code", f"classroom {classroom.id}", now)
    work.flush()


def set_joining(
    work: Session, classroom: Classroom, actor_id: int, now: datetime, *, is_open: bool
) -> None:
    """Let students join a class by its code, or no longer."""
    if classroom.join_open == is_open:
        return
    classroom.join_open = is_open
    action = "open joining" if is_open else "close joining"
    audit.record(work, actor_id, action, f"classroom {classroom.id}", now)
    work.flush()
