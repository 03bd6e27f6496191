"""What the class summary reads: a fixed number of statements, whatever the size of the class."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Row, String, bindparam, cast, func, select
from sqlalchemy.orm import Session

from quizapp import parsed, rulings
from quizapp.access import Seat
from quizapp.core.itemstats import ClassSummary, summarise
from quizapp.core.itemstats.rows import Alike, Item, Student, Try, Version, counting
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.core.regrade import Ruling, also_right, carried
from quizapp.core.scoring import Grading
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Question,
    QuestionVersion,
    QuizQuestion,
    Response,
)
from quizapp.results.queries.ids import named_ids, these_ids
from quizapp.results.queries.listed import listed
from quizapp.results.queries.students import SEEN, STUDENTS, TRIES, seen_by
from quizapp.results.queries.text import text
from quizapp.results.queries.times import seconds_by_version

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

# Built once and run on the connection: a teacher's page is asked for again whenever a student
# submits, and to build the statements took longer than to run them.
SEEN_STUDENTS = STUDENTS.where(*SEEN)
SEEN_TRIES = TRIES.where(Attempt.assignment_id == bindparam("assignment_id"), *SEEN)
COUNTS = (
    AttemptQuestion.dropped.is_(False),
    AttemptQuestion.attempt_id.in_(named_ids("attempts")),
)
# A row for each attempt: to put equal answers together takes the database several times as long.
ANSWERS = (
    select(
        AttemptQuestion.attempt_id,
        listed(AttemptQuestion.position),
        listed(AttemptQuestion.version_id),
        listed(AttemptQuestion.points),
        listed(Response.mark),
        listed(cast(Response.answer, String)),
    )
    .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
    .where(*COUNTS)
    .group_by(AttemptQuestion.attempt_id)
)
ASKED = (
    select(QuestionVersion.question_id)
    .distinct()
    .join(AttemptQuestion, AttemptQuestion.version_id == QuestionVersion.id)
    .where(*COUNTS)
)
VERSIONS = (
    select(
        QuestionVersion.id,
        QuestionVersion.number,
        QuestionVersion.content_hash,
        QuestionVersion.question_id,
        Question.key,
    )
    .join(Question, Question.id == QuestionVersion.question_id)
    .where(QuestionVersion.id.in_(bindparam("versions", expanding=True)))
)
PLACES = (
    select(
        QuizQuestion.question_id,
        QuizQuestion.points,
        QuestionVersion.id,
        Question.state,
        select(func.count())
        .where(Attempt.assignment_id == bindparam("assignment_id"))
        .scalar_subquery()
        .label("attempts"),
    )
    .join(Question, Question.id == QuizQuestion.question_id)
    .join(
        QuestionVersion,
        (QuestionVersion.question_id == Question.id) & (QuestionVersion.number == Question.latest),
    )
    .where(QuizQuestion.quiz_id == bindparam("quiz_id"))
    .order_by(QuizQuestion.position)
)


class TooLarge(Exception):
    """A summary would be made from more answers than is wanted here."""


def class_summary(
    work: Session,
    assignment: Assignment,
    seat: Seat,
    tries: Grading | None = None,
    *,
    most: int | None = None,
) -> ClassSummary:
    """Return how the students did whom this seat may see; those who left are not counted.

    `tries` says which attempts count, where it shall not be what the assignment's grading says.
    Raises TooLarge when there may be more than `most` answers.
    """
    grading: Grading = tries or assignment.grading  # type: ignore[assignment] # a CHECK keeps it
    read, whom = work.connection().execute, seen_by(seat)
    places = _places(work, assignment)
    if most is not None and sum(place.attempts for place in places) > most:
        raise TooLarge
    students = [Student._make(row) for row in read(SEEN_STUDENTS, whom).all()]
    every = _tries(work, assignment, seat)
    counted = _counted(every, grading)
    same = _same(read(ANSWERS, {"attempts": counted}))
    known = _known(work, {one.version_id for one in same} | {row.id for row in places})
    answers = [_alike(known[one.version_id].question_id, one, *same[one]) for one in same]
    answers = _as_corrected(answers, known, rulings.in_force(work, assignment.id))
    return summarise(
        students,
        every,
        _items(places, answers, known),
        answers,
        text(work, assignment),
        grading,
        _by_question(seconds_by_version(work, counted), known),
    )


def positions(work: Session, assignment: Assignment, seat: Seat) -> dict[int, int]:
    """Return where each question stands in the summary that this seat sees, by its id."""
    read, grading = work.connection().execute, assignment.grading
    counted = _counted(_tries(work, assignment, seat), grading)  # type: ignore[arg-type] # a CHECK
    order = _order(_places(work, assignment), set(read(ASKED, {"attempts": counted}).scalars()))
    return {question_id: position for position, question_id in enumerate(order, start=1)}


def _places(work: Session, assignment: Assignment) -> Sequence[AnyRow]:
    """Return the questions of the quiz, each with how many attempts there are."""
    values = {"quiz_id": assignment.quiz_id, "assignment_id": assignment.id}
    return work.connection().execute(PLACES, values).all()


def _tries(work: Session, assignment: Assignment, seat: Seat) -> list[Try]:
    whom = seen_by(seat) | {"assignment_id": assignment.id}
    return [Try._make(row) for row in work.connection().execute(SEEN_TRIES, whom).all()]


def _counted(tries: Iterable[Try], grading: Grading) -> list[int]:
    """Return the attempt of each student that the grading policy counts."""
    by_student: dict[int, list[Try]] = defaultdict(list)
    for one in tries:
        by_student[one.student_id].append(one)
    found = (counting(of_one, grading) for of_one in by_student.values())
    return [one.id for one in found if one is not None]


class _Same(NamedTuple):
    """What those who answered alike have in common."""

    version_id: int
    points: int
    mark: int | None
    answer: str | None
    # As JSON.


def _same(rows: Iterable[AnyRow]) -> dict[_Same, tuple[list[int], list[int]]]:
    """Return the attempts of those who answered alike, with the place of the question in each."""
    found: dict[Any, list[int]] = defaultdict(list)
    for attempt, places, *columns in rows:
        for place, same in zip(places, zip(*columns, strict=True), strict=True):
            found[same].extend((attempt, place))
    return {_Same._make(same): (where[::2], where[1::2]) for same, where in found.items()}


def _alike(question_id: int, same: _Same, attempts: list[int], places: list[int]) -> Alike:
    return Alike(
        question_id,
        same.version_id,
        same.mark or 0,
        same.points * PARTS_PER_HUNDREDTH,
        None if same.answer is None else json.loads(same.answer),
        attempts,
        places,
    )


def _by_question(
    seconds: Mapping[int, Sequence[int]], known: Mapping[int, "_Known"]
) -> dict[int, list[int]]:
    """Return the seconds of each question in all its wordings."""
    found: dict[int, list[int]] = defaultdict(list)
    for version_id, spent in seconds.items():
        found[known[version_id].question_id] += spent
    return found


@dataclass(frozen=True)
class _Known:
    """A version together with the question it belongs to."""

    version: Version
    question_id: int
    key: str


def _known(work: Session, ids: set[int]) -> dict[int, _Known]:
    rows = work.connection().execute(VERSIONS, {"versions": list(ids)}).all()
    questions = parsed.questions(work, {row.id: row.content_hash for row in rows})
    return {
        row.id: _Known(Version(row.id, row.number, questions[row.id]), row.question_id, row.key)
        for row in rows
    }


def _as_corrected(
    answers: list[Alike], known: dict[int, _Known], ruled: Mapping[int, Ruling]
) -> list[Alike]:
    """Put corrected questions in the place of those printed; return the answers as they take them.

    So a key that a regrade has corrected is the key in every table of the summary, beside the
    printed one where both are accepted.
    """
    for version_id, ruling in ruled.items():
        if ruling.corrected is not None and version_id in known:
            one = known[version_id]
            printed = one.version.question
            both = also_right(ruling, printed)
            version = replace(one.version, question=ruling.corrected, also_right=both)
            known[version_id] = replace(one, version=version)
            answers = [
                it._replace(answer=carried(printed, ruling.corrected, it.answer))
                if it.version_id == version_id
                else it
                for it in answers
            ]
    return answers


def _items(
    places: Iterable[AnyRow], answers: Iterable[Alike], known: Mapping[int, _Known]
) -> list[Item]:
    """Return the questions in their order, with every wording that was given."""
    worth: dict[int, int] = {}
    wordings: dict[int, set[int]] = defaultdict(set)
    for one in answers:
        worth[one.question_id] = max(worth.get(one.question_id, 0), one.out_of)
        wordings[one.question_id].add(one.version_id)
    order = _order(places, worth.keys())
    for place in places:
        worth.setdefault(place.question_id, place.points * PARTS_PER_HUNDREDTH)
        wordings[place.question_id] = wordings[place.question_id] or {place.id}
    return [
        _item(position, worth[question_id], [known[i] for i in wordings[question_id]])
        for position, question_id in enumerate(order, start=1)
    ]


def _order(places: Iterable[AnyRow], given: AbstractSet[int]) -> list[int]:
    """Return the questions in the order of the quiz, then those that are no longer in it.

    A question that cannot be given any more (a draft, or retired) counts only where it was given.
    """
    order = [
        place.question_id
        for place in places
        if place.question_id in given or place.state == "ready"
    ]
    return order + sorted(given - set(order))


def _item(position: int, out_of: int, wordings: list[_Known]) -> Item:
    versions = sorted((one.version for one in wordings), key=lambda version: version.number)
    return Item(wordings[0].question_id, position, wordings[0].key, out_of, tuple(versions))


def saved(work: Session, summary: ClassSummary) -> dict[tuple[int, int], datetime]:
    """Return when each counted answer was saved last, by attempt and question version."""
    attempts = [one.counted.id for one in summary.students if one.counted is not None]
    rows = work.execute(
        select(AttemptQuestion.attempt_id, AttemptQuestion.version_id, Response.saved_at)
        .join(Response, Response.attempt_question_id == AttemptQuestion.id)
        .where(AttemptQuestion.attempt_id.in_(these_ids(attempts)))
    )
    return {(attempt, version): at for attempt, version, at in rows}
