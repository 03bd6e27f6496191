"""From answers to marks, from marks to the score that counts."""

from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.kinds import question
from quizapp.core.marks import PARTS_PER_HUNDREDTH, in_points
from quizapp.core.scoring import GRADING_NAMES, Grading, Score, grade, graded, total
from tests.make import in_parts, record


def scores(*shares: str, out_of: float = 10) -> list[Score]:
    return [Score(Fraction(share) * in_parts(out_of), in_parts(out_of)) for share in shares]


def test_an_answer_is_graded_by_its_credit_and_its_points() -> None:
    asked = question(record("match"))
    assert grade(asked, [0, 1, 2], 250) == 250 * PARTS_PER_HUNDREDTH
    assert 3 * grade(asked, [0, None, None], 100) == in_parts(1)
    assert grade(asked, None, 100) == 0


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 10_000)), max_size=30))
def test_a_total_is_the_sum_of_its_marks_and_never_above_its_maximum(
    given_: list[tuple[int, int]],
) -> None:
    marks = [twelfths * worth * PARTS_PER_HUNDREDTH // 12 for twelfths, worth in given_]
    score = total(marks, [worth for _, worth in given_])
    assert score.total == sum(marks)
    assert 0 <= score.share <= 1


def test_nothing_that_could_be_earned_is_no_share() -> None:
    assert total([], []).share == 0


def test_without_a_finished_attempt_there_is_no_score() -> None:
    for policy in get_args(Grading):
        assert graded([], policy) is None


@pytest.mark.parametrize(
    ("policy", "share"),
    [("first", "1/2"), ("last", "1/4"), ("best", "2/3"), ("mean", "17/36")],
)
def test_the_score_that_counts_follows_the_policy(policy: Grading, share: str) -> None:
    counted = graded(scores("1/2", "2/3", "1/4"), policy)
    assert counted is not None
    assert counted.share == Fraction(share)


def test_of_two_equal_attempts_the_earlier_is_the_best() -> None:
    first, second = scores("1/2")[0], scores("1/2", out_of=20)[0]
    assert graded([first, second], "best") is first


def test_the_best_is_the_highest_share_not_the_most_points() -> None:
    small, large = scores("1", out_of=5)[0], scores("1/2", out_of=20)[0]
    assert graded([large, small], "best") is small


def test_a_mean_of_thirds_is_rounded_only_when_shown() -> None:
    counted = graded(scores("1/3", "1/3", "1/3"), "mean")
    assert counted is not None
    assert counted.total == Fraction(in_parts(10), 3)
    assert str(in_points(counted.total)) == "3.33"


@given(st.lists(st.fractions(0, 1, max_denominator=12), min_size=1, max_size=9))
def test_every_policy_keeps_between_the_worst_and_the_best(shares: list[Fraction]) -> None:
    tries = [Score(share * in_parts(10), in_parts(10)) for share in shares]
    for policy in get_args(Grading):
        counted = graded(tries, policy)
        assert counted is not None
        assert min(shares) <= counted.share <= max(shares)


def test_every_policy_has_a_name() -> None:
    assert set(GRADING_NAMES) == set(get_args(Grading))
