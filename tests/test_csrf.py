"""A change is made only by a form of our own page, in the browser that was given it."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import func, select

from quizapp import create_app, db
from quizapp.access import Audience, open_to
from quizapp.config import Settings
from quizapp.models import Throttle
from tests import make

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FORM = '{% import "_forms.html" as forms %}<form method="post">{{ forms.csrf() }}</form>'


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Return the app with its protection on, and one form that makes a row."""
    app = create_app(settings)

    @open_to(Audience.ANYONE)
    def form() -> str:
        return render_template_string(FORM)

    @open_to(Audience.ANYONE)
    def change() -> str:
        work = db.session()
        work.add(Throttle(key=f"row {rows(app)}", started_at=make.AT, count=1))
        work.commit()
        return "changed"

    app.add_url_rule("/form", view_func=form)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        app.add_url_rule("/form", f"change_{method}", change, methods=[method])
    yield app
    app.extensions["quiz_engine"].dispose()


def rows(app: Flask) -> int:
    with db.open_session(app.extensions["quiz_engine"], writes=False) as work:
        return work.scalar(select(func.count()).select_from(Throttle)) or 0


def token(client: FlaskClient, **options: str) -> str:
    return TOKEN.findall(client.get("/form", **options).text)[0]


def test_the_form_of_our_own_page_is_taken(app: Flask, client: FlaskClient) -> None:
    assert client.post("/form", data={"csrf_token": token(client)}).text == "changed"
    assert rows(app) == 1


def test_a_script_of_our_own_page_sends_the_token_in_a_header(
    app: Flask, client: FlaskClient
) -> None:
    headers = {"X-CSRFToken": token(client)}
    assert client.post("/form", json={}, headers=headers).text == "changed"
    assert rows(app) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "sent",
    [{}, {"csrf_token": ""}, {"csrf_token": "made-up"}, {"csrf_token": "IjAi.aaaa.bbbb"}],
)
def test_without_the_right_token_nothing_changes(
    app: Flask, client: FlaskClient, method: str, sent: dict[str, str]
) -> None:
    token(client)
    response = client.open("/form", method=method, data=sent)
    assert response.status_code == 400
    assert "This page was open too long, or cookies are off." in response.text
    assert rows(app) == 0


def test_the_token_of_someone_else_does_not_do(app: Flask, client: FlaskClient) -> None:
    token(client)
    theirs = token(app.test_client())
    assert client.post("/form", data={"csrf_token": theirs}).status_code == 400
    assert rows(app) == 0


def test_a_token_in_the_address_does_not_do(app: Flask, client: FlaskClient) -> None:
    own = token(client)
    assert client.post(f"/form?csrf_token={own}").status_code == 400
    assert rows(app) == 0


def test_a_browser_that_keeps_no_cookies_is_told_so(app: Flask) -> None:
    client = app.test_client(use_cookies=False)
    response = client.post("/form", data={"csrf_token": token(client)})
    assert response.status_code == 400
    assert rows(app) == 0


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "multipart/form-data"])
def test_a_form_of_another_site_in_disguise_changes_nothing(
    app: Flask, client: FlaskClient, content_type: str
) -> None:
    token(client)
    headers = {"Origin": "https://evil.example", "Content-Type": content_type}
    assert client.post("/form", data=b'{"a":1}', headers=headers).status_code == 400
    assert rows(app) == 0


def test_over_https_a_page_without_referrer_can_be_sent(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"base_url": "https://quiz.school.example"}))
    app.add_url_rule(
        "/form", "form", open_to(Audience.ANYONE)(lambda: render_template_string(FORM))
    )
    app.add_url_rule(
        "/form", "change", open_to(Audience.ANYONE)(lambda: "changed"), methods=["POST"]
    )
    client, https = app.test_client(), {"base_url": "https://quiz.school.example"}
    response = client.get("/form", **https)
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert cookie.endswith("; Secure; HttpOnly; Path=/; SameSite=Lax")
    sent = {"csrf_token": TOKEN.findall(response.text)[0]}
    assert client.post("/form", data=sent, **https).text == "changed"
    app.extensions["quiz_engine"].dispose()
