"""Statistics as a person reads them."""

from fractions import Fraction

import pytest

from quizapp.core.itemstats.numbers import TOO_FEW, Interval
from quizapp.core.marks import PARTS_PER_POINT
from quizapp.results import figures


def test_figures_are_rounded_once_and_written_plainly() -> None:
    assert figures.mark(Fraction(20, 3) * PARTS_PER_POINT) == "6.67"
    assert figures.mark(7.5 * PARTS_PER_POINT) == "7.5"
    assert figures.share(Fraction(2, 3)) == "67\N{NO-BREAK SPACE}%"
    assert figures.correlation(-0.125) == "\N{MINUS SIGN}0.12"
    assert figures.between(Interval(0.186, 0.512, "Wilson")) == "19 to 51\N{NO-BREAK SPACE}%"
    low, high = 6.1 * PARTS_PER_POINT, 7.46 * PARTS_PER_POINT
    assert figures.marks_between(Interval(low, high, "Student's t")) == "6.1 to 7.46"


def test_weights_and_intervals_of_correlations_are_written_to_be_compared() -> None:
    assert figures.plain_share(0.22428) == "22.4\N{NO-BREAK SPACE}%"
    found = figures.correlations_between(Interval(-0.2, 0.456, "Fisher"))
    assert found == "\N{MINUS SIGN}0.20 to 0.46"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(59.4, "59 s"), (60, "1 min"), (95, "1 min 35 s"), (Fraction(721), "12 min")],
)
def test_times_are_said_in_minutes_and_seconds(seconds: float, said: str) -> None:
    assert figures.seconds(seconds) == said


@pytest.mark.parametrize(
    "write",
    [
        figures.mark,
        figures.share,
        figures.plain_share,
        figures.correlation,
        figures.seconds,
        figures.between,
        figures.marks_between,
        figures.correlations_between,
    ],
)
def test_what_has_no_value_says_why(write: object) -> None:
    assert callable(write)
    assert write(TOO_FEW) == "needs at least 2 students"
