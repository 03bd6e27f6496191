"""Every response, whoever made it, carries the exact headers of SECURITY.md."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp import create_app
from quizapp.access import Audience, open_to
from quizapp.config import Settings
from tests.conftest import SECRET, School

EVERYWHERE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=(), usb=(), "
    "browsing-topics=()",
}
ABSENT = ["Access-Control-Allow-Origin", "X-Powered-By", "Server"]


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """Add views that fail, to see their answers too."""

    @open_to(Audience.ANYONE)
    def fail() -> str:
        raise ZeroDivisionError

    @open_to(Audience.ANYONE)
    def slash() -> str:
        return "ok"

    own_app.add_url_rule("/fail", view_func=fail)
    own_app.add_url_rule("/slash/", view_func=slash)
    return own_app


def check(response: TestResponse) -> TestResponse:
    """Assert that a response carries each header once, with its exact value."""
    for name, value in EVERYWHERE.items():
        assert response.headers.getlist(name) == [value], name
    assert [name for name in ABSENT if name in response.headers] == []
    return response


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("HEAD", "/healthz", 200),
        ("OPTIONS", "/healthz", 200),
        ("GET", "/", 200),
        ("GET", "/nowhere", 404),
        ("POST", "/nowhere", 404),
        ("GET", "/slash", 308),
        ("DELETE", "/healthz", 405),
        ("TRACE", "/healthz", 405),
        ("FOO", "/healthz", 405),
        ("GET", "/fail", 500),
        ("GET", "/static/elsewhere/quiz.css", 404),
    ],
)
def test_every_page_carries_them_and_is_kept_by_no_cache(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    response = check(client.open(path, method=method))
    assert response.status_code == status
    assert response.headers.getlist("Cache-Control") == ["no-store"]
    if response.data:
        assert response.content_type.startswith(("text/html; ch", "text/plain; ch"))


def test_a_bad_request_for_a_page_carries_them(client: FlaskClient) -> None:
    assert check(client.post("/", data=b"x" * 300_000)).status_code in {405, 413}
    assert check(client.get("/nowhere", headers={"Accept": "application/json"})).is_json


def test_pages_of_people_signed_in_carry_them(school: School) -> None:
    for person in (school.ada, school.ben):
        response = check(school.as_(person).get("/"))
        assert response.headers["Cache-Control"] == "no-store"
        assert "Cookie" in response.headers["Vary"]


@pytest.fixture
def style(app: Flask) -> str:
    return str(app.jinja_env.globals["asset"]("quiz.css"))


def test_static_files_carry_them_and_are_kept_for_ever(client: FlaskClient, style: str) -> None:
    response = check(client.get(style, buffered=True))
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content_type == 'text/css; charset="utf-8"'
    again = client.get(style, headers={"If-None-Match": response.headers["ETag"]})
    assert check(again).status_code == 304


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [("POST", {}, 405), ("FOO", {}, 405), ("HEAD", {}, 200), ("GET", {"Range": "bytes=9-1"}, 416)],
)
def test_a_static_file_that_is_asked_for_oddly_carries_them(
    client: FlaskClient, style: str, method: str, headers: dict[str, str], status: int
) -> None:
    response = check(client.open(style, method=method, headers=headers, buffered=True))
    assert response.status_code == status


@pytest.mark.parametrize("path", ["/..%2f..%2fwsgi.py", "/../wsgi.py", "/%00", "/", ""])
def test_nothing_beside_the_static_files_is_served(
    client: FlaskClient, style: str, path: str
) -> None:
    assert check(client.get(style.rsplit("/", 1)[0] + path)).status_code == 404


@pytest.fixture
def secure(settings: Settings) -> Iterator[FlaskClient]:
    changes = {"base_url": "https://quiz.school.example", "secret_key": SECRET}
    app = create_app(settings.model_copy(update=changes))
    yield app.test_client()
    app.extensions["quiz_engine"].dispose()


@pytest.mark.parametrize("path", ["/", "/nowhere", "static"])
def test_over_https_browsers_are_kept_to_https(secure: FlaskClient, path: str) -> None:
    path = secure.application.jinja_env.globals["asset"]("quiz.css") if path == "static" else path
    response = secure.get(path, base_url="https://quiz.school.example", buffered=True)
    assert response.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    csp = EVERYWHERE["Content-Security-Policy"] + "; upgrade-insecure-requests"
    assert response.headers["Content-Security-Policy"] == csp


def test_over_plain_http_nothing_is_said_of_https(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
