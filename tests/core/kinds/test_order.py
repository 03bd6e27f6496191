"""Ordering: what follows what is marked, not absolute places."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from quizapp.core.kinds import question
from quizapp.core.question import InvalidAnswer, Pick, Shuffle
from tests.make import record

AUTHORED = Shuffle("a seed", choices=False)


@pytest.mark.parametrize(
    ("places", "credit"),
    [
        ([0, 1, 2, 3], Fraction(1)),
        ([1, 2, 3, 0], Fraction(2, 3)),  # the right chain, one place late
        ([0, 2, 1, 3], Fraction(0)),
        ([3, 2, 1, 0], Fraction(0)),
        ([2, 3, 0, 1], Fraction(2, 3)),
        ([0, 1, 3, 2], Fraction(1, 3)),
        ([0, 1, None, None], Fraction(1, 3)),
        ([0, None, 2, None], Fraction(0)),
        ([None, None, 2, 3], Fraction(1, 3)),
        (None, Fraction(0)),
    ],
)
def test_each_step_followed_by_the_right_next_one_earns_a_share(
    places: list[int | None] | None, credit: Fraction
) -> None:
    assert question(record("order")).credit(places) == credit


def test_steps_are_shown_with_all_places_to_choose_from() -> None:
    shown = question(record("order")).present(AUTHORED, [0, None, None, 1])
    assert {row.text for row in shown.rows} == {"The bridge", "The ferry", "The shops", "The end"}
    assert [[choice.text for choice in row.choices] for row in shown.rows] == [list("1234")] * 4
    taken = {row.text: [c.text for c in row.choices if c.taken] for row in shown.rows}
    assert taken == {"The bridge": ["1"], "The ferry": [], "The shops": [], "The end": ["2"]}


def test_two_steps_cannot_have_one_place() -> None:
    asked = question(record("order"))
    with pytest.raises(InvalidAnswer, match="Two steps have place 2") as refused:
        asked.read({"place-0": ["1"], "place-2": ["1"]}, AUTHORED)
    assert refused.value.field == "place-2"


def test_some_steps_may_be_left_without_place() -> None:
    asked = question(record("order"))
    read = asked.read({"place-0": ["3"], "place-1": [""]}, AUTHORED)
    assert sorted(read, key=str) == [3, None, None, None]
    assert asked.picks(read) == (Pick(read.index(3), 3),)
    assert not asked.complete(read)


@pytest.mark.parametrize("texts", ["ab", "abcdefg", "aba"])
def test_there_are_three_to_six_different_steps(texts: str) -> None:
    with pytest.raises(ValidationError):
        question(record("order", sequence=[{"text": text} for text in texts]))


def test_a_step_in_its_place_carries_no_misreading() -> None:
    ferry = question(record("order")).parts[1]
    assert [choice.misreading for choice in ferry.choices] == ["swap", None, "swap", "swap"]
