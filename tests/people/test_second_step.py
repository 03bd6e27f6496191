"""The second step: a code from a phone, taken once, without which a passphrase opens nothing."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from quizapp import db
from quizapp.models import AuditEntry, LoginSession, RecoveryCode, User
from quizapp.people.service import second_steps
from tests import make
from tests.conftest import School
from tests.people.conftest import PHRASE, audit, rows, sign_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = make.AT


def code(secret: str = SECRET, **ago: float) -> str:
    return pyotp.TOTP(secret).at(db.now() - timedelta(**ago))


@pytest.fixture
def codes(school: School, admin: User) -> list[str]:
    """Ask the administrator for codes, the last of which was taken an hour ago."""

    def switch_on(work: Any) -> list[str]:
        past = db.now() - timedelta(hours=1)
        return second_steps.switch_on(work, admin.id, SECRET, code(hours=1), past)

    return school.add(switch_on)


def give(client: FlaskClient, text: str, **more: str) -> Any:
    return client.post("/sign-in/code", data={"code": text, **more})


@pytest.fixture
def half(client: FlaskClient, codes: list[str]) -> FlaskClient:
    """Give a browser on which the passphrase was given, and not yet the code."""
    assert codes
    response = sign_in(client, "root", next="/people")
    assert response.location == "/sign-in/code?next=/people"
    return client


def test_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B: the last six digits, for the secret '12345678901234567890'.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for second, said in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        at = NOW.fromtimestamp(second, tz=NOW.tzinfo)
        assert second_steps._step(secret, said, at) == second // 30


def test_the_code_lets_in_and_leads_on(half: FlaskClient) -> None:
    before = half.get_cookie("session").value
    response = give(half, code(), next="/people")
    assert response.location == "/people"
    assert half.get("/people").status_code == 200
    assert half.get_cookie("session").value != before


@pytest.mark.usefixtures("half")
def test_with_the_passphrase_alone_every_page_but_one_is_closed(
    app: Flask, half: FlaskClient
) -> None:
    nobody = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.arguments or rule.endpoint == "people.sign_in_code":
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            mine = half.open(rule.rule, method=method)
            theirs = nobody.open(rule.rule, method=method)
            assert (mine.status_code, mine.location) == (theirs.status_code, theirs.location), rule
    assert nobody.get("/sign-in/code").location == "/sign-in"


def test_a_half_signed_in_device_is_in_no_list_and_waits_ten_minutes(
    school: School, half: FlaskClient
) -> None:
    other = school.app.test_client()
    sign_in(other, "root")
    give(other, code())
    assert other.get("/account").text.count(", last seen ") == 1
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        work.execute(update(LoginSession).values(created_at=db.now() - timedelta(minutes=11)))
    assert give(half, code(seconds=-30)).location == "/sign-in"


def test_a_code_is_taken_once(school: School, half: FlaskClient) -> None:
    said = code()
    assert give(half, said).status_code == 303
    again = school.app.test_client()
    sign_in(again, "root")
    response = give(again, said)
    assert response.status_code == 422
    assert "was used already" in response.text


def test_a_code_is_taken_one_step_early_or_late_and_no_more(half: FlaskClient) -> None:
    arabic = "\N{ARABIC-INDIC DIGIT ONE}" * 6
    with time_machine.travel(db.now(), tick=False):
        for wrong in (code(seconds=60), code(seconds=-60), "", "000", "x" * 41, arabic, "\0"):
            assert give(half, wrong).status_code == 422
        early = code(seconds=-30)
        assert give(half, f"{early[:3]} {early[3:]}").status_code == 303


def test_codes_cannot_be_guessed(half: FlaskClient) -> None:
    right = code()
    wrong = f"{(int(right) + 500_000) % 1_000_000:06}"
    said = [give(half, wrong) for _ in range(6)]
    assert [response.status_code for response in said] == [422] * 5 + [429]
    assert int(said[-1].headers["Retry-After"]) <= 300
    assert give(half, right).status_code == 429


def test_a_recovery_code_lets_in_once(school: School, half: FlaskClient, codes: list[str]) -> None:
    assert give(half, f" {codes[0].lower()} ").status_code == 303
    assert audit(school)[-1] == "use recovery code"
    again = school.app.test_client()
    sign_in(again, "root")
    assert give(again, codes[0]).status_code == 422
    assert give(again, codes[1].replace("-", "")).status_code == 303
    kept = rows(school, select(RecoveryCode.code_hash))
    assert len(kept) == 6
    assert not any(one.replace("-", "") in " ".join(kept) for one in codes)


def secret_on(page: str) -> str:
    return page.partition('name="secret" type="hidden" value="')[2][:32]


def test_staff_switch_it_on_with_the_code_that_their_app_shows(
    school: School, admin: User, client: FlaskClient
) -> None:
    sign_in(client, "root")
    assert "protect it with a" in client.get("/people").text
    page = client.get("/account/second-step").text
    secret = secret_on(page)
    form = {"secret": secret, "code": code(secret), "current": PHRASE}
    for field, value, says in (
        ("code", "000000", "not right"),
        ("current", "wrong", "not your passphrase"),
        ("secret", "x", "Switch it on"),
    ):
        response = client.post("/account/second-step", data=form | {field: value})
        assert response.status_code == 422
        assert says in response.text
    assert rows(school, select(User.totp_secret).where(User.id == admin.id)) == [None]
    other = make.sign_in(school.app, admin)
    response = client.post("/account/second-step", data=form)
    assert response.text.count('<li class="login">') == 8
    assert audit(school)[-2:] == ["switch second step on", "make recovery codes"]
    assert other.get("/account").status_code == 401
    assert client.get("/account").status_code == 200
    assert "protect it with a" not in client.get("/people").text


def test_switching_it_off_and_new_codes_take_the_passphrase(
    school: School, half: FlaskClient
) -> None:
    give(half, code())
    for path in ("/account/second-step/off", "/account/second-step/codes"):
        assert half.post(path).status_code == 422
        wrong = half.post(path, data={"current": "wrong"})
        assert "not your passphrase" in wrong.text
    response = half.post("/account/second-step/codes", data={"current": PHRASE})
    assert response.text.count('<li class="login">') == 8
    assert half.post("/account/second-step/off", data={"current": PHRASE}).status_code == 303
    assert audit(school)[-1] == "switch second step off"
    assert rows(school, select(RecoveryCode.id)) == []


def test_with_it_a_short_passphrase_is_enough_until_it_is_switched_off(half: FlaskClient) -> None:
    give(half, code())
    short = "xk9#mm2Lq"
    changed = half.post("/account/passphrase", data={"current": PHRASE, "password": short})
    assert changed.status_code == 303
    refused = half.post("/account/second-step/off", data={"current": short})
    assert refused.status_code == 422
    assert "at least 15 characters" in refused.text


def test_whoever_lost_everything_is_helped_on_the_command_line(
    school: School, app: Flask, codes: list[str]
) -> None:
    assert codes
    run = app.test_cli_runner().invoke
    assert run(args=["people", "forget-second-step", "root"]).exit_code == 0
    assert "Nobody" in run(args=["people", "forget-second-step", "x"]).output
    assert sign_in(app.test_client(), "root").location == "/"
    assert audit(school)[-1] == "switch second step off"


def test_an_administrator_takes_the_second_step_of_a_colleague_away(
    school: School, admin: User
) -> None:
    ada = school.add(lambda work: work.get_one(User, school.ada.id))
    at = f"/people/{ada.id}/second-step"
    rosa, theirs = school.as_(admin), school.as_(ada)
    assert rosa.get(at).status_code == rosa.post(at, data={"current": PHRASE}).status_code == 404
    said = school.add(second_steps.switch_on, ada.id, SECRET, code(), db.now())
    assert said
    assert at in rosa.get(f"/people/{ada.id}").text
    assert "signed out everywhere" in rosa.get(at).text
    for sent, says in (("", "Please fill this in."), ("wrong", "not your passphrase")):
        refused = rosa.post(at, data={"current": sent})
        assert (refused.status_code, says in refused.text) == (422, True)
    assert theirs.get("/account").status_code == 200
    assert rosa.post(at, data={"current": PHRASE}).status_code == 303
    assert theirs.get("/account").status_code == 401
    assert rows(school, select(RecoveryCode.id)) == []
    assert rows(school, select(User.totp_secret).where(User.id == ada.id)) == [None]
    entry = school.add(
        lambda work: work.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    )
    assert (entry.action, entry.actor_id) == ("switch second step off", admin.id)
    assert entry.subject == f"user {ada.id}"
    assert at not in rosa.get(f"/people/{ada.id}").text


@pytest.mark.usefixtures("codes")
def test_nobody_takes_their_own_second_step_away_like_that(school: School, admin: User) -> None:
    rosa = school.as_(admin)
    at = f"/people/{admin.id}/second-step"
    assert rosa.get(at).status_code == rosa.post(at, data={"current": PHRASE}).status_code == 404


@pytest.mark.both_databases
@pytest.mark.usefixtures("codes")
def test_of_two_who_send_the_same_code_one_gets_in(school: School, admin: User) -> None:
    engine, at = school.app.extensions["quiz_engine"], db.now()
    said = pyotp.TOTP(SECRET).at(at)
    with db.writing(engine) as work:
        second_steps.use(work, admin.id, said, at)
    with db.writing(engine) as work, pytest.raises(second_steps.WrongCode):
        second_steps.use(work, admin.id, said, at)


def ask_of(app: Flask, whom: str) -> None:
    """Ask somebody for the second step, as a setting of the school."""
    settings = app.extensions["quiz_settings"]
    app.extensions["quiz_settings"] = settings.model_copy(update={"second_step": whom})


@pytest.mark.both_databases
def test_who_must_have_it_sets_it_up_first(app: Flask, school: School, admin: User) -> None:
    root, ada, ben = school.as_(admin), school.as_(school.ada), school.as_(school.ben)
    ask_of(app, "administrators")
    for path in ("/people", "/classes", "/account", f"/people/{school.ben.id}"):
        assert root.get(path).location == "/account/second-step"
    assert root.post("/classes/new", data={"name": "Another"}).location == "/account/second-step"
    assert "Your school asks you for this first" in root.get("/account/second-step").text
    assert ada.get("/classes").status_code == ben.get("/assignments").status_code == 200
    ask_of(app, "staff")
    assert ada.get("/classes").location == "/account/second-step"
    assert ben.get("/assignments").status_code == 200
    data = {"secret": SECRET, "code": code(), "current": PHRASE}
    assert root.post("/account/second-step", data=data).status_code == 200
    assert root.get("/people").status_code == 200
    assert ada.post("/sign-out").status_code == 303
    assert ada.get("/classes").status_code == 401


@pytest.mark.usefixtures("codes")
def test_who_must_have_it_cannot_switch_it_off(app: Flask, school: School, admin: User) -> None:
    root = school.as_(admin)
    ask_of(app, "administrators")
    assert "Switch it off" not in root.get("/account/second-step").text
    answer = root.post("/account/second-step/off", data={"current": PHRASE})
    assert answer.status_code == 422
    assert "Your school asks it of you, so it cannot be switched off." in answer.text
    with db.open_session(app.extensions["quiz_engine"], writes=False) as work:
        assert work.get_one(User, admin.id).totp_secret == SECRET
