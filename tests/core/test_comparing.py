"""Two summaries side by side: differences with their intervals, and the gain on parallel forms."""

from fractions import Fraction
from math import sqrt

import pytest

from quizapp.core.itemstats import ClassSummary, summarise
from quizapp.core.itemstats.comparing import (
    NOT_BOTH,
    NOT_PARALLEL,
    NOTHING_TO_GAIN,
    TOO_FEW_BOTH,
    TOO_FEW_EACH,
    Difference,
    Gain,
    compare,
    gain,
    paired,
    parallel_forms,
    welch,
)
from quizapp.core.itemstats.numbers import ALL_EQUAL, TOO_FEW, Interval
from quizapp.core.itemstats.rows import Given, Item, Student, Text, Try, Version
from quizapp.core.kinds import question
from tests.core.classes import alike
from tests.make import AT, record

HALF, WHOLE, NONE = Fraction(1, 2), Fraction(1), Fraction(0)
FAMILIES = {"c-detail": "content", "r-claim": "reasoning"}


def item(number: int, **changes: object) -> Item:
    asked = question(record(id=f"Q{number}", **changes))
    return Item(number, number, f"k{number}", 4, (Version(number, 1, asked),))


def summary(first_item: int, marks: dict[int, int], skill: str = "c-detail") -> ClassSummary:
    """Return a class in which each student (by id) has this mark out of 4 in one question."""
    tries = [Try(who, who, 1, AT, AT, False, mark, 4) for who, mark in marks.items()]
    given = [Given(who, first_item, first_item, mark, 4, 0) for who, mark in marks.items()]
    people = [Student(who, f"Student {who}", f"s{who}", None) for who in (*marks, 99)]
    text = Text({"c-detail": "Detail", "r-claim": "Claim"}, {}, {})
    return summarise(people, tries, [item(first_item, skill=skill)], alike(given), text, "best")


def test_hakes_gain_is_the_part_gained_of_what_there_was_to_gain() -> None:
    both = [(Fraction(2, 5), Fraction(7, 10))] * 5
    assert gain(both) == Gain(5, Fraction(2, 5), Fraction(7, 10), HALF)


def test_the_gain_is_of_class_means_and_not_a_mean_of_gains() -> None:
    both = [(NONE, HALF), (HALF, HALF), (HALF, HALF), (HALF, WHOLE), (HALF, WHOLE)]
    found = gain(both)
    assert (found.before, found.after) == (Fraction(2, 5), Fraction(7, 10))
    assert found.gain == HALF


@pytest.mark.parametrize(
    ("hundredths", "band"),
    [(0, "low"), (29, "low"), (30, "medium"), (70, "medium"), (71, "high"), (100, "high")],
)
def test_the_bands_are_hakes(hundredths: int, band: str) -> None:
    assert gain([(NONE, Fraction(hundredths, 100))] * 5).band == band


def test_a_gain_that_has_no_value_says_why() -> None:
    assert gain([]) == Gain(0, NOT_BOTH, NOT_BOTH, NOT_BOTH)
    assert gain([(NONE, WHOLE)] * 4) == Gain(4, NONE, WHOLE, TOO_FEW_BOTH)
    assert gain([(WHOLE, HALF)] * 5) == Gain(5, WHOLE, HALF, NOTHING_TO_GAIN)
    assert gain([]).band == ""


def test_a_class_that_fell_back_has_a_negative_gain() -> None:
    assert gain([(HALF, NONE)] * 5).gain == -1


def test_welchs_interval_is_as_published() -> None:
    before = [Fraction(k, 4) for k in (1, 2, 2, 3)]
    after = [Fraction(k, 4) for k in (2, 3, 3, 4)]
    found = welch(before, after)
    variance = ((1 / 4) ** 2 * 2) / 3
    half = 2.4469 * sqrt(2 * variance / 4)
    assert found.share == Fraction(1, 4)
    assert isinstance(found.interval, Interval)
    assert found.interval.low == pytest.approx(0.25 - half)
    assert found.interval.high == pytest.approx(0.25 + half)


