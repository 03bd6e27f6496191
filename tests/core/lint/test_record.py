"""The rules of the record: fields, lists, keys, numbers of choices, and no talk of places."""

from typing import Any

import pytest

from quizapp.core.kinds import KINDS, question
from quizapp.core.lint import bank_findings
from quizapp.core.lint.record import misreadings_known
from quizapp.core.passage import Passage
from tests.core.lint.found import HARBOUR, findings, fired, without
from tests.make import PASSAGE, record

COMMON = ("id", "type", "skill", "difficulty", "paras", "topic", "stem", "explanation")
OPTION = {"text": "A bridge", "feedback": "That is what she says first (P1)."}


def options(*keys: bool) -> list[dict[str, Any]]:
    return [OPTION | {"text": f"Thing {n}", "key": key} for n, key in enumerate(keys)]


def rules(content: dict[str, Any]) -> set[str]:
    return {finding.rule for finding in findings(content)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_record_of_any_kind_passes(kind: str) -> None:
    assert [f for f in findings(record(kind)) if f.severity == "error"] == []


@pytest.mark.parametrize("name", COMMON)
def test_a_missing_field_is_named(name: str) -> None:
    found = [f for f in findings(without("single", name)) if f.rule == "SCH-01"]
    assert [f.field for f in found] == [name]
    assert found[0].message == f"missing: every question needs its {name}"


@pytest.mark.parametrize("name", ["stem", "skill", "topic", "explanation"])
def test_an_empty_field_counts_as_missing(name: str) -> None:
    assert fired("SCH-01", **{name: "  "}) == [name]


def test_a_missing_part_of_an_option_is_named_with_its_place() -> None:
    content = record("single")
    del content["options"][1]["text"]
    assert [(f.rule, f.field, f.message) for f in findings(content)] == [
        ("SCH-01", "options.1.text", "missing: every option needs its text")
    ]


def test_an_unknown_field_is_named() -> None:
    assert fired("SCH-01", skil="c-detail") == ["skil"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [("tfns", "answer"), ("short", "model_answer"), ("short", "rubric"), ("short", "accept")],
)
def test_a_question_without_its_key_lacks_a_field_and_a_key(kind: str, name: str) -> None:
    assert rules(without(kind, name)) == {"SCH-01", "SCH-03"}


@pytest.mark.parametrize(
    ("field", "value"), [("type", "singel"), ("type", 5), ("difficulty", "X"), ("difficulty", "e")]
)
def test_kind_and_difficulty_are_from_their_lists(field: str, value: object) -> None:
    assert fired("SCH-02", **{field: value}) == [field]
    assert fired("SCH-01", **{field: value}) == []


@pytest.mark.parametrize(
    ("changes", "field", "hint"),
    [
        ({"skill": "c-detial"}, "skill", "did you mean 'c-detail'?"),
        ({"topic": "weather"}, "topic", "use one of its list of topics"),
        ({"claims": ["1.1", "9.9"]}, "claims.1", "use one of its list of claims"),
    ],
)
def test_skill_topic_and_claims_are_the_passages(
    changes: dict[str, Any], field: str, hint: str
) -> None:
    (found,) = findings(record(**changes))
    assert (found.rule, found.severity, found.field) == ("SCH-02", "error", field)
    assert hint in found.message


def test_a_list_the_passage_leaves_out_binds_nobody() -> None:
    bare = Passage.model_validate(PASSAGE | {"topics": [], "claims": [], "argument": None})
    assert fired("SCH-02", passage=bare, topic="weather", claims=["9.9"]) == []


def test_an_id_is_used_once() -> None:
    twins = [question(record(id=name, family="one")) for name in ("X1", "X2", "X1")]
    assert [(place, f.rule, f.field) for place, f in bank_findings(twins, HARBOUR)] == [
        (2, "SCH-02", "id")
    ]


def test_enemies_exist_and_one_side_is_enough() -> None:
    other = question(record("tfns", id="X2"))
    pair = [question(record(id="X1", enemies=["X2", "X9"])), other]
    found = bank_findings(pair, HARBOUR, {"X1", "X2"})
    assert [(place, f.field) for place, f in found] == [(0, "enemies.1")]
    assert "there is no question 'X9'" in found[0][1].message


def test_enemies_from_elsewhere_are_judged_only_when_all_ids_are_known() -> None:
    assert bank_findings([question(record(id="X1", enemies=["X9"]))], HARBOUR) == []


def test_a_question_is_not_its_own_enemy() -> None:
    ((_, found),) = bank_findings([question(record(id="X1", enemies=["X1"]))], HARBOUR)
    assert found.field == "enemies.0"


def test_misreadings_are_from_their_list() -> None:
    content = record("tfns", misreadings={"true": "swop", "not-stated": "swap"})
    found = list(misreadings_known(question(content), {"swap"}))
    assert [(f.rule, f.field) for f in found] == [("SCH-02", "misreadings.true")]
    assert "did you mean 'swap'?" in found[0].message
    found = list(misreadings_known(question(record("match")), {"other"}))
    assert [f.field for f in found] == ["pairs.1.misreading"]
    assert "misreadings.yaml lists them" in found[0].message


PAIR = {"left": "Bridge", "right": "planned", "feedback": "She opens with the bridge (P1)."}
CARD = {"text": "A bridge", "category": "Stated", "feedback": "It is said flatly (P1)."}
BLANK = {"options": ["bridge", "tunnel"], "key": 0, "feedback": "She says that it is planned (P1)."}
STEPS = [{"text": f"Step {n}", "feedback": "It comes where it comes (P1)."} for n in range(8)]


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("single", {"options": options(True, True, False)}, "options"),
        ("single", {"options": options(False, False, False)}, "options"),
        ("multi", {"options": options(True, False, False, False)}, "options"),
        ("multi", {"options": options(True, True, True, False)}, "options"),
        ("tfns", {"answer": "perhaps"}, "answer"),
        ("match", {"pairs": [PAIR, PAIR | {"left": "Ferry", "right": ""}]}, "pairs.1.right"),
        ("match", {"pairs": [PAIR, PAIR]}, "pairs"),
        ("match", {"extra_right": ["planned"]}, "pairs"),
        ("order", {"sequence": STEPS[:2]}, "sequence"),
        ("order", {"sequence": STEPS[:7]}, "sequence"),
        ("order", {"sequence": [STEPS[0]] * 3}, "sequence"),
        ("classify", {"categories": ["Stated", "Hoped", "Feared"]}, "categories"),
        ("classify", {"cards": [CARD, CARD | {"category": "Hoped"}]}, "cards"),
        ("cloze", {"blanks": [BLANK, BLANK | {"key": 2}]}, "blanks"),
        ("cloze", {"blanks": [BLANK, BLANK | {"key": -1}]}, "blanks.1.key"),
        ("cloze", {"blanks": [BLANK]}, "stem"),
        ("cloze", {"blanks": [BLANK, BLANK | {"options": ["bridge"] * 2}]}, "blanks"),
        ("short", {"accept": []}, "accept"),
        ("short", {"accept": [[]]}, "accept"),
        ("short", {"rubric": []}, "rubric"),
        ("short", {"model_answer": ""}, "model_answer"),
    ],
)
def test_the_key_fits_the_kind(kind: str, changes: dict[str, Any], field: str) -> None:
    assert fired("SCH-03", kind, **changes) == [field]


