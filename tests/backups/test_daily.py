"""The daily backup is made without anyone thinking of it, once, and the oldest go."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from quizapp import db, schema, serving
from quizapp.backups import daily, making
from quizapp.beside import Beside
from quizapp.config import Settings
from tests.backups.conftest import Run
from tests.conftest import SECRET, School


def pretend(settings: Settings, hours: float) -> Path:
    """Put a file with the name of a backup of some hours ago into the folder."""
    settings.backups.mkdir(exist_ok=True)
    moment = db.now() - timedelta(hours=hours)
    file = settings.backups / f"quiz-{moment.strftime(making.STAMP)}.backup"
    file.touch()
    return file


@pytest.mark.parametrize(
    ("hours", "every", "due"), [(None, 24, True), (25, 24, True), (23, 24, False), (99, 0, False)]
)
def test_a_backup_is_due_when_the_newest_is_old(
    tmp_path: Path, hours: float | None, every: int, due: bool
) -> None:
    settings = Settings(data=tmp_path, secret_key=SECRET, backup_hours=every)
    if hours is not None:
        pretend(settings, hours)
    assert making.is_due(settings, db.now()) is due


def test_one_that_is_not_due_is_not_made(run: Run, settings: Settings) -> None:
    pretend(settings, 1)
    assert run("create", "--if-due").exit_code == 0
    assert len(making.made(settings)) == 1


def test_the_oldest_are_removed_and_so_is_what_a_killed_try_left(
    run: Run, school: School, settings: Settings
) -> None:
    school.app.extensions["quiz_settings"] = settings.model_copy(update={"backups_kept": 2})
    old = [pretend(settings, hours) for hours in (30, 60, 90)]
    (settings.backups / ".making-killed").mkdir()
    (settings.backups / "mine.txt").write_text("not a backup")
    assert run("create", "--if-due").exit_code == 0
    assert [file.exists() for file in old] == [True, False, False]
    assert len(making.made(settings)) == 2
    assert not (settings.backups / ".making-killed").exists()
    assert (settings.backups / "mine.txt").exists()


def test_a_failure_is_kept_for_administrators_until_one_goes_well(
    run: Run, school: School, settings: Settings
) -> None:
    school.app.extensions["quiz_engine"].dispose()
    (settings.data / "quiz.db").rename(settings.data / "hidden")
    assert run("create", "--if-due").exit_code == 1
    assert "unable to open" in making.last_failure(settings)
    (settings.data / "hidden").rename(settings.data / "quiz.db")
    assert run("create", "--if-due").exit_code == 0
    assert making.last_failure(settings) == ""


def test_two_never_make_one_at_once(run: Run, settings: Settings) -> None:
    with making.alone(settings) as alone:
        assert alone
        result = run("create", "--if-due")
    assert (result.exit_code, making.made(settings)) == (1, [])
    assert "Another backup is being made" in result.output
    assert run("create", "--if-due").exit_code == 0


@pytest.mark.usefixtures("school")
def test_the_server_makes_it_by_itself(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "EVERY_S", 0.05)
    for name, value in (("QUIZ_DATA", str(settings.data)), ("QUIZ_SECRET_KEY", SECRET)):
        monkeypatch.setenv(name, value)
    beside = daily.start(app)
    beside.done.wait(60)
    beside.stop()
    assert len(making.made(settings)) == 1


def test_it_waits_a_little_after_the_start() -> None:
    done: list[float] = []
    began = time.monotonic()
    beside = Beside("test", lambda: done.append(time.monotonic()), 60, first_after_s=0.05)
    beside.start()
    beside.done.wait(10)
    beside.stop()
    assert done[0] - began >= 0.05


def test_a_backup_is_made_before_an_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path, secret_key=SECRET)
    serving.prepare(settings)
    assert making.made(settings) == []
    monkeypatch.setattr(schema, "is_behind", lambda _engine: True)
    serving.prepare(settings)
    assert len(making.made(settings)) == 1


def test_a_database_that_is_behind_is_told_from_one_that_is_not(app: Flask) -> None:
    engine = app.extensions["quiz_engine"]
    assert not schema.is_behind(engine)
    schema.downgrade(engine, "base")
    assert not schema.is_behind(engine)
