"""Invitations: each link makes one account, for a while, with no more than was offered."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.models import Enrolment, Invitation, User
from quizapp.people.service import invite, setup_invitation
from tests import make
from tests.conftest import School
from tests.people.conftest import audit, rows, sign_in

GOOD = {"name": "Rosa Luz", "login": "Rosa", "password": "cobalt fiddle 7Qz and more"}


@pytest.fixture
def setup(app: Flask) -> str:
    with db.writing(app.extensions["quiz_engine"]) as work:
        make.make_class(work, name="Sample class")
        token = setup_invitation(work, db.now())
    return f"/invitations/{token}"


def invited(school: School, role: str = "assistant", **more: object) -> str:
    token = school.add(
        lambda work: invite(work, role, invited_by=school.ada.id, now=db.now(), **more)
    )
    return f"/invitations/{token}"


def test_the_set_up_link_makes_the_administrator_who_then_teaches_the_sample_class(
    client: FlaskClient, setup: str
) -> None:
    assert "Set up your account" in client.get(setup).text
    response = client.post(setup, data=GOOD)
    assert response.status_code == 303
    page = client.get("/classes").text
    assert "Sample class" in page
    assert "Rosa Luz" in page
    assert client.get("/people").status_code == 200


def test_the_set_up_link_works_once(client: FlaskClient, app: Flask, setup: str) -> None:
    client.post(setup, data=GOOD)
    other = app.test_client()
    for response in (other.get(setup), other.post(setup, data={**GOOD, "login": "other"})):
        assert response.status_code == 410
        assert "no longer works" in response.text


def test_the_set_up_link_dies_after_an_hour(client: FlaskClient, setup: str) -> None:
    with time_machine.travel(db.now() + timedelta(minutes=59)):
        assert client.get(setup).status_code == 200
    with time_machine.travel(db.now() + timedelta(minutes=61)):
        assert client.get(setup).status_code == 410


def test_only_the_last_set_up_link_works(client: FlaskClient, app: Flask, setup: str) -> None:
    with db.writing(app.extensions["quiz_engine"]) as work:
        token = setup_invitation(work, db.now())
    assert client.get(setup).status_code == 410
    assert client.get(f"/invitations/{token}").status_code == 200


def test_there_is_no_set_up_link_once_there_is_an_administrator(work: Session) -> None:
    make.make_user(work, "Rosa", role="administrator")
    assert setup_invitation(work, make.AT) is None
    assert list(work.scalars(select(Invitation))) == []


def test_a_set_up_link_dies_when_an_administrator_came_another_way(
    client: FlaskClient, app: Flask, setup: str
) -> None:
    with db.writing(app.extensions["quiz_engine"]) as work:
        make.make_user(work, "Rosa", role="administrator")
    assert client.get(setup).status_code == 410


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"name": "--"}, "at least one letter"),
        ({"name": "x" * 101}, "at most 100"),
        ({"login": "r"}, "3 to 40"),
        ({"login": "rosa luz"}, "3 to 40"),
        ({"password": "short"}, "at least 15"),
        ({"password": "rosa luz rosa luz"}, "easily guessed"),
        ({"password": "x" * 2000}, "at most 128"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_kept(
    client: FlaskClient, setup: str, change: dict[str, str], says: str
) -> None:
    form = {**GOOD, **change}
    response = client.post(setup, data=form)
    assert response.status_code == 422
    assert says in response.text
    assert form["password"] not in response.text
    assert 'value="Rosa Luz"' in response.text or "name" in change
    assert client.post(setup, data=GOOD).status_code == 303


@pytest.mark.usefixtures("dora")
def test_a_user_name_that_is_taken_does_not_use_the_link_up(
    school: School, client: FlaskClient
) -> None:
    link = invited(school, classroom_id=school.classroom.id, section="A")
    response = client.post(link, data={**GOOD, "login": "DORA"})
    assert response.status_code == 409
    assert "has this user name already" in response.text
    assert client.post(link, data=GOOD).status_code == 303


@pytest.mark.both_databases
def test_a_link_used_by_two_at_once_makes_one_account(school: School) -> None:
    link = invited(school, classroom_id=school.classroom.id, section="A")
    start = Barrier(4)

    def accept(number: int) -> int:
        client = school.app.test_client()
        start.wait()
        return client.post(link, data={**GOOD, "login": f"rosa{number}"}).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(accept, range(4))) == [303, 410, 410, 410]
    assert len(rows(school, select(User.id).where(User.name == "Rosa Luz"))) == 1


def test_ada_invites_an_assistant_into_a_section_of_her_class(
    school: School, client: FlaskClient
) -> None:
    form = {"role": "assistant", "section": " A "}
    page = school.as_(school.ada).post(f"/classes/{school.classroom.id}/invite", data=form)
    link = page.text.split("<code>http://localhost")[1].split("</code>")[0]
    assert "section A" in client.get(link).text
    client.post(link, data=GOOD)
    rosa = school.add(lambda work: work.scalar(select(User).where(User.login == "rosa")))
    assert rosa.role == "assistant"
    (seat,) = rows(school, select(Enrolment).where(Enrolment.user_id == rosa.id))
    assert (seat.role, seat.section) == ("assistant", "A")
    assert client.get(f"/classes/{school.classroom.id}").status_code == 200
    assert audit(school) == ["invite assistant", "become assistant", "accept invitation"]


@pytest.mark.parametrize(
    "form",
    [
        {"role": "assistant", "section": ""},
        {"role": "administrator", "section": "A"},
        {"role": "assistant", "section": "x" * 41},
    ],
)
def test_an_invitation_that_makes_no_sense_is_not_made(
    school: School, form: dict[str, str]
) -> None:
    response = school.as_(school.ada).post(f"/classes/{school.classroom.id}/invite", data=form)
    assert response.status_code == 422
    assert rows(school, select(Invitation.id)) == []


def test_only_who_teaches_the_class_invites_into_it(school: School) -> None:
    eve = school.add(make.make_user, "Eve", role="instructor")
    url = f"/classes/{school.classroom.id}/invite"
    for person in (eve, school.ben, school.cleo):
        assert school.as_(person).post(url, data={"role": "instructor"}).status_code == 404
    assert school.as_(school.ada).get("/people/invite").status_code == 404


def test_an_administrator_invites_instructors_and_administrators(
    school: School, admin: User, client: FlaskClient
) -> None:
    page = school.as_(admin).post("/people/invite", data={"role": "administrator"})
    link = page.text.split("<code>http://localhost")[1].split("</code>")[0]
    client.post(link, data=GOOD)
    assert client.get("/people").status_code == 200
    assert school.as_(admin).post("/people/invite", data={"role": "root"}).status_code == 422


def test_an_instructor_joins_a_colleagues_class_with_the_account_they_have(school: School) -> None:
    eve = school.add(make.make_user, "Eve", role="instructor")
    link = invited(school, "instructor", classroom_id=school.classroom.id)
    client = school.as_(eve)
    assert "Join Year 11 Media as Eve" in client.get(link).text
    assert client.post(link).location == f"/classes/{school.classroom.id}"
    assert client.get(f"/classes/{school.classroom.id}/edit").status_code == 200
    assert client.post(link).status_code == 410


@pytest.mark.parametrize("role", ["student", "assistant"])
def test_a_lower_account_takes_no_higher_place(school: School, role: str) -> None:
    person = school.add(make.make_user, "Eve", role=role)
    link = invited(school, "instructor", classroom_id=school.classroom.id)
    assert school.as_(person).post(link).status_code == 409
    assert rows(school, select(Enrolment).where(Enrolment.user_id == person.id)) == []
    assert school.app.test_client().get(link).status_code == 200


def test_a_teacher_of_the_class_stays_one(school: School) -> None:
    link = invited(school, classroom_id=school.classroom.id, section="A")
    ada = school.as_(school.ada)
    ada.post(link)
    assert ada.get(f"/classes/{school.classroom.id}/edit").status_code == 200


def test_an_assistant_invited_again_changes_section(school: School) -> None:
    tom = school.add(make.make_user, "Tom", role="assistant")
    school.add(make.enrol, school.classroom, tom, role="assistant", section="A", removed_at=make.AT)
    link = invited(school, classroom_id=school.classroom.id, section="B")
    school.as_(tom).post(link)
    (seat,) = rows(school, select(Enrolment).where(Enrolment.user_id == tom.id))
    assert (seat.section, seat.removed_at) == ("B", None)


def test_an_unknown_link_looks_like_an_old_one(client: FlaskClient) -> None:
    assert client.get("/invitations/nothing").status_code == 410
    assert client.post("/invitations/nothing", data=GOOD).status_code == 410


def test_who_was_invited_can_sign_in_again(client: FlaskClient, app: Flask, setup: str) -> None:
    client.post(setup, data=GOOD)
    assert sign_in(app.test_client(), "rosa", GOOD["password"]).status_code == 303


def test_a_link_not_used_yet_can_be_withdrawn(school: School, admin: User) -> None:
    links = {
        f"/classes/{school.classroom.id}": (school.ada, {"role": "assistant", "section": "A"}),
        "/people": (admin, {"role": "instructor"}),
    }
    for start, (person, form) in links.items():
        client = school.as_(person)
        made = client.post(f"{start}/invite", data=form).text
        link = made.split("<code>http://localhost")[1].split("</code>")[0]
        withdraw = re.search(r'action="([^"]+/withdraw)"', client.get(f"{start}/invite").text)[1]
        assert client.post(withdraw).status_code == 303
        assert school.app.test_client().get(link).status_code == 410
    assert audit(school)[1::2] == ["withdraw invitation"] * 2


def test_nobody_withdraws_a_link_of_another_class(school: School, admin: User) -> None:
    link = invited(school, classroom_id=school.classroom.id, section="A")
    (number,) = rows(school, select(Invitation.id))
    eve = school.add(make.make_user, "Eve", role="instructor")
    other = school.add(make.make_class, eve)
    school.as_(eve).post(f"/classes/{other.id}/invitations/{number}/withdraw")
    school.as_(admin).post(f"/people/invitations/{number}/withdraw")
    refused = school.as_(eve).post(f"/classes/{school.classroom.id}/invitations/{number}/withdraw")
    assert refused.status_code == 404
    assert school.app.test_client().get(link).status_code == 200
