"""How it stands with the backups: what an administrator and a monitor are told."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from quizapp.backups import making
from quizapp.backups.making import Backup
from quizapp.config import Settings

LISTED = 5
GRACE = timedelta(hours=2)
"""How late a backup may be, as after a night in which the server was off, before anyone worries."""


@dataclass(frozen=True)
class BackupState:
    """The newest backups, and whether somebody must do something."""

    newest: tuple[Backup, ...]
    count: int
    age: timedelta | None
    # None without any backup.
    is_late: bool
    failure: str
    folder: Path
    free_bytes: int
    # On the disk that holds the data.


def state(settings: Settings, now: datetime) -> BackupState:
    """Return how it stands with the backups of this machine."""
    found = making.made(settings)
    age = now - found[0].made_at if found else None
    longest = timedelta(hours=settings.backup_hours) + GRACE
    return BackupState(
        newest=tuple(found[:LISTED]),
        count=len(found),
        age=age,
        is_late=age is None or age > longest,
        failure=making.last_failure(settings),
        folder=settings.backups,
        free_bytes=shutil.disk_usage(settings.data).free,
    )
