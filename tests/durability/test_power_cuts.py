"""A power cut right after an acknowledgement takes nothing that was acknowledged with it.

A killed process cannot show this: what it wrote stays in the system's memory. So a server is
traced, and what it had synced to the disk at each acknowledgement is laid out and opened.
"""

import os
import random
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from quizapp import db
from quizapp.config import Settings
from tests.conftest import SECRET, School
from tests.durability import figures
from tests.durability.crashing import Crashing
from tests.durability.load import save, seats
from tests.durability.trace import STRACE, Disk, calls

SEED = int(os.environ.get("QUIZ_TEST_SEED", "1"))
# Few enough that the trace sees checkpoints between the saves.
CHECKPOINT = "wal_autocheckpoint=20"
THINKS_S = 0.21


def traced(
    app: Flask, school: School, settings: Settings, saves: int, pragmas: str
) -> tuple[Disk, Path]:
    """Save so many answers on a traced server; return the disk before that, and the trace."""
    (student,) = seats(school, 1)
    app.extensions["quiz_engine"].dispose()
    before = Disk.before(settings.data)
    trace = settings.data / "trace"
    server = Crashing(
        settings.data,
        "",
        "tests.durability.weakened:app",
        QUIZ_SECRET_KEY=SECRET,
        QUIZ_WORKERS="1",
        PRAGMAS=pragmas,
    )
    server.before = (*STRACE, "-o", str(trace))
    server.start()
    try:
        server.wait(120)
        for sequence in range(1, saves + 1):
            assert save(server.url, student, 1, sequence) == 200
            time.sleep(THINKS_S)
    finally:
        server.kill()
    return before, trace


def kept(folder: Path) -> tuple[set[int], str]:
    """Return which changes a database has, and whether it is whole."""
    with closing(db.sqlite_driver().connect(folder / "quiz.db")) as connection:
        rows = connection.execute("SELECT sequence FROM response_change").fetchall()
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
    return {sequence for (sequence,) in rows}, str(whole)


@dataclass
class Cuts:
    """What power cuts did, by the acknowledgement after which they came."""

    acknowledged: int = 0
    lost: list[int] = field(default_factory=list)
    # Something acknowledged was gone.
    damaged: list[int] = field(default_factory=list)
    early: list[int] = field(default_factory=list)
    # The log was not synced when the answer left.


def cuts(disk: Disk, trace: Path, folder: Path) -> Cuts:
    """Cut the power after each acknowledgement, twice: at best and by chance."""
    chance, done = random.Random(SEED), Cuts()
    for call in calls(trace):
        if not disk.take(call):
            continue
        done.acknowledged = disk.saved
        if "quiz.db-wal" in disk.unsynced():
            done.early.append(disk.saved)
        for what, luck in (("synced", None), ("chance", chance)):
            cut = folder / f"{what}-{disk.saved}"
            disk.cut(cut, luck)
            changes, whole = kept(cut)
            if whole != "ok":
                done.damaged.append(disk.saved)
            if not set(range(1, disk.saved + 1)) <= changes:
                done.lost.append(disk.saved)
    return done


@pytest.mark.timeout(600)
@pytest.mark.parametrize("saves", [30, pytest.param(200, marks=pytest.mark.long)])
def test_a_power_cut_takes_nothing_that_was_acknowledged(
    app: Flask,
    school: School,
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
    saves: int,
) -> None:
    disk, trace = traced(app, school, settings, saves, CHECKPOINT)
    done = cuts(disk, trace, tmp_path_factory.mktemp("cuts"))
    whole = "NO" if done.damaged else "yes"
    lost = len(done.lost)
    figures.TABLE.append(
        figures.Row("power cut", "sqlite", 2 * saves, done.acknowledged, lost, 0, 0, whole)
    )
    assert done == Cuts(acknowledged=saves)


@pytest.mark.timeout(600)
def test_these_tests_would_see_a_server_that_does_not_sync(
    app: Flask, school: School, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    disk, trace = traced(app, school, settings, 10, f"{CHECKPOINT} synchronous=NORMAL")
    done = cuts(disk, trace, tmp_path_factory.mktemp("cuts"))
    assert done.acknowledged == 10
    assert done.lost
    assert done.early
