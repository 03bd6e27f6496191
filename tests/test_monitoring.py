"""A monitor is told the truth: whether the server answers, can save, and has a fresh backup."""

import os
import urllib.request
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from quizapp import create_app, db, monitoring
from quizapp.access import Audience, open_to
from quizapp.backups import making
from quizapp.config import Settings, UnsafeSettings
from tests.answering.conftest import Desk, desk
from tests.conftest import School
from tests.services.server import quiz_server

__all__ = ["desk"]
TOKEN = "a-token-of-the-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def ask_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every question be answered anew."""
    monkeypatch.setattr(monitoring, "HELD_S", 0.0)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"metrics_token": TOKEN})


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """Return an app of these settings: it counts its requests."""
    return own_app


def figures(text: str) -> dict[str, float]:
    """Return the sum of each figure, whatever its labels."""
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name] = found.get(sample.name, 0) + sample.value
    return found


def read(client: FlaskClient) -> dict[str, float]:
    return figures(client.get("/metrics", headers=BEARER).text)


@pytest.mark.both_databases
def test_a_server_that_can_save_says_so_and_leaves_no_trace(
    client: FlaskClient, settings: Settings
) -> None:
    before = sorted(settings.data.iterdir())
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (200, "ok\n")
    assert read(client)["quiz_writable"] == 1
    assert [file for file in sorted(settings.data.iterdir()) if file not in before] == [
        file for file in sorted(settings.data.glob("quiz.db?*")) if file not in before
    ]


def drop_tables(app: Flask) -> None:
    with db.writing(app.extensions["quiz_engine"]) as work:
        work.execute(text("ALTER TABLE throttle RENAME TO elsewhere"))


@pytest.mark.both_databases
def test_a_database_that_cannot_be_written_is_told_at_once(app: Flask, client: FlaskClient) -> None:
    assert client.get("/readyz").status_code == 200
    drop_tables(app)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "the database cannot be written to\n")
    assert answer.headers["Retry-After"] == "5"
    assert client.get("/healthz").status_code == 200
    assert read(client)["quiz_writable"] == 0


def test_a_full_disk_is_told_at_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "No space left on device" in answer.text


def test_asking_often_costs_nothing(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitoring, "HELD_S", 60.0)
    assert client.get("/readyz").status_code == 200
    drop_tables(app)
    assert client.get("/readyz").status_code == 200


def test_requests_saves_and_failures_are_counted(
    desk: Desk, client: FlaskClient, app: Flask
) -> None:
    app.add_url_rule("/broken", "broken", open_to(Audience.ANYONE)(lambda: 1 / 0))
    before = read(client)
    student = desk.student().start(desk.given("single"))
    student.post(1, choice="0")
    student.post(1, choice="nonsense")
    client.get("/broken")
    after = read(client)
    assert after["quiz_saves_total"] - before.get("quiz_saves_total", 0) == 2
    assert after["quiz_failures_total"] - before.get("quiz_failures_total", 0) == 1
    assert after["quiz_requests_total"] - before.get("quiz_requests_total", 0) == 5
    assert after["quiz_request_seconds_count"] > before.get("quiz_request_seconds_count", 0)


@pytest.fixture
def saved(settings: Settings) -> Path:
    settings.backups.mkdir()
    file = settings.backups / f"quiz-{db.now():{making.STAMP}}.backup"
    file.touch()
    return file


def test_the_age_of_the_last_backup_and_its_failure_are_told(
    client: FlaskClient, saved: Path, settings: Settings
) -> None:
    assert read(client)["quiz_backup_age_seconds"] < 600
    assert read(client)["quiz_backup_failed"] == 0
    making.note_failure(settings, OSError("full"))
    assert read(client)["quiz_backup_failed"] == 1
    saved.unlink()
    assert "quiz_backup_age_seconds" not in read(client)
    assert read(client)["quiz_disk_free_bytes"] > 0


@pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "é"}])
def test_whoever_has_not_the_token_sees_no_such_page(
    client: FlaskClient, sent: dict[str, str]
) -> None:
    assert client.get("/metrics", headers=sent).status_code == 404


def test_without_a_token_there_is_no_such_page(
    settings: Settings, compiled_templates: BytecodeCache
) -> None:
    app = create_app(settings.model_copy(update={"metrics_token": ""}))
    app.jinja_env.bytecode_cache = compiled_templates
    for sent in ({}, {"Authorization": "Bearer "}):
        assert app.test_client().get("/metrics", headers=sent).status_code == 404
    app.extensions["quiz_engine"].dispose()


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(UnsafeSettings, match="QUIZ_METRICS_TOKEN"):
        Settings.from_environ({"QUIZ_METRICS_TOKEN": "short"})


@pytest.mark.timeout(300)
def test_workers_count_together(settings: Settings, school: School) -> None:
    school.app.extensions["quiz_engine"].dispose()
    with quiz_server(settings.data, workers=2, QUIZ_METRICS_TOKEN=TOKEN) as server:
        for _ in range(20):
            urllib.request.urlopen(f"{server.url}/sign-in").close()  # noqa: S310 - our own server
        asked = urllib.request.Request(f"{server.url}/metrics", headers=BEARER)  # noqa: S310
        with urllib.request.urlopen(asked) as answer:  # noqa: S310 - our own server
            assert figures(answer.read().decode())["quiz_requests_total"] >= 20
