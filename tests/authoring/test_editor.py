"""The question editor: every kind can be written and mended, and nothing typed is lost."""

from html import unescape

import pytest
from sqlalchemy import select

from quizapp import db
from quizapp.authoring.drafts import judged
from quizapp.authoring.sheets import ROW_LISTS, filled_in
from quizapp.authoring.words import KIND_USES
from quizapp.core.kinds import KINDS, question
from quizapp.core.passage import Passage
from quizapp.forms import clean
from quizapp.models import Question, QuestionVersion, User
from tests import make
from tests.authoring.forms import of_kind
from tests.conftest import School


@pytest.fixture
def eve(school: School) -> User:
    """Return a second instructor."""
    return school.add(make.make_user, "Eve", role="instructor")


@pytest.fixture
def own(school: School) -> Question:
    """Return a draft that Ada wrote."""
    return written(school, "single")


def written(school: School, kind: str, state: str = "draft") -> Question:
    """Return a question of a kind that Ada wrote."""
    return school.add(
        make.make_question, school.passage, kind, id="OWN", state=state, created_by=school.ada.id
    )


def versions(school: School) -> list[QuestionVersion]:
    """Return every version there is, in order."""
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        return list(work.scalars(select(QuestionVersion).order_by(QuestionVersion.id)))


def test_every_kind_is_offered_and_said_what_for(school: School) -> None:
    page = unescape(school.as_(school.ada).get("/questions").text)
    for kind in KINDS:
        assert f"/questions/new/{kind}" in page
        assert KIND_USES[kind] in page


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_every_kind_is_written_in_the_page(school: School, kind: str) -> None:
    ada = school.as_(school.ada)
    assert ada.get(f"/questions/new/{kind}").status_code == 200
    answer = ada.post(f"/questions/new/{kind}", data=of_kind(kind))
    assert answer.status_code == 303
    (version,) = versions(school)
    assert version.content == question(make.record(kind, id="Q1")).content()
    assert (version.kind, version.created_by) == (kind, school.ada.id)
    assert "harbour-Q1" in ada.get(answer.location).text


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_every_kind_is_edited(school: School, kind: str) -> None:
    own = written(school, kind)
    ada = school.as_(school.ada)
    assert ada.get(f"/questions/{own.id}/edit").status_code == 200
    form = of_kind(kind, base="1", note="Said in class.")
    assert ada.post(f"/questions/{own.id}/edit", data=form).status_code == 303
    before, after = versions(school)
    assert after.content == before.content | {"note": "Said in class."}
    assert after.number == 2


def test_keys_are_counted_on(school: School) -> None:
    ada = school.as_(school.ada)
    for _ in range(3):
        ada.post("/questions/new/single", data=of_kind("single"))
    assert [version.content["id"] for version in versions(school)] == ["Q1", "Q2", "Q3"]


def test_an_unchanged_question_is_not_saved_again(school: School, own: Question) -> None:
    answer = school.as_(school.ada).post(
        f"/questions/{own.id}/edit", data=of_kind("single", base="1"), follow_redirects=True
    )
    assert "Nothing was changed." in answer.text
    assert len(versions(school)) == 1


def test_only_instructors_write_questions(school: School, own: Question) -> None:
    for person in (school.ben, school.cleo):
        client = school.as_(person)
        for address in ("/questions/new/single", f"/questions/{own.id}/edit"):
            assert client.get(address).status_code == 404
            assert client.post(address, data=of_kind("single")).status_code == 404
        assert client.post("/questions/preview", data=of_kind("single")).status_code == 404


def test_another_instructor_cannot_edit(school: School, eve: User, own: Question) -> None:
    client = school.as_(eve)
    assert client.get(f"/questions/{own.id}/edit").status_code == 403
    answer = client.post(f"/questions/{own.id}/edit", data=of_kind("single", base="1", note="x"))
    assert answer.status_code == 403
    assert len(versions(school)) == 1


