"""A reviewed question carries what the release rule allows, and nothing else."""

from typing import Any

import pytest

from quizapp.core.kinds import KINDS, question
from quizapp.core.marks import PARTS_PER_POINT
from quizapp.core.question import Answer, Shuffle
from quizapp.core.review import Reviewed, Span, reviewed, spans
from quizapp.core.schedule import Shown
from tests.make import record

ALL = Shown(score=True, answers=True, key=True, explanation=True)
NOTHING = Shown(score=False, answers=False, key=False, explanation=False)
ANSWERS = Shown(score=False, answers=True, key=False, explanation=False)
NAMES = {"swap": "one thing for another"}
AUTHORED = Shuffle("a seed", choices=False)


def review(
    kind: str,
    answer: Answer | None,
    shown: Shown = ALL,
    shuffle: Shuffle = AUTHORED,
    **changes: Any,
) -> Reviewed:
    return reviewed(question(record(kind, **changes)), shuffle, answer, 0, 100, shown, NAMES)


def words(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def test_own_choice_and_key_each_get_their_feedback_and_others_none() -> None:
    key, own, other = review("single", 1).choices
    assert (key.key, key.taken, words(key.feedback)) == (
        True,
        False,
        "That is what she says first (P1).",
    )
    assert (own.key, own.taken, words(own.feedback)) == (
        False,
        True,
        "No tunnel is named here (P1).",
    )
    assert (own.misreading, key.misreading) == ("one thing for another", "")
    assert (other.taken, other.feedback) == (False, ())


def test_choices_stand_in_the_order_the_student_saw() -> None:
    shuffle = Shuffle("some seed", choices=True)
    asked = question(record("single"))
    seen = [choice.text for choice in asked.present(shuffle).choices]
    assert [choice.text for choice in review("single", 1, shuffle=shuffle).choices] == seen
    assert [c.text for c in review("single", 1, shuffle=shuffle).choices if c.taken] == ["A tunnel"]
    assert [c.text for c in review("single", 1, shuffle=shuffle).choices if c.key] == ["A bridge"]


def test_an_answer_about_a_statement_is_reviewed_in_its_fixed_order() -> None:
    says, otherwise, silent = review("tfns", "true").choices
    assert (says.taken, otherwise.key, silent.feedback) == (True, True, ())


def test_every_choice_of_a_multiple_response_that_was_taken_gets_feedback() -> None:
    choices = review("multi", [0, 2]).choices
    assert [(c.taken, c.key, bool(c.feedback)) for c in choices] == [
        (True, True, True),
        (False, True, True),
        (True, False, True),
        (False, False, False),
    ]


def test_a_row_tells_what_was_taken_and_what_belongs_there() -> None:
    bridge, ferry, shops = review("match", [0, 0, None]).rows
    assert (bridge.taken, bridge.key, bridge.right) == ("planned", "planned", True)
    assert (ferry.taken, ferry.key, ferry.right) == ("planned", "late", False)
    assert (ferry.misreading, bridge.misreading) == ("one thing for another", "")
    assert (shops.taken, shops.key, shops.right) == ("", "hoped for", False)


def test_cloze_keeps_the_text_around_its_blanks() -> None:
    found = review("cloze", [0, 0])
    assert found.pieces[0] == "The writer says a "
    assert [row.right for row in found.rows] == [True, False]


def test_steps_are_judged_by_the_step_that_follows_and_stand_in_their_right_order() -> None:
    rows = review("order", [1, 2, 0, None]).rows
    assert [row.label for row in rows] == ["The bridge", "The ferry", "The shops", "The end"]
    assert [row.right for row in rows] == [True, False, False, None]
    assert [row.taken for row in rows] == ["2", "3", "1", ""]


def test_steps_stand_as_they_were_shown_while_their_order_is_secret() -> None:
    rows = review("order", [0, 1, 2, 3], ANSWERS).rows
    asked = question(record("order"))
    assert [row.label for row in rows] == [row.text for row in asked.present(AUTHORED).rows]


def test_a_written_answer_comes_with_the_ideas_found_in_it() -> None:
    found = review("short", "They plan a bridge")
    assert [(idea.name, idea.found) for idea in found.ideas] == [("bridge", True), ("ferry", False)]
    assert found.model_answer
    assert len(found.rubric) == 2


def test_ideas_are_not_compared_with_an_answer_that_may_not_be_shown() -> None:
    shown = Shown(score=True, answers=False, key=True, explanation=True)
    assert [idea.found for idea in review("short", "a bridge", shown).ideas] == [None, None]


def test_the_mark_is_there_only_when_scores_are() -> None:
    asked = question(record())
    assert reviewed(asked, AUTHORED, 0, 7, 100, ALL, NAMES).mark == 7
    assert reviewed(asked, AUTHORED, 0, 7, 100, ANSWERS, NAMES).mark is None
    assert reviewed(asked, AUTHORED, 0, PARTS_PER_POINT, 100, ALL, NAMES).full
    assert not reviewed(asked, AUTHORED, 0, 7, 100, ALL, NAMES).full


def test_a_key_without_own_answers_says_nothing_of_them() -> None:
    shown = Shown(score=False, answers=False, key=True, explanation=True)
    assert [c.taken for c in review("single", 1, shown).choices] == [False, False, False]
    assert [(row.taken, row.right) for row in review("match", [0, 0, 0], shown).rows] == [
        ("", None)
    ] * 3


def test_an_explanation_without_the_key_gives_feedback_on_the_own_choice_only() -> None:
    shown = Shown(score=False, answers=True, key=False, explanation=True)
    key, own, _ = review("single", 1, shown).choices
    assert (key.key, key.feedback, words(own.feedback)) == (
        None,
        (),
        "No tunnel is named here (P1).",
    )
    assert [bool(row.feedback) for row in review("match", [0, None, 0], shown).rows] == [
        True,
        False,
        True,
    ]


WRONG: dict[str, Answer] = {
    "single": 1,
    "multi": [2, 3],
    "tfns": "true",
    "match": [1, 0, 0],
    "order": [3, 2, 1, 0],
    "classify": [1, 1, 0],
    "cloze": [1, 0],
    "short": "nothing of it",
}


@pytest.mark.parametrize("shown", [NOTHING, ANSWERS])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_before_release_no_key_feedback_or_explanation_is_carried(kind: str, shown: Shown) -> None:
    found = review(kind, WRONG[kind], shown, ask="KEY-ask")
    assert found.explanation == ()
    assert (found.ask, found.model_answer, found.rubric, found.ideas) == ("", "", (), ())
    assert found.cited == frozenset()
    assert all((c.key, c.feedback, c.misreading) == (None, (), "") for c in found.choices)
    assert all((r.key, r.right, r.feedback, r.misreading) == ("", None, (), "") for r in found.rows)


def test_citations_are_told_apart_from_the_text_around_them() -> None:
    assert spans("So it says (P1, P12).") == (
        Span("So it says ("),
        Span("P1", 1),
        Span(", "),
        Span("P12", 12),
        Span(")."),
    )
    assert spans("P3") == (Span("P3", 3),)
    assert spans("") == ()


def test_the_paragraphs_to_highlight_are_those_of_the_question_and_its_explanation() -> None:
    found = review("single", 1, paras=[3], explanation="It is said at the start (P1), as shown.")
    assert found.cited == {1, 3}
