"""What two summaries side by side read: the choices there are, and the plan of each quiz."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp import parsed
from quizapp.access import Seat
from quizapp.core.itemstats.comparing import Comparison, compare, parallel_forms
from quizapp.models import Assignment, Enrolment, Passage, Quiz
from quizapp.results.queries.students import SEEN, seen_by
from quizapp.results.queries.summary import class_summary


def assignments(work: Session, seat: Seat, now: datetime) -> dict[int, Assignment]:
    """Return the assignments of a class that have opened, the earliest first."""
    rows = work.scalars(
        select(Assignment)
        .where(
            Assignment.classroom_id == seat.classroom.id,
            Assignment.archived_at.is_(None),
            Assignment.opens_at <= now,
        )
        .order_by(Assignment.opens_at, Assignment.id)
    )
    return {one.id: one for one in rows}


def sections(work: Session, seat: Seat) -> list[str]:
    """Return the sections of the students whom this seat may see."""
    rows = work.scalars(
        select(Enrolment.section)
        .where(*SEEN, Enrolment.section.is_not(None))
        .distinct()
        .order_by(Enrolment.section),
        seen_by(seat),
    )
    return [section for section in rows if section]


def comparison(
    work: Session,
    seat: Seat,
    first: tuple[Assignment, str],
    second: tuple[Assignment, str],
    *,
    most: int | None = None,
) -> Comparison:
    """Return two assignments side by side, each with a section's students or, at "", with all.

    Raises TooLarge when one of them may have more than `most` answers.
    """
    one, other = (
        class_summary(work, assignment, _of_section(seat, section), most=most)
        for assignment, section in (first, second)
    )
    tested = not first[0].practice and not second[0].practice
    alike = tested and parallel_forms(
        (it.item for it in one.items), (it.item for it in other.items), _families(work, first[0])
    )
    return compare(one, other, parallel=alike)


def _of_section(seat: Seat, section: str) -> Seat:
    """Return a seat that sees of this one's students those of a section: as an assistant's does."""
    return replace(seat, role="assistant", section=section) if section else seat


def _families(work: Session, assignment: Assignment) -> dict[str, str]:
    row = work.execute(
        select(Passage.id, Passage.content_hash)
        .join(Quiz, Quiz.passage_id == Passage.id)
        .where(Quiz.id == assignment.quiz_id)
    ).one()
    return {
        skill.id: skill.family for skill in parsed.passage(work, row.id, row.content_hash).skills
    }
