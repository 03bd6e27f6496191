"""A database that is missing or damaged keeps the app from starting; nothing is made or changed."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from quizapp import __main__, damage, db
from quizapp.config import Settings
from tests.conftest import SECRET, School


@pytest.fixture
def engine(school: School) -> Engine:
    """Return the engine of a school that has been used, and was stopped by a crash."""
    engine: Engine = school.app.extensions["quiz_engine"]
    damage.remember(engine)
    return engine


def crashed(engine: Engine, settings: Settings) -> None:
    """Leave the log of the database behind, as a killed server does."""
    file = settings.data / "quiz.db"
    with db.writing(engine) as work:
        work.execute(text("UPDATE user_account SET name = 'Adah' WHERE name = 'Ada'"))
        log, index = (Path(f"{file}{end}").read_bytes() for end in ("-wal", "-shm"))
    with closing(db.sqlite_driver().connect(file)):
        pass
    engine.dispose()
    assert log
    Path(f"{file}-wal").write_bytes(log)
    Path(f"{file}-shm").write_bytes(index)


def gone(data: Path) -> None:
    for file in data.glob("quiz.db*"):
        if file.name in {"quiz.db", "quiz.db-wal", "quiz.db-shm"}:
            file.unlink()


def garbled(data: Path) -> None:
    content = bytearray((data / "quiz.db").read_bytes())
    content[4096:12288] = b"\x5a" * 8192
    (data / "quiz.db").write_bytes(content)


HARM: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (gone, "is gone. If the app is to begin anew"),
    "empty": (lambda data: (data / "quiz.db").write_bytes(b""), "is empty"),
    "short": (
        lambda data: (data / "quiz.db").write_bytes((data / "quiz.db").read_bytes()[:20_000]),
        "is damaged",
    ),
    "text": (lambda data: (data / "quiz.db").write_text("Dear Sir " * 99), "no SQLite database"),
    "garbled": (garbled, "is damaged"),
    "without log": (lambda data: (data / "quiz.db-wal").unlink(), "quiz.db-wal is gone"),
    "garbled log": (
        lambda data: (data / "quiz.db-wal").write_bytes(b"\x5a" * 9000),
        "quiz.db-wal is damaged",
    ),
}


@pytest.mark.parametrize("harm", HARM)
def test_the_app_does_not_start_and_changes_nothing(
    engine: Engine, settings: Settings, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "log" in harm:
        crashed(engine, settings)
    engine.dispose()
    do, words = HARM[harm]
    do(settings.data)
    before = {file.name: file.read_bytes() for file in settings.data.glob("quiz.db*")}
    for name, value in (("QUIZ_DATA", str(settings.data)), ("QUIZ_SECRET_KEY", SECRET)):
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(__main__.main, ["run"])
    assert result.exit_code == 1
    assert words in result.output
    assert "Nothing was changed. Bring a backup back" in result.output
    assert "Traceback" not in result.output
    after = {file.name: file.read_bytes() for file in settings.data.glob("quiz.db*")}
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed <= {"quiz.db-shm"}


def test_an_older_version_leaves_newer_tables_alone(
    school: School, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing(engine) as work:
        work.execute(text("UPDATE alembic_version SET version_num = 'tomorrow'"))
    for name, value in (("QUIZ_DATA", str(settings.data)), ("QUIZ_SECRET_KEY", SECRET)):
        monkeypatch.setenv(name, value)
    commands = school.app.test_cli_runner()
    for result in (
        CliRunner().invoke(__main__.main, ["run"]),
        commands.invoke(args=["db", "upgrade"]),
        commands.invoke(args=["check"]),
    ):
        assert result.exit_code == 1
        assert "The tables are of a newer version" in result.output
        assert "Run: flask db upgrade" not in result.output
    assert not settings.backups.exists()


def test_a_whole_database_and_none_yet_are_fine(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    crashed(engine, settings)
    damage.refuse_damaged(engine)
    (tmp_path / "new").mkdir()
    fresh = db.make_engine(Settings(data=tmp_path / "new", secret_key=SECRET))
    damage.refuse_damaged(fresh)
    assert list((tmp_path / "new").iterdir()) == []


def test_damage_while_people_work_is_told_and_is_no_error_of_ours(
    school: School, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    ada = school.as_(school.ada)
    assert ada.get("/classes").status_code == 200
    school.app.extensions["quiz_engine"].dispose()
    content = bytearray((settings.data / "quiz.db").read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    (settings.data / "quiz.db").write_bytes(content)
    answer = ada.get("/classes")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "The database is damaged. Please tell whoever runs this server." in answer.text
    assert "the database is damaged" in caplog.text
    assert ada.get("/readyz").status_code == 503
    with pytest.raises(DatabaseError), school.app.extensions["quiz_engine"].connect() as connection:
        connection.execute(text("SELECT * FROM user_account")).all()


def test_a_database_removed_while_people_work_is_not_made_anew(
    school: School, engine: Engine, settings: Settings
) -> None:
    ada = school.as_(school.ada)
    engine.dispose()
    gone(settings.data)
    assert ada.get("/classes").status_code == 503
    assert ada.get("/readyz").status_code == 503
    assert not (settings.data / "quiz.db").exists()
