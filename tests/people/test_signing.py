"""Signing in and out: the right phrase opens, wrong ones tell nothing and are limited."""

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from quizapp import create_app, db, limits
from quizapp.access import token_hash
from quizapp.config import Settings
from quizapp.models import LoginSession, User
from quizapp.people import passwords
from tests import make
from tests.conftest import SECRET, School
from tests.people.conftest import PHRASE, rows, sign_in

WRONG = "do not belong together"


@pytest.mark.both_databases
@pytest.mark.usefixtures("dora")
def test_user_name_and_passphrase_sign_in(school: School, client: FlaskClient) -> None:
    response = sign_in(client, " DORA ", PHRASE.upper())
    assert response.status_code == 303
    assert response.location == "/"
    assert "Dora" in client.get("/account").text
    with client.session_transaction() as cookie:
        assert set(cookie) <= {"token", "csrf_token"}
        token = cookie["token"]
    assert rows(school, select(LoginSession.token_hash)) == [token_hash(token)]


@pytest.mark.usefixtures("dora")
def test_signing_in_leads_to_the_page_that_was_asked_for(client: FlaskClient) -> None:
    asked = client.get("/account?x=1", headers={"Accept": "text/html"})
    assert asked.location == "/sign-in?next=%2Faccount%3Fx%3D1"
    assert 'value="/account?x=1"' in client.get(asked.location).text
    assert sign_in(client, "dora", next="/account?x=1").location == "/account?x=1"
    assert client.get("/sign-in?next=/account").location == "/account"


@pytest.mark.usefixtures("dora")
def test_signing_in_never_leads_elsewhere(client: FlaskClient) -> None:
    assert sign_in(client, "dora", next="//evil.example/").location == "/"


@pytest.mark.parametrize("login", ["dora", "nobody", "", "x" * 300])
@pytest.mark.usefixtures("dora")
def test_wrong_ones_show_the_form_again_with_the_name_kept(client: FlaskClient, login: str) -> None:
    response = sign_in(client, login, "not the phrase at all")
    assert response.status_code == 422
    assert f'value="{login}"' in response.text
    assert "not the phrase" not in response.text


@pytest.mark.usefixtures("dora")
def test_an_unknown_name_and_a_wrong_phrase_look_the_same(client: FlaskClient) -> None:
    with time_machine.travel(db.now(), tick=False):
        # The token against forged requests tells the second in which a page was made.
        known, unknown = (sign_in(client, login, "wrong") for login in ("dora", "nora"))
    assert WRONG in known.text
    assert known.text.replace("dora", "nora") == unknown.text


def test_an_unknown_name_takes_as_long_as_a_wrong_phrase(
    dora: User,
) -> None:
    took: dict[str | None, list[float]] = {}
    for _ in range(7):
        for kept in (dora.password_hash, None):
            began = time.thread_time()
            passwords.is_right(kept, "wrong")
            took.setdefault(kept, []).append(time.thread_time() - began)
    known, unknown = (min(spans) for spans in took.values())
    assert abs(known - unknown) < 0.5 * statistics.mean((known, unknown))


@pytest.mark.usefixtures("dora")
def test_a_long_password_is_refused_at_once(client: FlaskClient) -> None:
    assert WRONG in sign_in(client, "dora", "x" * 100_000).text


@pytest.mark.both_databases
@pytest.mark.usefixtures("dora")
def test_after_ten_wrong_phrases_even_the_right_one_waits(
    school: School, client: FlaskClient
) -> None:
    with time_machine.travel(db.now(), tick=False) as clock:
        for _ in range(10):
            assert sign_in(client, "dora", "wrong").status_code == 422
        for password in ("wrong", PHRASE):
            response = sign_in(client, "dora", password)
            assert response.status_code == 429
            assert response.headers["Retry-After"] == "300"
            assert 'value="dora"' in response.text
        # Somebody else at the same address is let in.
        assert sign_in(school.app.test_client(), "nora", "wrong").status_code == 422
        clock.shift(timedelta(minutes=5))
        assert sign_in(client, "dora").status_code == 303