def test_a_filed_question_cannot_be_edited(school: School) -> None:
    filed = school.add(make.make_question, school.passage, source_file="harbour/a.yaml")
    client = school.as_(school.ada)
    assert client.get(f"/questions/{filed.id}/edit").status_code == 403
    assert client.post(f"/questions/{filed.id}/edit", data=of_kind("single")).status_code == 403


@pytest.mark.parametrize("kind", ["essay", "SINGLE", "single%00", "..", "x" * 500])
def test_a_kind_that_is_none_is_not_found(school: School, kind: str) -> None:
    client = school.as_(school.ada)
    assert client.get(f"/questions/new/{kind}").status_code == 404
    assert client.post(f"/questions/new/{kind}").status_code == 404


def test_without_a_passage_there_is_nothing_to_write_about(app, work) -> None:  # noqa: ANN001
    eve = make.make_user(work, "Eve", role="instructor")
    work.commit()
    assert make.sign_in(app, eve).get("/questions/new/single").status_code == 404


def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(school: School) -> None:
    form = of_kind("single", stem=[""], explanation=["Typed with 'care' & <b>\n\nand more"])
    answer = school.as_(school.ada).post("/questions/new/single", data=form)
    assert answer.status_code == 422
    assert 'id="f-stem-error"' in answer.text
    assert 'href="#f-stem"' in answer.text
    text = unescape(answer.text)
    assert "Typed with 'care' & <b>\n\nand more" in text
    assert "No tunnel is named here (P1)." in text
    assert versions(school) == []


@pytest.mark.both_databases
def test_an_edit_over_a_newer_version_is_not_lost_and_does_not_hide_it(
    school: School, own: Question
) -> None:
    ada = school.as_(school.ada)
    edit = f"/questions/{own.id}/edit"
    assert ada.post(edit, data=of_kind("single", base="1", note="one")).status_code == 303
    late = ada.post(edit, data=of_kind("single", base="1", note="two"))
    assert late.status_code == 422
    assert "Someone saved another version" in late.text
    assert ">two</textarea>" in late.text
    assert 'name="base" value="2"' in late.text
    assert ada.post(edit, data=of_kind("single", base="2", note="two")).status_code == 303


def test_a_ready_question_keeps_to_the_rules(school: School) -> None:
    ready = written(school, "single", state="ready")
    ada = school.as_(school.ada)
    form = of_kind("single", base="1", explanation=["Too short."])
    answer = ada.post(f"/questions/{ready.id}/edit", data=form)
    assert answer.status_code == 422
    assert "This question is ready, so it must keep to the rules." in answer.text
    assert "FBK-01" in answer.text
    assert len(versions(school)) == 1


@pytest.mark.both_databases
def test_a_draft_may_break_rules_but_not_become_ready(school: School, own: Question) -> None:
    ada = school.as_(school.ada)
    form = of_kind("single", base="1", explanation=["Too short."])
    saved = ada.post(f"/questions/{own.id}/edit", data=form, follow_redirects=True)
    assert "needed before it can be ready" in saved.text
    assert "Mark ready" not in saved.text
    refused = ada.post(f"/questions/{own.id}/state", data={"state": "ready"})
    assert refused.status_code == 409
    good = of_kind("single", base="2")
    ada.post(f"/questions/{own.id}/edit", data=good)
    assert ada.post(f"/questions/{own.id}/state", data={"state": "ready"}).status_code == 303


