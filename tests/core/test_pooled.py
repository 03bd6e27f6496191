"""A question over all its uses: weighted by students, correlated within each assignment."""

from statistics import correlation

import pytest

from quizapp.core.itemstats.pooled import NO_SPREAD, UNUSED, Sums, pooled


def sums(assignment: int, pairs: list[tuple[float, float]], version: int = 1) -> Sums:
    """Return the sums over students, each with a share of the question and of the rest."""
    return Sums(
        version,
        assignment,
        len(pairs),
        sum(x for x, _ in pairs),
        sum(rest for _, rest in pairs),
        sum(x * x for x, _ in pairs),
        sum(rest * rest for _, rest in pairs),
        sum(x * rest for x, rest in pairs),
    )


SORTS = [(1.0, 0.9), (1.0, 0.7), (0.0, 0.2), (0.0, 0.4)]
REVERSED = [(1.0, 0.1), (0.0, 0.9)] * 4
EQUAL = [(1.0, 0.5), (1.0, 0.5), (1.0, 0.4)]


def test_a_question_that_nobody_answered_says_so() -> None:
    assert pooled([]) is UNUSED


def test_facility_is_weighted_by_students() -> None:
    found = pooled([sums(1, [(1.0, 0.5)] * 3), sums(2, [(0.0, 0.5)])])
    assert (found.students, found.assignments, found.facility) == (4, 2, 0.75)


def test_within_one_assignment_it_is_the_item_rest_correlation() -> None:
    found = pooled([sums(1, SORTS)])
    expected = correlation([10, 10, 0, 0], [9, 7, 2, 4])
    assert found.discrimination == pytest.approx(expected)


def test_discrimination_is_averaged_with_students_as_weight() -> None:
    one = pooled([sums(1, SORTS)]).discrimination
    other = pooled([sums(2, REVERSED)]).discrimination
    both = pooled([sums(1, SORTS), sums(2, REVERSED)]).discrimination
    assert both == pytest.approx((4 * one + 8 * other) / 12)  # type: ignore[operator]
    assert other == -1.0


def test_versions_of_one_line_are_added_before_anything_is_correlated() -> None:
    joined = pooled([sums(1, SORTS[::2], 1), sums(1, SORTS[1::2], 2)])
    together = pooled([sums(1, SORTS)])
    assert (joined.students, joined.assignments) == (4, 1)
    assert joined.facility == together.facility == 0.5
    assert joined.discrimination == pytest.approx(together.discrimination)


def test_three_students_who_differ_are_enough_and_two_are_not() -> None:
    assert pooled([sums(1, [(1.0, 0.9), (0.0, 0.1)])]).discrimination is NO_SPREAD
    three = pooled([sums(1, [(1.0, 0.9), (0.0, 0.1), (0.0, 0.5)])])
    assert three.discrimination == pytest.approx(correlation([1, 0, 0], [0.9, 0.1, 0.5]))


def test_rounding_carries_no_correlation_past_its_end() -> None:
    # The plain quotient of these comes to 1.0000000000000002.
    assert pooled([sums(1, [(0.0, 0.1), (1.0, 1.0), (1.0, 1.0)])]).discrimination == 1.0


@pytest.mark.parametrize("pairs", [EQUAL, [(1.0, 0.5), (0.0, 0.5), (1.0, 0.5)], SORTS[:2]])
def test_where_nothing_differs_or_too_few_answered_there_is_no_discrimination(
    pairs: list[tuple[float, float]],
) -> None:
    assert pooled([sums(1, pairs)]).discrimination is NO_SPREAD
    assert pooled([sums(1, pairs), sums(2, SORTS)]).discrimination == pytest.approx(
        pooled([sums(2, SORTS)]).discrimination
    )
