"""Invented students: the same from the same seed, right more often the abler they are."""

from random import Random

import pytest

from quizapp.core.kinds import KINDS, Question, question
from quizapp.core.question import InvalidAnswer, Shuffle
from quizapp.simulation.model import Reader, Tendencies, readers, tendencies
from tests.make import record

PLAIN = Tendencies("test")


def a_reader(ability: float, careless: float = 0.0) -> Reader:
    """Return an invented student of an ability."""
    return Reader("Ben", Random("ben"), ability, seconds=60, careless=careless)


def every_kind() -> list[Question]:
    return [question(record(kind)) for kind in KINDS]


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_is_one_that_a_page_could_have_sent(kind: str) -> None:
    asked = question(record(kind))
    shuffle = Shuffle("seed", choices=False)
    for ability in (-3, 0, 3):
        reader = a_reader(ability)
        for _ in range(20):
            answer = reader.answer(asked, PLAIN)
            shown = asked.present(shuffle, answer)
            sent = {row.name: [c.value for c in row.choices if c.taken] for row in shown.rows}
            sent["choice"] = [choice.value for choice in shown.choices if choice.taken]
            sent["text"] = [shown.text]
            try:
                assert asked.read(sent, shuffle) == answer
            except InvalidAnswer as refused:
                pytest.fail(f"{answer}: {refused}")


def test_the_abler_are_right_more_often() -> None:
    def share_right(ability: float) -> float:
        reader = a_reader(ability)
        marks = [q.credit(reader.answer(q, PLAIN)) for _ in range(60) for q in every_kind()]
        return float(sum(marks)) / len(marks)

    weak, middling, able = map(share_right, (-2.5, -0.5, 1.5))
    assert weak < middling < able


def test_a_weak_skill_is_harder() -> None:
    asked = question(record("single"))
    weak = Tendencies("test", weak=frozenset({"c-detail"}))
    assert weak.chance_right(asked, 0) < PLAIN.chance_right(asked, 0)


def test_wrong_answers_lean_towards_the_misreadings_of_the_class() -> None:
    asked = question(record("single"))
    prone = Tendencies("test", prone=frozenset({"swap"}))

    def swaps(class_: Tendencies) -> int:
        chance = Random("wrong")
        return sum(class_.wrong(asked.parts[0].choices, chance) == 1 for _ in range(300))

    assert swaps(PLAIN) < 200 < swaps(prone)


def test_the_careless_leave_questions_blank() -> None:
    asked = question(record("single"))
    assert a_reader(0, careless=1.0).answer(asked, PLAIN) is None


def test_the_same_seed_makes_the_same_class() -> None:
    def answers(seed: str) -> list[object]:
        return [r.answer(q, PLAIN) for r in readers(("Ann", "Bob"), seed) for q in every_kind()]

    assert answers("one") == answers("one")
    assert answers("one") != answers("two")


def test_a_class_is_weak_in_a_skill_of_reasoning_when_there_is_one() -> None:
    asked = [question(record("single")), question(record("tfns", skill="r-claim"))]
    found = tendencies(asked, {"c-detail": "content", "r-claim": "reasoning"}, "seed")
    assert found.weak == {"r-claim"}
    assert found.prone == {"swap"}
    assert tendencies(asked[:1], {}, "seed").weak == {"c-detail"}
