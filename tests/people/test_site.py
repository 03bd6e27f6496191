"""Administrators see how old the newest backup is, and what went wrong."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from quizapp import db, pages
from quizapp.backups import making
from quizapp.config import Settings
from quizapp.models import User
from tests.conftest import School


@pytest.fixture
def rosa(school: School, admin: User) -> FlaskClient:
    return school.as_(admin)


def pretend(settings: Settings, **ago: float) -> Path:
    settings.backups.mkdir(exist_ok=True)
    file = settings.backups / f"quiz-{db.now() - timedelta(**ago):{making.STAMP}}.backup"
    file.write_bytes(b"x" * 2000)
    return file


def test_the_age_of_the_last_backup_is_shown(rosa: FlaskClient, settings: Settings) -> None:
    file = pretend(settings, hours=5)
    page = rosa.get("/site").text
    assert "<strong>5 h</strong> old" in page
    assert "up to date" in page
    assert file.name in page
    assert "2.0 kB" in page


def test_a_backup_that_is_late_needs_attention(rosa: FlaskClient, settings: Settings) -> None:
    pretend(settings, days=3)
    page = rosa.get("/site").text
    assert "<strong>3 days</strong> old" in page
    assert "needs attention" in page


def test_without_any_backup_it_says_when_there_will_be_one(rosa: FlaskClient) -> None:
    page = rosa.get("/site").text
    assert "There is no backup yet. The server makes the first one" in page


def test_a_server_that_makes_none_says_so(
    school: School, rosa: FlaskClient, settings: Settings
) -> None:
    school.app.extensions["quiz_settings"] = settings.model_copy(update={"backup_hours": 0})
    assert "The server makes no backups by itself" in rosa.get("/site").text


def test_what_went_wrong_is_shown(rosa: FlaskClient, settings: Settings) -> None:
    pretend(settings, hours=1)
    making.note_failure(settings, OSError("the disk is <full>"))
    page = rosa.get("/site").text
    assert "The last try failed." in page
    assert "the disk is &lt;full&gt;" in page
    assert "needs attention" in page


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (59, "59 min"), (60, "1 h"), (2879, "47 h"), (2880, "2 days")],
)
def test_the_past_is_told_in_words(minutes: int, words: str) -> None:
    assert pages.ago(timedelta(minutes=minutes)) == words
