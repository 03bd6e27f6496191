"""What the pages on a whole class read: all its assignments in a fixed number of statements."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp import parsed
from quizapp.access import Seat
from quizapp.core.itemstats.overall import ClassOverall, SkillMarks, Task, overall
from quizapp.core.itemstats.rows import Student, Try
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Enrolment,
    Passage,
    QuestionVersion,
    Quiz,
    Response,
)
from quizapp.results.queries.students import SEEN, STUDENTS, TRIES, seen_by

TASKS = select(
    Assignment.id,
    Assignment.title,
    Assignment.practice,
    Assignment.opens_at,
    Assignment.closes_at,
    Assignment.grading,
)
MARKS = (
    select(
        AttemptQuestion.attempt_id,
        QuestionVersion.skill,
        func.sum(func.coalesce(Response.mark, 0)),
        func.sum(AttemptQuestion.points),
        func.count(),
    )
    .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
    .join(Assignment, Assignment.id == Attempt.assignment_id)
    .join(
        Enrolment,
        (Enrolment.classroom_id == Assignment.classroom_id)
        & (Enrolment.user_id == Attempt.user_id),
    )
    .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.version_id)
    .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
    .where(AttemptQuestion.dropped.is_(False))
    .group_by(AttemptQuestion.attempt_id, QuestionVersion.skill)
)


def class_overall(work: Session, seat: Seat, now: datetime) -> ClassOverall:
    """Return how the students whom this seat may see do over all the class's assignments.

    Assignments that have been put away, or have not opened, are left out.
    """
    whom = seen_by(seat)
    given = [
        Assignment.classroom_id == seat.classroom.id,
        Assignment.archived_at.is_(None),
        Assignment.opens_at <= now,
    ]
    return overall(
        [Student(*row) for row in work.execute(STUDENTS.where(*SEEN), whom)],
        [Task._make(row) for row in work.execute(TASKS.where(*given))],
        [
            (row[0], Try(*row[1:]))
            for row in work.execute(
                TRIES.with_only_columns(Attempt.assignment_id, *TRIES.selected_columns).where(
                    *given, *SEEN
                ),
                whom,
            )
        ],
        [
            SkillMarks(attempt, skill, int(mark), int(points) * PARTS_PER_HUNDREDTH, count)
            for attempt, skill, mark, points, count in work.execute(
                MARKS.where(*given, *SEEN, Attempt.submitted_at.is_not(None)), whom
            )
        ],
        dict(_skill_names(work, seat)),
        now,
    )


def _skill_names(work: Session, seat: Seat) -> Iterator[tuple[str, str]]:
    rows = work.execute(
        select(Passage.id, Passage.content_hash)
        .join(Quiz, Quiz.passage_id == Passage.id)
        .join(Assignment, Assignment.quiz_id == Quiz.id)
        .where(Assignment.classroom_id == seat.classroom.id)
        .distinct()
    ).all()
    for row in rows:
        for skill in parsed.passage(work, row.id, row.content_hash).skills:
            yield skill.id, skill.name
