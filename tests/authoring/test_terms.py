"""The terms of an assignment in words, the presets, and times that clocks skip or show twice."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from quizapp.authoring.forms.assignments import TermsForm, begun
from quizapp.authoring.moments import as_shown, twice
from quizapp.authoring.presets import PRESETS, preset
from quizapp.authoring.terms import Terms, cautions, in_words
from quizapp.core.schedule import Release
from tests.make import AT

OSLO = "Europe/Oslo"
LOCAL = AT.astimezone(ZoneInfo(OSLO))


def terms(**changes: Any) -> Terms:
    """Return the terms of a quiz with one try, all of it shown after submitting."""
    values: dict[str, Any] = {
        "title": "Form A",
        "practice": False,
        "opens_at": AT,
        "closes_at": None,
        "time_limit": None,
        "attempts_allowed": 1,
        "grading": "best",
        "shuffle_questions": False,
        "shuffle_choices": False,
        "release": Release("submit", "submit", "submit", "submit"),
    }
    return Terms(**values | changes)


def said(**changes: Any) -> str:
    """Return the terms in words."""
    return " ".join(in_words(terms(**changes), OSLO, AT))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Students can start at once; it stays open until you close it."),
        ({"opens_at": AT + timedelta(hours=2)}, "from Mon 7 Sep 2026, 12:00; it stays open"),
        (
            {"closes_at": AT + timedelta(days=1)},
            "at once, until Tue 8 Sep 2026, 10:00 (Europe/Oslo time).",
        ),
        ({}, "There is no time limit."),
        ({"time_limit": timedelta(minutes=30)}, "Each attempt has 30 min from its start"),
        (
            {"time_limit": timedelta(minutes=30), "closes_at": AT + timedelta(days=1)},
            "The closing time ends every attempt.",
        ),
        ({}, "Each student has one try."),
        ({"attempts_allowed": 2}, "Each student has 2 tries. What counts: best try."),
        (
            {"attempts_allowed": None, "grading": "mean"},
            "Students may try as often as they like. What counts: mean of all tries.",
        ),
        ({}, "Questions and choices stand in the same order for everyone."),
        (
            {"shuffle_questions": True, "shuffle_choices": True},
            "The order of questions and choices is shuffled for each attempt.",
        ),
        (
            {},
            "After submitting, students see their score, their own answers, the key and",
        ),
        (
            {"release": Release("submit", "submit", "close", "never")},
            "score and their own answers. After the assignment closes, students see the key.",
        ),
        (
            {"release": Release("submit", "submit", "close", "never")},
            "Students are never shown the explanations.",
        ),
        (
            {"release": Release("submit", "submit", "close", "close", argument=True)},
            "With the explanations of a submitted attempt, they see how the article argues.",
        ),
        (
            {"share_figures": True},
            "After it closes, they see the mean and the median of the class, if 5 or more have",
        ),
    ],
)
def test_terms_are_said_in_plain_sentences(changes: dict[str, Any], words: str) -> None:
    assert words in said(**changes)


def test_a_key_that_gets_out_early_is_pointed_out() -> None:
    assert cautions(terms()) == [
        "Students who submit early see the key while others are still at work."
    ]
    assert cautions(terms(attempts_allowed=2)) == ["Students who try again will have seen the key."]
    assert cautions(terms(release=Release("submit", "submit", "close", "close"))) == []
    assert cautions(terms(practice=True)) == []


def form(**data: Any) -> TermsForm:
    """Return a form of terms with what it begins with."""
    return TermsForm(data={"title": "A", **data}, zone=OSLO, now=AT, past=False)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_makes_sense_as_it_is(name: str) -> None:
    filled = form(**preset(name, LOCAL))
    assert filled.validate(), filled.errors
    assert filled.terms().practice == (name == "practice")
    assert cautions(filled.terms()) == []


@pytest.mark.parametrize("name", PRESETS)
def test_terms_come_back_from_their_form(name: str) -> None:
    kept = form(**preset(name, LOCAL)).terms()
    again = form(**begun(kept, OSLO))
    assert again.validate()
    assert again.terms() == kept


SPRING, AUTUMN = datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001


def test_clocks_skip_an_hour_in_spring() -> None:
    assert as_shown(SPRING, OSLO) == SPRING + timedelta(hours=1)
    assert as_shown(SPRING, "UTC") == SPRING
    assert not twice(SPRING, OSLO)


def test_clocks_show_an_hour_twice_in_autumn() -> None:
    assert twice(AUTUMN, OSLO)
    assert as_shown(AUTUMN, OSLO) == AUTUMN
    assert not twice(AUTUMN, "UTC")
    assert not twice(AUTUMN + timedelta(hours=1), OSLO)


def test_a_time_that_is_skipped_is_refused_with_another() -> None:
    filled = form(**preset("practice", LOCAL) | {"opens": SPRING})
    assert not filled.validate()
    assert filled.opens.errors == [
        "Clocks go forward over this time that night. Use 03:30 instead."
    ]


def test_a_time_that_comes_twice_is_the_first_and_says_so() -> None:
    filled = form(**preset("graded", LOCAL) | {"closes": AUTUMN})
    assert filled.validate()
    assert filled.terms().closes_at.hour == 0
    assert filled.notes == ["02:30 comes twice that night, as clocks go back; the first is meant."]
