"""Giving a quiz to a class: who may, on which terms, what changes for attempts under way."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from quizapp import db
from quizapp.models import Accommodation, Assignment, Attempt, AuditEntry, Enrolment, Quiz, User
from tests import make
from tests.conftest import School


@pytest.fixture
def eve(school: School) -> User:
    """Return an instructor who teaches another class."""
    eve = school.add(make.make_user, "Eve", role="instructor")
    school.add(make.make_class, eve, name="Class of Eve")
    return eve


@pytest.fixture
def quiz(school: School) -> Quiz:
    """Return a quiz with one question that is ready."""
    question = school.add(make.make_question, school.passage, id="N1")
    return school.add(make.make_quiz, school.passage, [question], title="Harbour quiz")


@pytest.fixture
def given(school: School, quiz: Quiz) -> Assignment:
    """Return the quiz as it is given to the class: 30 minutes, no end."""
    return school.add(make.make_assignment, school.classroom, quiz, time_limit_s=1800)


def terms(quiz: Quiz | None = None, **changes: Any) -> dict[str, Any]:
    """Return a filled-in form; `changes` are fields as sent."""
    form: dict[str, Any] = {
        "title": "Monday",
        "opens": "",
        "closes": "",
        "time_limit": "",
        "attempts": "1",
        "grading": "best",
        "show_score": "submit",
        "show_answers": "submit",
        "show_key": "never",
        "show_explanation": "never",
    }
    return form | ({"quiz": str(quiz.id)} if quiz else {}) | changes


def stored(school: School) -> list[Assignment]:
    """Return all assignments, in order."""
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        return list(work.scalars(select(Assignment).order_by(Assignment.id)))


def new(school: School) -> str:
    """Return the address of the form."""
    return f"/classes/{school.classroom.id}/assignments/new"


def in_time(minutes: int) -> str:
    """Return a time of day from now, in UTC, as a browser sends it."""
    return (db.now() + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


def test_only_who_teaches_the_class_gives_it_quizzes(
    school: School, eve: User, quiz: Quiz, given: Assignment
) -> None:
    edit, away = f"/assignments/{given.id}/edit", f"/assignments/{given.id}/archive"
    listed = f"/classes/{school.classroom.id}/assignments/archived"
    assert school.as_(school.ada).get(new(school)).status_code == 200
    for person in (school.ben, school.cleo, eve):
        client = school.as_(person)
        assert [client.get(at).status_code for at in (new(school), edit, listed)] == [404] * 3
        assert client.post(new(school), data=terms(quiz)).status_code == 404
        assert client.post(edit, data=terms()).status_code == 404
        assert client.post(away).status_code == 404
    assert len(stored(school)) == 1


@pytest.mark.both_databases
def test_a_quiz_is_given_with_every_option(school: School, quiz: Quiz) -> None:
    form = terms(
        quiz,
        opens="2030-01-07T08:30",
        closes="2030-01-07T10:00",
        time_limit="45",
        attempts="2",
        grading="mean",
        practice="y",
        shuffle_questions="y",
        show_score="during",
        show_answers="submit",
        show_key="close",
        show_explanation="never",
    )
    answer = school.as_(school.ada).post(new(school), data=form)
    assert answer.status_code == 303
    (made,) = stored(school)
    assert made.opens_at.isoformat() == "2030-01-07T08:30:00+00:00"
    assert made.closes_at.isoformat() == "2030-01-07T10:00:00+00:00"
    assert (made.time_limit_s, made.attempts_allowed, made.grading) == (2700, 2, "mean")
    assert (made.practice, made.shuffle_questions, made.shuffle_choices) == (True, True, False)
    assert made.release() == type(made.release())("during", "submit", "close", "never")
    assert (made.title, made.quiz_id, made.created_by) == ("Monday", quiz.id, school.ada.id)


def test_what_is_left_empty_means_no_limit_and_at_once(school: School, quiz: Quiz) -> None:
    before = db.now()
    form = terms(quiz, title="", attempts="")
    assert school.as_(school.ada).post(new(school), data=form).status_code == 303
    (made,) = stored(school)
    assert before <= made.opens_at <= db.now()
    assert (made.closes_at, made.time_limit_s, made.attempts_allowed) == (None, None, None)
    assert made.title == "Harbour quiz"


def test_times_are_those_of_the_class(school: School, quiz: Quiz) -> None:
    oslo = school.add(make.make_class, school.ada, time_zone="Europe/Oslo")
    form = terms(quiz, opens="2030-07-01T08:30")
    school.as_(school.ada).post(f"/classes/{oslo.id}/assignments/new", data=form)
    assert stored(school)[0].opens_at.isoformat() == "2030-07-01T06:30:00+00:00"


@pytest.mark.parametrize("preset", ["graded", "homework", "practice"])
def test_a_preset_fills_the_form_and_says_what_will_happen(
    school: School, quiz: Quiz, preset: str
) -> None:
    page = school.as_(school.ada).get(f"{new(school)}?preset={preset}&quiz={quiz.id}").text
    assert f'value="{quiz.id}"' in page
    assert "Students can start at once" in page


@pytest.mark.parametrize("value", ["", "exam", "\x00", "x" * 500, "9" * 30])
@pytest.mark.usefixtures("quiz")
def test_a_preset_or_quiz_that_is_none_is_ignored(school: School, value: str) -> None:
    ada = school.as_(school.ada)
    page = ada.get(new(school), query_string={"preset": value, "quiz": value})
    assert page.status_code == 200


def test_without_a_ready_question_there_is_nothing_to_give(school: School) -> None:
    draft = school.add(make.make_question, school.passage, state="draft")
    quiz = school.add(make.make_quiz, school.passage, [draft])
    ada = school.as_(school.ada)
    assert "There is no quiz to give yet." in ada.get(new(school)).text
    assert ada.post(new(school), data=terms(quiz)).status_code == 422
    assert stored(school) == []


def test_a_quiz_that_was_put_away_is_not_given(school: School, quiz: Quiz) -> None:
    school.add(lambda work: setattr(work.get(Quiz, quiz.id), "archived_at", make.AT))
    assert school.as_(school.ada).post(new(school), data=terms(quiz)).status_code == 422


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("quiz", "", "Not a valid choice."),
        ("quiz", "999", "Not a valid choice."),
        ("quiz", "' or 1=1", "Not a valid choice."),
        ("title", "x" * 201, "Use at most 200 characters."),
        ("opens", "tomorrow", "Use a date and a time"),
        ("opens", "0001-01-01T00:00", "Use a year from 2000"),
        ("opens", "9999-12-31T23:59", "Use a year from 2000"),
        ("opens", "\x00", "Use a date and a time"),
        ("closes", "2020-01-01T00:00", "This is in the past already."),
        ("time_limit", "0", "Use a number from 1 to 1440."),
        ("time_limit", "1.5", "Use a whole number."),
        ("time_limit", "9" * 40, "Use a number from 1 to 1440."),
        ("attempts", "0", "Use a number from 1 to 100."),
        ("attempts", "many", "Use a number from 1 to 100."),
        ("grading", "worst", "Not a valid choice."),
        ("show_score", "", "Not a valid choice."),
        ("show_score", "during", "Only practice shows this after each question."),
        ("show_answers", "close", "This would never be shown"),
        ("show_key", "\x00", "Not a valid choice."),
        ("show_explanation", "now", "Not a valid choice."),
        ("show_argument", "y", "This would never be shown, because the explanations are not."),
        ("share_figures", "y", "This would never be shown, because the assignment stays open."),
    ],
)
def test_a_field_that_makes_no_sense_is_refused_and_kept(
    school: School, quiz: Quiz, given: Assignment, field: str, value: str, message: str
) -> None:
    ada = school.as_(school.ada)
    edit = f"/assignments/{given.id}/edit"
    for address in (new(school), edit):
        if address == edit and field in {"quiz", "closes"}:
            continue
        form = terms(quiz, title="Typed too", attempts="3") | {field: value}
        answer = ada.post(address, data=form)
        assert answer.status_code == 422, address
        assert message in answer.text
        assert "Typed too" in answer.text or field == "title"
        assert ada.post(address, data=form | {"do": "preview"}).status_code == 200
    assert [found.title for found in stored(school)] == [given.title]


@pytest.mark.both_databases
def test_what_is_shared_besides_is_off_until_it_is_switched_on(school: School, quiz: Quiz) -> None:
    ada = school.as_(school.ada)
    form = terms(quiz, closes=in_time(60), show_explanation="close")
    assert ada.post(new(school), data=form).status_code == 303
    (made,) = stored(school)
    assert (made.show_argument, made.share_figures) == (False, False)
    edit, on = f"/assignments/{made.id}/edit", {"show_argument": "y", "share_figures": "y"}
    assert ada.post(edit, data=form | on).status_code == 303
    (made,) = stored(school)
    assert (made.show_argument, made.share_figures) == (True, True)
    page = ada.get(edit).text
    for name in on:
        (box,) = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
        assert " checked" in box


def test_figures_are_not_shared_where_scores_are_not(school: School, quiz: Quiz) -> None:
    form = terms(quiz, closes=in_time(60), show_score="never", share_figures="y")
    answer = school.as_(school.ada).post(new(school), data=form)
    assert answer.status_code == 422
    assert "This would never be shown, because scores are not." in answer.text


def test_a_form_without_fields_is_refused(school: School, given: Assignment) -> None:
    ada = school.as_(school.ada)
    assert ada.post(new(school), data={}).status_code == 422
    assert ada.post(f"/assignments/{given.id}/edit", data={}).status_code == 422


def test_it_closes_after_it_opens(school: School, quiz: Quiz) -> None:
    form = terms(quiz, opens="2030-01-02T10:00", closes="2030-01-02T10:00")
    answer = school.as_(school.ada).post(new(school), data=form)
    assert answer.status_code == 422
    assert "It must close after it opens." in answer.text


def test_a_time_that_comes_twice_is_pointed_out(school: School, quiz: Quiz) -> None:
    oslo = school.add(make.make_class, school.ada, time_zone="Europe/Oslo")
    ada, address = school.as_(school.ada), f"/classes/{oslo.id}/assignments/new"
    skipped = ada.post(address, data=terms(quiz, opens="2030-03-31T02:30"))
    assert skipped.status_code == 422
    assert "Use 03:30 instead." in skipped.text
    form = terms(quiz, opens="2030-10-27T02:30")
    answer = ada.post(address, data=form, follow_redirects=True)
    assert "02:30 comes twice that night" in answer.text


def test_a_preview_gives_nothing(school: School, quiz: Quiz) -> None:
    answer = school.as_(school.ada).post(new(school), data=terms(quiz, do="preview"))
    assert answer.status_code == 200
    assert "Each student has one try." in answer.text
    assert stored(school) == []


def test_terms_are_changed_and_accounted_for(school: School, given: Assignment) -> None:
    ada = school.as_(school.ada)
    assert 'value="30"' in ada.get(f"/assignments/{given.id}/edit").text
    answer = ada.post(f"/assignments/{given.id}/edit", data=terms(attempts="", title="Tuesday"))
    assert answer.status_code == 303
    (changed,) = stored(school)
    assert (changed.title, changed.attempts_allowed) == ("Tuesday", None)
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        (entry,) = work.scalars(select(AuditEntry)).all()
    assert entry.action == "change assignment"
    assert (entry.before["title"], entry.after["title"]) == (given.title, "Tuesday")
    assert "grading" not in entry.after


def ends(school: School) -> dict[int, datetime | None]:
    """Return when each person's attempt ends."""
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        rows = work.execute(select(Attempt.user_id, Attempt.deadline_at))
        return {row.user_id: row.deadline_at for row in rows}


