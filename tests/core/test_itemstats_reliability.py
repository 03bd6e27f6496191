"""Alpha, its interval, the shape of scores, weights and guessing: published and by hand."""

import statistics
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.itemstats import summarise
from quizapp.core.itemstats.discrimination import REVERSED, effective_weights
from quizapp.core.itemstats.fdist import beta_share, f_quantile
from quizapp.core.itemstats.guessing import SEVERAL, guess_score
from quizapp.core.itemstats.items import ALL_RIGHT, ALONE, REST_EQUAL
from quizapp.core.itemstats.moments import moments
from quizapp.core.itemstats.numbers import ALL_EQUAL, TOO_FEW, Interval, Undefined
from quizapp.core.itemstats.reliability import (
    DIFFERENT,
    ONE_QUESTION,
    PERFECT,
    TOO_FEW_FOR_ALPHA,
    TOTALS_EQUAL,
    TWO_QUESTIONS,
    Reliability,
    feldt,
)
from quizapp.core.itemstats.rows import Given
from quizapp.core.itemstats.shape import TOO_FEW_FOR_ENDS, TOO_FEW_TO_LEAN, Shape, shape
from quizapp.core.marks import PARTS_PER_POINT
from tests.core.classes import TEXT, alike, finished, item, of_marks, student

POINT = PARTS_PER_POINT


# Fisher's F


@pytest.mark.parametrize(
    ("share", "above", "below", "value"),
    # From printed tables of F.
    [
        (0.95, 5, 10, 3.326),
        (0.975, 1, 1, 647.789),
        (0.975, 2, 2, 39.000),
        (0.975, 10, 20, 2.774),
        (0.95, 120, 120, 1.352),
        (0.99, 3, 7, 8.451),
    ],
)
def test_f_reproduces_the_printed_tables(
    share: float, above: int, below: int, value: float
) -> None:
    assert f_quantile(share, above, below) == pytest.approx(value, abs=6e-4)
    # The lower end of the one is the upper end of the other, turned over.
    assert f_quantile(1 - share, below, above) == pytest.approx(1 / value, rel=1e-3)


@settings(deadline=None)
@given(st.integers(1, 3_000), st.integers(1, 60), st.sampled_from([0.025, 0.5, 0.975]))
def test_an_f_quantile_is_where_the_distribution_reaches_its_share(
    students: int, questions: int, share: float
) -> None:
    above, below = students, students * questions
    value = f_quantile(share, above, below)
    x = above * value / (above * value + below)
    assert beta_share(x, above / 2, below / 2) == pytest.approx(share, abs=1e-8)


# Alpha


def test_the_interval_of_alpha_is_feldts() -> None:
    # By hand: F(0.975; 29, 261) = 1.6332 and F(0.025; 29, 261) = 0.5422.
    found = feldt(0.71, 30, 10)
    assert isinstance(found, Interval)
    assert (round(found.low, 4), round(found.high, 4)) == (0.5264, 0.8428)
    assert found.method == "Feldt"


def test_questions_that_all_say_the_same_have_an_alpha_of_one_and_no_interval() -> None:
    found = of_marks([[1, 1], [0, 0], [1, 1], [0, 0]], [item(1), item(2)]).reliability
    assert found.alpha == pytest.approx(1)
    assert found.interval is PERFECT
    assert found.standard_error == pytest.approx(0)
    assert found.says is None


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([[1, 0]], TOO_FEW_FOR_ALPHA),
        ([[1, 0], [0, 1]], TOO_FEW_FOR_ALPHA),
        ([[1, 0], [0, 1], [1, 0]], TOTALS_EQUAL),
        ([[1, 1], [1, 1], [1, 1]], TOTALS_EQUAL),
        ([[0, 0], [0, 0], [0, 0]], TOTALS_EQUAL),
        ([[1], [0], [1]], ONE_QUESTION),
    ],
)
def test_where_there_is_no_alpha_the_reason_is_named(rows: list[list[int]], why: Undefined) -> None:
    items = [item(n) for n in range(1, len(rows[0]) + 1)]
    assert of_marks(rows, items).reliability == Reliability(why, why, why, why, len(items))


def test_alpha_asks_that_all_were_given_the_same_questions() -> None:
    items = [item(1), item(2)]
    rows = [Given(n, q, q, n % 2 * POINT, POINT, 0) for n in range(1, 6) for q in (1, 2)][:-1]
    tries = [finished(n, n, 0, 2 * POINT) for n in range(1, 6)]
    summary = summarise([student(n) for n in range(1, 6)], tries, items, alike(rows), TEXT, "best")
    assert summary.reliability.alpha is DIFFERENT
    assert [one.weights.alpha_without for one in summary.items] == [TWO_QUESTIONS] * 2


def test_a_question_nobody_was_given_yet_does_not_count_for_alpha() -> None:
    items = [item(1), item(2), item(3)]
    rows = [Given(n, q, q, n * q % 2 * POINT, POINT, 0) for n in range(1, 5) for q in (1, 2)]
    tries = [finished(n, n, 0, 2 * POINT) for n in range(1, 5)]
    summary = summarise([student(n) for n in range(1, 5)], tries, items, alike(rows), TEXT, "best")
    assert summary.reliability.questions == 2
    assert summary.items[0].weights.intended == Fraction(1, 2)


