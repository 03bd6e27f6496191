"""How well one question tells strong from weak, and what it weighs in the total.

Definitions are Moodle's (question/classes/statistics/questions/calculator.php) where they share a
name; Moodle shows all of them in percent. Item-rest correlation is its discrimination index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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
    """How the marks of one question go with the rest of the score, and with all of it."""

    item_rest: float | Undefined
    item_rest_interval: Interval | Undefined
    item_total: float | Undefined
    item_total_interval: Interval | Undefined
    efficiency: float | Undefined
    # The share of the covariance with the rest that these marks could have had at most.


def discrimination(
    sums: Moments,
    marks: Sequence[int],
    totals: Sequence[int],
    rest_equal: Undefined,
    totals_equal: Undefined,
) -> Discrimination:
    """Return how well a question tells strong from weak, from its marks and the totals.

    The last two say why there is no correlation where one of its series does not vary.
    """
    rest = sums.rest
    item_rest = _named(rest.correlation, rest_equal)
    item_total = _named(sums.correlation, totals_equal)
    return Discrimination(
        item_rest,
        fisher(item_rest, sums.count),
        item_total,
        fisher(item_total, sums.count),
        _named(_efficiency(rest, marks, totals), rest_equal),
    )


def _named(value: float | Undefined, why: Undefined) -> float | Undefined:
    return why if value is ALL_EQUAL else value


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
