"""One's own account: devices are seen and signed out, and passphrases changed by their owner."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from quizapp.models import LoginSession, User
from tests import make
from tests.conftest import School
from tests.people.conftest import PHRASE, audit, rows, sign_in

NEW = "cobalt fiddle 7Qz and more"


@pytest.fixture
def signed_in(dora: User, client: FlaskClient) -> FlaskClient:
    sign_in(client, dora.login)
    return client


def test_the_account_page_lists_devices(school: School, dora: User, signed_in: FlaskClient) -> None:
    make.sign_in(school.app, dora)
    page = signed_in.get("/account").text
    assert "a test" in page
    assert page.count("this device") == 1


def test_another_device_can_be_signed_out(
    school: School, dora: User, signed_in: FlaskClient
) -> None:
    other = make.sign_in(school.app, dora)
    (other_id,) = rows(school, select(LoginSession.id).where(LoginSession.device == "a test"))
    assert signed_in.post(f"/account/devices/{other_id}/sign-out").status_code == 303
    assert other.get("/account").status_code == 401
    assert signed_in.get("/account").status_code == 200


def test_nobody_signs_out_a_device_of_somebody_else(school: School, signed_in: FlaskClient) -> None:
    bens = school.as_(school.ben)
    for (session_id,) in [(i,) for i in rows(school, select(LoginSession.id))]:
        school.as_(school.cleo).post(f"/account/devices/{session_id}/sign-out")
    assert bens.get("/account").status_code == 200
    assert signed_in.get("/account").status_code == 200


def test_signing_out_everywhere_keeps_this_device_under_a_new_token(
    school: School, dora: User, signed_in: FlaskClient
) -> None:
    other = make.sign_in(school.app, dora)
    stolen = signed_in.get_cookie("session").value
    signed_in.post("/account/sign-out-everywhere")
    assert signed_in.get("/account").status_code == 200
    assert other.get("/account").status_code == 401
    thief = school.app.test_client()
    thief.set_cookie("session", stolen)
    assert thief.get("/account").status_code == 401


def test_changing_the_passphrase_ends_all_other_sessions(
    school: School, dora: User, signed_in: FlaskClient
) -> None:
    other = make.sign_in(school.app, dora)
    stolen = signed_in.get_cookie("session").value
    response = signed_in.post("/account/passphrase", data={"current": PHRASE, "password": NEW})
    assert response.status_code == 303
    assert "passphrase is changed" in signed_in.get("/account").text
    assert other.get("/account").status_code == 401
    thief = school.app.test_client()
    thief.set_cookie("session", stolen)
    assert thief.get("/account").status_code == 401
    assert sign_in(thief, "dora", PHRASE).status_code == 422
    assert sign_in(thief, "dora", NEW).status_code == 303
    assert audit(school) == ["set password", "fail to sign in"]


@pytest.mark.parametrize(
    ("current", "new", "says"),
    [
        ("", NEW, "Please fill this in."),
        ("wrong", NEW, "That is not your passphrase."),
        (PHRASE, "short", "at least 8 characters"),
        (PHRASE, "x" * 129, "at most 128"),
        (PHRASE, "doradora1", "easily guessed"),
        (PHRASE, "year11media", "easily guessed"),
    ],
)
def test_a_passphrase_is_not_changed_without_the_old_or_to_a_bad_one(
    school: School, signed_in: FlaskClient, current: str, new: str, says: str
) -> None:
    form = {"current": current, "password": new}
    response = signed_in.post("/account/passphrase", data=form)
    assert response.status_code == 422
    assert says in response.text
    assert sign_in(school.app.test_client(), "dora").status_code == 303


@pytest.mark.usefixtures("school", "admin")
def test_staff_need_a_longer_one(client: FlaskClient) -> None:
    sign_in(client, "root")
    form = {"current": PHRASE, "password": "xk9#mm2Lq"}
    assert "at least 15 characters" in client.post("/account/passphrase", data=form).text


def test_guessing_the_old_one_on_this_page_is_limited_too(signed_in: FlaskClient) -> None:
    form = {"current": "wrong", "password": NEW}
    codes = [signed_in.post("/account/passphrase", data=form).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]
