"""Classes for tests of the summary: rows made from a few words, as a database would give them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from quizapp.core.itemstats import ClassSummary, summarise
from quizapp.core.itemstats.rows import (
    Alike,
    Given,
    Item,
    Student,
    Text,
    Try,
    Version,
    counting,
)
from quizapp.core.kinds import question
from quizapp.core.marks import PARTS_PER_POINT
from quizapp.core.misreading import Misreading
from quizapp.core.question import Answer
from quizapp.core.scoring import Grading, grade
from tests.make import record

AT = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
TEXT = Text(
    {"c-detail": "Detail", "r-claim": "Claim"},
    {1: "The bridge", 2: "The ferry", 3: "The hope"},
    {"swap": Misreading(code="swap", name="one thing for another", description="Swaps them.")},
)
WORKED = ("1121", "1111", "1020", "1110", "0101", "1000", "0011", "0000")
"""The worked example: marks of eight students on four items, the third out of 2."""


def item(number: int = 1, kind: str = "single", points: int = 1, **changes: Any) -> Item:
    """Return an item of a kind, worth `points`."""
    content = record(kind, **{"id": f"Q{number}", **changes})
    return Item(
        number,
        number,
        f"harbour-Q{number}",
        points * PARTS_PER_POINT,
        (Version(number, 1, question(content)),),
    )


def student(number: int, name: str | None = None, section: str | None = None) -> Student:
    """Return a student."""
    return Student(number, name or f"Student {number:02}", f"s{number}", section)


def finished(
    number: int, student_id: int, score: int, out_of: int, nth: int = 1, **changes: Any
) -> Try:
    """Return an attempt that was submitted after ten minutes."""
    values = {
        "number": nth,
        "started_at": AT,
        "submitted_at": AT + timedelta(minutes=10),
        "by_clock": False,
        "score": score,
        "out_of": out_of,
    }
    return Try(id=number, student_id=student_id, **values | changes)


def alike(given: Iterable[Given]) -> list[Alike]:
    """Return answers as the database gives them: equal ones together."""
    found: dict[tuple[Any, ...], list[Given]] = defaultdict(list)
    for one in given:
        found[*one[1:5], repr(one.answer)].append(one)
    return [
        Alike(*same[0][1:6], [one.attempt_id for one in same], [one.place for one in same])
        for same in found.values()
    ]


def of_marks(
    rows: Sequence[Sequence[int]], items: Sequence[Item], text: Text = TEXT
) -> ClassSummary:
    """Return the summary of a class whose marks, in points, are given student by student."""
    return _summary(
        [[(points * PARTS_PER_POINT, None) for points in row] for row in rows],
        items,
        text,
    )


def of_answers(
    rows: Sequence[Sequence[Answer | None]], items: Sequence[Item], text: Text = TEXT
) -> ClassSummary:
    """Return the summary of a class whose answers are given student by student."""
    return _summary(
        [
            [
                (grade(it.question, answer, it.out_of * 100 // PARTS_PER_POINT), answer)
                for it, answer in zip(items, row, strict=True)
            ]
            for row in rows
        ],
        items,
        text,
    )


def _summary(
    rows: Sequence[Sequence[tuple[int, Answer | None]]], items: Sequence[Item], text: Text
) -> ClassSummary:
    most = sum(it.out_of for it in items)
    tries = [
        finished(i, i, sum(mark for mark, _ in row), most) for i, row in enumerate(rows, start=1)
    ]
    given = [
        Given(i, it.question_id, it.versions[-1].id, mark, it.out_of, answer, it.position)
        for i, row in enumerate(rows, start=1)
        for it, (mark, answer) in zip(items, row, strict=True)
    ]
    students = [student(i) for i in range(1, len(rows) + 1)]
    return summarise(students, tries, items, alike(given), text, "best")


def of_tries(tries: Mapping[int, Sequence[Sequence[int]]], grading: Grading) -> ClassSummary:
    """Return the summary of students who tried several times: marks by student, try and item."""
    items = [item(i) for i in range(1, len(next(iter(tries.values()))[0]) + 1)]
    most = sum(it.out_of for it in items)
    every = [
        finished(100 * who + nth, who, sum(marks) * PARTS_PER_POINT, most, nth)
        for who, of_one in tries.items()
        for nth, marks in enumerate(of_one, start=1)
    ]
    chosen = {
        found.id
        for who in tries
        if (found := counting([one for one in every if one.student_id == who], grading))
    }
    given = [
        Given(100 * who + nth, it.question_id, it.versions[0].id, m * PARTS_PER_POINT, it.out_of, m)
        for who, of_one in tries.items()
        for nth, marks in enumerate(of_one, start=1)
        for it, m in zip(items, marks, strict=True)
        if 100 * who + nth in chosen
    ]
    return summarise([student(who) for who in tries], every, items, alike(given), TEXT, grading)
