"""One question's page: as students see it, its key, versions, use, state; who may change it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.authoring.rights import Author
from quizapp.authoring.service import questions as service
from quizapp.core.kinds import KINDS
from quizapp.core.kinds import question as read
from quizapp.models import AttemptQuestion, AuditEntry, Question, QuestionVersion, User
from tests import make
from tests.conftest import School


@pytest.fixture
def eve(school: School) -> User:
    """Return a second instructor."""
    return school.add(make.make_user, "Eve", role="instructor")


@pytest.fixture
def own(school: School) -> Question:
    """Return a question that Ada wrote."""
    return school.add(
        make.make_question,
        school.passage,
        "single",
        id="OWN",
        state="draft",
        created_by=school.ada.id,
    )


@pytest.fixture
def filed(school: School) -> Question:
    """Return a question that a file owns."""
    return school.add(
        make.make_question, school.passage, "single", id="FILED", source_file="harbour/form.yaml"
    )


def stored(school: School, key: str) -> Question | None:
    """Return a question as the database has it."""
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        return work.scalar(select(Question).where(Question.key == key))


def address(question: Question, action: str = "") -> str:
    """Return the address of a question's page or of an action on it."""
    return f"/questions/{question.id}{action and '/' + action}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_shown_with_its_key_and_feedback(school: School, kind: str) -> None:
    question = school.add(make.make_question, school.passage, kind)
    page = school.as_(school.ada).get(address(question))
    assert page.status_code == 200
    assert "As students see it" in page.text
    record = make.record(kind)
    assert "(P1)" in page.text
    if kind == "short":
        assert record["model_answer"] in page.text
    else:
        assert "one thing for another" in page.text


def test_only_instructors_know_of_a_question(school: School, own: Question) -> None:
    for person, status in ((school.ada, 200), (school.ben, 404), (school.cleo, 404)):
        assert school.as_(person).get(address(own)).status_code == status


@pytest.mark.parametrize("number", ["0", "999"])
def test_a_question_that_is_not_there_is_not_found(school: School, number: str) -> None:
    assert school.as_(school.ada).get(f"/questions/{number}").status_code == 404


def test_a_filed_question_offers_a_copy_and_nothing_else(school: School, filed: Question) -> None:
    page = school.as_(school.ada).get(address(filed)).text
    assert "harbour/form.yaml" in page
    assert "Make a copy" in page
    assert "Retire" not in page


@pytest.mark.parametrize("action", ["state", "delete"])
def test_a_filed_question_is_changed_in_its_file(
    school: School, filed: Question, action: str
) -> None:
    answer = school.as_(school.ada).post(address(filed, action), data={"state": "retired"})
    assert answer.status_code == 403
    assert "comes from a file" in answer.text
    assert stored(school, filed.key).state == "ready"


@pytest.mark.parametrize("action", ["state", "delete"])
def test_another_instructor_changes_nothing(
    school: School, eve: User, own: Question, action: str
) -> None:
    answer = school.as_(eve).post(address(own, action), data={"state": "retired"})
    assert answer.status_code == 403
    assert stored(school, own.key).state == "draft"


@pytest.mark.parametrize("action", ["copy", "state", "delete"])
def test_students_change_nothing(school: School, own: Question, action: str) -> None:
    for person in (school.ben, school.cleo):
        answer = school.as_(person).post(address(own, action), data={"state": "retired"})
        assert answer.status_code == 404


def test_an_administrator_may_change_what_others_wrote(school: School, own: Question) -> None:
    root = school.add(make.make_user, "Root", role="administrator")
    assert (
        school.as_(root).post(address(own, "state"), data={"state": "retired"}).status_code == 303
    )
    assert stored(school, own.key).state == "retired"


@pytest.mark.both_databases
def test_a_copy_is_a_draft_of_ones_own_under_its_own_key(
    school: School, eve: User, filed: Question
) -> None:
    client = school.as_(eve)
    for key in ("harbour-FILED-copy", "harbour-FILED-copy-2"):
        assert client.post(address(filed, "copy")).status_code == 303
        copy = stored(school, key)
        assert (copy.state, copy.created_by, copy.source_file) == ("draft", eve.id, None)
        assert "Versions" in client.get(address(copy)).text


def test_the_state_is_changed_and_accounted_for(school: School, own: Question) -> None:
    ada = school.as_(school.ada)
    for state in ("retired", "draft"):
        assert ada.post(address(own, "state"), data={"state": state}).status_code == 303
        assert stored(school, own.key).state == state
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        entries = work.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(e.before, e.after) for e in entries] == [("draft", "retired"), ("retired", "draft")]


