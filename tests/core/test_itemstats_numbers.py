"""The statistics themselves, against published values and plain arithmetic."""

import math
import statistics
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.itemstats import numbers
from quizapp.core.itemstats.fdist import f_quantile
from quizapp.core.itemstats.moments import moments
from quizapp.core.itemstats.numbers import Bin, Interval, Undefined

WHOLE = st.lists(st.integers(0, 50), min_size=3, max_size=40)


def test_nothing_is_computed_from_nobody() -> None:
    assert numbers.mean([]) is numbers.NOBODY
    assert numbers.quantile([], Fraction(1, 2)) is numbers.NOBODY
    assert numbers.deviation([]) is numbers.NOBODY
    assert moments([], []).correlation is numbers.NOBODY
    assert numbers.fisher(numbers.NOBODY, 0) is numbers.NOBODY
    assert numbers.wilson(0, 0) is numbers.NOBODY
    assert numbers.mean_interval([], 1) is numbers.NOBODY


def test_one_student_has_a_mean_but_no_spread() -> None:
    assert numbers.mean([7]) == 7
    assert numbers.deviation([7]) is numbers.TOO_FEW
    assert numbers.mean_interval([7], 10) is numbers.TOO_FEW


def test_two_students_always_lie_on_a_line_so_no_correlation_is_given() -> None:
    assert moments([0, 1], [3, 5]).correlation is numbers.TOO_FEW_PAIRS


def test_equal_values_have_no_correlation_and_no_interval() -> None:
    assert moments([1, 1, 1], [1, 2, 3]).correlation is numbers.ALL_EQUAL
    assert moments([1, 2, 3], [4, 4, 4]).correlation is numbers.ALL_EQUAL
    assert numbers.mean_interval([2, 2, 2], 5) is numbers.ALL_EQUAL


def test_a_mean_of_thirds_stays_exact() -> None:
    assert numbers.mean([1, 2, 2]) == Fraction(5, 3)


@settings(deadline=None)
@given(WHOLE)
def test_mean_median_spread_and_quartiles_agree_with_the_standard_library(
    values: list[int],
) -> None:
    assert numbers.mean(values) == Fraction(sum(values), len(values))
    assert numbers.quantile(values, Fraction(1, 2)) == statistics.median(map(Fraction, values))
    assert numbers.deviation(values) == pytest.approx(statistics.stdev(values))
    low, _, high = statistics.quantiles(map(Fraction, values), n=4, method="inclusive")
    assert numbers.quantile(values, Fraction(1, 4)) == low
    assert numbers.quantile(values, Fraction(3, 4)) == high


@settings(deadline=None)
@given(WHOLE, st.randoms(use_true_random=False))
def test_the_correlation_agrees_with_the_standard_library(xs: list[int], chance: object) -> None:
    ys = [chance.randint(0, 9) for _ in xs]  # type: ignore[attr-defined]
    found = moments(xs, ys).correlation
    if len(set(xs)) == 1 or len(set(ys)) == 1:
        assert found is numbers.ALL_EQUAL
    else:
        assert found == pytest.approx(statistics.correlation(xs, ys))


@pytest.mark.parametrize(
    ("correlation", "count", "low", "high"),
    # By hand from Fisher's table of z: 0.5 is 0.5493 and 0.8 is 1.0986; half is 1.96 / sqrt(n - 3).
    [(0.5, 28, 0.1560, 0.7359), (0.8, 12, 0.4180, 0.9416), (0.0, 103, -0.1935, 0.1935)],
)
def test_the_interval_of_a_correlation_is_fishers(
    correlation: float, count: int, low: float, high: float
) -> None:
    found = numbers.fisher(correlation, count)
    assert isinstance(found, Interval)
    assert (found.low, found.high) == pytest.approx((low, high), abs=2e-4)
    assert found.method == "Fisher"


def test_fishers_interval_needs_four_students_who_do_not_lie_on_a_line() -> None:
    assert numbers.fisher(0.5, 3) is numbers.TOO_FEW_FOR_FISHER
    assert numbers.fisher(1.0, 30) is numbers.ON_A_LINE
    assert numbers.fisher(-1.0, 30) is numbers.ON_A_LINE
    assert isinstance(numbers.fisher(0.5, 4), Interval)


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [
        # Four examples published by Newcombe in Statistics in Medicine 17, 1998, table I.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_reproduces_published_examples(
    right: int, count: int, low: float, high: float
) -> None:
    found = numbers.wilson(right, count)
    assert isinstance(found, Interval)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("freedom", "value"),
    [(1, 12.706), (10, 2.228), (30, 2.042), (40, 2.021), (60, 2.000), (120, 1.980)],
)
def test_t_reproduces_the_printed_table(freedom: int, value: float) -> None:
    assert round(numbers.t_95(freedom), 3) == value


@pytest.mark.parametrize("freedom", range(1, 41))
def test_t_squared_is_f_with_one_degree_above(freedom: int) -> None:
    # Two ways to the same number: the table, and the continued fraction that F is computed by.
    found = numbers.t_95(freedom)
    assert found == pytest.approx(math.sqrt(f_quantile(0.95, 1, freedom)), abs=1e-4)


