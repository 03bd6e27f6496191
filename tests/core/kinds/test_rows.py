"""Matching, classifying and cloze: each row takes one choice and earns an equal share."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.core.kinds import question
from quizapp.core.question import Pick, Shuffle
from tests.make import record

AUTHORED = Shuffle("a seed", choices=False)
RIGHT: dict[str, list[int | None]] = {"match": [0, 1, 2], "classify": [0, 0, 1], "cloze": [0, 1]}
kinds_with_rows = pytest.mark.parametrize("kind", sorted(RIGHT))


@kinds_with_rows
def test_each_right_row_earns_an_equal_share(kind: str) -> None:
    asked, rows = question(record(kind)), RIGHT[kind]
    for right in range(len(rows) + 1):
        half = [*rows[:right], *[None] * (len(rows) - right)]
        assert asked.credit(half) == Fraction(right, len(rows))
        assert asked.complete(half) is (right == len(rows))


@kinds_with_rows
def test_a_wrong_row_earns_nothing_and_costs_nothing(kind: str) -> None:
    asked = question(record(kind))
    wrong = [(choice + 1) % len(asked.parts[0].choices) for choice in RIGHT[kind]]
    assert asked.credit(wrong) == 0
    assert asked.complete(wrong)
    assert asked.credit([RIGHT[kind][0], *wrong[1:]]) == Fraction(1, len(wrong))


@kinds_with_rows
def test_picks_tell_row_and_choice_of_those_that_were_answered(kind: str) -> None:
    asked = question(record(kind))
    assert asked.picks([None, *RIGHT[kind][1:]]) == tuple(
        Pick(row, choice) for row, choice in enumerate(RIGHT[kind]) if row
    )


@kinds_with_rows
def test_a_row_carries_its_feedback_whatever_was_taken_and_a_misreading_when_wrong(
    kind: str,
) -> None:
    parts = question(record(kind)).parts
    told = next(part for part in parts if any(choice.misreading for choice in part.choices))
    assert len({choice.feedback for choice in told.choices}) == 1
    assert {choice.misreading for choice in told.choices if not choice.key} == {"swap"}


@kinds_with_rows
def test_rows_left_blank_stay_blank(kind: str) -> None:
    asked = question(record(kind))
    shown = asked.present(AUTHORED)
    row = shown.rows[0]
    read = asked.read({row.name: [row.choices[1].value]}, AUTHORED)
    assert [choice is None for choice in read].count(False) == 1
    again = asked.present(AUTHORED, read).rows
    assert [c.text for c in again[0].choices if c.taken] == [row.choices[1].text]


def test_left_sides_may_share_a_right_side() -> None:
    pairs = [{"left": "Bridge", "right": "planned"}, {"left": "Tunnel", "right": "planned"}]
    asked = question(record("match", pairs=pairs))
    assert asked.rights == ("planned", "closed")
    assert asked.credit([0, 0]) == 1


MATCH = [
    {"pairs": [{"left": "a", "right": "x"}, {"left": "a", "right": "y"}]},
    {"extra_right": ["closed", "closed"]},
    {"extra_right": ["planned"]},
    {"pairs": [{"left": "a", "right": "x"}]},
]
CLASSIFY: list[dict[str, Any]] = [
    {"categories": ["Stated", "Hoped", "Feared"]},
    {"categories": ["Stated"]},
    {"categories": ["Stated", "Hoped", "Hoped"]},
    {"cards": [{"text": "a", "category": "Stated"}, {"text": "b", "category": "Other"}]},
    {"cards": [{"text": "a", "category": "Stated"}, {"text": "a", "category": "Hoped"}]},
]
CLOZE = [
    {"stem": "No blank at all."},
    {"stem": "{{1}} only"},
    {"stem": "{{2}} before {{1}}"},
    {"stem": "{{1}} and {{2}} and {{3}}"},
    {"stem": "{{1}} and {{1}}"},
    {"stem": "{{0}} and {{1}}"},
    {"stem": "{{1}} and {{\N{ARABIC-INDIC DIGIT TWO}}}"},
    {"stem": "{{ 1 }} and {{ 2 }}"},
    *(
        {"blanks": [{"options": ["a", "b"], "key": 0}, blank]}
        for blank in (
            {"options": ["a", "b"], "key": 2},
            {"options": ["a", "b"], "key": -1},
            {"options": ["a", "a"], "key": 0},
            {"options": ["a"], "key": 0},
        )
    ),
]
IMPOSSIBLE = [
    *(("match", changes) for changes in MATCH),
    *(("classify", changes) for changes in CLASSIFY),
    *(("cloze", changes) for changes in CLOZE),
]


@pytest.mark.parametrize(("kind", "changes"), IMPOSSIBLE)
def test_a_question_that_cannot_be_answered_is_refused(kind: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        question(record(kind, **changes))


def test_the_message_about_blanks_shows_how_to_write_them() -> None:
    with pytest.raises(ValidationError, match=r"must hold \{\{1\}\}, \{\{2\}\} … once each"):
        question(record("cloze", stem="No blank."))


def test_the_text_of_a_cloze_is_cut_at_its_blanks() -> None:
    shown = question(record("cloze")).present(AUTHORED)
    assert shown.pieces == ("The writer says a ", " is planned because the ", " is late.")
    assert [row.name for row in shown.rows] == ["blank-0", "blank-1"]


def test_more_than_nine_blanks_keep_their_numbers() -> None:
    blanks = [{"options": ["a", "b"], "key": 0}] * 12
    stem = " ".join(f"{{{{{number}}}}}" for number in range(1, 13))
    asked = question(record("cloze", stem=stem, blanks=blanks))
    assert len(asked.present(AUTHORED).pieces) == 13
    assert asked.credit([0] * 7 + [1] * 5) == Fraction(7, 12)
