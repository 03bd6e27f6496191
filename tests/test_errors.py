"""Whatever is refused or fails, the answer says what to do, leaks nothing and undoes all."""

import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, ServiceUnavailable, TooManyRequests, abort

from quizapp import create_app, db, writers
from quizapp.access import Audience, open_to
from quizapp.config import Settings
from quizapp.core.refusal import Refused
from quizapp.models import Throttle
from tests.conftest import School
from tests.make import AT

SECRET_WORDS = "the answer is KEY-42"
NEVER_SHOWN = ["Traceback", "sqlalchemy", "SELECT", "site-packages", "Werkzeug", SECRET_WORDS]
JSON = {"Accept": "application/json"}


class BoatGone(Refused):
    """The boat left before its passenger came."""

    status = 409
    message = "The boat has left. Take the next one."


def raised(name: str) -> BaseException:
    """Return the error that a view named so raises."""
    if name.isdigit():
        return status_error(int(name))
    return {
        "refused": BoatGone(),
        "refused-otherwise": BoatGone("The boat is full."),
        "operational": OperationalError(SECRET_WORDS, {}, Exception(SECRET_WORDS)),
        "pool": PoolTimeout(SECRET_WORDS),
        "writers": writers.WritersBusy(),
        "bug": ZeroDivisionError(SECRET_WORDS),
        "retry": TooManyRequests(retry_after=30),
        "down": ServiceUnavailable(retry_after=60),
    }[name]


def status_error(status: int) -> HTTPException:
    try:
        abort(status)
    except HTTPException as error:
        return error


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """Add views that fail in every way, after a change to the database."""

    @open_to(Audience.ANYONE)
    def fail(how: str) -> str:
        work = db.session()
        work.add(Throttle(key="changed", started_at=AT, count=1))
        work.flush()
        if how == "twice":
            work.execute(text("INSERT INTO throttle SELECT * FROM throttle"))
        raise raised(how)

    @open_to(Audience.ANYONE)
    def item(number: int) -> str:
        return f"item {number}"

    own_app.add_url_rule("/fail/<how>", view_func=fail, methods=["POST"])
    own_app.add_url_rule("/items/<int:number>", view_func=item)
    return own_app


def rows(app: Flask) -> int:
    with db.open_session(app.extensions["quiz_engine"], writes=False) as work:
        return work.scalar(select(func.count()).select_from(Throttle)) or 0


FAILURES = [
    ("refused", 409, "The boat has left. Take the next one."),
    ("refused-otherwise", 409, "The boat is full."),
    ("operational", 503, "try again in a few seconds"),
    ("pool", 503, "try again in a few seconds"),
    ("writers", 503, "try again in a few seconds"),
    ("bug", 500, "Please try again. (Reference "),
    ("twice", 409, "Someone or something changed in the meantime."),
    *((str(status), status, "") for status in (400, 401, 403, 404, 409, 413, 415, 422, 429)),
    *((str(status), status, "") for status in (406, 410, 418, 451, 500, 501, 503)),
]


@pytest.mark.both_databases
@pytest.mark.parametrize(("how", "status", "words"), FAILURES)
def test_a_failure_is_a_page_that_undoes_everything(
    app: Flask, client: FlaskClient, how: str, status: int, words: str
) -> None:
    response = client.post(f"/fail/{how}")
    assert response.status_code == status
    assert words in response.text
    assert "To the front page" in response.text
    assert [leak for leak in NEVER_SHOWN if leak in response.text] == []
    assert rows(app) == 0


@pytest.mark.parametrize(("how", "status", "words"), FAILURES)
def test_a_failure_is_json_to_a_script(
    client: FlaskClient, how: str, status: int, words: str
) -> None:
    response = client.post(f"/fail/{how}", headers=JSON)
    assert response.content_type == "application/json"
    assert (response.status_code, response.json["status"]) == (status, status)
    assert words in response.json["message"]
    assert response.json["message"]
    assert [leak for leak in NEVER_SHOWN if leak in response.text] == []


@pytest.mark.parametrize(
    ("how", "seconds"), [("operational", "2"), ("retry", "30"), ("down", "60")]
)
def test_who_should_wait_is_told_how_long(client: FlaskClient, how: str, seconds: str) -> None:
    assert client.post(f"/fail/{how}").headers.getlist("Retry-After") == [seconds]