@pytest.mark.parametrize("state", ["", "gone", "draft' --", "\x00"])
def test_a_state_that_is_none_is_refused(school: School, own: Question, state: str) -> None:
    answer = school.as_(school.ada).post(address(own, "state"), data={"state": state})
    assert answer.status_code == 400


def test_setting_the_same_state_twice_says_so(school: School, own: Question) -> None:
    answer = school.as_(school.ada).post(address(own, "state"), data={"state": "draft"})
    assert answer.status_code == 409


@pytest.mark.both_databases
def test_an_unused_question_is_deleted_with_its_versions(school: School, own: Question) -> None:
    assert school.as_(school.ada).post(address(own, "delete")).status_code == 303
    assert stored(school, own.key) is None


def test_a_question_in_a_quiz_is_not_deleted(school: School, own: Question) -> None:
    school.add(make.make_quiz, school.passage, [own])
    answer = school.as_(school.ada).post(address(own, "delete"))
    assert answer.status_code == 409
    assert stored(school, own.key) is not None


@pytest.mark.both_databases
def test_use_names_own_classes_and_counts_the_rest(
    school: School, eve: User, own: Question
) -> None:
    quiz = school.add(make.make_quiz, school.passage, [own], title="Harbour quiz")
    school.add(make.make_assignment, school.classroom, quiz, title="Monday")
    other = school.add(make.make_class, eve, name="Class of Eve")
    school.add(make.make_assignment, other, quiz, title="Secret of Eve")
    page = school.as_(school.ada).get(address(own)).text
    assert "Harbour quiz" in page
    assert "Monday" in page
    assert "Secret of Eve" not in page
    assert "1 in classes of other teachers" in page


def edited(school: School, own: Question, stem: str) -> bool:
    """Save another stem as a version by Ada."""

    def change(work: object) -> bool:
        question = work.get(Question, own.id)  # type: ignore[attr-defined]
        content = read(make.record("single", id="OWN", stem=stem))
        return service.save_version(work, question, content, Author(school.ada.id, False), db.now())

    return bool(school.add(change))


@pytest.mark.both_databases
def test_versions_differ_word_by_word(school: School, own: Question) -> None:
    assert edited(school, own, "What does the writer hope for?")
    page = text_of(school.as_(school.ada), own)
    assert "Version 2" in page
    assert "<ins>" in page
    assert "removed: " in page
    first = school.as_(school.ada).get(address(own) + "?version=1").text
    assert "This is an earlier version." in first
    assert "What does the writer say is planned?" in first


def test_saving_the_same_again_makes_no_version(school: School, own: Question) -> None:
    assert edited(school, own, "What else?")
    assert not edited(school, own, "What else?")
    assert stored(school, own.key).latest == 2


@pytest.mark.parametrize("version", ["0", "7", "-1", "x", "9" * 40])
def test_a_version_that_is_not_there_shows_the_newest(
    school: School, own: Question, version: str
) -> None:
    page = school.as_(school.ada).get(address(own), query_string={"version": version})
    assert page.status_code == 200
    assert "This is an earlier version." not in page.text


def text_of(client: FlaskClient, question: Question) -> str:
    """Return the page of a question."""
    return client.get(address(question)).text


@pytest.mark.both_databases
def test_attempts_keep_their_version_and_keep_the_question(school: School, own: Question) -> None:
    def pin(work: Session) -> int:
        quiz = make.make_quiz(work, school.passage, [])
        assignment = make.make_assignment(work, school.classroom, quiz)
        version = work.scalars(select(QuestionVersion.id)).one()
        return make.make_attempt(work, assignment, school.ben, [version]).id

    school.add(pin)
    assert edited(school, own, "What else is planned?")
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        kept = work.execute(
            select(QuestionVersion.number).join(
                AttemptQuestion, AttemptQuestion.version_id == QuestionVersion.id
            )
        )
        assert kept.scalars().all() == [1]
    ada = school.as_(school.ada)
    assert "1 attempt" in text_of(ada, own)
    assert "Delete this question" not in text_of(ada, own)
    assert ada.post(address(own, "delete")).status_code == 409
    assert stored(school, own.key) is not None


def test_taking_a_ready_question_out_says_which_quizzes_lose_it(
    school: School, own: Question
) -> None:
    ada = school.as_(school.ada)
    school.add(make.make_quiz, school.passage, [own])
    assert "is left out of attempts" not in text_of(ada, own)
    ada.post(address(own, "state"), data={"state": "ready"})
    assert "It is in 1 quiz. As a draft or retired, it is left out" in text_of(ada, own)
