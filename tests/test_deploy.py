"""`flask check --deploy` names every unsafe setting, and has nothing to say about a safe school."""

import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quizapp import deploy, schema, serving
from quizapp.backups import making
from quizapp.config import Settings
from tests.conftest import SECRET
from tests.services.postgres import postgres_programs

SAFE: dict[str, Any] = {
    "base_url": "https://quiz.school.example",
    "hosts": "quiz.school.example",
    "proxies": 1,
    "secret_key": SECRET,
    "workers": 2,
    "second_step": "administrators",
}


@pytest.fixture(autouse=True)
def a_user_of_its_own(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as a school would; after the database server of the tests was started as nobody."""
    assert settings
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", f"{postgres_programs()}:{os.environ['PATH']}")


def found(
    app: Flask, settings: Settings, environ: dict[str, str] | None = None, **changes: Any
) -> str:
    settings.data.chmod(0o700)
    school = settings.model_copy(update=SAFE | changes)
    return "\n".join(deploy.findings(app.extensions["quiz_engine"], school, environ or {}))


def test_a_safe_school_has_nothing_to_mend(app: Flask, settings: Settings) -> None:
    assert found(app, settings) == ""


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"plain_http": True}, "QUIZ_PLAIN_HTTP"),
        ({"base_url": ""}, "QUIZ_BASE_URL"),
        ({"base_url": "http://10.0.0.5"}, "QUIZ_BASE_URL"),
        ({"proxies": 0}, "QUIZ_PROXIES"),
        ({"hosts": ""}, "QUIZ_HOSTS"),
        ({"second_step": "offered"}, "QUIZ_SECOND_STEP"),
        ({"bind": "0.0.0.0:8000"}, "QUIZ_BIND"),
        ({"bind": "[::]:8000"}, "QUIZ_BIND"),
        ({"secret_key": "changeme" * 8}, "QUIZ_SECRET_KEY"),
        ({"secret_key": ""}, "QUIZ_SECRET_KEY"),
        ({"backup_hours": 0}, "QUIZ_BACKUP_HOURS"),
    ],
)
def test_an_unsafe_setting_is_named(
    app: Flask, settings: Settings, changes: dict[str, Any], name: str
) -> None:
    (line,) = found(app, settings, **changes).splitlines()
    assert line.startswith(f"{name}: ")


def test_a_debugger_and_root_are_named(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "FLASK_DEBUG" in found(app, settings, {"FLASK_DEBUG": "1"})
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "runs as root" in found(app, settings)


@pytest.mark.parametrize("name", ["secret.key", "backups"])
def test_what_others_can_read_is_named(app: Flask, settings: Settings, name: str) -> None:
    file = settings.data / name
    file.mkdir() if name == "backups" else file.write_text(SECRET)
    file.chmod(0o755)
    assert f"QUIZ_DATA: others can read {file}" in found(app, settings)


def test_a_data_directory_that_others_can_read_is_named(app: Flask, settings: Settings) -> None:
    assert found(app, settings) == ""
    settings.data.chmod(0o750)
    school = settings.model_copy(update=SAFE)
    (line,) = deploy.findings(app.extensions["quiz_engine"], school, {})
    assert line.startswith("QUIZ_DATA: others can read")


def test_a_backup_that_failed_is_named(app: Flask, settings: Settings) -> None:
    settings.backups.mkdir(mode=0o700)
    making.note_failure(settings, OSError("the disk is full"))
    assert "The last backup failed" in found(app, settings)


def test_a_network_share_is_told_from_a_disk(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "disk / ext4 rw 0 0\nserver:/x /srv nfs4 rw 0 0\ndisk2 /srv/quiz xfs rw 0 0\n"
    )
    assert deploy.filesystem(Path("/srv/other"), mounts) in deploy.SHARES
    assert deploy.filesystem(Path("/srv/quiz/data"), mounts) == "xfs"
    assert deploy.filesystem(Path("/home"), mounts) == "ext4"
    assert deploy.filesystem(Path("/home"), tmp_path / "none") == ""


def test_sqlite_on_a_network_share_is_named(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deploy, "filesystem", lambda *_: "nfs4")
    assert found(app, settings).startswith("QUIZ_DATA: SQLite is not safe on a network share")


def test_tables_of_an_older_version_are_named(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "is_behind", lambda _engine: True)
    assert "Run: flask db upgrade" in found(app, settings)


def test_a_damaged_database_is_named(app: Flask, settings: Settings) -> None:
    app.extensions["quiz_engine"].dispose()
    (settings.data / "quiz.db").write_text("Dear Sir " * 99)
    assert found(app, settings).startswith("QUIZ_DATABASE_URL: the database cannot be used")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_postgresql_that_forgets_is_named(app: Flask, settings: Settings) -> None:
    """The tests' own server keeps no promise, and its user may do anything."""
    lines = found(app, settings).splitlines()
    assert [line.split(" is off")[0] for line in lines if "is off" in line] == [
        "PostgreSQL: fsync",
        "PostgreSQL: full_page_writes",
    ]
    assert "the user is a superuser" in lines[-1]
    assert "QUIZ_POOL: 64 workers" in found(app, settings, workers=64)


@pytest.mark.both_databases
def test_a_start_says_what_a_power_cut_would_take(app: Flask, settings: Settings) -> None:
    said = " ".join(serving.prepare(settings).warnings)
    forgets = settings.database_url.startswith("postgresql")
    assert ("fsync is off, so a power cut takes answers" in said) == forgets
    app.extensions["quiz_engine"].dispose()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_without_pg_dump_backups_are_named(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "Backups need pg_dump" in found(app, settings)


@pytest.mark.parametrize(
    ("url", "far"),
    [
        ("postgresql+psycopg://u@db.school.example/quiz", True),
        ("postgresql+psycopg://u@localhost/quiz", False),
        ("postgresql+psycopg://u@/quiz?host=/run/postgresql", False),
    ],
)
def test_a_database_on_another_machine_is_told(url: str, far: bool) -> None:
    from sqlalchemy import create_engine  # noqa: PLC0415 - only here

    assert deploy._is_far(create_engine(url)) is far


def test_the_command_fails_with_advice_and_passes_without(app: Flask, settings: Settings) -> None:
    settings.data.chmod(0o700)
    runner = app.test_cli_runner()
    result = runner.invoke(args=["check", "--deploy"])
    assert result.exit_code == 1
    assert "- QUIZ_HOSTS: any host name" in result.output
    assert runner.invoke(args=["check"]).exit_code == 0
    app.extensions["quiz_settings"] = settings.model_copy(update=SAFE)
    safe = runner.invoke(args=["check", "--deploy"])
    assert (safe.exit_code, safe.output) == (0, "Nothing to mend.\n")
