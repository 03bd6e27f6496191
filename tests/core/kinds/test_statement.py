"""True, false or not stated."""

import pytest
from pydantic import ValidationError

from quizapp.core.kinds import question
from quizapp.core.question import Pick, Shuffle
from tests.make import record

AUTHORED = Shuffle("a seed", choices=False)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("true", "true"), (True, "true"), (False, "false"), ("not-stated", "not-stated")],
)
def test_an_answer_is_read_as_a_file_writes_it(written: object, meant: str) -> None:
    assert question(record("tfns", answer=written)).answer == meant


@pytest.mark.parametrize("written", ["True", "yes", "", None, 1, [], {"true": 1}])
def test_any_other_answer_is_refused(written: object) -> None:
    with pytest.raises(ValidationError, match='must be "true", "false" or not-stated'):
        question(record("tfns", answer=written))


def test_feedback_may_be_keyed_with_unquoted_words() -> None:
    asked = question(record("tfns", feedback={True: "T", False: "F"}, misreadings={True: "swap"}))
    assert asked.feedback == {"true": "T", "false": "F"}
    assert asked.misreadings == {"true": "swap"}


@pytest.mark.parametrize("written", [{"maybe": "M"}, ["true"], "true", None, {1: "x"}, {(): "x"}])
def test_other_feedback_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        question(record("tfns", feedback=written))


def test_the_three_answers_keep_their_order_and_their_words() -> None:
    shown = question(record("tfns")).present(Shuffle("seed", choices=True), "false")
    assert [(c.value, c.letter, c.text, c.taken) for c in shown.choices] == [
        ("true", "A", "Article says so", False),
        ("false", "B", "Article says otherwise", True),
        ("not-stated", "C", "Article does not say", False),
    ]


@pytest.mark.parametrize(
    ("answer", "credit", "picks"),
    [
        ("false", 1, (Pick(0, 1),)),
        ("true", 0, (Pick(0, 0),)),
        ("not-stated", 0, (Pick(0, 2),)),
        (None, 0, ()),
    ],
)
def test_the_right_answer_earns_the_full_mark(
    answer: str | None, credit: int, picks: tuple[Pick, ...]
) -> None:
    asked = question(record("tfns"))
    assert asked.credit(answer) == credit
    assert asked.picks(answer) == picks
    assert asked.complete(answer) is (answer is not None)


def test_the_right_answer_carries_no_misreading() -> None:
    asked = question(record("tfns", misreadings={"true": "swap", "false": "swap"}))
    assert [c.misreading for c in asked.parts[0].choices] == ["swap", None, None]


def test_an_answer_is_read_by_its_word() -> None:
    asked = question(record("tfns"))
    assert asked.read({"choice": ["not-stated"]}, AUTHORED) == "not-stated"
