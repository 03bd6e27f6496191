"""Simulated classes from known parameters: 95 % intervals hold the truth 95 times in 100.

Every class follows from a seed. The fast form asks for a rate within what chance allows over a
few hundred classes; the long form, over ten times as many, comes closer.
"""

from collections.abc import Callable, Iterator
from math import comb, exp, sqrt
from random import Random

import pytest

from quizapp.core.itemstats import numbers
from quizapp.core.itemstats.moments import Moments, moments
from quizapp.core.itemstats.numbers import Interval, Undefined
from quizapp.core.itemstats.reliability import reliability

FINE = 1_000
"""Simulated values become whole numbers, as marks are: so many to a standard deviation."""


def rate(intervals: Iterator[Interval | Undefined], truth: float) -> float:
    """Return how often an interval held the truth, of those that exist."""
    found = [one for one in intervals if isinstance(one, Interval)]
    return sum(one.low <= truth <= one.high for one in found) / len(found)


def of_a_skill(classes: int) -> float:
    """Student's t: the share of 4 questions that 25 students of differing chances earn."""
    chance = Random("skill")

    def one() -> Interval | Undefined:
        abilities = [chance.betavariate(6, 4) for _ in range(25)]
        earned = [sum(chance.random() < p for _ in range(4)) for p in abilities]
        return numbers.share_interval(earned, 4, binary=False)

    return rate((one() for _ in range(classes)), 0.6)


def of_a_correlation(classes: int) -> float:
    """Fisher: pairs of 30 students from a normal distribution with correlation 0.5."""
    chance = Random("correlation")

    def one() -> Interval | Undefined:
        xs = [chance.gauss(0, 1) for _ in range(30)]
        ys = [0.5 * x + sqrt(0.75) * chance.gauss(0, 1) for x in xs]
        found = moments([round(x * FINE) for x in xs], [round(y * FINE) for y in ys])
        return numbers.fisher(found.correlation, 30)

    return rate((one() for _ in range(classes)), 0.5)


def of_alpha(classes: int) -> float:
    """Feldt: 6 questions, of 25 students, that share one ability; alpha is 6 x 0.4 / 3 = 0.8."""
    chance = Random("alpha")

    def one() -> Interval | Undefined:
        rows = []
        for _ in range(25):
            ability = chance.gauss(0, sqrt(0.4))
            rows.append([round((ability + chance.gauss(0, sqrt(0.6))) * FINE) for _ in range(6)])
        totals = [sum(row) for row in rows]
        columns = [moments(list(column), totals) for column in zip(*rows, strict=True)]
        return reliability(columns, 25).interval

    return rate((one() for _ in range(classes)), 0.8)


def right_or_wrong(chance: Random, students: int) -> Moments:
    """Return the sums of one question with the total of ten, all right or wrong, in one class."""
    rows = []
    for _ in range(students):
        ability = chance.gauss(0, 1)
        chances = [1 / (1 + exp(-1.2 * (ability - nth / 5 + 1))) for nth in range(10)]
        rows.append([int(chance.random() < p) for p in chances])
    return moments([row[4] for row in rows], [sum(row) for row in rows])


def of_item_rest(classes: int) -> float:
    """Fisher for what it is used for: item-rest of a question that is right or wrong, of 40."""
    truth = right_or_wrong(Random("everybody"), 40_000).rest.correlation
    assert isinstance(truth, float)
    chance = Random("item-rest")
    return rate(
        (numbers.fisher(right_or_wrong(chance, 40).rest.correlation, 40) for _ in range(classes)),
        truth,
    )


SIMULATIONS = [of_a_skill, of_a_correlation, of_alpha, of_item_rest]


@pytest.mark.parametrize("simulate", SIMULATIONS)
def test_intervals_hold_the_truth_at_their_stated_rate(simulate: Callable[[int], float]) -> None:
    # Four standard errors of a rate of 95 % over 400 classes are 4.4 %.
    assert simulate(400) == pytest.approx(0.95, abs=0.044)


@pytest.mark.long
@pytest.mark.parametrize("simulate", SIMULATIONS)
def test_intervals_hold_the_truth_at_their_stated_rate_in_many_classes(
    simulate: Callable[[int], float],
) -> None:
    # Four standard errors over 8,000 classes are 1 %; what is left is the methods' own nearness.
    assert simulate(8_000) == pytest.approx(0.95, abs=0.018)


@pytest.mark.parametrize("count", [10, 30, 100])
def test_wilsons_interval_holds_the_truth_on_average_over_all_shares(count: int) -> None:
    """Exactly, from the binomial distribution, as Agresti and Coull (1998) did."""
    shares = [nth / 100 for nth in range(1, 100)]
    spans = [numbers.wilson(right, count) for right in range(count + 1)]
    held = [
        sum(
            comb(count, right) * p**right * (1 - p) ** (count - right)
            for right, span in enumerate(spans)
            if isinstance(span, Interval) and span.low <= p <= span.high
        )
        for p in shares
    ]
    assert sum(held) / len(held) == pytest.approx(0.95, abs=0.01)
    assert min(held) > 0.82