def test_without_a_question_the_totals_may_be_equal() -> None:
    found = of_marks([[1, 1, 0], [0, 0, 1], [0, 1, 0]], [item(1), item(2), item(3)])
    assert found.items[0].weights.alpha_without is TOTALS_EQUAL
    assert isinstance(found.items[1].weights.alpha_without, float)


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [
        (0.7, 0.9, "reliable enough to compare students"),
        (0.1, 0.69, "too unreliable to compare students by their scores"),
        (0.1, 0.7, "too few students or questions to say how reliable"),
        (-1.0, 0.8, "too few students or questions to say how reliable"),
    ],
)
def test_alpha_is_put_into_words_by_its_whole_interval(low: float, high: float, says: str) -> None:
    assert Reliability(0.5, Interval(low, high, "Feldt"), 0.5, 1.0, 5).says == says


# Shape


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=20).filter(lambda v: len(set(v)) > 1))
def test_the_shape_of_scores_agrees_with_the_textbook(values: list[int]) -> None:
    n, mean, sd = len(values), statistics.mean(values), statistics.stdev(values)
    # The adjusted Fisher-Pearson coefficients, as spreadsheets have them in SKEW and KURT.
    skew = n / ((n - 1) * (n - 2)) * sum(((v - mean) / sd) ** 3 for v in values)
    fourth = sum(((v - mean) / sd) ** 4 for v in values)
    heavy = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * fourth
    kurt = heavy - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))
    found = shape([Fraction(v) for v in values])
    assert found.skewness == pytest.approx(skew, abs=1e-9)
    assert found.kurtosis == pytest.approx(kurt, abs=1e-9)


def test_the_shape_of_few_or_equal_scores_is_named_for_what_it_lacks() -> None:
    assert shape([1, 2]) == Shape(TOO_FEW_TO_LEAN, TOO_FEW_FOR_ENDS)
    assert shape([1, 1, 1]) == Shape(ALL_EQUAL, TOO_FEW_FOR_ENDS)
    assert shape([1, 1, 1, 1]) == Shape(ALL_EQUAL, ALL_EQUAL)
    assert shape([1, 1, 4]).skewness == pytest.approx(1.7320508)
    assert shape([1, 1, 4]).kurtosis is TOO_FEW_FOR_ENDS
    assert shape([0, 0, 0, 4]) == Shape(pytest.approx(2), pytest.approx(4))


# Weights, efficiency, guessing


def test_a_question_that_goes_against_the_total_has_no_effective_weight() -> None:
    rows = [[0, 1, 1], [0, 1, 1], [1, 0, 0], [1, 0, 1]]
    found = of_marks(rows, [item(1), item(2), item(3)]).items
    assert found[0].weights.effective is REVERSED
    assert sum(one.weights.effective for one in found[1:]) == pytest.approx(1)  # type: ignore[misc]


def test_a_question_that_only_some_were_given_weighs_by_its_covariance_among_them() -> None:
    every, some = moments([0, 1, 2, 3], [0, 2, 4, 6]), moments([0, 1], [0, 2])
    # By hand: covariances with the total of 10/3 and 1.
    first, second = effective_weights([every, some])
    assert first == pytest.approx((10 / 3) ** 0.5 / ((10 / 3) ** 0.5 + 1))
    assert second == pytest.approx(1 / ((10 / 3) ** 0.5 + 1))


def test_weights_and_efficiency_need_two_students_who_differ() -> None:
    alone = of_marks([[1, 0]], [item(1), item(2)]).items[0]
    assert alone.weights.effective is TOO_FEW
    assert alone.sorts.efficiency is TOO_FEW
    assert effective_weights([moments([1, 1], [2, 2])]) == [ALL_EQUAL]
    even = of_marks([[1, 0], [1, 1]], [item(1), item(2)]).items
    assert even[0].sorts.efficiency is ALL_RIGHT
    assert even[1].sorts.efficiency is REST_EQUAL
    assert of_marks([[1], [0]], [item(1)]).items[0].sorts.efficiency is ALONE


def test_a_question_that_sorts_as_well_as_it_could_has_full_efficiency() -> None:
    found = of_marks([[0, 0], [0, 1], [1, 1], [1, 1]], [item(1), item(2)]).items[0]
    assert found.sorts.efficiency == pytest.approx(1)
    assert found.item_rest == pytest.approx(0.57735027)


@pytest.mark.parametrize(
    ("kind", "share"),
    [
        ("single", Fraction(1, 3)),
        ("tfns", Fraction(1, 3)),
        ("match", Fraction(1, 4)),
        ("order", Fraction(1, 4)),
        ("classify", Fraction(1, 2)),
        ("cloze", Fraction(1, 2)),
        ("short", Fraction(0)),
        ("multi", SEVERAL),
    ],
)
def test_the_random_guess_score_of_each_kind(kind: str, share: Fraction | Undefined) -> None:
    asked = item(1, kind).question
    if kind in {"match", "classify", "cloze"}:
        lengths = {len(part.choices) for part in asked.parts}
        assert lengths == {1 / share}  # type: ignore[operator]
    assert guess_score(asked) == share
