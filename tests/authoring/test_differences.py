"""Differences between versions: labelled as a form labels them, marked word by word."""

import pytest

from quizapp.authoring.differences import MOST_WORDS, Piece, compared, differences
from quizapp.core.kinds import KINDS, question
from tests.make import record


def test_equal_records_have_no_differences() -> None:
    assert differences(record("single"), record("single")) == []


def test_a_changed_word_is_shown_inside_what_stayed() -> None:
    assert compared("a bridge is planned", "a tunnel is planned") == (
        Piece("same", "a "),
        Piece("removed", "bridge"),
        Piece("added", "tunnel"),
        Piece("same", " is planned"),
    )


def test_a_rewritten_phrase_reads_as_one_change() -> None:
    assert compared("the old bridge", "the new tunnel") == (
        Piece("same", "the "),
        Piece("removed", "old bridge"),
        Piece("added", "new tunnel"),
    )


def test_text_that_is_new_is_all_added() -> None:
    assert compared("", "Who says so?") == (Piece("added", "Who says so?"),)


def test_very_long_texts_are_shown_whole() -> None:
    before, after = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert compared(before, after) == (Piece("removed", before), Piece("added", after))


def test_a_choice_is_named_by_its_place() -> None:
    before = record("single")
    first, second, *rest = before["options"]
    after = before | {"options": [first, second | {"feedback": "Named nowhere."}, *rest]}
    assert [d.label for d in differences(before, after)] == ["Choice 2: feedback"]


def test_a_moved_key_shows_on_both_choices() -> None:
    before, after = record("single"), record("single")
    after["options"] = [
        {"text": "A bridge", "feedback": "x"},
        {"text": "A tunnel", "feedback": "x", "key": True},
    ]
    labels = [d.label for d in differences(before, after)]
    assert "Choice 1: key" in labels
    assert "Choice 2: key" in labels


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_is_compared(kind: str) -> None:
    content = question(record(kind)).content()
    labels = [d.label for d in differences({}, content)]
    assert "Question" in labels
    assert len(labels) > len(content) - 1 if kind != "tfns" else "Feedback: true" in labels
