"""The doors to the rules: findings of one question, of several, and of what is no question."""

from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.core.kinds import question
from quizapp.core.lint import NEVER_WAIVED, RULES, bank_findings, shape_findings
from quizapp.core.passage import Passage
from tests.core.lint.found import HARBOUR, findings, fired
from tests.make import PASSAGE, record

WHY = "Two choices, since the writer weighs two things only."


def test_every_rule_has_an_id_of_its_own_a_name_and_a_check() -> None:
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids), key=ids.index)
    for rule in RULES:
        assert rule.name
        assert rule.checks


def test_every_check_names_its_prior_art() -> None:
    checks = [check for rule in RULES for check in rule.checks]
    assert [check for check in checks if "Prior art" not in (check.__doc__ or "")] == []


def test_a_waiver_with_a_reason_silences_its_rule() -> None:
    two = record("single")["options"][:2]
    assert fired("SCH-04", options=two) == ["options"]
    assert fired("SCH-04", options=two, waive=[{"rule": "SCH-04", "reason": WHY}]) == []
    assert fired("SCH-04", options=two, waive=[{"rule": "SCH-05", "reason": WHY}]) == ["options"]


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("SRC-01", {"stem": 'What is "never late"?'}),
        ("SRC-02", {"quotes": [{"p": 4, "text": "one two three four five six seven eight nine"}]}),
        ("FBK-01", {"explanation": "Too short (P1)."}),
        ("SCH-02", {"skill": "c-nothing"}),
    ],
)
def test_some_rules_are_not_open_to_argument(rule: str, changes: dict[str, Any]) -> None:
    assert rule in NEVER_WAIVED
    assert fired(rule, **changes, waive=[{"rule": rule, "reason": WHY}]) != []


def test_several_questions_know_no_waiver_of_ids() -> None:
    waive = [{"rule": "SCH-02", "reason": WHY}]
    twins = [question(record(id="X1", waive=waive)), question(record(id="X1", waive=waive))]
    assert len(bank_findings(twins, HARBOUR)) == 1


def shape(content: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(ValidationError) as error:
        question(content)
    return {finding.field: finding.message for finding in shape_findings(error.value)}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"stem": 1915}, "stem", 'must be text: put it in quotes, "1915"'),
        ({"stem": True}, "stem", 'must be text: put it in quotes, "true"'),
        ({"stem": None}, "stem", "empty: write the text, or leave the field out where it may be"),
        ({"stem": ["a"]}, "stem", "must be text"),
        ({"stem": "x" * 20_001}, "stem", "too long: use at most 20000 characters"),
        ({"stem": ""}, "stem", "empty: write something here, or leave the field out where it may"),
        ({"paras": []}, "paras", "too few: at least 1 needed, here 0"),
        ({"paras": 3}, "paras", "must be a list: write '- ' before each entry"),
        ({"paras": ["three"]}, "paras.0", "must be a whole number"),
        ({"paras": [1.5]}, "paras.0", "must be a whole number"),
        ({"quotes": [{"p": 100, "text": "x"}]}, "quotes.0.p", "must be at most 99"),
        ({"quotes": [{"p": -1, "text": "x"}]}, "quotes.0.p", "must be at least 0"),
        (
            {"options": [{"text": "A bridge"}] * 13},
            "options",
            "too many: at most 12 allowed, here 13",
        ),
        ({"options": ["A bridge"]}, "options.0", "must be a group of fields: name: value"),
        ({"pi": "perhaps"}, "pi", "must be true or false"),
        ({"type": "x"}, "type", "must be one of 'single', 'multi'"),
        ({"type": []}, "type", "must be one of 'single', 'multi'"),
        ({"difficulty": "X"}, "difficulty", "must be one of 'E', 'M' or 'H'"),
        ({"verdict": "X"}, "verdict", "must be one of 'faults', 'neutral' or 'credits'"),
        ({"id": "no spaces"}, "id", "use letters, digits, '-' and '_' only"),
        ({"waive": [{"rule": "x", "reason": WHY}]}, "waive.0.rule", "name a rule as in 'SCH-04'"),
        ({"claims": [3.1]}, "claims.0", 'must be text: put it in quotes, "3.1"'),
    ],
)
def test_what_is_wrong_is_said_in_words(changes: dict[str, Any], field: str, message: str) -> None:
    assert shape(record(**changes))[field].startswith(message)


def test_a_misreading_is_written_as_a_code() -> None:
    content = record("tfns", misreadings={"true": "Not A Code"})
    assert shape(content)["misreadings.true"].startswith("use small letters, digits and '-' only")


def test_an_unknown_answer_in_feedback_is_named() -> None:
    assert "feedback.maybe" in shape(record("tfns", feedback={"maybe": "So it may be."}))


def test_a_list_with_a_faulty_entry_does_not_seem_too_short() -> None:
    content = record("single")
    content["options"] = [content["options"][0], {"feedback": "It has no text at all (P1)."}]
    assert shape(content) == {"options.1.text": "missing: every option needs its text"}


def test_every_fault_of_a_record_is_told_at_once() -> None:
    assert set(shape({"type": "single"})) >= {"id", "stem", "options", "paras", "explanation"}


def test_findings_say_how_grave_they_are() -> None:
    (found,) = findings(record("match", extra_right=[]))
    assert found.severity == "warning"


def test_the_lists_of_one_passage_do_not_bind_another() -> None:
    skills = [{"id": "s-own", "name": "Own", "definition": "Own.", "family": "content"}]
    other = Passage.model_validate(PASSAGE | {"skills": skills})
    assert fired("SCH-02", passage=other, skill="s-own") == []
    assert fired("SCH-02", passage=HARBOUR, skill="s-own") == ["skill"]
