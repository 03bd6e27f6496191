"""Marking written answers by hand, as a teacher, an assistant and the student meet it."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp import db
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    AuditEntry,
    HandMark,
    QuestionVersion,
    Response,
    User,
)
from tests import make
from tests.results.conftest import BEN, Sat
from tests.results.sat import make_attempt
from tests.results.test_summary_page import text


def written(sat: Sat, name: str) -> int:
    """Return the id of someone's written answer."""
    with Session(sat.school.app.extensions["quiz_engine"]) as work:
        return work.scalars(
            select(AttemptQuestion.id)
            .join(AttemptQuestion.version)
            .where(
                AttemptQuestion.attempt_id == sat.attempts[name].id,
                QuestionVersion.kind == "short",
            )
        ).one()


def address(sat: Sat, name: str) -> str:
    """Return the address at which someone's written answer is marked."""
    return sat.address(f"marking/{written(sat, name)}")


def give(sat: Sat, person: User, name: str, *, revision: int = 0, **fields: Any) -> TestResponse:
    """Send a mark, as the page does."""
    data: Mapping[str, Any] = {"revision": revision, "comment": "", **fields}
    return sat.school.as_(person).post(address(sat, name), data=data)


def mark(sat: Sat, name: str) -> int | None:
    with Session(sat.school.app.extensions["quiz_engine"]) as work:
        return work.get_one(Response, written(sat, name)).mark


def score(sat: Sat, name: str) -> int | None:
    with Session(sat.school.app.extensions["quiz_engine"]) as work:
        return work.get_one(Attempt, sat.attempts[name].id).score


def add_same(sat: Sat, answer: str = "The FERRY!") -> None:
    """Let Eli, of section A, answer as Dora did not, and Dora's words twice."""
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        work.execute(
            update(Response)
            .where(Response.attempt_question_id == written(sat, "Dora"))
            .values(answer="the ferry")
        )
        sat.attempts["Eli"] = make_attempt(work, sat.assignment, sat.eli, (0, [0], None, answer))


def test_the_list_says_how_many_wait(sat: Sat) -> None:
    said = text(sat.school.as_(sat.school.ada).get(sat.address("marking")).text)
    assert "2 written answers wait for you" in said
    assert "2 answers, 2 to mark" in said


def test_an_answer_stands_beside_its_rubric_and_the_ideas_found(sat: Sat) -> None:
    said = text(sat.school.as_(sat.school.ada).get(address(sat, "Ben")).text)
    assert "a bridge and the ferry" in said
    assert "✓ found bridge" in said
    assert "Provisional: 1 of 1" in said
    assert "Names the ferry" in said
    assert "A bridge is planned; the ferry runs late." in said


def test_names_are_hidden_until_someone_asks_for_them(sat: Sat) -> None:
    ada = sat.school.as_(sat.school.ada)
    hidden = ada.get(address(sat, "Dora")).text
    assert "Dora" not in hidden
    shown = ada.get(f"{address(sat, 'Dora')}?names=shown").text
    assert "Dora" in shown
    assert "names=shown" in shown.partition("<form")[2]


@pytest.mark.both_databases
def test_a_key_of_the_rubric_gives_an_exact_mark_and_shows_the_next(sat: Sat) -> None:
    reply = give(sat, sat.school.ada, "Dora", give="1")
    assert (reply.status_code, reply.location) == (303, address(sat, "Ben"))
    assert mark(sat, "Dora") == make.in_parts(0.5)
    with Session(sat.school.app.extensions["quiz_engine"]) as work:
        before = work.get_one(Attempt, sat.attempts["Dora"].id)
    # Two thirds for two pairs of three, and half a point by hand: exact in parts.
    assert before.score == make.in_parts(2) // 3 + make.in_parts(0.5)


@pytest.mark.parametrize("typed", ["0.75", "0,75", " 0.75 "])
def test_a_mark_is_typed_with_point_or_comma(sat: Sat, typed: str) -> None:
    assert give(sat, sat.school.ada, "Dora", mark=typed).status_code == 303
    assert mark(sat, "Dora") == make.in_parts(0.75)


@pytest.mark.parametrize(
    "typed",
    ["1.01", "-0.5", "NaN", "inf", "1e999", "½", "٣", "0.333", "one", "", "1" + "0" * 400],
)
def test_what_is_no_mark_is_refused_at_the_field(sat: Sat, typed: str) -> None:
    reply = give(sat, sat.school.ada, "Dora", mark=typed, comment="Look again.")
    assert reply.status_code == 422
    assert 'id="mark-error"' in reply.text
    assert "Look again." in reply.text
    assert mark(sat, "Dora") == 0


