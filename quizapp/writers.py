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

from sqlalchemy import Connection

LONGEST_WAIT_S = 10.0
PAUSE_S = 0.002


class WritersBusy(Exception):
    """Another writer held the database longer than anyone should have to wait."""


class WriterQueue:
    """A lock around SQLite's write transactions; `path` shares it between processes."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._turn = threading.Lock()
        self._holder: Connection | None = None
        self._file: int | None = None

    def enter(self, connection: Connection) -> None:
        """Wait for this connection's turn. Raises WritersBusy after ten seconds."""
        ends = time.monotonic() + LONGEST_WAIT_S
        if not self._turn.acquire(timeout=LONGEST_WAIT_S):
            raise WritersBusy
        try:
            self._lock_file(ends)
        except BaseException:
            self._turn.release()
            raise
        self._holder = connection

    def leave(self, connection: Connection) -> None:
        """Let the next writer in, when this connection holds the turn."""
        if self._holder is not connection:
            return
        self._holder = None
        if self._file is not None:
            os.close(self._file)
            self._file = None
        self._turn.release()

    def _lock_file(self, ends: float) -> None:
        if self._path is None:
            return
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > ends:
                    os.close(file)
                    raise WritersBusy from None
                # Not a blocking flock: that would stop every greenlet of this worker.
                time.sleep(PAUSE_S)
            else:
                self._file = file
                return
