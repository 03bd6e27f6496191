"""The rules of feedback: an explanation from the text, a word on every choice, no contradiction."""

from typing import Any

import pytest

from tests.core.lint.found import findings, fired, without
from tests.make import record

ELEVEN = "one two three four five six seven eight nine ten (P1)."


def test_an_explanation_has_twelve_words() -> None:
    assert fired("FBK-01", explanation=ELEVEN) == ["explanation"]
    assert fired("FBK-01", explanation=f"And {ELEVEN}") == []


@pytest.mark.parametrize(
    ("cited", "count"),
    [
        ("(P1)", 0),
        ("(P1, P2)", 0),
        ("in paragraph 1", 0),
        ("in paragraphs 1 and 2", 0),
        ("in the paragraph", 1),
        ("in p1", 1),
        ("in MP1", 1),
        ("in the title", 1),
    ],
)
def test_an_explanation_cites_a_paragraph(cited: str, count: int) -> None:
    text = f"She says so in as many words, which is all there is to say {cited}."
    assert len(fired("FBK-01", explanation=text)) == count


def test_a_question_about_the_title_may_cite_it_by_name() -> None:
    text = "The title asks it and gives no reply, so all that it does is to ask."
    assert fired("FBK-01", explanation=text, paras=[0]) == []
    assert fired("SRC-04", explanation=text, paras=[0]) == []


def test_a_record_without_explanation_breaks_this_rule_too() -> None:
    found = {f.rule for f in findings(without("single", "explanation"))}
    assert found == {"SCH-01", "FBK-01"}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("single", "options"),
        ("multi", "options"),
        ("match", "pairs"),
        ("order", "sequence"),
        ("classify", "cards"),
        ("cloze", "blanks"),
    ],
)
def test_every_choice_has_feedback(kind: str, name: str) -> None:
    content = record(kind)
    content[name] = [
        {field: text for field, text in entry.items() if field != "feedback"}
        for entry in content[name]
    ]
    expected = [f"{name}.{place}.feedback" for place in range(len(content[name]))]
    assert [f.field for f in findings(content) if f.rule == "FBK-02"] == expected


def test_all_three_answers_to_a_statement_have_feedback() -> None:
    feedback = {"true": "She reports the opposite about it (P2)."}
    assert fired("FBK-02", "tfns", feedback=feedback) == ["feedback.false", "feedback.not-stated"]


def test_a_short_answer_needs_none() -> None:
    assert fired("FBK-02", "short") == []


def test_feedback_has_six_words_and_on_a_card_four() -> None:
    single = record("single")
    single["options"][0] |= {"feedback": "This has five words (P1)."}
    assert [f.field for f in findings(single) if f.rule == "FBK-02"] == ["options.0.feedback"]
    cards = record("classify")
    cards["cards"][0] |= {"feedback": "Three words (P1)."}
    cards["cards"][1] |= {"feedback": "Four words here (P1)."}
    assert [f.field for f in findings(cards) if f.rule == "FBK-02"] == ["cards.0.feedback"]


def single_with(key: str, other: str) -> dict[str, Any]:
    content = record("single")
    content["options"][0] |= {"feedback": f"{key} that is what she says (P1)."}
    content["options"][1] |= {"feedback": f"{other} that is what she says (P1)."}
    return content


@pytest.mark.parametrize("opening", ["No:", "not so, as", "Wrong,", "Incorrect;"])
def test_what_the_key_gets_does_not_open_with_no(opening: str) -> None:
    found = [f for f in findings(single_with(opening, "Well,")) if f.rule == "FBK-04"]
    assert [(f.severity, f.field) for f in found] == [("error", "options.0.feedback")]


@pytest.mark.parametrize("opening", ["Yes,", "RIGHT:", "correct;"])
def test_what_a_wrong_choice_gets_does_not_open_with_yes(opening: str) -> None:
    found = [f for f in findings(single_with("Well,", opening)) if f.rule == "FBK-04"]
    assert [f.field for f in found] == ["options.1.feedback"]


@pytest.mark.parametrize(
    ("key", "other"),
    [("Yes,", "No,"), ("Nothing else:", "Rightly or wrongly,"), ("Notable:", "Corrected,")],
)
def test_only_whole_words_on_the_wrong_side_count(key: str, other: str) -> None:
    assert [f for f in findings(single_with(key, other)) if f.rule == "FBK-04"] == []


def test_statements_are_held_to_it_as_well() -> None:
    feedback = {
        "true": "Right, she reports just this of it (P2).",
        "false": "No, she reports it as often late (P2).",
        "not-stated": "",
    }
    assert fired("FBK-04", "tfns", feedback=feedback) == ["feedback.true", "feedback.false"]


def test_multiple_response_and_rows_are_not() -> None:
    multi = record("multi")
    multi["options"][0] |= {"feedback": "Not needed by many, but needed here (P1)."}
    cards = record("classify")
    cards["cards"][0] |= {"feedback": "No source is given (P1)."}
    for content in (multi, cards):
        assert [f for f in findings(content) if f.rule == "FBK-04"] == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("That is what she says first (P1).", "the same feedback"),
        ("Incorrect.", "nothing new"),
        ("No, that is wrong. Try again!", "nothing new"),
        ("Tunnel, a tunnel (P1).", "nothing new"),
        ("No tunnel is named by the writer here.", "cite the paragraph"),
    ],
)
def test_feedback_that_could_stand_anywhere_is_told(text: str, hint: str) -> None:
    options = record()["options"]
    options[1]["feedback"] = text
    (found,) = (f for f in findings(record(options=options)) if f.rule == "FBK-03")
    assert (found.severity, found.field) == ("warning", "options.1.feedback")
    assert hint in found.message


def test_feedback_on_the_title_may_cite_it() -> None:
    options = record()["options"]
    options[1]["feedback"] = "No tunnel is named in the title."
    assert fired("FBK-03", options=options, paras=[0, 1]) == []
    assert fired("FBK-03", options=options) == ["options.1.feedback"]


@pytest.mark.parametrize("kind", ["tfns", "match", "order", "classify", "cloze"])
def test_every_row_has_feedback_of_its_own(kind: str) -> None:
    assert fired("FBK-03", kind) == []
    content = record(kind)
    name = {"match": "pairs", "order": "sequence", "classify": "cards", "cloze": "blanks"}.get(kind)
    if name is None:
        content["feedback"]["false"] = content["feedback"]["true"]
        field = "feedback.false"
    else:
        content[name][1]["feedback"] = content[name][0]["feedback"]
        field = f"{name}.1.feedback"
    assert fired("FBK-03", kind, **content) == [field]


def test_missing_feedback_is_left_to_another_rule() -> None:
    assert fired("FBK-03", "tfns", feedback={}) == []
