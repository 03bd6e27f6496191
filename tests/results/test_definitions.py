"""How the numbers are computed: on the page, beside the numbers, and word for word in the paper."""

import re

import pytest

from quizapp.config import ROOT
from quizapp.results.definitions import EVERY, Definition, how
from tests.results.conftest import Sat

PAPER = (ROOT / "docs" / "statistics.md").read_text()


@pytest.mark.parametrize("one", EVERY.values(), ids=EVERY)
def test_every_definition_stands_in_the_paper_word_for_word(one: Definition) -> None:
    assert one.row in PAPER


def test_the_paper_has_no_definition_that_the_app_has_not() -> None:
    tables = re.findall(r"^\| number \| definition .*\n\|.*\n((?:\|.*\n)+)", PAPER, re.MULTILINE)
    assert {row for table in tables for row in table.splitlines()} == {
        one.row for one in EVERY.values()
    }


def test_the_app_itself_serves_every_definition_under_its_anchor(sat: Sat) -> None:
    page = sat.school.as_(sat.school.ada).get("/statistics").text
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert set(EVERY) <= set(ids)
    assert len(ids) == len(set(ids))
    assert "*" not in re.sub(r"<[^>]*>", "", page[page.index("<main") :])


@pytest.mark.parametrize("rest", ["summary", "summary/questions", "summary/questions/1"])
def test_every_link_to_a_definition_leads_to_one(sat: Sat, rest: str) -> None:
    client = sat.school.as_(sat.school.ada)
    page, definitions = client.get(sat.address(rest)).text, client.get("/statistics").text
    anchors = set(re.findall(r'href="/statistics#([^"]+)"', page))
    assert len(anchors) > 5
    assert anchors <= set(re.findall(r'\bid="([^"]+)"', definitions))


def test_numbers_over_several_assignments_lead_to_their_definitions(sat: Sat) -> None:
    client, classroom = sat.school.as_(sat.school.ada), sat.school.classroom.id
    definitions = set(re.findall(r'\bid="([^"]+)"', client.get("/statistics").text))
    ben, given = sat.school.ben.id, sat.assignment.id
    for rest, anchor in (
        (f"classes/{classroom}/results", "overall"),
        (f"classes/{classroom}/results/students/{ben}", "overall"),
        (
            f"classes/{classroom}/compare?first={given}&second={given}&first_section=A",
            "side-by-side",
        ),
        (f"assignments/{given}/summary/questions/1", "history"),
        ("questions", "pooled"),
    ):
        anchors = set(re.findall(r'href="/statistics#([^"]+)"', client.get(f"/{rest}").text))
        assert anchor in anchors <= definitions, rest


def test_what_explains_a_number_gives_formula_and_source() -> None:
    said = how("/statistics", "item-rest")
    assert "correlation of x and R" in said
    assert "Moodle&#39;s discrimination index" in said
    assert 'href="/statistics#item-rest"' in said
