"""An encrypted backup tells nothing to whoever has not the key, and everything to who has."""

import stat
from pathlib import Path

import pytest

from quizapp.config import Settings, UnsafeSettings
from tests.backups.conftest import Run
from tests.conftest import School


@pytest.fixture
def key(run: Run, school: School, settings: Settings, tmp_path: Path) -> Path:
    """Return a key file, after backups have been told to be sealed for it."""
    file = tmp_path / "away" / "backup.key"
    file.parent.mkdir()
    printed = run("key", file).stdout
    name, _, recipient = printed.strip().partition("=")
    sealed = Settings.from_environ({name: recipient})
    school.app.extensions["quiz_settings"] = settings.model_copy(
        update={"backup_recipient": sealed.backup_recipient}
    )
    return file


def test_only_the_holder_of_the_key_can_read_it(run: Run, key: Path, settings: Settings) -> None:
    assert run("create").exit_code == 0
    (file,) = settings.backups.glob("quiz-*.backup.age")
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(key.stat().st_mode) == 0o600
    assert b"Ada" not in file.read_bytes()
    without = run("verify", file)
    assert (without.exit_code, "is encrypted: name the key file" in without.output) == (1, True)
    assert run("verify", file, "--identity", key).exit_code == 0


def test_it_can_be_restored_with_the_key(
    run: Run, key: Path, school: School, settings: Settings
) -> None:
    run("create")
    (file,) = settings.backups.glob("quiz-*.backup.age")
    school.app.extensions["quiz_engine"].dispose()
    (settings.data / "quiz.db").unlink()
    assert run("restore", file, "--identity", key, "--yes").exit_code == 0
    assert (settings.data / "quiz.db").exists()


@pytest.mark.usefixtures("key")
def test_a_wrong_key_or_no_key_is_named(run: Run, settings: Settings, tmp_path: Path) -> None:
    run("create")
    (file,) = settings.backups.glob("quiz-*.backup.age")
    run("key", tmp_path / "other.key")
    wrong = run("verify", file, "--identity", tmp_path / "other.key")
    assert (wrong.exit_code, "cannot be opened with" in wrong.output) == (1, True)
    (tmp_path / "no.key").write_text("nothing\n")
    none = run("verify", file, "--identity", tmp_path / "no.key")
    assert (none.exit_code, "holds no key" in none.output) == (1, True)


def test_a_key_is_never_written_over(run: Run, key: Path) -> None:
    before = key.read_text()
    assert run("key", key).exit_code == 1
    assert key.read_text() == before


def test_a_recipient_that_is_none_is_refused() -> None:
    with pytest.raises(UnsafeSettings, match="QUIZ_BACKUP_RECIPIENT"):
        Settings.from_environ({"QUIZ_BACKUP_RECIPIENT": "age1short"})
