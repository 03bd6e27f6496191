"""Backups are whole and private, made while people work, and bring back everything or nothing."""

import gzip
import io
import re
import stat
import tarfile
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from quizapp import db, running
from quizapp.backups import making
from quizapp.config import Settings
from quizapp.models import User
from quizapp.people.service import erasing
from tests import make
from tests.backups.conftest import Run
from tests.conftest import SECRET, School


def people(app: Flask) -> int:
    with db.open_session(app.extensions["quiz_engine"], writes=False) as work:
        return work.scalar(select(func.count()).select_from(User)) or 0


@pytest.mark.both_databases
def test_a_backup_brings_everything_back_and_keeps_what_was_there(
    run: Run, backup: Path, school: School, settings: Settings
) -> None:
    school.add(make.make_user, "Zoe")
    assert people(school.app) == 4
    school.app.extensions["quiz_engine"].dispose()
    result = run("restore", backup, "--yes")
    assert result.exit_code == 0, result.output
    assert "with 3 people" in result.output
    assert people(school.app) == 3
    (aside,) = settings.data.glob("before-restore-*")
    assert str(aside) in result.output
    assert list(aside.iterdir()) != []


@pytest.mark.both_databases
def test_whoever_was_erased_after_it_was_made_is_named(
    run: Run, backup: Path, school: School
) -> None:
    engine = school.app.extensions["quiz_engine"]
    with db.writing(engine) as work:
        erasing.erase(work, work.get_one(User, school.ben.id), None, db.now())
    engine.dispose()
    result = run("restore", backup, "--yes")
    assert result.exit_code == 0, result.output
    named = re.findall(r"here again: flask privacy erase (\S+)", result.output)
    assert named == [school.ben.login]


@pytest.mark.both_databases
def test_a_backup_is_whole_and_says_what_is_in_it(run: Run, backup: Path) -> None:
    result = run("verify", backup)
    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"{backup.name} is whole: made 20")
    assert "with 3 people, 0 attempts, 0 answers." in result.output


def test_of_several_each_is_looked_at(run: Run, backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.backup"
    other.write_text("Dear Sir")
    result = run("verify", other, backup)
    assert result.exit_code == 1
    assert "other.backup is not: other.backup is damaged" in result.output
    assert f"{backup.name} is whole" in result.output


def test_nobody_else_can_read_a_backup(backup: Path, settings: Settings) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.backups.stat().st_mode) == 0o700


def test_the_key_that_signs_cookies_is_in_it_and_comes_back(
    run: Run, school: School, settings: Settings
) -> None:
    kept = settings.model_copy(update={"secret_key": ""})
    school.app.extensions["quiz_settings"] = kept
    (settings.data / "secret.key").write_text(SECRET + "\n")
    run("create")
    (file,) = settings.backups.glob("quiz-*")
    (settings.data / "secret.key").write_text(SECRET[::-1] + "\n")
    school.app.extensions["quiz_engine"].dispose()
    assert run("restore", file, "--yes").exit_code == 0
    assert kept.secret() == SECRET
    assert stat.S_IMODE((settings.data / "secret.key").stat().st_mode) == 0o600
    (aside,) = settings.data.glob("before-restore-*/secret.key")
    assert aside.read_text() == SECRET[::-1] + "\n"


@pytest.mark.both_databases
def test_backups_made_while_people_write_are_whole(
    run: Run, school: School, settings: Settings
) -> None:
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not stop.is_set():
            written.append(school.add(make.make_user, f"Student {len(written)}").id)  # type: ignore[attr-defined]

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            assert run("create", "--to", settings.data / f"copy {number}").exit_code == 0
    finally:
        stop.set()
        writer.join()
    assert written
    for file in settings.data.glob("copy */quiz-*"):
        assert run("verify", file).exit_code == 0


