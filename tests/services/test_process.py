"""Programs started for the tests end with them, however the tests end."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from tests.services.process import DidNotStartError, leashed, running

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]


def test_a_program_ends_with_the_block(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(
        SLEEP, lambda: "up" in log.read_text(), log, env=dict(os.environ), cwd=tmp_path
    ) as process:
        assert process.poll() is None
    assert process.returncode is not None


def test_a_program_that_fails_says_why(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('the port is taken')"]
    with (
        pytest.raises(DidNotStartError, match="the port is taken"),
        running(command, lambda: False, tmp_path / "log", env=dict(os.environ), cwd=tmp_path),
    ):
        pass


def test_a_program_ends_when_its_starter_is_killed() -> None:
    # The starter dies without a chance to tidy up; the program's end shows as the pipe's end.
    starter = "import subprocess, sys; subprocess.Popen(sys.argv[1:]).wait()"
    with Popen([sys.executable, "-c", starter, *leashed(SLEEP)], stdout=PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        process.kill()
        assert process.stdout.read() == b""
