"""Whether the server runs on a data directory: a lock that ends with its last process."""

import fcntl
import os
from pathlib import Path

from quizapp.config import Settings

LOCK = "server.lock"


def hold(settings: Settings) -> int:
    """Say that a server runs, until this process and all that it starts are gone.

    Several may run at once, as when one takes the other's place.
    """
    file = os.open(settings.data / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def is_running(settings: Settings) -> bool:
    """Tell whether a server runs on this data directory."""
    try:
        file = os.open(settings.data / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def sync(folder: Path) -> None:
    """See the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
