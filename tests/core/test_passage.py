"""A passage and the lists that its questions draw on."""

import sys
import unicodedata
from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.core.misreading import Misreading
from quizapp.core.passage import UNSEEN, Passage
from quizapp.core.refusal import Refused
from tests.make import PASSAGE


def test_what_cannot_be_seen_are_all_controls_but_lines_and_tabs_and_all_half_characters() -> None:
    every = [chr(point) for point in range(sys.maxunicode + 1)]
    unseen = {c for c in every if unicodedata.category(c) in {"Cc", "Cs"}} - {"\n", "\t"}
    assert {c for c in every if UNSEEN.match(c)} == unseen


def passage(**changes: Any) -> Passage:
    return Passage.model_validate(PASSAGE | changes)


def paragraphs(*numbers: int) -> list[dict[str, Any]]:
    return [{"number": number, "text": "She says so."} for number in numbers]


@pytest.mark.parametrize("numbers", [(1, 3), (2, 1), (2, 3), (1, 1), (0, 1), ()])
def test_paragraphs_are_numbered_in_order_from_one(numbers: tuple[int, ...]) -> None:
    with pytest.raises(ValidationError):
        passage(paragraphs=paragraphs(*numbers))


def test_a_passage_comes_back_from_its_record_as_it_was() -> None:
    found = passage()
    assert Passage.model_validate(found.model_dump(mode="json")) == found


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "Harbour"},
        {"key": "../etc"},
        {"title": ""},
        {"title": "a\0b"},
        {"skills": []},
        {"quotes": [{"p": -1, "text": "x"}]},
        {"claims": [{"id": "1", "text": "x", "kind": "guess"}]},
        {"language": "English!"},
        {"definitions": {"tfns": [{"term": "a\x07", "meaning": "x"}]}},
        {"answers": ["A"]},
    ],
)
def test_a_passage_that_is_not_in_order_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        passage(**changes)


def test_a_skill_is_found_by_its_id() -> None:
    found = passage().skill("r-claim")
    assert found is not None
    assert found.name == "Claim"
    assert passage().skill("r-other") is None


@pytest.mark.parametrize("changes", [{"code": "Swap"}, {"name": "ab"}, {"description": "Short."}])
def test_a_misreading_has_a_code_a_name_and_a_description(changes: dict[str, str]) -> None:
    record = {"code": "swap", "name": "one for another", "description": "Swaps two things."}
    assert Misreading(**record).code == "swap"
    with pytest.raises(ValidationError):
        Misreading(**record | changes)


def test_a_refusal_says_what_happened_unless_told_otherwise() -> None:
    class BoatGone(Refused):
        """The boat has left."""

        message = "The boat has left. Take the next one."

    assert (BoatGone().message, str(BoatGone())) == (BoatGone.message, BoatGone.message)
    assert BoatGone("It is full.").message == "It is full."
    assert BoatGone.status == 409