def test_an_unknown_name_is_limited_like_a_known_one(client: FlaskClient) -> None:
    codes = [sign_in(client, "nobody", "wrong").status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP"]
)
def test_a_claimed_address_changes_nothing(
    client: FlaskClient, header: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = limits.Limit("few", 2, limits.HOUR)
    monkeypatch.setattr(limits, "WRONG_PASSWORDS_OF_ADDRESS", few)
    codes = [
        client.post(
            "/sign-in",
            data={"login": f"user{number}", "password": "wrong"},
            headers={header: f"10.0.0.{number}"},
        ).status_code
        for number in range(4)
    ]
    assert codes == [422, 422, 429, 429]


@pytest.mark.both_databases
@pytest.mark.usefixtures("dora")
def test_of_many_guesses_at_once_only_ten_are_looked_at(school: School) -> None:
    start = Barrier(14)

    def guess(_number: int) -> int:
        client = school.app.test_client()
        start.wait()
        return sign_in(client, "dora", "wrong").status_code

    with ThreadPoolExecutor(14) as pool:
        codes = sorted(pool.map(guess, range(14)))
    assert codes == [422] * 10 + [429] * 4


@pytest.mark.usefixtures("dora")
def test_signing_in_starts_the_count_anew(client: FlaskClient, app: Flask) -> None:
    for _ in range(9):
        sign_in(client, "dora", "wrong")
    assert sign_in(client, "dora").status_code == 303
    other = app.test_client()
    assert [sign_in(other, "dora", "wrong").status_code for _ in range(9)] == [422] * 9


def test_an_old_hash_is_renewed_when_its_owner_signs_in(
    school: School, client: FlaskClient
) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PHRASE)
    school.add(make.make_user, "Olga", login="olga", password_hash=old)
    assert sign_in(client, "olga").status_code == 303
    (new,) = rows(school, select(User.password_hash).where(User.login == "olga"))
    assert not passwords.is_outdated(new)
    assert passwords.is_right(new, PHRASE)


def test_who_has_no_passphrase_cannot_sign_in(school: School, client: FlaskClient) -> None:
    assert WRONG in sign_in(client, school.ben.login, "anything").text


def test_who_is_suspended_is_told_so_but_only_with_the_right_phrase(
    school: School, phrase_hash: str, client: FlaskClient
) -> None:
    school.add(make.make_user, "Sam", login="sam", password_hash=phrase_hash, suspended_at=make.AT)
    assert "suspended" in sign_in(client, "sam").text
    assert "suspended" not in sign_in(client, "sam", "wrong").text


@pytest.mark.usefixtures("dora")
def test_a_token_from_before_is_dead_after_signing_in(client: FlaskClient) -> None:
    with client.session_transaction() as cookie:
        cookie["token"] = "planted by somebody else"
        cookie["other"] = "also planted"
    sign_in(client, "dora")
    with client.session_transaction() as cookie:
        assert cookie["token"] != "planted by somebody else"
        assert "other" not in cookie


@pytest.mark.usefixtures("dora")
def test_signing_out_ends_the_session_and_clears_the_browser(
    school: School, client: FlaskClient
) -> None:
    sign_in(client, "dora")
    stolen = client.get_cookie("session").value
    response = client.post("/sign-out")
    assert response.status_code == 303
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    client.set_cookie("session", stolen)
    assert client.get("/account").status_code == 401
    (seen_at,) = rows(school, select(User.seen_at).where(User.login == "dora"))
    assert seen_at is not None


@pytest.mark.usefixtures("dora")
def test_forms_need_their_token(settings: Settings) -> None:
    client = create_app(settings).test_client()
    assert sign_in(client, "dora").status_code == 400
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert sign_in(client, "dora", csrf_token=token[1]).status_code == 303
    assert client.post("/sign-out").status_code == 400


def test_pages_with_a_secret_address_work_over_https_without_a_referrer(settings: Settings) -> None:
    app = create_app(Settings(data=settings.data, secret_key=SECRET, base_url="https://quiz.test"))
    client = app.test_client()
    page = client.get("/join", base_url="https://quiz.test")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    form = {"code": "ABCD2345", "name": "Ben", "csrf_token": token}
    response = client.post("/join", data=form, base_url="https://quiz.test")
    assert "No class has this code" in response.text


def test_the_front_page_offers_the_two_ways_in(client: FlaskClient) -> None:
    page = client.get("/").text
    assert 'action="/join"' in page
    assert 'href="/sign-in"' in page


def test_staff_are_led_to_their_classes(school: School) -> None:
    assert school.as_(school.ada).get("/").location == "/classes"