def start(school: School, given: Assignment, name: str, extra: int = 0, **attempt: Any) -> User:
    """Let a new student start an attempt now, with some extra time."""

    def begin(work: Any) -> User:
        student = make.make_user(work, name)
        enrolment = make.enrol(work, school.classroom, student)
        if extra:
            work.add(
                Accommodation(enrolment_id=enrolment.id, extra_time_percent=extra, no_timer=False)
            )
        values = {"started_at": NOW, "deadline_at": NOW + timedelta(minutes=30)} | attempt
        make.make_attempt(work, given, student, **values)
        return student

    return school.add(begin)


NOW = db.now().replace(microsecond=0)


@pytest.mark.both_databases
def test_a_longer_limit_moves_attempts_under_way_each_with_its_extra_time(
    school: School, given: Assignment
) -> None:
    dora = start(school, given, "Dora")
    finn = start(school, given, "Finn", extra=50)
    done = start(school, given, "Gina", submitted_at=NOW, score=0)
    late = start(school, given, "Hugo", deadline_at=NOW - timedelta(hours=1))
    before = ends(school)
    form = terms(time_limit="60")
    answer = school.as_(school.ada).post(
        f"/assignments/{given.id}/edit", data=form, follow_redirects=True
    )
    assert "2 open attempts will end at another time." in answer.text
    after = ends(school)
    assert after[dora.id] == NOW + timedelta(minutes=60)
    assert after[finn.id] == NOW + timedelta(minutes=90)
    assert after[done.id] == before[done.id]
    assert after[late.id] == before[late.id]


