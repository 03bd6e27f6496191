"""How an attempt went in each skill, in numbers and in words."""

import pytest

from quizapp.core.marks import PARTS_PER_POINT
from quizapp.core.scoring import by_skill


def test_marks_and_points_are_added_up_skill_by_skill_in_order() -> None:
    half = PARTS_PER_POINT // 2
    found = by_skill(
        [("c-detail", PARTS_PER_POINT, 100), ("r-claim", 0, 200), ("c-detail", half, 100)]
    )
    assert [(entry.skill, entry.questions) for entry in found] == [("c-detail", 2), ("r-claim", 1)]
    assert [entry.score.total for entry in found] == [3 * half, 0]
    assert [entry.score.out_of for entry in found] == [2 * PARTS_PER_POINT] * 2


@pytest.mark.parametrize(
    ("hundredths", "words"),
    [
        (0, "none right yet"),
        (1, "a little of it right"),
        (39, "a little of it right"),
        (40, "about half right"),
        (60, "about half right"),
        (61, "most of it right"),
        (99, "most of it right"),
        (100, "all right"),
    ],
)
def test_a_share_is_put_in_words(hundredths: int, words: str) -> None:
    entry = by_skill([("c-detail", hundredths * PARTS_PER_POINT // 100, 100)])[0]
    assert entry.in_words == words
