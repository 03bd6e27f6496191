"""What questions did in the classes that a person teaches: two statements for any number of them.

Both the bank and the results show it, and neither may import the other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Float, Select, case, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from quizapp import parsed
from quizapp.core.itemstats.pooled import Pooled, Sums, pooled
from quizapp.core.kinds import Question
from quizapp.core.line import lines
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Enrolment,
    QuestionVersion,
    Response,
)


def pooled_figures(work: Session, question_ids: Collection[int], user_id: int) -> dict[int, Pooled]:
    """Return the figures of each question over the classes that this person teaches or assists.

    Of a question's versions, those of the newest one's line count; of a student, the first try.
    """
    newest = _newest_line(work, question_ids)
    of_question: dict[int, list[Sums]] = defaultdict(list)
    for row in work.execute(_sums(newest, user_id)):
        of_question[newest[row[0]]].append(Sums(*row))
    return {key: pooled(of_question[key]) for key in question_ids}


def _newest_line(work: Session, question_ids: Collection[int]) -> dict[int, int]:
    """Return the versions that are of one line with the newest of their question, by id."""
    rows = work.execute(
        select(QuestionVersion.id, QuestionVersion.question_id, QuestionVersion.content_hash)
        .where(QuestionVersion.question_id.in_(question_ids))
        .order_by(QuestionVersion.question_id, QuestionVersion.number)
    ).all()
    versions: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        versions[row.question_id].append(row.id)
    # What stands alone need not be read to be compared.
    changed = {row.id: row.content_hash for row in rows if len(versions[row.question_id]) > 1}
    questions = parsed.questions(work, changed)
    return {
        version: question_id
        for question_id, every in versions.items()
        for version in _of_newest_line(every, questions)
    }


def _of_newest_line(every: list[int], questions: Mapping[int, Question]) -> Iterable[int]:
    """Return those of a question's versions, the oldest first, that are of its newest line."""
    if len(every) == 1:
        return every
    numbers = lines([questions[version] for version in every])
    return (version for version, line in zip(every, numbers, strict=True) if line == numbers[-1])


def _sums(versions: Collection[int], user_id: int) -> Select[*tuple[Any, ...]]:
    """Ask for the sums over first tries, by version and assignment."""
    mark = func.coalesce(Response.mark, 0)
    most = AttemptQuestion.points * PARTS_PER_HUNDREDTH
    x = cast(mark, Float) / most
    # A quiz of one question has no rest: everyone did the same on it.
    others = Attempt.out_of - most
    rest = case((others > 0, cast(Attempt.score - mark, Float) / func.nullif(others, 0)), else_=0.0)
    sums = select(
        AttemptQuestion.version_id,
        Attempt.assignment_id,
        func.count(),
        func.sum(x),
        func.sum(rest),
        func.sum(x * x),
        func.sum(rest * rest),
        func.sum(x * rest),
    ).group_by(AttemptQuestion.version_id, Attempt.assignment_id)
    return _first_tries(sums, user_id).where(AttemptQuestion.version_id.in_(versions))


def _first_tries(sums: Select[*tuple[Any, ...]], user_id: int) -> Select[*tuple[Any, ...]]:
    """Keep to finished first tries at quizzes, of the students whom this person sees."""
    mine = aliased(Enrolment)
    return (
        sums.join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(
            mine,
            (mine.classroom_id == Assignment.classroom_id)
            & (mine.user_id == user_id)
            & (mine.role != "student")
            & mine.removed_at.is_(None),
        )
        .join(
            Enrolment,
            (Enrolment.classroom_id == Assignment.classroom_id)
            & (Enrolment.user_id == Attempt.user_id),
        )
        .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
        .where(
            Attempt.submitted_at.is_not(None),
            Attempt.number == 1,
            Assignment.practice.is_(False),
            Enrolment.role == "student",
            Enrolment.removed_at.is_(None),
            or_(mine.role == "instructor", Enrolment.section == mine.section),
        )
    )