def test_a_closing_time_ends_every_attempt_under_way(school: School, given: Assignment) -> None:
    finn = start(school, given, "Finn", extra=100)
    closes = in_time(5)
    form = terms(time_limit="30", closes=closes)
    assert (
        school.as_(school.ada).post(f"/assignments/{given.id}/edit", data=form).status_code == 303
    )
    assert ends(school)[finn.id].strftime("%Y-%m-%dT%H:%M") == closes


def test_no_limit_leaves_attempts_without_end(school: School, given: Assignment) -> None:
    dora = start(school, given, "Dora")
    school.as_(school.ada).post(f"/assignments/{given.id}/edit", data=terms())
    assert ends(school)[dora.id] is None


def test_a_student_who_left_the_class_is_moved_too(school: School, given: Assignment) -> None:
    dora = start(school, given, "Dora")

    def leave(work: Any) -> None:
        found = work.scalars(select(Enrolment).where(Enrolment.user_id == dora.id)).one()
        found.removed_at = NOW

    school.add(leave)
    school.as_(school.ada).post(f"/assignments/{given.id}/edit", data=terms(time_limit="60"))
    assert ends(school)[dora.id] == NOW + timedelta(minutes=60)


def test_an_assignment_is_put_away_with_its_attempts_and_brought_back(
    school: School, given: Assignment
) -> None:
    dora = start(school, given, "Dora")
    ada, away = school.as_(school.ada), f"/assignments/{given.id}/archive"
    page = ada.post(away, data={"do": "archive"}, follow_redirects=True).text
    assert "All attempts are kept" in page
    assert "Bring it back" in page
    assert ada.post(away, data={"do": "archive"}).status_code == 409
    listed = ada.get(f"/classes/{school.classroom.id}/assignments/archived").text
    assert given.title in listed
    assert "1 attempt kept" in listed
    assert dora.id in ends(school)
    assert ada.post(away, data={"do": "restore"}).status_code == 303
    assert stored(school)[0].archived_at is None
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        actions = work.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["archive assignment", "restore assignment"]


def test_nothing_put_away_says_so(school: School) -> None:
    page = school.as_(school.ada).get(f"/classes/{school.classroom.id}/assignments/archived")
    assert "Nothing in this class was put away." in page.text


def test_the_class_page_leads_to_giving_and_changing(school: School, given: Assignment) -> None:
    page = school.as_(school.ada).get(f"/classes/{school.classroom.id}").text
    assert new(school) in page
    assert f"/assignments/{given.id}/edit" in page