def pairs(count: int) -> list[dict[str, Any]]:
    return [PAIR | {"left": f"Left {n}", "right": f"Right {n}"} for n in range(count)]


def cards(count: int) -> list[dict[str, Any]]:
    names = ["Stated", "Hoped"]
    return [CARD | {"text": f"Card {n}", "category": names[n % 2]} for n in range(count)]


@pytest.mark.parametrize(
    ("kind", "field", "make", "least", "most"),
    [
        ("single", "options", lambda n: options(True, *[False] * (n - 1)), 3, 5),
        ("multi", "options", lambda n: options(True, True, *[False] * (n - 2)), 4, 6),
        ("match", "pairs", pairs, 3, 5),
        ("classify", "cards", cards, 4, 8),
    ],
)
def test_the_number_of_choices_suits_the_kind(
    kind: str, field: str, make: Any, least: int, most: int
) -> None:
    for count in range(max(least - 1, 4 if kind == "multi" else 2), most + 2):
        expected = [] if least <= count <= most else [field]
        assert fired("SCH-04", kind, **{field: make(count)}) == expected


def test_a_match_needs_a_right_side_to_spare() -> None:
    (found,) = findings(record("match", extra_right=[]))
    assert (found.rule, found.severity, found.field) == ("SCH-04", "warning", "extra_right")


@pytest.mark.parametrize("kind", ["tfns", "order", "cloze", "short"])
def test_other_kinds_have_no_such_number(kind: str) -> None:
    assert fired("SCH-04", kind) == []


@pytest.mark.parametrize(
    "text",
    [
        "This makes option B the best of them.",
        "Answer C is close to it.",
        "The options A and D are alike.",
        "See choice (b) for that.",
        "The answer 'A' says so.",
        "the first option",
        "The LAST answers",
        "the fourth choice",
        "the second\u00a0option",
    ],
)
def test_no_text_speaks_of_a_choice_by_its_place(text: str) -> None:
    assert fired("SCH-05", ask=text) == ["ask"]


@pytest.mark.parametrize(
    "text",
    [
        "the answer a reader gives",
        "That is the right choice. A reader sees it.",
        "an answer, e.g. this one",
        "an answer e.g. this one",
        "option Because",
        "option D-day",
        "the first paragraph gives the answer",
        "firsthand options",
        "an unanswered question",
        "at last, an answer",
    ],
)
def test_other_uses_of_these_words_are_let_be(text: str) -> None:
    assert fired("SCH-05", ask=text) == []


def test_places_are_looked_for_in_every_text() -> None:
    content = record("single", stem="Why is the last option wrong, says the writer?")
    content["options"][2]["feedback"] = "Choice B says what she says of it (P1)."
    content["note"] = "The first answer is for beginners."
    content["waive"] = [{"rule": "SCH-04", "reason": "The first option is the best there is."}]
    found = [f.field for f in findings(content) if f.rule == "SCH-05"]
    assert sorted(found) == ["note", "options.2.feedback", "stem"]