def test_welchs_interval_weighs_each_side_by_its_own_students() -> None:
    before = [Fraction(k, 10) for k in (1, 2, 3, 4)]
    after = [Fraction(k, 10) for k in (2, 4, 6, 8, 10)]
    found = welch(before, after)
    # By hand: variances 5/3 and 10 over 4 and 5 students; 5.52 degrees of freedom, t of 5.
    half = 2.5706 * sqrt(5 / 12 + 2) / 10
    assert found.share == Fraction(7, 20)
    assert isinstance(found.interval, Interval)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.35 - half, 0.35 + half))


def test_welchs_interval_has_one_degree_of_freedom_at_least() -> None:
    found = welch([NONE, WHOLE], [HALF, HALF])
    assert isinstance(found.interval, Interval)
    assert found.interval.high == pytest.approx(12.7062 / 2)


def test_a_difference_that_has_no_interval_says_why() -> None:
    assert welch([], [HALF]).share is TOO_FEW_EACH
    assert welch([HALF], []).share is TOO_FEW_EACH
    assert welch([HALF], [HALF, WHOLE]) == Difference(Fraction(1, 4), TOO_FEW_EACH)
    assert welch([HALF, HALF], [WHOLE, WHOLE]) == Difference(HALF, ALL_EQUAL)
    assert paired([]).share is NOT_BOTH
    assert paired([(NONE, WHOLE)]).interval is TOO_FEW
    assert paired([(NONE, HALF), (HALF, WHOLE)]).interval is ALL_EQUAL
    assert paired([(NONE, HALF), (HALF, WHOLE)]).share == HALF


def test_the_paired_interval_looks_at_each_students_own_step() -> None:
    found = paired([(NONE, HALF), (HALF, HALF), (NONE, WHOLE)])
    assert found.share == HALF
    assert isinstance(found.interval, Interval)
    half = 4.3027 * 0.5 / sqrt(3)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.5 - half, 0.5 + half))


def test_two_assignments_share_their_students() -> None:
    before = summary(1, {1: 1, 2: 2, 3: 1, 4: 2, 5: 4, 6: 0})
    after = summary(2, {1: 2, 2: 3, 3: 2, 4: 3, 5: 4}, skill="r-claim")
    found = compare(before, after, parallel=True)
    assert (found.first, found.second) == (before, after)
    # Over all of each side, and over those who finished both.
    assert found.difference.share == Fraction(14, 20) - Fraction(10, 24)
    assert found.paired.share == Fraction(1, 5)
    assert found.gain.count == 5
    assert found.gain.gain == Fraction(2, 5)
    assert found.questions == ()
    assert [(name, one is None, other is None) for name, one, other in found.skills] == [
        ("Claim", True, False),
        ("Detail", False, True),
    ]


def test_without_parallel_forms_no_gain_is_given_but_both_means_are() -> None:
    found = compare(summary(1, {1: 1}), summary(1, {1: 3}), parallel=False)
    assert found.gain == Gain(1, Fraction(1, 4), Fraction(3, 4), NOT_PARALLEL)
    ((one, other),) = found.questions
    assert (one.facility, other.facility) == (Fraction(1, 4), Fraction(3, 4))
    assert compare(summary(1, {1: 1}), summary(1, {2: 3}), parallel=False).gain.before is NOT_BOTH


def test_parallel_forms_are_made_alike_and_share_no_question() -> None:
    one, other = [item(1), item(2, skill="r-claim")], [item(3), item(4, skill="r-claim")]
    assert parallel_forms(one, other, FAMILIES)
    assert not parallel_forms(one, one, FAMILIES)
    assert not parallel_forms(one, [*other, item(5)], FAMILIES)
    assert not parallel_forms(one, [item(3), item(4)], FAMILIES)
    assert not parallel_forms(one, [item(3), item(4, skill="r-claim", difficulty="H")], FAMILIES)
    assert not parallel_forms([], [], FAMILIES)
    assert parallel_forms([item(1, skill="new")], [item(2, skill="new")], FAMILIES)