def damaged(file: Path) -> None:
    """Change one byte in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


def misshapen(file: Path) -> None:
    """Damage what unpacking goes by: the length of the second block, well inside the database."""
    content = bytearray(gzip.compress(gzip.decompress(file.read_bytes()), 0))
    content[16 + int.from_bytes(content[11:13], "little")] ^= 0xFF
    file.write_bytes(content)


def boundless(file: Path) -> None:
    """Put an archive there that says of itself that it is larger than any can be."""
    said = b"99999999999999999999 path=quiz.db\n"
    header = tarfile.TarInfo("quiz.db")
    header.type, header.size = tarfile.XHDTYPE, len(said)
    with tarfile.open(file, "w:gz") as tar:
        tar.addfile(header, io.BytesIO(said))


HARMS = {"a byte": damaged, "a length": misshapen, "a header": boundless}


@pytest.mark.both_databases
@pytest.mark.parametrize("harm", [*HARMS, "cut short", "empty", "text"])
def test_a_damaged_backup_is_refused_and_nothing_changes(
    run: Run, backup: Path, school: School, settings: Settings, harm: str
) -> None:
    if harm in HARMS:
        HARMS[harm](backup)
    else:
        content = {"cut short": backup.read_bytes()[:-2000], "empty": b"", "text": b"Dear Sir"}
        backup.write_bytes(content[harm])
    for result in (run("verify", backup), run("restore", backup, "--yes")):
        assert result.exit_code == 1
        assert "damaged" in result.output
        assert "Traceback" not in result.output
    assert people(school.app) == 3
    assert list(settings.data.glob("before-restore-*")) == []
    assert list(settings.data.glob(".opened-*")) == []


def test_a_backup_whose_database_is_damaged_is_refused(
    run: Run, backup: Path, tmp_path: Path
) -> None:
    """Also when whoever changed it made the archive and its sums fit."""
    inside = tmp_path / "inside"
    with tarfile.open(backup) as tar:
        tar.extractall(inside, filter="data")
    content = bytearray((inside / "quiz.db").read_bytes())
    content[4096 * 3 : 4096 * 5] = b"\xff" * 8192
    (inside / "quiz.db").write_bytes(content)
    manifest = (inside / "manifest.json").read_text()
    with tarfile.open(backup) as tar:
        old = making.Manifest.model_validate_json(manifest)
        assert tar.getnames()[0] == "manifest.json"
    sums = old.files | {"quiz.db": making.digest(inside / "quiz.db")}
    forged = tmp_path / "forged.backup"
    making.pack(inside, old.model_copy(update={"files": sums}), forged)
    result = run("verify", forged)
    assert result.exit_code == 1
    assert "The database in it is damaged" in result.output


def test_a_backup_with_another_key_in_it_is_refused(run: Run, backup: Path, tmp_path: Path) -> None:
    """Also when the archive itself is whole."""
    inside = tmp_path / "inside"
    with tarfile.open(backup) as tar:
        tar.extractall(inside, filter="data")
    manifest = making.Manifest.model_validate_json((inside / "manifest.json").read_text())
    (inside / "secret.key").write_text(SECRET[::-1] + "\n")
    making.pack(inside, manifest, tmp_path / "forged.backup")
    result = run("verify", tmp_path / "forged.backup")
    assert result.exit_code == 1
    assert "secret.key is not as it was saved" in result.output


def test_names_in_an_archive_lead_nowhere(run: Run, backup: Path, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    with tarfile.open(backup) as tar:
        tar.extractall(inside, filter="data")
    manifest = making.Manifest.model_validate_json((inside / "manifest.json").read_text())
    (tmp_path / "evil").write_text("x")
    files = manifest.files | {"../evil": making.digest(tmp_path / "evil")}
    forged = tmp_path / "forged.backup"
    making.pack(inside, manifest.model_copy(update={"files": files}), forged)
    (tmp_path / "evil").unlink()
    assert run("verify", forged).exit_code == 1
    assert not (tmp_path / "evil").exists()


def test_a_backup_is_not_put_back_while_the_server_runs(
    run: Run, backup: Path, school: School, settings: Settings
) -> None:
    running.hold(settings)
    school.add(make.make_user, "Zoe")
    result = run("restore", backup, "--yes")
    assert result.exit_code == 1
    assert "The server is running. Stop it first" in result.output
    assert people(school.app) == 4


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_backup_is_not_put_back_while_anyone_is_connected_to_postgresql(
    run: Run, backup: Path, school: School
) -> None:
    with school.app.extensions["quiz_engine"].connect() as connection:
        connection.execute(text("SELECT 1"))
        result = run("restore", backup, "--yes")
    assert "The server is running. Stop it first" in result.output


def test_whoever_says_no_keeps_everything(run: Run, backup: Path, school: School) -> None:
    school.add(make.make_user, "Zoe")
    assert run("restore", backup).exit_code == 1
    assert people(school.app) == 4


def test_a_backup_of_a_newer_version_is_refused(
    run: Run, school: School, settings: Settings
) -> None:
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        work.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    run("create")
    (file,) = settings.backups.glob("quiz-*")
    result = run("restore", file, "--yes")
    assert result.exit_code == 1
    assert "newer version of the app" in result.output


def test_a_missing_database_is_not_backed_up_as_an_empty_one(
    run: Run, school: School, settings: Settings
) -> None:
    school.app.extensions["quiz_engine"].dispose()
    (settings.data / "quiz.db").unlink()
    result = run("create")
    assert result.exit_code == 1
    assert not (settings.data / "quiz.db").exists()
    assert making.made(settings) == []
    assert "unable to open database file" in making.last_failure(settings)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_without_the_programs_of_postgresql_it_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run("create")
    assert result.exit_code == 1
    assert "apt-get install postgresql-client" in result.output
    assert making.made(settings) == []


def test_a_terminal_sees_a_bar_and_a_log_sees_lines(run: Run) -> None:
    assert "Backup: check the copy: done" in run("create").stderr
