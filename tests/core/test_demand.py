"""Asking for quizzes: the same seed, the same quiz; a retake; and why one cannot be drawn."""

from dataclasses import replace

import pytest

from quizapp.core.demand import Drawn, NotDrawn, draw
from quizapp.core.draw import Card, drawn
from quizapp.core.passage import Plan
from tests.core.test_draw import BANK, PLANS, plan, some


def test_a_seed_finds_its_quiz_again() -> None:
    found = draw(BANK, PLANS["strict"], 7)
    assert isinstance(found, Drawn)
    assert draw(BANK, PLANS["strict"], 7) == found
    assert drawn(BANK, PLANS["strict"], found.seed) == found.ids
    assert draw(BANK, PLANS["strict"], 8) != found


def test_a_retake_repeats_nothing_and_prefers_what_was_not_seen() -> None:
    last = draw(BANK, PLANS["strict"], 1)
    assert isinstance(last, Drawn)
    rest = [each for each in BANK if each.id not in last.ids]
    seen = {each.id for each in BANK if each.id.startswith(("A", "B"))}
    again = draw(rest, PLANS["strict"], 1, seen)
    assert isinstance(again, Drawn)
    assert seen.isdisjoint(again.ids)
    assert set(last.ids).isdisjoint(again.ids)


def test_what_was_seen_is_taken_when_there_is_nothing_else() -> None:
    pool = some(2)
    assert draw(pool, plan(2), 0, {"X0"}) == Drawn(0, draw(pool, plan(2), 0).ids)  # type: ignore[union-attr]


def test_words_stand_for_skills_kinds_and_difficulties() -> None:
    names = {"c-detail": "Detail", "short": "Short answer", "H": "Hard"}
    limits = [{"types": ["short"], "least": 1}, {"difficulty": ["H"], "least": 2}]
    found = draw(some(1), plan(2, limits=limits, paragraphs=3), 0, names=names)
    assert found == NotDrawn(
        "2 on Detail needed, each of another topic; there is 1; "
        "1 of Short answer needed; there are none; "
        "2 of Hard needed; there are none; "
        "3 main paragraphs needed; there is 1"
    )


FOES = some(2, enemies=frozenset({"X0", "X1"}))


@pytest.mark.parametrize(
    ("cards", "rules", "demand"),
    [
        (FOES, {}, "no question that gives another away"),
        (some(3), {"limits": [{"types": ["single"], "most": 1}]}, "the number of single"),
        ([*some(2, paras=(1,)), *some(1, skill="r", paras=(2,))], {"paragraphs": 2}, "paragraphs"),
        ([*some(2), *some(1, skill="r", type="short")], {"kinds": 2}, "the number of kinds"),
    ],
)
def test_the_demand_that_stands_in_the_way_is_named(
    cards: list[Card], rules: dict[str, object], demand: str
) -> None:
    found = draw(cards, plan(2, **rules), 0)
    assert isinstance(found, NotDrawn)
    assert demand in found.reason


def test_questions_of_one_topic_are_named_as_what_stands_in_the_way() -> None:
    shares = [{"skills": [skill], "count": 1} for skill in ("c-detail", "r-claim")]
    cards = [*some(1), *some(1, id="R", skill="r-claim")]
    found = draw(cards, Plan.model_validate({"shares": shares}), 0)
    assert found == NotDrawn(
        "there is enough of everything, but not together; "
        "without one of these it works: one question of a topic"
    )


def test_demands_that_only_together_stand_in_the_way_are_said_to() -> None:
    cards = [replace(each, enemies=frozenset({"X0", "X1"})) for each in some(2)]
    limits = [{"types": ["single"], "most": 1}]
    found = draw(cards, plan(2, limits=limits), 0)
    assert found == NotDrawn("there is enough of everything, but not together")