@pytest.mark.parametrize("given", ["3", "-1", "agree", "\u0661"])
def test_a_button_that_is_not_there_gives_nothing(sat: Sat, given: str) -> None:
    assert give(sat, sat.school.ada, "Dora", give=given).status_code == 422
    assert mark(sat, "Dora") == 0


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 20])
def test_a_page_that_cannot_be_ours_is_out_of_date(sat: Sat, revision: str) -> None:
    data = {"revision": revision, "give": "1"}
    reply = sat.school.as_(sat.school.ada).post(address(sat, "Dora"), data=data)
    assert reply.status_code == 422
    assert "out of date" in reply.text


def test_agreeing_keeps_the_provisional_mark_to_the_last_part(sat: Sat) -> None:
    three = [["bridge"], ["ferry"], ["shops"]]
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        asked = make.make_question(work, sat.school.passage, "short", accept=three)
        quiz = make.make_quiz(work, sat.school.passage, [asked])
        sat.assignment = make.make_assignment(work, sat.school.classroom, quiz)
        sat.attempts["Eli"] = make_attempt(work, sat.assignment, sat.eli, ["A bridge."])
    assert "0.33, as found" in text(sat.school.as_(sat.school.ada).get(address(sat, "Eli")).text)
    assert give(sat, sat.school.ada, "Eli", give="provisional").status_code == 303
    assert score(sat, "Eli") == make.in_parts(1) // 3


def test_the_same_words_are_marked_together(sat: Sat) -> None:
    add_same(sat)
    page = text(sat.school.as_(sat.school.ada).get(address(sat, "Dora")).text)
    assert "Give it to the 1 other answer in the same words too" in page
    reply = give(sat, sat.school.ada, "Dora", give="2", comment="Yes.", together="y")
    assert reply.location == address(sat, "Ben")
    assert mark(sat, "Dora") == mark(sat, "Eli") == make.in_parts(1)
    assert mark(sat, "Ben") == make.in_parts(1)
    assert score(sat, "Eli") == make.in_parts(1) + make.in_parts(0.5) + make.in_parts(1)


def test_without_the_tick_only_one_is_marked(sat: Sat) -> None:
    add_same(sat)
    give(sat, sat.school.ada, "Dora", give="2")
    assert mark(sat, "Dora") == make.in_parts(1)
    assert mark(sat, "Eli") == make.in_parts(0.5)


def test_an_answer_that_was_marked_keeps_its_mark_when_others_are_marked_together(
    sat: Sat,
) -> None:
    add_same(sat)
    give(sat, sat.school.ada, "Eli", give="0")
    give(sat, sat.school.ada, "Dora", give="2", together="y")
    assert mark(sat, "Eli") == 0
    assert mark(sat, "Dora") == make.in_parts(1)


@pytest.mark.both_databases
def test_the_second_of_two_markers_sees_both_marks_and_nothing_is_lost(sat: Sat) -> None:
    give(sat, sat.helper, "Dora", give="1", comment="Half of it.")
    reply = give(sat, sat.school.ada, "Dora", mark="0,25", comment="Less.")
    said = text(reply.text)
    assert reply.status_code == 409
    assert "Amy marked this answer while you did" in said
    assert "0.5 of 1 “Half of it.”" in said
    assert "0.25 of 1 “Less.”" in said
    assert mark(sat, "Dora") == make.in_parts(0.5)
    assert 'name="revision" type="hidden" value="1"' in reply.text
    again = give(sat, sat.school.ada, "Dora", revision=1, mark="0.25", comment="Less.")
    assert again.status_code == 303
    assert mark(sat, "Dora") == make.in_parts(0.25)


def test_who_marks_in_two_windows_meets_herself_and_reads_so(sat: Sat) -> None:
    give(sat, sat.school.ada, "Dora", give="1")
    reply = give(sat, sat.school.ada, "Dora", mark="0,25")
    said = text(reply.text)
    assert reply.status_code == 409
    assert "You marked this answer meanwhile, in another window. That mark stands" in said
    assert "Ada marked" not in said
    assert "Theirs" not in said
    assert give(sat, sat.school.ada, "Dora", revision=1, mark="0.25").status_code == 303


def test_the_same_mark_twice_is_one_mark(sat: Sat) -> None:
    for _ in range(2):
        assert give(sat, sat.school.ada, "Dora", give="1").status_code == 303
    with Session(sat.school.app.extensions["quiz_engine"]) as work:
        assert work.scalars(select(HandMark.revision)).all() == [1]
        entries = work.scalars(select(AuditEntry).where(AuditEntry.action == "mark by hand"))
        assert len(entries.all()) == 1


