"""What a question did over all its uses: facility and discrimination, weighted by students.

Counted are first tries at quizzes: later tries have seen the key, and practice shows it at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from quizapp.core.itemstats.numbers import Undefined

LEAST_STUDENTS = 3
"""Two pairs always lie on a line, so a correlation needs a third student."""
SMALL = 1e-12
"""A spread below this is a rounding of none: shares reach from 0 to 1."""
NOT_USED = Undefined("nobody has answered it yet")
NO_SPREAD = Undefined("needs 3 students who differ in one assignment")


class Sums(NamedTuple):
    """Sums over students who were given a version in one assignment.

    `x` is what each earned as a share of the question's points, `rest` the share of all the others.
    """

    version_id: int
    assignment_id: int
    students: int
    x: float
    rest: float
    x_squared: float
    rest_squared: float
    product: float


@dataclass(frozen=True)
class Pooled:
    """A question over all its uses: students, assignments, share right, and item-rest."""

    students: int
    assignments: int
    facility: float | Undefined
    discrimination: float | Undefined


UNUSED = Pooled(0, 0, NOT_USED, NOT_USED)


def pooled(rows: Iterable[Sums]) -> Pooled:
    """Return the figures of one question from the sums of its versions of one line.

    Facility is the mean over all students. Discrimination is the item-rest correlation within each
    assignment, averaged with the number of students as weight (Hunter and Schmidt's bare-bones
    mean, Methods of Meta-Analysis, 2004): across assignments students differ in their quiz.
    """
    by_assignment: dict[int, Sums] = {}
    for row in rows:
        known = by_assignment.get(row.assignment_id)
        by_assignment[row.assignment_id] = row if known is None else _added(known, row)
    if not by_assignment:
        return UNUSED
    students = sum(one.students for one in by_assignment.values())
    return Pooled(
        students,
        len(by_assignment),
        sum(one.x for one in by_assignment.values()) / students,
        _discrimination(by_assignment),
    )


def _added(one: Sums, other: Sums) -> Sums:
    return Sums(
        one.version_id,
        one.assignment_id,
        one.students + other.students,
        one.x + other.x,
        one.rest + other.rest,
        one.x_squared + other.x_squared,
        one.rest_squared + other.rest_squared,
        one.product + other.product,
    )


def _discrimination(by_assignment: Mapping[int, Sums]) -> float | Undefined:
    found = [
        (one.students, r) for one in by_assignment.values() if (r := _item_rest(one)) is not None
    ]
    if not found:
        return NO_SPREAD
    return sum(count * r for count, r in found) / sum(count for count, _ in found)


def _item_rest(one: Sums) -> float | None:
    """Return Pearson's correlation within one assignment, or None where nothing differs."""
    if one.students < LEAST_STUDENTS:
        return None
    spread_x = one.x_squared / one.students - (one.x / one.students) ** 2
    spread_rest = one.rest_squared / one.students - (one.rest / one.students) ** 2
    if spread_x < SMALL or spread_rest < SMALL:
        return None
    together = one.product / one.students - one.x * one.rest / one.students**2
    return max(-1.0, min(1.0, together / sqrt(spread_x * spread_rest)))
