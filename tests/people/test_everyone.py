"""Administrators look after everyone: suspend at once, restore, change roles; not themselves."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from quizapp import create_app, db
from quizapp.config import Settings
from quizapp.models import User
from tests import make
from tests.conftest import School
from tests.people.conftest import audit, rows, sign_in


@pytest.fixture
def rosa(school: School, admin: User) -> FlaskClient:
    return school.as_(admin)


def test_everyone_is_listed_staff_first(rosa: FlaskClient) -> None:
    page = rosa.get("/people").text
    assert page.index("Ada") < page.index("Ben") < page.index("Cleo")
    assert "4 people" in page


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ("search=CLE", "Cleo", ">Ben<"),
        ("role=instructor", "Ada", ">Ben<"),
        ("search=%25", "Nobody fits", ">Ben<"),
        ("role=nonsense&page=99999999999999999999&search=" + "x" * 300, "Nobody fits", ">Ben<"),
        ("page=-3", "Cleo", "page 2"),
        ("page=x", "Cleo", "page 2"),
    ],
)
def test_people_are_found_by_name_and_role(
    rosa: FlaskClient, query: str, found: str, missing: str
) -> None:
    page = rosa.get(f"/people?{query}").text
    assert found in page
    assert missing not in page


def test_a_long_list_has_pages(school: School, rosa: FlaskClient) -> None:
    school.add(
        lambda work: work.add_all(
            User(name=f"Student {n:03}", login=f"s{n:03}", role="student", created_at=make.AT)
            for n in range(150)
        )
    )
    assert "page 1 of 2" in rosa.get("/people").text
    assert "Student 149" in rosa.get("/people?page=2").text


def test_a_suspended_person_is_out_at_once_until_restored(
    school: School, dora: User, rosa: FlaskClient, client: FlaskClient
) -> None:
    sign_in(client, "dora")
    assert "Year 11 Media" in rosa.get(f"/people/{dora.id}").text
    rosa.post(f"/people/{dora.id}/suspend")
    assert client.get("/account").status_code == 401
    assert sign_in(client, "dora").status_code == 422
    assert "suspended" in rosa.get("/people").text
    assert "Let Dora in again" in rosa.get(f"/people/{dora.id}").text
    rosa.post(f"/people/{dora.id}/restore")
    assert sign_in(client, "dora").status_code == 303
    assert audit(school) == ["suspend", "restore"]


def test_a_role_is_changed_and_the_person_signed_out(
    school: School, dora: User, rosa: FlaskClient, client: FlaskClient
) -> None:
    sign_in(client, "dora")
    for _ in range(2):
        rosa.post(f"/people/{dora.id}/role", data={"role": "instructor"})
    assert client.get("/account").status_code == 401
    sign_in(client, "dora")
    assert client.get("/classes/new").status_code == 200
    assert audit(school) == ["change role"]


@pytest.mark.parametrize("role", ["", "root", "ADMINISTRATOR"])
def test_a_role_that_is_none_is_refused(
    school: School, dora: User, rosa: FlaskClient, role: str
) -> None:
    assert rosa.post(f"/people/{dora.id}/role", data={"role": role}).status_code == 400
    assert rows(school, select(User.role).where(User.login == "dora")) == ["student"]


@pytest.mark.parametrize("do", ["suspend", "restore", "role"])
def test_administrators_do_not_change_themselves_or_nobody(
    admin: User, rosa: FlaskClient, do: str
) -> None:
    for user_id in (admin.id, 999_999):
        assert rosa.post(f"/people/{user_id}/{do}", data={"role": "student"}).status_code == 404


@pytest.mark.parametrize("do", ["suspend", "restore", "role"])
def test_nobody_else_changes_people(school: School, dora: User, do: str) -> None:
    for person in (school.ada, school.ben):
        client = school.as_(person)
        assert client.get("/people").status_code == 404
        assert client.get(f"/people/{dora.id}").status_code == 404
        url = f"/people/{dora.id}/{do}"
        assert client.post(url, data={"role": "administrator"}).status_code == 404
    assert audit(school) == []


def test_administrators_see_their_own_account_without_the_means_to_lose_it(
    admin: User, rosa: FlaskClient
) -> None:
    page = rosa.get(f"/people/{admin.id}").text
    assert "This is you" in page
    assert "/suspend" not in page
    assert rosa.get("/people/999999").status_code == 404


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["people", *words])
    return result.exit_code, result.output


def test_the_command_line_sets_up_once(app: Flask, client: FlaskClient) -> None:
    _, link = run(app, "setup-link")
    assert client.get(link.strip().removeprefix("http://127.0.0.1:8000")).status_code == 200
    run(app, "add", "Rosa", "--role", "administrator")
    assert "There is an administrator already" in run(app, "setup-link")[1]


def test_the_set_up_link_leads_to_where_people_reach_the_app(
    settings: Settings, app: Flask
) -> None:
    school = {"base_url": "https://quiz.school.example", "hosts": "quiz.school.example"}
    served = create_app(settings.model_copy(update=school))
    _, link = run(served, "setup-link")
    path = link.strip().removeprefix("https://quiz.school.example")
    assert app.test_client().get(path).status_code == 200
    served.extensions["quiz_engine"].dispose()


def test_the_command_line_adds_people_who_can_sign_in(app: Flask, client: FlaskClient) -> None:
    _, said = run(app, "add", " Rosa  Luz ", "--login", "ROSA")
    assert "User name:  rosa\n" in said
    phrase = said.split("Passphrase: ")[1].strip()
    assert sign_in(client, "rosa", phrase).status_code == 303
    _, said = run(app, "new-passphrase", "Rosa")
    assert client.get("/account").status_code == 401
    assert sign_in(client, "rosa", said.split("Passphrase: ")[1].strip()).status_code == 303


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "--"), "Missing argument"),
        (("add", "..."), "at least one letter"),
        (("add", "Rosa", "--login", "a b"), "3 to 40"),
        (("add", "Rosa", "--role", "root"), "Invalid value"),
        (("new-passphrase", "nobody"), "Nobody has the user name"),
    ],
)
def test_the_command_line_says_what_is_wrong(app: Flask, words: tuple[str, ...], says: str) -> None:
    code, said = run(app, *words)
    assert code != 0
    assert says in said


def test_a_user_name_is_given_once(app: Flask) -> None:
    run(app, "add", "Rosa", "--login", "rosa")
    assert "somebody has this user name" in run(app, "add", "Rose", "--login", "ROSA")[1].lower()
    with db.open_session(app.extensions["quiz_engine"], writes=False) as work:
        assert len(list(work.scalars(select(User)))) == 1
