"""How well one question tells strong from weak, and what it weighs in the total.

Definitions are Moodle's (question/classes/statistics/questions/calculator.php) where they share a
name; Moodle shows all of them in percent. Item-rest correlation is its discrimination index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from operator import mul

from quizapp.core.itemstats.moments import Moments
from quizapp.core.itemstats.numbers import (
    ALL_EQUAL,
    NOBODY,
    TOO_FEW,
    Interval,
    Undefined,
    fisher,
)

REVERSED = Undefined("those who did well on it did worse in all")


@dataclass(frozen=True)
class Discrimination:
    """How the marks of one question go with the rest of the score, and with all of it.

    Each number is computed when it is first asked for, because few pages show all of them.
    """

    sums: Moments
    marks: Sequence[int]
    totals: Sequence[int]
    rest_equal: Undefined
    totals_equal: Undefined
    # Why there is no correlation where the rest, or the totals, or the marks do not vary, or where
    # there are none.

    @cached_property
    def item_rest(self) -> float | Undefined:
        """Return the correlation with the rest of the score."""
        return _named(self.sums.rest.correlation, self.rest_equal)

    @cached_property
    def item_rest_interval(self) -> Interval | Undefined:
        """Return its 95 % interval."""
        return fisher(self.item_rest, self.sums.count)

    @cached_property
    def item_total(self) -> float | Undefined:
        """Return the correlation with the whole score."""
        return _named(self.sums.correlation, self.totals_equal)

    @cached_property
    def item_total_interval(self) -> Interval | Undefined:
        """Return its 95 % interval."""
        return fisher(self.item_total, self.sums.count)

    @cached_property
    def efficiency(self) -> float | Undefined:
        """Return the share of the covariance with the rest that these marks could have at most."""
        return _named(_efficiency(self.sums.rest, self.marks, self.totals), self.rest_equal)


def _named(value: float | Undefined, why: Undefined) -> float | Undefined:
    return why if value is ALL_EQUAL or value is NOBODY else value


def _efficiency(rest: Moments, marks: Sequence[int], totals: Sequence[int]) -> float | Undefined:
    """Return the covariance with the rest over that of both series sorted."""
    if rest.count < 2:
        return TOO_FEW if rest.count else NOBODY
    others = sorted(total - mark for total, mark in zip(totals, marks, strict=True))
    most = rest.count * sum(map(mul, sorted(marks), others)) - rest.x * rest.y
    return rest.together / most if most else ALL_EQUAL


def effective_weights(items: Sequence[Moments]) -> list[float | Undefined]:
    """Return each question's share in what makes the totals differ.

    The root of its covariance with the total over the sum of such roots; questions whose
    covariance is negative have none and are left out of the sum.
    """
    whole = sum(_root(one) for one in items)
    return [_weight(one, whole) for one in items]


def _root(sums: Moments) -> float:
    """Return the root of the covariance with the total, 0 where it is negative or undefined."""
    if sums.count < 2 or sums.together <= 0:
        return 0.0
    return sqrt(sums.together / (sums.count * (sums.count - 1)))


def _weight(sums: Moments, whole: float) -> float | Undefined:
    if sums.count < 2:
        return TOO_FEW if sums.count else NOBODY
    if sums.together < 0:
        return REVERSED
    return _root(sums) / whole if whole else ALL_EQUAL
