"""Making a backup: copy, check, pack, and only then give it the name of a backup."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from quizapp import db, running
from quizapp.backups import databases
from quizapp.backups.archive import SEALED, SECRET, Manifest, digest, pack, seal
from quizapp.config import NoSecret, Settings

NAME = re.compile(r"quiz-(\d{8}T\d{6}Z)\.backup(\.age)?")
STAMP = "%Y%m%dT%H%M%SZ"
STEPS = ("copy the database", "check the copy", "write the file")
FAILURE = "last-failure.txt"

Progress = Callable[[str], object]


@dataclass(frozen=True)
class Backup:
    """A finished backup: where it is and when it was made."""

    file: Path
    made_at: datetime

    @property
    def size(self) -> int:
        """Return how many bytes it takes; 0 when it has just been removed."""
        return self.file.stat().st_size if self.file.exists() else 0

    @property
    def is_sealed(self) -> bool:
        """Tell whether it is encrypted."""
        return self.file.suffix == SEALED


def made(settings: Settings) -> list[Backup]:
    """Return the finished backups in the backup folder, the newest first."""
    if not settings.backups.is_dir():
        return []
    found = [
        Backup(file, datetime.strptime(name[1], STAMP).replace(tzinfo=UTC))
        for file in settings.backups.iterdir()
        if (name := NAME.fullmatch(file.name))
    ]
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def is_due(settings: Settings, now: datetime) -> bool:
    """Tell whether the newest backup is older than backups should be."""
    if settings.backup_hours == 0:
        return False
    newest = next(iter(made(settings)), None)
    return newest is None or now - newest.made_at >= timedelta(hours=settings.backup_hours)


def create(
    engine: Engine, settings: Settings, folder: Path, now: datetime, done: Progress
) -> Backup:
    """Make a backup in a folder, and say after each step of STEPS that it is done.

    Raises CannotBackUp or BadBackup; what was begun is then gone again.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = (
        folder / f"quiz-{now.strftime(STAMP)}.backup{SEALED if settings.backup_recipient else ''}"
    )
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as name:
        work = Path(name)
        manifest = _collect(engine, settings, work, now, done)
        packed = work / "packed"
        pack(work, manifest, packed)
        if settings.backup_recipient:
            seal(packed, work / "sealed", settings.backup_recipient)
            packed = work / "sealed"
        packed.rename(target)
    running.sync(folder)
    done(STEPS[2])
    return Backup(target, now)


def _collect(
    engine: Engine, settings: Settings, work: Path, now: datetime, done: Progress
) -> Manifest:
    """Put what belongs into a backup into a folder, and describe it."""
    kind = engine.dialect.name
    copy = databases.COPY[kind]
    revision, rows = databases.copy(engine, work / copy)
    done(STEPS[0])
    if kind == "postgresql":
        databases.check_postgres(engine, work / copy)
    done(STEPS[1])
    names = [copy]
    try:
        (work / SECRET).write_text(settings.secret() + "\n")
        names.append(SECRET)
    except NoSecret:
        pass
    files = {each: digest(work / each) for each in names}
    return Manifest(made_at=now, database=kind, revision=revision, rows=rows, files=files)  # type: ignore[arg-type]


@contextmanager
def alone(settings: Settings) -> Iterator[bool]:
    """Give whether nobody else is making a backup here, and keep others out until the end."""
    settings.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(settings.backups / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(file)


def forget_oldest(settings: Settings) -> None:
    """Remove the oldest backups beyond those that are kept, and what a killed try left behind.

    Only for who is alone here.
    """
    for backup in made(settings)[settings.backups_kept :]:
        backup.file.unlink(missing_ok=True)
    for unfinished in settings.backups.glob(".making-*"):
        shutil.rmtree(unfinished, ignore_errors=True)


def note_failure(settings: Settings, problem: Exception) -> None:
    """Keep what went wrong, for the page of administrators."""
    (settings.backups / FAILURE).write_text(f"{db.now():%Y-%m-%d %H:%M} UTC: {problem}\n")


def last_failure(settings: Settings) -> str:
    """Return what went wrong with the last try, nothing when it went well."""
    file = settings.backups / FAILURE
    return file.read_text(errors="replace").strip() if file.is_file() else ""


def forget_failure(settings: Settings) -> None:
    """Forget what went wrong before: this time it went well."""
    (settings.backups / FAILURE).unlink(missing_ok=True)