def test_the_audit_keeps_who_changed_which_mark(sat: Sat) -> None:
    give(sat, sat.school.ada, "Ben", give="1", comment="Only one.")
    with Session(sat.school.app.extensions["quiz_engine"]) as work:
        entry = work.scalars(select(AuditEntry).where(AuditEntry.action == "mark by hand")).one()
    assert entry.actor_id == sat.school.ada.id
    assert entry.before == {"mark": make.in_parts(1), "comment": ""}
    assert entry.after == {"mark": make.in_parts(0.5), "comment": "Only one."}


def test_summary_file_and_review_agree_with_the_mark(sat: Sat) -> None:
    give(sat, sat.school.ada, "Ben", mark="0.37")
    ada = sat.school.as_(sat.school.ada)
    assert ",3.37,4," in ada.get(sat.address("scores.csv")).text
    assert "3.37" in text(ada.get(sat.address()).text)
    review = text(
        sat.school.as_(sat.school.ben).get(f"/attempts/{sat.attempts['Ben'].id}/review").text
    )
    assert "3.37 of 4 points" in review


def review(sat: Sat, client: FlaskClient) -> str:
    return text(client.get(f"/attempts/{sat.attempts['Ben'].id}/review/4").text)


def test_the_student_reads_the_comment_when_explanations_are_shown(sat: Sat) -> None:
    give(sat, sat.school.ada, "Ben", give="1", comment="Say when, too.")
    ben = sat.school.as_(sat.school.ben)
    assert "Your teacher\u2019s comment. Say when, too." in review(sat, ben)
    assert "Marked by your teacher." in review(sat, ben)
    for hidden in ("show_explanation", "show_answers"):
        with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
            work.execute(update(Assignment).values({hidden: "close"}))
        assert "Say when, too." not in review(sat, ben)


def test_an_assistant_marks_the_section_only(sat: Sat) -> None:
    helper = sat.school.as_(sat.helper)
    assert helper.get(address(sat, "Dora")).status_code == 200
    assert helper.get(address(sat, "Ben")).status_code == 404
    assert give(sat, sat.helper, "Ben", give="0").status_code == 404
    assert "1 written answer waits for you" in text(helper.get(sat.address("marking")).text)
    newcomer = sat.school.as_(sat.newcomer)
    assert newcomer.get(address(sat, "Dora")).status_code == 404
    assert "no written answers to mark in your section" in text(
        newcomer.get(sat.address("marking")).text
    )


def test_an_assistants_mark_goes_to_no_other_section(sat: Sat) -> None:
    add_same(sat)
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        work.execute(
            update(Response)
            .where(Response.attempt_question_id == written(sat, "Ben"))
            .values(answer="the ferry")
        )
    give(sat, sat.helper, "Dora", give="0", together="y")
    assert (mark(sat, "Dora"), mark(sat, "Eli")) == (0, 0)
    assert mark(sat, "Ben") == make.in_parts(1)


def test_only_written_answers_that_were_handed_in_are_marked(sat: Sat) -> None:
    ada = sat.school.as_(sat.school.ada)
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        sat.attempts["Eli"] = make_attempt(work, sat.assignment, sat.eli, BEN, took=None)
        choice = work.scalars(
            select(AttemptQuestion.id).where(
                AttemptQuestion.attempt_id == sat.attempts["Ben"].id,
                AttemptQuestion.position == 1,
            )
        ).one()
    assert ada.get(address(sat, "Eli")).status_code == 404
    assert ada.get(address(sat, "Finn")).status_code == 404
    assert ada.get(sat.address(f"marking/{choice}")).status_code == 404


def test_students_and_other_teachers_do_not_find_it(sat: Sat) -> None:
    for person in (sat.school.ben, sat.school.cleo, sat.dora):
        client = sat.school.as_(person)
        assert client.get(sat.address("marking")).status_code == 404
        assert client.get(address(sat, "Dora")).status_code == 404
        assert give(sat, person, "Dora", give="1").status_code == 404


def test_after_the_last_one_the_list_says_that_all_is_marked(sat: Sat) -> None:
    give(sat, sat.school.ada, "Dora", give="0")
    reply = give(sat, sat.school.ada, "Ben", give="2")
    assert reply.location == sat.address("marking")
    said = text(sat.school.as_(sat.school.ada).get(sat.address("marking")).text)
    assert "Every written answer has been marked by hand." in said


@pytest.mark.both_databases
def test_the_home_of_staff_names_what_waits(sat: Sat) -> None:
    def home(person: User) -> str:
        return text(sat.school.as_(person).get("/classes").text)

    assert "Form A (Year 11 Media): 2 written answers to mark" in home(sat.school.ada)
    assert "Form A (Year 11 Media): 1 written answer to mark" in home(sat.helper)
    for other in (sat.school.cleo, sat.newcomer):
        assert "Needs your attention" not in home(other)
    give(sat, sat.helper, "Dora", give="0")
    assert "Needs your attention" not in home(sat.helper)