def test_findings_stand_beside_the_field_they_concern(school: School, own: Question) -> None:
    ada = school.as_(school.ada)
    form = of_kind("single", base="1", **{"options-1-feedback": ["No."]})
    page = ada.post(f"/questions/{own.id}/edit", data=form | {"do": "preview"}).text
    beside = page[page.index('id="f-options-1-feedback-found"') :]
    assert "FBK-02" in beside[: beside.index("</div>")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_preview_shows_what_students_see_and_no_key(school: School, kind: str) -> None:
    form = of_kind(kind, kind=kind, explanation=["canary-of-the-explanation"])
    answer = school.as_(school.ada).post("/questions/preview", data=form)
    assert answer.status_code == 200
    shown = answer.text[: answer.text.index("judged")]
    assert f'data-kind="{kind}"' in shown
    assert "canary" not in shown


def test_the_preview_says_what_is_still_to_be_filled_in(school: School) -> None:
    answer = school.as_(school.ada).post("/questions/preview", data={"kind": "order"})
    assert "To be filled in" in answer.text
    assert "Give at least 3 steps." in answer.text


@pytest.mark.parametrize("data", [{}, {"kind": "essay"}, {"kind": "\x00"}])
def test_a_preview_of_no_kind_is_refused(school: School, data: dict[str, str]) -> None:
    assert school.as_(school.ada).post("/questions/preview", data=data).status_code == 400


def test_a_preview_saves_nothing(school: School, own: Question) -> None:
    ada = school.as_(school.ada)
    form = of_kind("single", base="1", note="x", do="preview")
    assert ada.post(f"/questions/{own.id}/edit", data=form).status_code == 200
    assert ada.post("/questions/new/single", data=form).status_code == 200
    assert len(versions(school)) == 1


def test_rows_are_added_and_moved_without_a_script(school: School, own: Question) -> None:
    ada = school.as_(school.ada)
    for address in ("/questions/new/single", f"/questions/{own.id}/edit"):
        added = ada.post(address, data=of_kind("single", do="add:options"))
        assert added.status_code == 200
        assert 'name="options-3-text"' in added.text
        moved = ada.post(address, data=of_kind("single", do="down:options:0")).text
        assert moved.index(">A tunnel</textarea>") < moved.index(">A bridge</textarea>")
        assert 'value="1" checked' in moved
    assert len(versions(school)) == 1


BAD = [
    "",
    "\x00",
    "\ud800",
    "x" * 21_000,
    "-1",
    "9" * 400,
    "<b>&'\"",
    "{{9}}",
    "a\r\n\r\nb",
    "²",
    "nan",
]


@pytest.mark.parametrize("value", BAD)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_typed_into_one_field_it_is_judged(kind: str, value: str) -> None:
    good = of_kind(kind)
    passage = Passage.model_validate(make.PASSAGE)
    for name in good:
        draft = judged(filled_in(kind, {**good, name: [clean(value)]}), "Q1", passage, {"swap"})
        assert draft.question is not None or draft.problems


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_typed_into_all_fields_the_form_comes_back(school: School, kind: str) -> None:
    own = written(school, kind)
    ada = school.as_(school.ada)
    for value in BAD:
        raw = value.encode("utf-8", "surrogatepass")
        form = dict.fromkeys([*of_kind(kind), "passage", "kind", "do", "base"], raw)
        for address in (f"/questions/new/{kind}", f"/questions/{own.id}/edit"):
            assert ada.post(address, data=form).status_code == 422


@pytest.mark.parametrize("kind", KINDS)
def test_more_rows_than_fit_are_counted_not_cut(school: School, kind: str) -> None:
    for rows in ROW_LISTS[kind]:
        form = of_kind(kind)
        for place in range(30):
            for column in rows.columns:
                form[f"{rows.name}-{place}-{column}"] = f"{place}"
        answer = school.as_(school.ada).post(f"/questions/new/{kind}", data=form)
        assert answer.status_code == 422


def test_a_form_without_fields_comes_back(school: School) -> None:
    ada = school.as_(school.ada)
    for kind in KINDS:
        assert ada.post(f"/questions/new/{kind}", data={}).status_code == 422


@pytest.mark.parametrize("code", ["nowhere", "SWAP", "' --"])
def test_a_misreading_that_is_not_listed_is_refused(school: School, code: str) -> None:
    ada = school.as_(school.ada)
    for kind, name in (("single", "options-1-misreading"), ("tfns", "misreading-true")):
        answer = ada.post(f"/questions/new/{kind}", data=of_kind(kind, **{name: [code]}))
        assert answer.status_code == 422
        assert f'id="f-{name}-error"' in answer.text
    assert versions(school) == []
