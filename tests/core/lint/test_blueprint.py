"""The rules of the finished bank: it has what was planned, quizzes can be drawn, answers agree."""

from typing import Any

import pytest

from quizapp.core.kinds import Question, question
from quizapp.core.lint import whole_findings
from quizapp.core.lint.rule import Pilot, Whole
from quizapp.core.passage import Passage
from tests.make import PASSAGE, record


def q(number: int, **changes: Any) -> Question:
    return question(record(id=f"X{number}", topic=f"t{number}", **changes))


def found(rule: str, whole: Whole) -> list[tuple[int | None, str, str]]:
    return [(place, f.field, f.message) for place, f in whole_findings(whole) if f.rule == rule]


def planned(**blueprint: object) -> Passage:
    return Passage.model_validate(PASSAGE | {"lint": {"blueprint": blueprint}})


def test_counts_keep_to_the_plan() -> None:
    questions = [q(i, claims=["1.1"]) for i in range(4)]
    exact = planned(
        skill={"c-detail": 4}, type={"single": 4}, difficulty={"E": 6}, paragraph={1: 3}
    )
    assert found("BNK-06", Whole(questions, exact)) == []
    off = planned(skill={"c-detail": 5}, type={"multi": 1}, difficulty={"E": 7}, paragraph={1: 6})
    assert [field for _, field, _ in found("BNK-06", Whole(questions, off))] == [
        "lint.blueprint.skill.c-detail",
        "lint.blueprint.type.multi",
        "lint.blueprint.difficulty.E",
        "lint.blueprint.paragraph.1",
    ]
    messages = [message for _, _, message in found("BNK-06", Whole(questions, off))]
    assert messages[0] == "4 questions of skill c-detail; the plan has 5"
    assert messages[2] == "4 questions of difficulty E; the plan has 7 (give or take 2)"


def test_every_claim_is_used() -> None:
    unused = found("BNK-06", Whole([q(1)], planned()))
    assert unused == [(None, "claims.0", "no question uses claim 1.1: write one")]
    assert found("BNK-06", Whole([q(1)], Passage.model_validate(PASSAGE))) == []


def drawing(draws: int = 20, **lint: object) -> dict[str, Any]:
    strict = {"shares": [{"skills": ["c-detail"], "count": 2}]}
    passage = Passage.model_validate(PASSAGE | {"lint": lint, "draws": {"strict": strict}})
    return {"passage": passage, "draws": draws}


def test_quizzes_can_be_drawn() -> None:
    assert found("BNK-09", Whole([q(1), q(2)], **drawing())) == []
    alone = found("BNK-09", Whole([q(1)], **drawing()))
    assert alone == [
        (None, "draws.strict", "0 of 20 draws find a quiz: write more, or ease the plan")
    ]
    assert found("BNK-09", Whole([q(1)], Passage.model_validate(PASSAGE))) == []


def test_many_draws_give_many_quizzes_and_every_question() -> None:
    pool = [q(1), q(2), question(record(id="X3", topic="t3", skill="r-claim"))]
    assert found("BNK-09", Whole(pool, **drawing(500))) == [
        (None, "draws.strict", "500 draws give 1 different quizzes: write more"),
        (2, "", "no draw ever takes it: check its topic, enemies and skill"),
    ]
    assert found("BNK-09", Whole([q(i) for i in range(40)], **drawing(500))) == []


def test_fixed_quizzes_keep_to_the_plan_and_share_no_question() -> None:
    pool = [q(1), q(2, paras=[2]), q(3)]
    fair = {"A": ["X1", "X2"]}
    assert found("BNK-09", Whole(pool, **drawing(forms=fair, form_paragraphs=2))) == []
    odd = {"A": ["X1", "X2"], "B": ["X2", "X9"]}
    told = found("BNK-09", Whole(pool, **drawing(forms=odd, form_touched=2)))
    assert [(field, message) for _, field, message in told] == [
        ("lint.forms.B", "X2 is in form A as well"),
        ("lint.forms.B", "there is no question 'X9'"),
        ("lint.forms.B", "1 on c-detail instead of 2"),
        ("lint.forms.B", "it is about 1 paragraphs instead of 2 or more"),
    ]


def test_fixed_quizzes_without_a_plan_still_keep_apart_what_never_meets() -> None:
    twin = question(record(id="X3", topic="t1", enemies=["X2"]))
    pool = [q(1), q(2), twin]
    passage = Passage.model_validate(PASSAGE | {"lint": {"forms": {"A": ["X1", "X2", "X3", "X9"]}}})
    assert [message for _, _, message in found("BNK-09", Whole(pool, passage))] == [
        "there is no question 'X9'",
        "2 of the topic t1",
        "X3 and X2 are enemies",
    ]
    apart = Passage.model_validate(PASSAGE | {"lint": {"forms": {"A": ["X1", "X2"]}}})
    assert found("BNK-09", Whole(pool, apart)) == []


@pytest.mark.parametrize(
    ("pilot", "told"),
    [
        (Pilot(29, 0.0), []),
        (Pilot(30, 0.5), []),
        (Pilot(30, 0.2, 0.15), []),
        (Pilot(30, 0.96), ["students earned 96% of its marks: it may be too easy"]),
        (Pilot(30, 0.19), ["students earned 19% of its marks: it may be too hard"]),
        (Pilot(30, 0.5, 0.14), ["its correlation with the rest is 0.14: check its key"]),
        (Pilot(30, 0.5, 0.3, ("A pier",)), ["hardly anybody chose 'A pier': replace it"]),
    ],
)
def test_answers_of_thirty_students_may_speak_against_a_question(
    pilot: Pilot, told: list[str]
) -> None:
    passage = Passage.model_validate(PASSAGE)
    answered = Whole([q(1), q(2)], passage, pilot={"X2": pilot})
    assert found("BNK-10", answered) == [(1, "", message) for message in told]
