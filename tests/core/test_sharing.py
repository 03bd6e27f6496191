"""What students may learn of their class, and the cases in which they learn nothing."""

from datetime import timedelta
from fractions import Fraction

import pytest

from quizapp.core.schedule import GRACE, Window
from quizapp.core.scoring import Score
from quizapp.core.sharing import ClassFigures, Sharing, class_figures, sharing
from tests.make import AT

CLOSES = AT + timedelta(hours=1)
OVER = CLOSES + GRACE
JUST_BEFORE = timedelta(microseconds=1)


def scores(*points: int, out_of: int = 9) -> dict[int, Score]:
    """Return the scores of students 1, 2, 3 and so on."""
    return {who: Score(Fraction(each), out_of) for who, each in enumerate(points, start=1)}


@pytest.mark.parametrize(
    ("closes", "after", "shared", "score", "expected"),
    [
        (True, timedelta(), True, True, "due"),
        (True, -JUST_BEFORE, True, True, "later"),
        (True, -GRACE - JUST_BEFORE, True, True, "later"),
        (True, timedelta(), False, True, "no"),
        (True, timedelta(), True, False, "no"),
        (False, timedelta(days=999), True, True, "no"),
    ],
)
def test_figures_are_due_once_it_is_over_and_the_own_score_is_shown(
    closes: bool, after: timedelta, shared: bool, score: bool, expected: Sharing
) -> None:
    window = Window(AT, CLOSES if closes else None, None, 1)
    assert sharing(window, OVER + after, shared=shared, score=score) == expected


def test_mean_and_median_are_percent_with_one_decimal() -> None:
    found = class_figures(scores(1, 2, 3, 6, 9), 2, going_on=False)
    assert found == ClassFigures(finished=5, mean=46.7, median=33.3, own=22.2)


def test_the_median_of_an_even_number_lies_between_two() -> None:
    found = class_figures(scores(0, 0, 3, 6, 9, 9), 1, going_on=False)
    assert found is not None
    assert found.median == 50


@pytest.mark.parametrize("n", range(5))
def test_fewer_than_five_are_never_told_of(n: int) -> None:
    assert class_figures(scores(*range(n)), 1, going_on=False) is None


def test_nothing_is_told_while_someone_is_at_work_or_to_who_has_not_finished() -> None:
    enough = scores(1, 2, 3, 4, 5)
    assert class_figures(enough, 1, going_on=True) is None
    assert class_figures(enough, 6, going_on=False) is None


def test_points_of_attempts_with_different_questions_count_as_shares() -> None:
    found = class_figures(scores(9, 9, 9, 9) | {5: Score(Fraction(2), 4)}, 5, going_on=False)
    assert found == ClassFigures(finished=5, mean=90, median=100, own=50)
