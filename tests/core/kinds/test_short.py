"""Short answer: ideas are found as whole words, and everything else is kept as written."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizapp.core.kinds import question
from quizapp.core.kinds.short import LONGEST, plain
from quizapp.core.question import Answer, InvalidAnswer, Pick, Shuffle
from tests.make import record

AUTHORED = Shuffle("a seed", choices=False)


def read(text: str) -> Answer | None:
    return question(record("short")).read({"text": [text]}, AUTHORED)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("A bridge, and the ferry.", {0, 1}),
        ("BRIDGE!", {0}),
        ("a   crossing", {0}),
        ("a\ncrossing", {0}),
        ("crossing", set()),
        ("The bridges", set()),
        ("unabridged", set()),
        ("footbridge", set()),
        ("the bridge's cost", set()),
        ("a ferry-boat", set()),
        ("a boat", {1}),
        ("\N{FULLWIDTH LATIN SMALL LETTER B}ridge", {0}),
        ("", set()),
        ("!?", set()),
    ],
)
def test_an_idea_is_found_as_whole_words_however_they_are_written(
    answer: str, found: set[int]
) -> None:
    assert question(record("short")).ideas(answer) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It\N{RIGHT SINGLE QUOTATION MARK}s  a TEST.", "it's a test"),
        ("Stra\N{LATIN SMALL LETTER SHARP S}e", "strasse"),
        ("\N{LATIN SMALL LIGATURE FI}ve", "five"),
        ("well-known - or not", "well-known or not"),
        ("\N{ARABIC-INDIC DIGIT THREE}", "\N{ARABIC-INDIC DIGIT THREE}"),
    ],
)
def test_words_are_compared_in_their_plain_form(text: str, words: str) -> None:
    assert plain(text) == words


@given(st.text())
def test_the_plain_form_of_a_plain_form_is_itself(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("answer", "credit", "picks"),
    [
        ("bridge and ferry", Fraction(1), (0, 1)),
        ("only the ferry", Fraction(1, 2), (1,)),
        ("neither", Fraction(0), (2,)),
        (None, Fraction(0), ()),
    ],
)
def test_each_idea_earns_an_equal_share_for_now(
    answer: str | None, credit: Fraction, picks: tuple[int, ...]
) -> None:
    asked = question(record("short"))
    assert asked.credit(answer) == credit
    assert asked.picks(answer) == tuple(Pick(0, choice) for choice in picks)
    assert asked.complete(answer) is (answer is not None)


def test_what_was_written_is_shown_again() -> None:
    asked = question(record("short"))
    assert asked.present(AUTHORED, "A bridge").text == "A bridge"
    assert asked.present(AUTHORED).text == ""


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  A bridge\r\nand more \x00\x1b", "A bridge\nand more"),
        ("e\0\N{COMBINING ACUTE ACCENT}", "\N{LATIN SMALL LETTER E WITH ACUTE}"),
        ("<b>&amp; {{7*7}}", "<b>&amp; {{7*7}}"),
        ("\ud800", None),
        (" \t\n", None),
    ],
)
def test_text_is_kept_as_written_but_for_what_nobody_sees(sent: str, kept: str | None) -> None:
    assert read(sent) == kept


def test_an_answer_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert read("\U0001f600" * LONGEST) == "\U0001f600" * LONGEST
    assert read(" " * 5 + "x" * LONGEST) == "x" * LONGEST
    with pytest.raises(InvalidAnswer, match="at most 1,000 characters, not 1,001") as refused:
        read("x" * (LONGEST + 1))
    assert refused.value.field == "text"


@pytest.mark.parametrize(
    "changes",
    [
        {"accept": []},
        {"accept": [[]]},
        {"accept": [["bridge"], ["?!"]]},
        {"accept": [["a"]] * 13},
        {"rubric": []},
        {"rubric": [{"points": -1, "text": "x"}]},
        {"rubric": [{"points": float("nan"), "text": "x"}]},
        {"rubric": [{"points": float("inf"), "text": "x"}]},
        {"model_answer": ""},
    ],
)
def test_a_question_that_cannot_be_marked_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        question(record("short", **changes))


def test_no_answer_takes_long_to_mark() -> None:
    asked = question(record("short", accept=[["a " * 900 + "b"]]))
    assert asked.ideas("a-" * 500) == frozenset()
    assert asked.ideas("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * LONGEST) == frozenset()
