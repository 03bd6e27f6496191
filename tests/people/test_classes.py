"""Classes: their teacher makes and changes them, assistants see one section, others nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp import create_app, db
from quizapp.config import Settings
from quizapp.models import Attempt, Classroom, Quiz, User
from tests import make
from tests.conftest import SECRET, School
from tests.people.conftest import audit, rows
from tests.statements import counted


@pytest.fixture
def quiz(school: School) -> Quiz:
    question = school.add(make.make_question, school.passage)
    return school.add(make.make_quiz, school.passage, [question])


def attempt(school: School, assignment_id: int, user: User, *, finished: bool) -> None:
    now = db.now()
    school.add(
        lambda work: work.add(
            Attempt(
                assignment_id=assignment_id,
                user_id=user.id,
                number=1,
                seed="0",
                started_at=now,
                submitted_at=now if finished else None,
                submitted_by_clock=False,
                score=0 if finished else None,
                out_of=1,
            )
        )
    )


def test_a_new_teacher_is_told_what_to_do_first(school: School) -> None:
    eve = school.add(make.make_user, "Eve", role="instructor")
    assert "Make your first one" in school.as_(eve).get("/classes").text


def test_a_class_with_nothing_open_is_offered_a_quiz(school: School) -> None:
    ada, link = school.as_(school.ada), f'href="/classes/{school.classroom.id}/assignments/new"'
    for page in ("/classes", f"/classes/{school.classroom.id}"):
        assert link in ada.get(page).text


def test_a_new_assistant_is_told_whom_to_ask(school: School) -> None:
    tom = school.add(make.make_user, "Tom", role="assistant")
    assert "Ask an instructor" in school.as_(tom).get("/classes").text


def test_ada_makes_a_class_that_students_may_join(school: School) -> None:
    ada = school.as_(school.ada)
    form = {"name": " Year 9  News ", "time_zone": "Europe/Oslo"}
    response = ada.post("/classes/new", data=form)
    assert response.status_code == 303
    page = ada.get(response.location).text
    assert "Year 9  News" in page
    (made,) = rows(school, select(Classroom).where(Classroom.time_zone == "Europe/Oslo"))
    assert made.join_open
    assert f"{made.join_code[:4]}-{made.join_code[4:]}" in page
    assert "<svg" in page
    assert "Nobody is here yet" in page
    assert audit(school) == ["make class"]


def test_a_new_class_is_in_the_time_zone_of_the_settings(
    settings: Settings, school: School
) -> None:
    there = Settings(data=settings.data, secret_key=SECRET, time_zone="Asia/Tehran")
    page = make.sign_in(create_app(there), school.ada).get("/classes/new").text
    assert '<option selected value="Asia/Tehran">' in page


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"name": "", "time_zone": "UTC"}, "Please fill this in."),
        ({"name": "x" * 101, "time_zone": "UTC"}, "at most 100"),
        ({"name": "Fine", "time_zone": "Mars/Olympus"}, "Not a valid choice"),
    ],
)
def test_a_class_that_makes_no_sense_is_not_made(
    school: School, form: dict[str, str], says: str
) -> None:
    response = school.as_(school.ada).post("/classes/new", data=form)
    assert response.status_code == 422
    assert says in response.text
    assert len(rows(school, select(Classroom.id))) == 1


def test_ada_changes_a_class(school: School) -> None:
    ada, url = school.as_(school.ada), f"/classes/{school.classroom.id}/edit"
    assert "Year 11 Media" in ada.get(url).text
    ada.post(url, data={"name": "Year 12 Media", "time_zone": "Europe/Oslo"})
    ada.post(url, data={"name": "Year 12 Media", "time_zone": "Europe/Oslo"})
    assert rows(school, select(Classroom.name)) == ["Year 12 Media"]
    assert audit(school) == ["change class"]
    assert ada.post(url, data={"name": "", "time_zone": "UTC"}).status_code == 422


def test_joining_is_closed_and_opened(school: School) -> None:
    ada, url = school.as_(school.ada), f"/classes/{school.classroom.id}"
    code = f"{school.classroom.join_code[:4]}-{school.classroom.join_code[4:]}"
    ada.post(f"{url}/joining", data={"open": "no"})
    ada.post(f"{url}/joining", data={"open": "no"})
    assert code not in ada.get(url).text
    assert code not in ada.get(f"{url}/code").text
    ada.post(f"{url}/joining", data={"open": "yes"})
    assert code in ada.get(url).text
    assert code in ada.get(f"{url}/code").text
    assert audit(school) == ["close joining", "open joining"]


def test_a_new_code_replaces_the_old(school: School) -> None:
    ada, url = school.as_(school.ada), f"/classes/{school.classroom.id}"
    ada.post(f"{url}/code")
    (code,) = rows(school, select(Classroom.join_code))
    assert code != school.classroom.join_code
    assert f"{code[:4]}-{code[4:]}" in ada.get(url).text
    assert audit(school) == ["rotate join code"]


@pytest.mark.both_databases
def test_open_assignments_tell_how_far_the_class_is(school: School, quiz: Quiz) -> None:
    now = db.now()
    given = school.add(make.make_assignment, school.classroom, quiz, title="Open one")
    school.add(make.make_assignment, school.classroom, quiz, title="Over", closes_at=now)
    school.add(
        make.make_assignment,
        school.classroom,
        quiz,
        title="To come",
        opens_at=now + timedelta(days=1),
    )
    school.add(make.make_assignment, school.classroom, quiz, title="Gone", archived_at=now)
    for name, finished in (("Nora", True), ("Otto", False)):
        student = school.add(make.make_user, name)
        school.add(make.enrol, school.classroom, student)
        attempt(school, given.id, student, finished=finished)
    gone = school.add(make.make_user, "Gina")
    school.add(make.enrol, school.classroom, gone, removed_at=now)
    attempt(school, given.id, gone, finished=True)
    page = school.as_(school.ada).get("/classes").text
    assert "3 students" in page
    assert "1 of 3 finished, 1 at it" in page
    assert "To come" in page
    assert "Over" not in page
    assert "Gone" not in page
    page = school.as_(school.ada).get(f"/classes/{school.classroom.id}").text
    assert "Over" in page
    assert "Gone" not in page


def test_the_list_takes_as_many_statements_for_many_classes_as_for_one(
    school: School, quiz: Quiz
) -> None:
    ada = school.as_(school.ada)
    with counted(school.app) as one:
        ada.get("/classes")
    for _ in range(5):
        classroom = school.add(make.make_class, school.ada)
        school.add(make.make_assignment, classroom, quiz)
    with counted(school.app) as many:
        ada.get("/classes")
    assert len(one) == len(many) <= 4


def test_students_are_listed_with_what_their_teacher_needs(school: School) -> None:
    url = f"/classes/{school.classroom.id}"
    ada = school.as_(school.ada)
    assert "not yet" in ada.get(url).text
    school.as_(school.ben)
    page = ada.get(url).text
    assert school.ben.login in page
    assert "not yet" not in page
    assert "Cleo" not in page


def test_an_assistant_sees_the_students_of_their_section_and_changes_nothing(
    school: School, quiz: Quiz
) -> None:
    tom = school.add(make.make_user, "Tom", role="assistant")
    school.add(make.enrol, school.classroom, tom, role="assistant", section="A")
    nora = school.add(make.make_user, "Nora")
    school.add(make.enrol, school.classroom, nora, section="A")
    given = school.add(make.make_assignment, school.classroom, quiz)
    attempt(school, given.id, school.ben, finished=True)
    client, url = school.as_(tom), f"/classes/{school.classroom.id}"
    page = client.get(url).text
    assert "Nora" in page
    assert ">Ben<" not in page
    assert school.classroom.join_code[:4] not in page
    assert "0 of 1 finished" in page
    assert "1 student in section A" in client.get("/classes").text
    for path in ("/edit", "/code", "/roster", "/cards", "/invite", f"/students/{nora.id}"):
        assert client.get(url + path).status_code == 404


def test_a_colleague_is_removed_but_nobody_removes_themselves(school: School) -> None:
    tom = school.add(make.make_user, "Tom", role="assistant")
    school.add(make.enrol, school.classroom, tom, role="assistant", section="A")
    toms, ada, url = school.as_(tom), school.as_(school.ada), f"/classes/{school.classroom.id}"
    assert toms.get(url).status_code == 200
    for user_id in (school.ada.id, school.ben.id, school.cleo.id):
        assert ada.post(f"{url}/staff/{user_id}/remove").status_code == 404
    assert ada.post(f"{url}/staff/{tom.id}/remove").status_code == 303
    assert toms.get(url).status_code == 404
    assert audit(school) == ["remove assistant"]


@pytest.mark.parametrize(
    "path",
    ["", "/edit", "/code", "/roster", "/cards", "/invite", "/students/{ben}"],
)
def test_who_does_not_teach_the_class_does_not_know_of_it(school: School, path: str) -> None:
    eve = school.add(make.make_user, "Eve", role="instructor")
    path = path.format(ben=school.ben.id)
    for person in (school.ben, school.cleo, eve):
        client = school.as_(person)
        forbidden = client.get(f"/classes/{school.classroom.id}{path}")
        absent = client.get(f"/classes/999999{path}")
        assert (forbidden.status_code, absent.status_code) == (404, 404)
        assert forbidden.text == absent.text


@pytest.mark.parametrize(
    "path",
    ["/edit", "/code", "/joining", "/roster", "/cards", "/invite"]
    + [f"/students/{{ben}}{do}" for do in ("", "/remove", "/put-back", "/passphrase")],
)
def test_who_does_not_teach_the_class_changes_nothing_in_it(school: School, path: str) -> None:
    eve = school.add(make.make_user, "Eve", role="instructor")
    url = f"/classes/{school.classroom.id}{path.format(ben=school.ben.id)}"
    for person in (school.ben, school.cleo, eve):
        assert school.as_(person).post(url, data={"name": "X"}).status_code == 404
    assert audit(school) == []
