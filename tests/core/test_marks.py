"""Marks are exact and rounded once."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.marks import (
    MOST_PIECES,
    PARTS_PER_HUNDREDTH,
    PARTS_PER_POINT,
    from_points,
    in_points,
    mark,
    shown,
)

points = st.integers(1, 10_000)


@st.composite
def credits_(draw: st.DrawFn) -> Fraction:
    pieces = draw(st.integers(1, MOST_PIECES))
    return Fraction(draw(st.integers(0, pieces)), pieces)


@given(st.lists(st.tuples(credits_(), points), max_size=60))
def test_a_sum_of_marks_is_the_sum_of_the_exact_credits(given_: list[tuple[Fraction, int]]) -> None:
    parts = sum(mark(credit, worth) for credit, worth in given_)
    exact = sum((credit * worth for credit, worth in given_), Fraction(0))
    assert Fraction(parts, PARTS_PER_HUNDREDTH) == exact


@given(credits_(), points)
def test_the_shares_of_a_question_add_up_to_all_of_it(credit: Fraction, worth: int) -> None:
    assert mark(credit, worth) + mark(1 - credit, worth) == mark(Fraction(1), worth)
    assert mark(Fraction(1), worth) == worth * PARTS_PER_HUNDREDTH


def test_seven_sevenths_are_one() -> None:
    assert 7 * mark(Fraction(1, 7), 100) == PARTS_PER_POINT
    assert 3 * mark(Fraction(1, 3), 1) == PARTS_PER_HUNDREDTH


@pytest.mark.parametrize("credit", [Fraction(-1, 2), Fraction(3, 2), Fraction(1, 13)])
def test_a_credit_that_cannot_be_held_is_refused(credit: Fraction) -> None:
    with pytest.raises(ValueError, match=r"outside 0 to 1|finer than a twelfth"):
        mark(credit, 100)


@given(st.integers(0, 10**15))
def test_marks_are_rounded_to_the_nearest_hundredth_halves_up(parts: int) -> None:
    hundredths = in_points(parts) * 100
    assert hundredths == hundredths.to_integral_value()
    error = Fraction(parts, PARTS_PER_HUNDREDTH) - Fraction(hundredths)
    assert Fraction(-1, 2) <= error < Fraction(1, 2)


@given(st.fractions(0, 10**6, max_denominator=12), st.integers(1, 50))
def test_a_mean_is_rounded_from_its_exact_value(points_: Fraction, tries: int) -> None:
    exact = points_ * PARTS_PER_POINT / tries
    hundredths = Fraction(in_points(exact)) * 100
    assert abs(hundredths - points_ * 100 / tries) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (0, "0"),
        (PARTS_PER_POINT, "1"),
        (10 * PARTS_PER_POINT, "10"),
        (PARTS_PER_POINT * 3 // 2, "1.5"),
        (PARTS_PER_POINT // 3, "0.33"),
        (PARTS_PER_POINT * 2 // 3, "0.67"),
        (Fraction(PARTS_PER_HUNDREDTH, 2), "0.01"),
        (Fraction(PARTS_PER_HUNDREDTH, 2) - Fraction(1, 10**40), "0"),
        (Fraction(PARTS_PER_HUNDREDTH * 3, 2), "0.02"),
        (PARTS_PER_POINT - 1, "1"),
        (100 * PARTS_PER_POINT, "100"),
    ],
)
def test_a_mark_is_written_without_needless_noughts(parts: Fraction | int, text: str) -> None:
    assert shown(parts) == text


@given(st.integers(0, 10**9))
def test_points_that_were_shown_can_be_typed_again(hundredths: int) -> None:
    parts = hundredths * PARTS_PER_HUNDREDTH
    assert from_points(Decimal(shown(parts))) == parts


@pytest.mark.parametrize(
    "number",
    [
        *("0.001", "NaN", "sNaN", "Infinity", "-Infinity", "1e-3"),
        "0.3000000000000000000000000000000000001",
    ],
)
def test_points_that_cannot_be_held_are_refused(number: str) -> None:
    with pytest.raises(ValueError, match=r"not a finite|finer than a hundredth"):
        from_points(Decimal(number))


@pytest.mark.parametrize(("number", "hundredths"), [("1", 100), ("0.25", 25), ("1E+2", 10_000)])
def test_points_become_parts(number: str, hundredths: int) -> None:
    assert from_points(Decimal(number)) == hundredths * PARTS_PER_HUNDREDTH
