"""Joining: a code and a name are enough, a phrase is shown once, and guessing codes is limited."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from quizapp import db, limits
from quizapp.models import Classroom, Enrolment, User
from quizapp.people import passwords
from quizapp.people.service import joining
from tests import make
from tests.conftest import School
from tests.people.conftest import CODE, rows, sign_in

NO_CLASS = "No class has this code"


def shown(page: str, name: str) -> str:
    return re.search(rf'<dd class="{name}">([^<]+)</dd>', page)[1]


@pytest.mark.both_databases
@pytest.mark.usefixtures("open_class")
def test_a_newcomer_joins_and_gets_a_phrase_that_works(school: School, client: FlaskClient) -> None:
    response = client.post("/join", data={"code": "abcd-2345", "name": " Nora  Berg "})
    assert response.status_code == 200
    assert "Welcome, Nora Berg." in response.text
    login, phrase = shown(response.text, "login"), shown(response.text, "phrase")
    assert login.startswith("nora.berg.")
    assert "Nora Berg" in client.get("/account").text
    assert phrase not in str(response.headers)
    assert sign_in(school.app.test_client(), login, phrase).status_code == 303
    (nora,) = rows(school, select(User).where(User.login == login))
    assert nora.role == "student"
    assert phrase not in nora.password_hash
    assert rows(school, select(Enrolment.role).where(Enrolment.user_id == nora.id)) == ["student"]


@pytest.mark.parametrize("code", ["ABCD2345", "abcd2345", "abcd 2345", " ab-cd-23-45 "])
@pytest.mark.usefixtures("open_class")
def test_a_code_may_be_typed_in_any_way(client: FlaskClient, code: str) -> None:
    assert client.post("/join", data={"code": code, "name": "Nora"}).status_code == 200


def test_the_square_and_the_front_page_bring_the_code_along(client: FlaskClient) -> None:
    for address in ("/join/abcd2345", "/join?code=abcd+2345"):
        assert 'value="ABCD-2345"' in client.get(address).text


@pytest.mark.usefixtures("open_class")
def test_looking_at_a_code_does_not_tell_whether_it_is_right(client: FlaskClient) -> None:
    right, wrong = client.get(f"/join/{CODE}").text, client.get("/join/WRNG2345").text
    assert right == wrong.replace("WRNG", "ABCD")


@pytest.mark.usefixtures("open_class")
def test_two_of_a_name_get_two_user_names(school: School) -> None:
    for _ in range(2):
        school.app.test_client().post("/join", data={"code": CODE, "name": "Nora"})
    logins = rows(school, select(User.login).where(User.name == "Nora"))
    assert len(set(logins)) == 2


@pytest.mark.both_databases
@pytest.mark.usefixtures("open_class")
def test_many_of_a_name_join_at_once(school: School) -> None:
    start = Barrier(6)

    def join(_number: int) -> int:
        client = school.app.test_client()
        start.wait()
        return client.post("/join", data={"code": CODE, "name": "Nora"}).status_code

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(join, range(6))) == [200] * 6
    assert len(set(rows(school, select(User.login).where(User.name == "Nora")))) == 6


@pytest.mark.usefixtures("open_class")
def test_a_signed_in_student_joins_with_one_press(school: School) -> None:
    cleo = school.as_(school.cleo)
    page = cleo.get(f"/join/{CODE}").text
    assert "Join as Cleo" in page
    assert 'name="name"' not in page
    assert cleo.post("/join", data={"code": CODE}).status_code == 303
    assert cleo.post("/join", data={"code": CODE}).status_code == 303
    assert len(rows(school, select(Enrolment).where(Enrolment.user_id == school.cleo.id))) == 1


@pytest.mark.both_databases
@pytest.mark.usefixtures("open_class")
def test_pressing_twice_at_once_is_joining_once(school: School) -> None:
    clients = [school.as_(school.cleo) for _ in range(4)]
    start = Barrier(4)

    def join(client: FlaskClient) -> int:
        start.wait()
        return client.post("/join", data={"code": CODE}).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(join, clients)) == [303] * 4
    assert len(rows(school, select(Enrolment).where(Enrolment.user_id == school.cleo.id))) == 1


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"code": "", "name": "Nora"}, "Please fill this in."),
        ({"code": "ABC", "name": "Nora"}, "8 letters and digits"),
        ({"code": CODE, "name": ""}, "Please fill this in."),
        ({"code": CODE, "name": "\u200b \u202e"}, "Please fill this in."),
        ({"code": CODE, "name": "--"}, "at least one letter"),
        ({"code": CODE, "name": "x" * 101}, "at most 100 characters"),
        ({"code": "WRNG2345", "name": "Nora"}, NO_CLASS),
    ],
)
@pytest.mark.usefixtures("open_class")
def test_what_is_wrong_is_said_and_what_was_typed_kept(
    school: School, client: FlaskClient, form: dict[str, str], says: str
) -> None:
    response = client.post("/join", data=form)
    assert response.status_code == 422
    assert says in response.text
    if form["name"] == "Nora":
        assert 'value="Nora"' in response.text
    assert rows(school, select(func.count()).select_from(Enrolment)) == [2]


def test_a_closed_class_says_so(school: School, open_class: Classroom, client: FlaskClient) -> None:
    school.as_(school.ada).post(f"/classes/{open_class.id}/joining", data={"open": "no"})
    for person, name in ((client, {"name": "Nora"}), (school.as_(school.cleo), {})):
        response = person.post("/join", data={"code": CODE, **name})
        assert response.status_code == 409
        assert "takes no new students" in response.text
    assert rows(school, select(func.count()).select_from(Enrolment)) == [2]


def test_an_old_code_opens_nothing(
    school: School, open_class: Classroom, client: FlaskClient
) -> None:
    school.as_(school.ada).post(f"/classes/{open_class.id}/code")
    assert NO_CLASS in client.post("/join", data={"code": CODE, "name": "Nora"}).text
    (code,) = rows(school, select(Classroom.join_code))
    assert client.post("/join", data={"code": code, "name": "Nora"}).status_code == 200


def test_who_was_removed_cannot_come_back_by_the_code(
    school: School, open_class: Classroom
) -> None:
    url = f"/classes/{open_class.id}/students/{school.ben.id}/remove"
    school.as_(school.ada).post(url)
    response = school.as_(school.ben).post("/join", data={"code": CODE})
    assert response.status_code == 409
    assert "Ask your teacher to put you back" in response.text


@pytest.mark.usefixtures("open_class")
def test_staff_do_not_join_as_students(school: School) -> None:
    eve = school.add(make.make_user, "Eve", role="instructor")
    response = school.as_(eve).post("/join", data={"code": CODE})
    assert response.status_code == 409
    assert "private window" in response.text


@pytest.mark.both_databases
@pytest.mark.usefixtures("open_class")
def test_after_ten_wrong_codes_even_the_right_one_waits(
    school: School, client: FlaskClient
) -> None:
    with time_machine.travel(db.now(), tick=False) as clock:
        for number in range(10):
            form = {"code": f"WRNG234{number}", "name": "Nora"}
            assert client.post("/join", data=form).status_code == 422
        response = client.post("/join", data={"code": CODE, "name": "Nora"})
        assert response.status_code == 429
        assert response.headers["Retry-After"] == "60"
        # The rest of the class, behind the same address, is not kept waiting.
        other = school.app.test_client()
        assert other.post("/join", data={"code": CODE, "name": "Otto"}).status_code == 200
        clock.shift(timedelta(minutes=1))
        assert client.post("/join", data={"code": CODE, "name": "Nora"}).status_code == 200


def test_one_address_guesses_six_hundred_codes_an_hour_at_most(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (limits.WRONG_CODES_OF_ADDRESS.most, limits.WRONG_CODES_OF_ADDRESS.within) == (
        600,
        limits.HOUR,
    )
    few = limits.Limit("few", 3, limits.HOUR)
    monkeypatch.setattr(limits, "WRONG_CODES_OF_ADDRESS", few)
    codes = []
    for _ in range(5):
        client.delete_cookie("session")
        codes.append(client.post("/join", data={"code": "WRNG2345", "name": "N"}).status_code)
    assert codes == [422, 422, 422, 429, 429]


def test_what_cannot_be_a_code_is_no_guess(client: FlaskClient) -> None:
    for _ in range(12):
        assert client.post("/join", data={"code": "x", "name": "Nora"}).status_code == 422


@pytest.mark.usefixtures("open_class")
def test_a_flood_of_newcomers_is_stopped(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MOST_IN_AN_HOUR", 2)
    form = {"code": CODE, "name": "Bot"}
    codes = [school.app.test_client().post("/join", data=form).status_code for _ in range(4)]
    assert codes == [200, 200, 429, 429]
    # Who has an account already is no bot.
    assert school.as_(school.cleo).post("/join", data={"code": CODE}).status_code == 303
    assert len(rows(school, select(User.id).where(User.name == "Bot"))) == 2


@pytest.mark.usefixtures("open_class")
def test_sending_the_form_again_after_joining_makes_no_second_account(
    school: School, client: FlaskClient
) -> None:
    form = {"code": CODE, "name": "Nora"}
    client.post("/join", data=form)
    assert client.post("/join", data=form).status_code == 303
    assert len(rows(school, select(User.id).where(User.name == "Nora"))) == 1


@pytest.mark.usefixtures("open_class")
def test_phrases_are_kept_as_hashes_with_todays_parameters(
    school: School, client: FlaskClient
) -> None:
    client.post("/join", data={"code": CODE, "name": "Nora"})
    (kept,) = rows(school, select(User.password_hash).where(User.name == "Nora"))
    assert not passwords.is_outdated(kept)