@pytest.mark.parametrize("headers", [{}, JSON])
def test_a_wrong_method_is_told_the_right_ones(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    response = client.get("/fail/bug", headers=headers)
    assert response.status_code == 405
    assert response.allow == {"OPTIONS", "POST"}
    assert len(response.headers.getlist("Content-Type")) == 1
    assert response.is_json is bool(headers)


def test_a_bug_is_logged_with_the_reference_on_the_page(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    page = client.post("/fail/bug").text
    reference = page.partition("(Reference ")[2][:8]
    assert f"reference {reference}" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def refusals(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [line for line in caplog.messages if line.startswith("refused")]


def test_who_is_kept_from_what_is_logged(school: School, caplog: pytest.LogCaptureFixture) -> None:
    ben, ada = school.as_(school.ben), school.as_(school.ada)
    ben.get(f"/classes/{school.classroom.id}/roster?name=Cleo")
    ada.post("/classes/999/code", data={"name": "Cleo"})
    ada.get("/questions/new/a%0Arefused%20with%20404")
    assert refusals(caplog) == [
        f"refused with 404: GET '/classes/{school.classroom.id}/roster' to user {school.ben.id}",
        f"refused with 404: POST '/classes/999/code' to user {school.ada.id}",
        f"refused with 404: GET '/questions/new/a\\nrefused with 404' to user {school.ada.id}",
    ]
    assert "Cleo" not in caplog.text


def test_no_code_and_no_address_of_nothing_is_logged(
    school: School, caplog: pytest.LogCaptureFixture
) -> None:
    ben = school.as_(school.ben)
    for path in ("/invitations/nMZkT4w9", "/nowhere/nMZkT4w9", "/static/nMZkT4w9/quiz.css"):
        assert ben.get(path).status_code in {404, 410}
    assert refusals(caplog) == []
    assert "nMZkT4w9" not in caplog.text


@pytest.mark.both_databases
def test_what_was_typed_is_not_logged(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    @open_to(Audience.ANYONE)
    def store() -> str:
        work = db.session()
        for _ in range(2):
            work.execute(
                text("INSERT INTO throttle (key, started_at) VALUES (:key, :at)"),
                {"key": SECRET_WORDS, "at": "2026-09-07"},
            )
        return ""

    app.add_url_rule("/store", view_func=store, methods=["POST"])
    assert app.test_client().post("/store").status_code == 409
    assert "IntegrityError" in caplog.text
    assert "throttle" in caplog.text
    assert SECRET_WORDS not in caplog.text


def test_without_a_database_there_is_still_a_page(school: School, tmp_path: Path) -> None:
    client = school.as_(school.ben)
    school.app.extensions["quiz_engine"].dispose()
    for file in tmp_path.glob("quiz.db*"):
        file.unlink()
    response = client.get("/")
    assert response.status_code == 503
    assert "Busy just now" in response.text


def test_while_another_writes_for_long_a_change_is_refused_with_a_reason(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "LONGEST_WAIT_S", 0.01)
    with db.open_session(app.extensions["quiz_engine"], writes=True) as work:
        work.scalar(text("SELECT 1"))
        response = client.post("/fail/bug")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "2"


@pytest.mark.parametrize(
    "number",
    ["0", "-1", "01", "+1", "1.0", "1e3", "٣", "2147483648", str(2**63), "9" * 5_000, "%00"],
)
def test_a_number_that_can_be_no_id_names_nothing(client: FlaskClient, number: str) -> None:
    assert client.get(f"/items/{number}").status_code == 404


@pytest.mark.parametrize("number", [1, 10, 2**31 - 1])
def test_a_number_that_can_be_an_id_is_one(client: FlaskClient, number: int) -> None:
    assert client.get(f"/items/{number}").text == f"item {number}"


def test_a_name_that_is_not_ours_is_not_answered_to(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"hosts": "quiz.school.example, 10.0.0.5"}))
    client = app.test_client()
    assert client.get("/healthz", headers={"Host": "quiz.school.example"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "10.0.0.5:8000"}).status_code == 200
    for path in ("/healthz", "/", "/nowhere"):
        response = client.get(path, headers={"Host": "evil.example"})
        assert response.status_code == 400
        assert response.text == "This server does not answer to that name.\n"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    app.extensions["quiz_engine"].dispose()


@pytest.mark.parametrize("host", ["", "a b", "<script>", "a/b", "a@b", "a:b", "[::1"])
def test_a_name_that_is_none_is_a_bad_request(client: FlaskClient, host: str) -> None:
    response = client.get("/", headers={"Host": host})
    assert response.status_code in {200, 400}
    assert "<script>" not in response.text
