"""The question bank: Ada searches it; Ben, Cleo and strangers do not know of it."""

import pytest

from tests import make
from tests.conftest import School
from tests.statements import counted


@pytest.fixture
def bank(school: School) -> School:
    """Return the school with three questions in its bank."""
    add, passage = school.add, school.passage
    add(make.make_question, passage, "single", id="S1", paras=[10, 1], difficulty="E")
    add(make.make_question, passage, "cloze", id="C1", paras=[2], difficulty="H")
    add(
        make.make_question,
        passage,
        "order",
        id="O1",
        paras=[1],
        skill="r-claim",
        difficulty="M",
        state="draft",
    )
    return school


def found(school: School, **search: object) -> set[str]:
    """Return the keys that Ada finds."""
    page = school.as_(school.ada).get("/questions", query_string=search)
    assert page.status_code == 200
    return {key for key in ("harbour-S1", "harbour-C1", "harbour-O1") if key in page.text}


def test_only_instructors_know_of_the_bank(bank: School) -> None:
    assert bank.as_(bank.ada).get("/questions").status_code == 200
    assert bank.as_(bank.ben).get("/questions").status_code == 404
    assert bank.as_(bank.cleo).get("/questions").status_code == 404
    assert bank.app.test_client().get("/questions").status_code == 401


def test_the_whole_bank_is_listed_at_first(bank: School) -> None:
    assert found(bank) == {"harbour-S1", "harbour-C1", "harbour-O1"}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("search", "keys"),
    [
        ({"text": "WRITER'S points"}, {"harbour-O1"}),
        ({"text": "points nowhere"}, set()),
        ({"text": "harbour-c"}, {"harbour-C1"}),
        ({"text": "100%"}, set()),
        ({"passage": "harbour"}, {"harbour-S1", "harbour-C1", "harbour-O1"}),
        ({"skill": "r-claim"}, {"harbour-O1"}),
        ({"kind": "cloze"}, {"harbour-C1"}),
        ({"difficulty": "H"}, {"harbour-C1"}),
        ({"paragraph": "1"}, {"harbour-S1", "harbour-O1"}),
        ({"paragraph": "0"}, set()),
        ({"state": "draft"}, {"harbour-O1"}),
        ({"kind": "single", "state": "draft"}, set()),
    ],
)
def test_each_filter_narrows(bank: School, search: dict[str, str], keys: set[str]) -> None:
    assert found(bank, **search) == keys


NAMES = ["text", "passage", "skill", "kind", "difficulty", "paragraph", "state", "page"]
NONSENSE = ["", "x" * 5_000, "\x00", "-1", "9" * 30, "1e3", "'; --", "ß½🙂"]


@pytest.mark.both_databases
def test_a_value_that_makes_no_sense_breaks_nothing(bank: School) -> None:
    ada = bank.as_(bank.ada)
    for name in NAMES:
        for value in NONSENSE:
            assert ada.get("/questions", query_string={name: value}).status_code == 200


def test_a_search_without_result_says_what_to_do(bank: School) -> None:
    page = bank.as_(bank.ada).get("/questions?text=zeppelin")
    assert "No question fits this search." in page.text
    assert 'value="zeppelin"' in page.text


def test_an_empty_bank_says_what_to_do(school: School) -> None:
    assert "The bank is empty." in school.as_(school.ada).get("/questions").text


def test_a_long_bank_comes_in_pages(bank: School) -> None:
    for n in range(60):
        bank.add(make.make_question, bank.passage, "single", id=f"Z{n:02}")
    ada = bank.as_(bank.ada)
    first, second = ada.get("/questions").text, ada.get("/questions?page=2").text
    assert "Page 1 of 2" in first
    assert "harbour-Z59" not in first
    assert "harbour-Z59" in second
    assert "Page 2 of 2" in ada.get("/questions?page=99").text
    assert "kind=single" in ada.get("/questions?kind=single").text


def test_the_number_of_selects_does_not_grow_with_the_bank(bank: School) -> None:
    ada = bank.as_(bank.ada)
    ada.get("/questions")
    with counted(bank.app) as few:
        ada.get("/questions")
    for n in range(20):
        bank.add(make.make_question, bank.passage, "single", id=f"Z{n:02}")
    with counted(bank.app) as many:
        ada.get("/questions")
    assert len(few) == len(many) == 6
