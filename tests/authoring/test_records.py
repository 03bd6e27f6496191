"""The form of a question and its record: nothing is lost between them, whatever the kind."""

import pytest
from pydantic import ValidationError

from quizapp.authoring.records import record, sheet
from quizapp.authoring.sheets import MOST_ROWS, Sheet, acted, blank, filled_in
from quizapp.core.kinds import KINDS, Question, question
from tests import make
from tests.authoring.forms import sent
from tests.shipped import FOLDERS

BANK = [placed.question for folder in FOLDERS.values() for placed in folder.questions]


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_comes_back_from_its_form(kind: str) -> None:
    content = question(make.record(kind)).content()
    again = record(filled_in(kind, sent(sheet(content))), content["id"])
    assert question(again).content() == content


@pytest.mark.parametrize("kind", KINDS)
def test_every_optional_field_comes_back(kind: str) -> None:
    more = {
        "paras": [0, 3, 1],
        "enemies": ["A01", "B05"],
        "verdict": "credits",
        "claims": ["1.1"],
        "quotes": [{"p": 0, "text": "the title's words"}, {"p": 2, "text": "often late"}],
        "family": "bridges",
        "pi": True,
        "waive": [{"rule": "SCH-04", "reason": "Three cards, as there are three sources: so."}],
        "outside": True,
        "note": "For teachers.\nOn two lines.",
        "ask": "Who says so?",
    }
    content = question(make.record(kind, **more)).content()
    again = record(filled_in(kind, sent(sheet(content))), content["id"], content)
    assert question(again).content() == content


@pytest.mark.parametrize("asked", BANK, ids=lambda asked: asked.id)
def test_every_question_of_the_bank_comes_back_from_its_form(asked: Question) -> None:
    content = asked.content()
    again = record(filled_in(asked.type, sent(sheet(content))), asked.id, content)
    assert question(again).content() == content


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_form_is_no_question_yet(kind: str) -> None:
    with pytest.raises(ValidationError):
        question(record(blank(kind), "new"))


def test_rows_left_empty_are_left_out() -> None:
    filled = sheet(make.record("single"))
    first, *rest = filled.rows["options"]
    empty = {"text": "", "key": "", "feedback": "", "misreading": "swap"}
    spaced = Sheet("single", filled.fields, {"options": [empty, first, empty, *rest, empty]})
    assert len(record(spaced, "x")["options"]) == 3


def test_rows_are_added_moved_and_removed_by_their_buttons() -> None:
    filled = sheet(make.record("order"))

    def texts(action: str) -> list[str]:
        after = acted(filled, action)
        assert after is not None
        return [row["text"] for row in after.rows["sequence"]]

    before = [row["text"] for row in filled.rows["sequence"]]
    assert texts("add:sequence") == [*before, ""]
    assert texts("remove:sequence:0") == before[1:]
    assert texts("up:sequence:1") == [before[1], before[0], *before[2:]]
    assert texts("up:sequence:0") == before
    assert texts("down:sequence:0") == [before[1], before[0], *before[2:]]
    assert texts("down:sequence:3") == before
    assert [row["text"] for row in filled.rows["sequence"]] == before


@pytest.mark.parametrize(
    "action",
    [
        "",
        "save",
        "add",
        "add:cards",
        "remove:sequence",
        "remove:sequence:9",
        "up:sequence:-1",
        "turn:sequence:1",
        "remove:sequence:²",
        "down:sequence:99999999999999",
    ],
)
def test_a_button_that_is_none_does_nothing(action: str) -> None:
    assert acted(sheet(make.record("order")), action) is None


def test_there_is_an_end_to_adding_rows() -> None:
    filled = blank("single")
    for _ in range(2 * MOST_ROWS):
        filled = acted(filled, "add:options") or filled
    assert len(filled.rows["options"]) == MOST_ROWS
