"""A class saves for hours: memory, open files and the log of the database stay what they were."""

import os
import re
import time
from pathlib import Path

import pytest
from flask import Flask

from quizapp.config import Settings
from tests.conftest import SECRET, School
from tests.durability.crashing import Crashing
from tests.durability.load import Load, is_sound, judged, seats

SOAK_S = float(os.environ.get("QUIZ_TEST_SOAK", "7200"))
MOST_LOG = 64 * 1024 * 1024
MOST_KB = 10 * 1024
MOST_FILES = 100


def memory_kb(pids: list[int]) -> int:
    """Return the memory that processes hold."""
    texts = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    return sum(int(re.findall(r"VmRSS:\s+(\d+)", text)[0]) for text in texts)


def open_files(pids: list[int]) -> int:
    """Return how many files and connections processes have open."""
    return sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids)


@pytest.mark.long
@pytest.mark.timeout(SOAK_S + 600)
def test_after_hours_of_saving_nothing_has_grown(
    app: Flask, school: School, settings: Settings
) -> None:
    students = seats(school, 10)
    # A worker that is replaced after so many requests would begin anew with little memory.
    server = Crashing(
        settings.data, "", QUIZ_SECRET_KEY=SECRET, GUNICORN_CMD_ARGS="--max-requests 0"
    )
    server.start()
    server.wait(120)
    with Load(server.url, students) as load:
        # What is made once has been made after a tenth of the time.
        time.sleep(SOAK_S / 10)
        workers = server.workers()
        memory, files = memory_kb(workers), open_files(workers)
        time.sleep(SOAK_S * 9 / 10)
        assert server.workers() == workers
        grown = memory_kb(workers) - memory
        more = open_files(workers) - files
        log = (settings.data / "quiz.db-wal").stat().st_size
    server.stop()
    print(f"\n{load.acknowledged()} saved, {grown} kB more, {more} files more, log {log}")  # noqa: T201 - figures for the reader of a long run
    assert grown < MOST_KB
    assert more < MOST_FILES
    assert log < MOST_LOG
    assert judged(app.extensions["quiz_engine"], students).is_clean()
    assert is_sound(app.extensions["quiz_engine"])
