"""A disk that is full or may not be written to: refused clearly, and fine again by itself."""

import os
import resource
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from flask import Flask

from quizapp import serving
from quizapp.config import ROOT, Settings
from tests.conftest import SECRET, School
from tests.durability.crashing import Crashing
from tests.durability.load import is_sound, judged, save, seats
from tests.services.server import free_port, plain_environment


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def let_files_grow_to(pids: list[int], size: int) -> None:
    """Let some processes write no file beyond a size: to them, the disk is full."""
    for pid in pids:
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, most))


@pytest.mark.timeout(400)
def test_a_full_disk_is_told_and_is_fine_again_without_a_restart(
    app: Flask, school: School, settings: Settings
) -> None:
    (student,) = seats(school, 1)
    server = Crashing(settings.data, "", QUIZ_SECRET_KEY=SECRET, QUIZ_WORKERS="1")
    server.start()
    try:
        server.wait(120)
        assert save(server.url, student, 1, 1) == 200
        let_files_grow_to(server.workers(), 1)
        assert save(server.url, student, 1, 2) == 503
        time.sleep(2.1)
        assert status(f"{server.url}/readyz") == 503
        assert status(f"{server.url}/healthz") == 200
        let_files_grow_to(server.workers(), resource.RLIM_INFINITY)
        assert save(server.url, student, 1, 3) == 200
        time.sleep(2.1)
        assert status(f"{server.url}/readyz") == 200
    finally:
        server.kill()
    verdict = judged(app.extensions["quiz_engine"], [student])
    assert verdict.is_clean(), verdict
    assert is_sound(app.extensions["quiz_engine"])


def without_privileges() -> list[str]:
    """Return the start of a command in which root, too, may write only what modes allow."""
    if os.geteuid() != 0:
        return []
    return [str(shutil.which("setpriv")), "--bounding-set", "-dac_override,-dac_read_search"]


@pytest.mark.timeout(200)
def test_data_that_may_not_be_written_to_keep_the_app_from_starting(tmp_path: Path) -> None:
    data = tmp_path / "data"
    settings = Settings(data=data)
    serving.make_data_directory(settings)
    serving.prepare(settings)
    before = {file.name: file.read_bytes() for file in data.iterdir()}
    for file in data.iterdir():
        file.chmod(0o400)
    data.chmod(0o500)
    ended = subprocess.run(
        [*without_privileges(), sys.executable, "-m", "quizapp", "run"],
        cwd=ROOT,
        env=plain_environment() | {"QUIZ_DATA": str(data), "QUIZ_BIND": f"127.0.0.1:{free_port()}"},
        check=False,
        capture_output=True,
        text=True,
        timeout=150,
    )
    data.chmod(0o700)
    assert ended.returncode == 1
    assert "cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert {file.name: file.read_bytes() for file in data.iterdir()} == before
