"""What became of one question wherever it was given: assignment by assignment, line by line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from quizapp.core.itemstats.items import all_or_nothing
from quizapp.core.itemstats.numbers import Interval, Undefined, on_one_scale, share_interval
from quizapp.core.itemstats.rows import Item, Try, Version, counting
from quizapp.core.line import lines
from quizapp.core.scoring import Grading


class Given(NamedTuple):
    """An assignment that the question stood in."""

    id: int
    title: str
    classroom: str
    opens_at: datetime
    practice: bool
    grading: Grading


class Sat(NamedTuple):
    """What an attempt at an assignment earned in the question, in parts, under which version."""

    assignment_id: int
    attempt: Try
    version_id: int
    mark: int
    out_of: int


@dataclass(frozen=True)
class Occasion:
    """How the question went in one assignment, under the versions of one line."""

    given: Given
    line: int
    versions: tuple[int, ...]
    count: int
    facility: Fraction
    interval: Interval | Undefined


@dataclass(frozen=True)
class History:
    """Every occasion, the earliest first; within an assignment, the older line first."""

    occasions: tuple[Occasion, ...]

    @property
    def starts(self) -> tuple[int, ...]:
        """Return the places at which another line begins than the one before."""
        found = [one.line for one in self.occasions]
        return tuple(i for i, line in enumerate(found) if i and line != found[i - 1])


def history(
    assignments: Iterable[Given], sat: Iterable[Sat], versions: Sequence[Version]
) -> History:
    """Return how a question went in each assignment.

    `versions` are those that were sat, the oldest first. Each student counts once in an assignment,
    with the attempt that the assignment's grading counts, as on its summary.
    """
    numbered = zip(versions, lines([one.question for one in versions]), strict=True)
    line_of = {version.id: line for version, line in numbered}
    by_assignment: dict[int, list[Sat]] = defaultdict(list)
    for one in sat:
        by_assignment[one.assignment_id].append(one)
    return History(
        tuple(
            occasion
            for given in sorted(assignments, key=lambda one: (one.opens_at, one.id))
            for occasion in _occasions(given, by_assignment[given.id], versions, line_of)
        )
    )


def _occasions(
    given: Given, sat: Iterable[Sat], versions: Sequence[Version], line_of: Mapping[int, int]
) -> list[Occasion]:
    of_line: dict[int, list[Sat]] = defaultdict(list)
    for one in _counted(given, sat):
        of_line[line_of[one.version_id]].append(one)
    return [_occasion(given, line, of_line[line], versions) for line in sorted(of_line)]


def _counted(given: Given, sat: Iterable[Sat]) -> list[Sat]:
    of_student: dict[int, list[Sat]] = defaultdict(list)
    for one in sat:
        of_student[one.attempt.student_id].append(one)
    return [
        one
        for tries in of_student.values()
        for one in tries
        if one.attempt is counting([it.attempt for it in tries], given.grading)
    ]


def _occasion(given: Given, line: int, sat: Sequence[Sat], versions: Sequence[Version]) -> Occasion:
    seen = {one.version_id for one in sat}
    shown = tuple(one for one in versions if one.id in seen)
    values, most = on_one_scale((one.mark, one.out_of) for one in sat)
    binary = all_or_nothing(Item(0, 0, "", most, shown))
    return Occasion(
        given,
        line,
        tuple(one.number for one in shown),
        len(values),
        Fraction(sum(values), most * len(values)),
        share_interval(values, most, binary=binary),
    )
