"""Drawing quizzes: by plan and seed, the same again, without clashes, or with why not."""

from dataclasses import replace

import pytest

from quizapp.core.demand import Drawn, draw
from quizapp.core.draw import Card, card, drawn, faults
from quizapp.core.kinds import question
from quizapp.core.passage import Plan
from tests.make import record
from tests.shipped import ALWAGHT

BANK = [card(placed.question) for placed in ALWAGHT.questions]
PLANS = ALWAGHT.passage.draws


def some(count: int, **changes: object) -> list[Card]:
    """Return questions on one skill, each of a topic of its own."""
    first = Card("X0", "c-detail", "single", "E", (1,), "topic-0")
    return [
        replace(first, **{"id": f"X{i}", "topic": f"topic-{i}", "paras": (i + 1,), **changes})  # type: ignore[arg-type]
        for i in range(count)
    ]


def plan(count: int = 2, **rules: object) -> Plan:
    return Plan.model_validate({"shares": [{"skills": ["c-detail"], "count": count}], **rules})


@pytest.mark.parametrize("name", ["strict", "practice", "short"])
def test_what_is_drawn_keeps_to_its_plan_for_many_seeds(name: str) -> None:
    by_id = {each.id: each for each in BANK}
    for seed in range(100):
        found = draw(BANK, PLANS[name], seed)
        assert isinstance(found, Drawn)
        assert list(faults([by_id[each] for each in found.ids], PLANS[name])) == []
        assert len(set(found.ids)) == PLANS[name].length


def test_questions_of_one_topic_and_enemies_never_meet() -> None:
    assert drawn(some(2, topic="one"), plan(2), 0) is None
    one, other = some(2)
    assert drawn([one, replace(other, enemies=frozenset({"X0"}))], plan(2), 0) is None
    assert drawn([replace(one, enemies=frozenset({"X1"})), other], plan(2), 0) is None
    assert drawn([one, other], plan(2), 0) is not None


def test_limits_hold_from_both_sides() -> None:
    easy, hard = some(3)[:2], [replace(some(3)[2], difficulty="H")]
    mixed = plan(2, limits=[{"difficulty": ["H"], "least": 1, "most": 1}])
    for seed in range(20):
        found = drawn([*easy, *hard], mixed, seed)
        assert found is not None
        assert "X2" in found
    assert drawn([*easy, *hard], plan(2, limits=[{"types": ["single"], "most": 1}]), 0) is None


def test_breadth_is_demanded() -> None:
    same = some(2, paras=(1, 2))
    assert drawn(same, plan(2, paragraphs=2), 0) is None
    assert drawn(some(2), plan(2, paragraphs=2), 0) is not None
    assert drawn(some(2), plan(2, kinds=2), 0) is None


def test_a_search_without_end_is_given_up() -> None:
    many = some(12, enemies=frozenset(f"X{i}" for i in range(6)))
    assert drawn(many, plan(8), 0) is None


def test_faults_say_how_a_quiz_departs_from_its_plan() -> None:
    one, other, third = some(3)
    clash = [one, replace(other, topic=one.topic), replace(third, enemies=frozenset({"X0"}))]
    limits = [
        {"types": ["single"], "least": 1, "most": 2},
        {"difficulty": ["H"], "least": 1, "most": 1},
    ]
    strict = plan(2, limits=limits, kinds=2, paragraphs=4)
    assert list(faults(clash, strict)) == [
        "3 on c-detail instead of 2",
        "3 of single instead of 1 to 2",
        "0 of H instead of 1",
        "3 main paragraphs instead of 4 or more",
        "1 kinds instead of 2 or more",
        "2 of the topic topic-0",
        "X2 and X0 are enemies",
    ]


def test_a_question_gives_what_a_draw_needs() -> None:
    made = card(question(record(enemies=["Z"], paras=[2, 1])))
    assert made == Card("SINGLE1", "c-detail", "single", "E", (2, 1), "bridge", frozenset({"Z"}))
