"""Looking into a backup, and putting it in the place of what is there: never without a way back."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import DatabaseError

from quizapp import running, schema
from quizapp.backups import databases, making
from quizapp.backups.archive import SECRET, BadBackup, Manifest, is_sealed, unpack, unseal
from quizapp.config import Settings
from quizapp.models import AuditEntry, User

SQLITE_SUFFIXES = ("", "-wal", "-shm")


class CannotRestore(Exception):
    """A restore that must not begin; the text says what to do first."""


@dataclass(frozen=True)
class Opened:
    """A backup that was found whole, with its files in a folder of their own."""

    folder: Path
    manifest: Manifest

    @property
    def copy(self) -> Path:
        """Return the copy of the database."""
        return self.folder / databases.COPY[self.manifest.database]


@contextmanager
def opened(
    engine: Engine, file: Path, identity: Path | None, folder: Path | None = None
) -> Iterator[Opened]:
    """Give what is in a backup, checked, until the block ends.

    Raises BadBackup for one that is not whole, or that would need another key.
    """
    with tempfile.TemporaryDirectory(prefix=".opened-", dir=folder) as name:
        inside = Path(name)
        packed = file
        if is_sealed(file):
            if identity is None:
                raise BadBackup(f"{file.name} is encrypted: name the key file with --identity.")
            packed = inside / "packed"
            unseal(file, packed, identity)
        manifest = unpack(packed, inside)
        found = Opened(inside, manifest)
        _check(engine, found)
        yield found


def _check(engine: Engine, found: Opened) -> None:
    if found.manifest.database == "postgresql":
        databases.check_postgres(engine, found.copy)
        return
    revision, rows = databases.check_sqlite(found.copy)
    if (revision, rows) != (found.manifest.revision, found.manifest.rows):
        raise BadBackup("The database in it has not the rows that it had when it was saved.")


def refuse_what_does_not_fit(engine: Engine, settings: Settings, manifest: Manifest) -> None:
    """Raise CannotRestore when a backup does not belong here, or people are at work."""
    if manifest.database != engine.dialect.name:
        raise CannotRestore(
            f"This backup is of a {manifest.database} database, and QUIZ_DATABASE_URL names "
            f"a {engine.dialect.name} one."
        )
    if not schema.knows(manifest.revision):
        raise CannotRestore("This backup was made by a newer version of the app. Upgrade first.")
    if running.is_running(settings) or (
        engine.dialect.name == "postgresql" and databases.is_in_use(engine)
    ):
        raise CannotRestore("The server is running. Stop it first, on every machine.")


def erased_since(engine: Engine, manifest: Manifest) -> list[int]:
    """Return the ids of people who were erased after a backup was made, as far as is known here."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file is not None and not Path(file).exists():
        return []
    since = select(AuditEntry.subject).where(
        AuditEntry.action == "erase person", AuditEntry.at > manifest.made_at
    )
    try:
        with engine.connect() as connection:
            found = connection.scalars(since).all()
    except DatabaseError:
        # What is there is damaged, or empty: nobody can tell.
        found = []
    engine.dispose()
    return [int(subject.removeprefix("user ")) for subject in found]


def logins(engine: Engine, ids: list[int]) -> list[str]:
    """Return the user names that people have in what was put back."""
    with engine.connect() as connection:
        found = connection.scalars(select(User.login).where(User.id.in_(ids)).order_by(User.login))
        return list(found)


def restore(engine: Engine, settings: Settings, found: Opened, now: datetime) -> Path | None:
    """Put a backup in the place of what is there; return where that is kept now, if anything was.

    Raises CannotBackUp when what is there cannot be saved first; nothing is changed then.
    """
    stamp = now.strftime(making.STAMP)
    aside = settings.data / f"before-restore-{stamp}"
    if found.manifest.database == "sqlite":
        file = Path(str(engine.url.database))
        _move_aside([Path(f"{file}{suffix}") for suffix in SQLITE_SUFFIXES], aside)
        shutil.move(found.copy, file)
        running.sync(file.parent)
    else:
        if not databases.is_empty(engine):
            aside.mkdir(mode=0o700)
            making.create(engine, settings, aside, now, lambda _step: None)
        databases.replace_postgres(engine, found.copy)
    _restore_secret(settings, found, aside)
    return aside if aside.exists() else None


def _restore_secret(settings: Settings, found: Opened, aside: Path) -> None:
    """Bring the key back that signs cookies, so that people stay signed in."""
    kept = found.folder / SECRET
    if settings.secret_key or not kept.exists():
        return
    file = settings.data / SECRET
    if file.exists() and file.read_text() == kept.read_text():
        return
    _move_aside([file], aside)
    kept.rename(file)
    running.sync(settings.data)


def _move_aside(files: list[Path], aside: Path) -> None:
    for file in files:
        if file.exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            shutil.move(file, aside / file.name)
