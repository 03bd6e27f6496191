"""Waiving a rule: with a reason, in the page, and never where nothing is open to argument."""

from html import unescape

import pytest

from quizapp.authoring.sheets import WAIVABLE, acted, blank
from quizapp.core.lint import NEVER_WAIVED
from quizapp.models import Question
from tests import make
from tests.authoring.forms import of_kind
from tests.conftest import School

WHY = "Two are all that the text names."
TWO = make.record("single")["options"][:2]


@pytest.fixture
def own(school: School) -> Question:
    """Return a draft of Ada's with two choices, which is advised against."""
    return school.add(
        make.make_question, school.passage, options=TWO, state="draft", created_by=school.ada.id
    )


def sent(own: Question, **waiver: str) -> dict[str, object]:
    """Return the filled-in form of the draft, with a waiver."""
    data = of_kind("single", base=str(own.latest))
    kept = {name: value for name, value in data.items() if not name.startswith("options-2")}
    return kept | {f"waive-0-{name}": value for name, value in waiver.items()}


def test_a_finding_can_be_waived_from_where_it_stands(school: School, own: Question) -> None:
    ada = school.as_(school.ada)
    address = f"/questions/{own.id}/edit"
    assert 'value="waive:SCH-04"' in ada.get(address).text
    page = ada.post(address, data=sent(own) | {"do": "waive:SCH-04"}).text
    assert '<option value="SCH-04" selected>' in page
    assert 'name="waive-0-reason"' in page


def test_a_rule_that_is_waived_has_one_row() -> None:
    once = acted(blank("single"), "waive:SCH-04")
    assert once is not None
    assert once.rows["waive"] == [{"rule": "SCH-04", "reason": ""}]
    assert acted(once, "waive:SCH-04") == once


@pytest.mark.parametrize("rule", [*sorted(NEVER_WAIVED), "BNK-01", "none", ""])
def test_what_is_not_open_to_argument_has_no_button(rule: str) -> None:
    assert rule not in WAIVABLE
    assert acted(blank("single"), f"waive:{rule}") is None


def test_a_waiver_with_a_reason_is_kept_and_listed_on_the_question(
    school: School, own: Question
) -> None:
    ada = school.as_(school.ada)
    data = sent(own, rule="SCH-04", reason=WHY)
    answer = ada.post(f"/questions/{own.id}/edit", data=data)
    assert answer.status_code == 303
    page = unescape(ada.get(answer.location).text)
    assert f'{WAIVABLE["SCH-04"]} <span class="soft">(SCH-04)</span>: {WHY}' in page
    assert "pieces of advice" not in page


@pytest.mark.parametrize("rule", sorted(NEVER_WAIVED))
def test_a_rule_that_is_never_waived_is_refused_at_its_row(
    school: School, own: Question, rule: str
) -> None:
    answer = school.as_(school.ada).post(
        f"/questions/{own.id}/edit", data=sent(own, rule=rule, reason=WHY)
    )
    assert answer.status_code == 422
    assert "This rule is never waived" in answer.text
    assert WHY in answer.text


def test_a_waiver_of_such_a_rule_from_a_file_is_shown_as_without_effect(school: School) -> None:
    waive = [{"rule": "FBK-01", "reason": WHY}]
    filed = school.add(make.make_question, school.passage, source_file="x.yaml", waive=waive)
    page = school.as_(school.ada).get(f"/questions/{filed.id}").text
    assert "never waived" in page


def test_advice_stands_on_the_page_of_ones_own_question(school: School, own: Question) -> None:
    page = school.as_(school.ada).get(f"/questions/{own.id}").text
    assert "taken or waived in the editor" in page
    assert "SCH-04" in page
