"""Single choice and multiple response."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.core.kinds import question
from quizapp.core.kinds.choice import Multi, Single
from quizapp.core.question import Pick, Shuffle
from tests.make import record

AUTHORED = Shuffle("a seed", choices=False)


def options(keys: str) -> list[dict[str, Any]]:
    """Return options, one for each letter: k is a key, w is wrong."""
    return [{"text": f"Option {i}", "key": letter == "k"} for i, letter in enumerate(keys)]


def multi(keys: str) -> Multi:
    return question(record("multi", options=options(keys)))


@pytest.mark.parametrize("keys", ["ww", "kk", "kkw", "w", "k", "k" + "w" * 12])
def test_a_single_choice_has_one_key_among_two_to_twelve_options(keys: str) -> None:
    with pytest.raises(ValidationError):
        question(record("single", options=options(keys)))


@pytest.mark.parametrize("keys", ["kw", "k" + "w" * 11])
def test_a_single_choice_may_have_two_to_twelve_options(keys: str) -> None:
    assert len(question(record("single", options=options(keys))).options) == len(keys)


@pytest.mark.parametrize("keys", ["kww", "kkw", "kkkw", "kwww", "kk"])
def test_a_multiple_response_has_at_least_two_of_each(keys: str) -> None:
    with pytest.raises(ValidationError, match="at least two must be keys and at least two must"):
        multi(keys)


@pytest.mark.parametrize("kind", ["single", "multi"])
def test_options_that_read_the_same_cannot_be_told_apart(kind: str) -> None:
    same = options("kkww"[0 if kind == "multi" else 1 :])
    same[0]["text"] = same[1]["text"] = "The bridge"
    with pytest.raises(ValidationError, match="no two may have the same text"):
        question(record(kind, options=same))


def test_a_key_carries_no_misreading() -> None:
    told = [{**option, "misreading": "swap"} for option in options("kww")]
    asked = question(record("single", options=told))
    assert [choice.misreading for choice in asked.parts[0].choices] == [None, "swap", "swap"]


@pytest.mark.parametrize(("answer", "credit"), [(0, 1), (1, 0), (2, 0), (None, 0)])
def test_the_right_choice_earns_the_full_mark(answer: int | None, credit: int) -> None:
    asked: Single = question(record("single"))
    assert asked.credit(answer) == credit
    assert asked.picks(answer) == (() if answer is None else (Pick(0, answer),))
    assert asked.complete(answer) is (answer is not None)


@pytest.mark.parametrize(
    ("keys", "answer", "credit"),
    [
        ("kkww", [0, 1], Fraction(1)),
        ("kkww", [0], Fraction(1, 2)),
        ("kkww", [0, 2], Fraction(0)),
        ("kkww", [2, 3], Fraction(0)),
        ("kkww", [0, 1, 2], Fraction(1, 2)),
        ("kkww", [0, 1, 2, 3], Fraction(0)),
        ("kkkww", [0, 1, 2, 3, 4], Fraction(1, 3)),
        ("kkkww", [0, 1], Fraction(2, 3)),
        ("kkkww", [0, 1, 3], Fraction(1, 3)),
        ("kkww", None, Fraction(0)),
    ],
)
def test_right_minus_wrong_choices_over_the_keys_is_earned_never_below_nought(
    keys: str, answer: list[int] | None, credit: Fraction
) -> None:
    assert multi(keys).credit(answer) == credit


@pytest.mark.parametrize(
    ("answer", "complete"), [(None, False), ([0], False), ([0, 3], True), ([0, 1, 2], False)]
)
def test_a_multiple_response_is_complete_with_as_many_as_asked_for(
    answer: list[int] | None, complete: bool
) -> None:
    assert multi("kkww").complete(answer) is complete


@pytest.mark.parametrize(
    ("keys", "words"), [("kkww", "Choose TWO."), ("k" * 6 + "ww", "Choose SIX.")]
)
def test_the_page_says_how_many_to_choose(keys: str, words: str) -> None:
    shown = multi(keys).present(AUTHORED)
    assert shown.instruction == words
    assert shown.asked == keys.count("k")


def test_large_numbers_are_written_in_figures() -> None:
    assert multi("k" * 7 + "ww").present(AUTHORED).instruction == "Choose 7."


def test_choices_are_stored_by_authored_place_whatever_the_order_shown() -> None:
    asked = multi("kkww")
    shuffle = Shuffle("seed", choices=True)
    shown = asked.present(shuffle).choices
    assert [choice.text for choice in shown] != [option.text for option in asked.options]
    values = [choice.value for choice in shown if choice.text in {"Option 3", "Option 1"}]
    assert asked.read({"choice": values}, shuffle) == [1, 3]
    assert [choice.letter for choice in shown] == ["A", "B", "C", "D"]


def test_a_choice_sent_twice_counts_once() -> None:
    assert multi("kkww").read({"choice": ["0", "0", "", "1"]}, AUTHORED) == [0, 1]
