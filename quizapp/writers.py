"""The queue of SQLite writers: one at a time, in one process and between processes.

SQLite lets one connection write and makes the others wait inside the library, which is unfair
and, with greenlets, would stop a whole worker. So writers queue here first, where waiting lets
others work; `BEGIN IMMEDIATE` then finds the database free.
"""

import fcntl
import os
import threading
import time
from pathlib import Path

LONGEST_WAIT_S = 10.0
PAUSE_S = 0.001


class WritersBusy(Exception):
    """Another writer held the database longer than anyone should have to wait."""


class WriterQueue:
    """A lock around SQLite's write transactions; the file at `path` shares it with processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Lock()
        self._holder: object = None
        self._file = -1

    def enter(self, writer: object) -> None:
        """Wait for this writer's turn; one that has it keeps it.

        Raises WritersBusy after ten seconds.
        """
        if self.has(writer):
            return
        ends = time.monotonic() + LONGEST_WAIT_S
        if not self._turn.acquire(timeout=LONGEST_WAIT_S):
            raise WritersBusy
        try:
            self._file = _locked(self._path, ends)
        except BaseException:
            self._turn.release()
            raise
        self._holder = writer

    def has(self, writer: object) -> bool:
        """Tell whether it is this writer's turn."""
        return self._holder is not None and self._holder is writer

    def leave(self, writer: object) -> None:
        """Let the next writer in, when this one has the turn."""
        if not self.has(writer):
            return
        self._holder = None
        os.close(self._file)
        self._turn.release()


def _locked(path: Path, ends: float) -> int:
    """Return an open file that no other process holds locked."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait_for(file, ends)
    except BaseException:
        os.close(file)
        raise
    return file


def _wait_for(file: int, ends: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > ends:
                raise WritersBusy from None
            # Not a blocking flock: that would stop every greenlet of this worker.
            time.sleep(PAUSE_S)
        else:
            return