def test_the_expansion_of_t_comes_the_closer_the_more_students_there_are() -> None:
    assert numbers.t_95(120) == pytest.approx(math.sqrt(f_quantile(0.95, 1, 120)), abs=2e-6)


def test_wilsons_interval_ends_where_shares_end_and_not_a_rounding_beyond() -> None:
    for right, count in ((0, 21), (9, 9)):
        found = numbers.wilson(right, count)
        assert isinstance(found, Interval)
        assert 0 <= found.low < found.high <= 1


def test_the_interval_of_a_mean_is_by_hand() -> None:
    found = numbers.mean_interval([2, 4, 6, 8], 10)
    assert isinstance(found, Interval)
    half = 3.1824 * math.sqrt(20 / 3) / 2
    assert found.low == pytest.approx(5 - half)
    assert found.high == pytest.approx(5 + half)
    assert found.method == "Student's t"


def test_an_interval_never_leaves_what_is_possible() -> None:
    found = numbers.mean_interval([0, 10], 10)
    assert isinstance(found, Interval)
    assert (found.low, found.high) == (0.0, 10.0)


def test_a_share_that_can_only_be_all_or_nothing_gets_wilsons_interval() -> None:
    found = numbers.share_interval([4, 0, 4], 4, binary=True)
    assert isinstance(found, Interval)
    assert found == numbers.wilson(2, 3)


def test_marks_out_of_one_part_are_counted_as_right_too() -> None:
    assert numbers.share_interval([1, 0, 1], 1, binary=True) == numbers.wilson(2, 3)


def test_a_mark_between_makes_students_interval_of_what_should_be_all_or_nothing() -> None:
    # A question can come to be marked in part, by hand or by a regrade.
    found = numbers.share_interval([4, 2, 0], 4, binary=True)
    assert isinstance(found, Interval)
    assert found.method == "Student's t"


def test_the_interval_of_a_share_is_that_of_its_marks_over_their_maximum() -> None:
    found = numbers.share_interval([4, 5, 6], 10, binary=False)
    half = 4.3027 / math.sqrt(3)
    assert isinstance(found, Interval)
    assert (found.low, found.high) == pytest.approx(((5 - half) / 10, (5 + half) / 10))


def test_a_share_with_partial_credit_gets_students_interval() -> None:
    found = numbers.share_interval([4, 0, 4], 4, binary=False)
    assert isinstance(found, Interval)
    assert found.method == "Student's t"
    assert 0 <= found.low < 2 / 3 < found.high <= 1


def test_a_share_without_spread_says_so() -> None:
    assert isinstance(numbers.share_interval([3, 3], 4, binary=False), Undefined)


def test_marks_out_of_different_maxima_come_onto_one_scale() -> None:
    assert numbers.on_one_scale([(1, 2), (1, 3), (0, 0)]) == ([3, 2, 0], 6)


def test_a_histogram_of_ten_points_has_a_bar_for_each_and_one_for_full_marks() -> None:
    bars = numbers.histogram([0, Fraction(1, 2), 9, Fraction(19, 2), 10], 10, 1)
    assert [bar.count for bar in bars] == [2, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1]
    assert bars[-1] == Bin(Fraction(10), Fraction(10), 1)


@pytest.mark.parametrize(
    ("most", "width"),
    [(1, Fraction(1, 10)), (3, Fraction(1, 2)), (12, 1), (13, 2), (100, 10), (10_000, 1_000)],
)
def test_the_bars_of_a_histogram_are_of_a_round_width(most: int, width: Fraction) -> None:
    bars = numbers.histogram([], most, 1)
    assert bars[0].high - bars[0].low == width
    assert len(bars) <= 13


def test_bars_are_as_wide_in_points_whatever_a_point_is_made_of() -> None:
    bars = numbers.histogram([0, 1_000, 9_999, 10_000], 10_000, 1_000)
    assert [bar.low for bar in bars] == [1_000 * place for place in range(11)]
    assert [bar.count for bar in bars] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1]


def test_where_full_marks_are_no_round_number_the_last_bar_ends_with_them() -> None:
    bars = numbers.histogram([Fraction(15, 2)], Fraction(15, 2), 1)
    assert bars[-1] == Bin(Fraction(7), Fraction(15, 2), 1)


@settings(deadline=None)
@given(st.integers(1, 500), st.data())
def test_every_score_is_in_its_bar(most: int, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.fractions(0, most, max_denominator=12), max_size=20))
    bars = numbers.histogram(values, most, 1)
    assert sum(bar.count for bar in bars) == len(values)
    for bar in bars[:-1]:
        assert bar.count == sum(bar.low <= value < bar.high for value in values)


def test_a_quiz_that_is_worth_nothing_has_one_bar() -> None:
    assert [bar.count for bar in numbers.histogram([0, 0], 0, 1)] == [2]
