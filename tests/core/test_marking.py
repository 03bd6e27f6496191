"""What a rubric offers to a marker's keyboard."""

import pytest

from quizapp.core.kinds import question
from quizapp.core.kinds.short import Short
from quizapp.core.marking import rubric_points, same_words, steps
from tests import make


def written(*points: float) -> Short:
    """Return a short answer whose rubric has lines of these points."""
    rubric = [{"points": p, "text": f"Line {i}"} for i, p in enumerate(points)]
    found = question(make.record("short", rubric=rubric))
    assert isinstance(found, Short)
    return found


@pytest.mark.parametrize(
    ("points", "total"),
    [
        *[((1,), 1), ((1, 1), 2), ((3,), 3), ((1.5, 1.5), 3), ((9,), 9)],
        *[((10,), 4), ((2.5,), 4), ((0.5,), 4), ((0,), 4)],
    ],
)
def test_a_rubric_is_counted_in_digits_where_digits_can(points: list[float], total: int) -> None:
    assert rubric_points(written(*points)) == total


def test_every_step_is_an_exact_share_of_what_the_question_is_worth() -> None:
    assert [(s.earned, s.mark) for s in steps(written(1, 1, 1), 100)] == [
        (0, 0),
        (1, make.in_parts(1) // 3),
        (2, make.in_parts(2) // 3),
        (3, make.in_parts(1)),
    ]


def test_words_are_the_same_whatever_their_case_spaces_and_dots() -> None:
    assert same_words("The  Bridge.") == same_words("the bridge")
    assert same_words("the bridges") != same_words("the bridge")
