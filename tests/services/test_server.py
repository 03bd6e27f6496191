"""The quiz server starts as a process of its own and is gone afterwards."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.services.process import DidNotStartError
from tests.services.server import quiz_server, responds


def test_the_server_answers_and_then_is_gone(tmp_path: Path) -> None:
    with quiz_server(tmp_path, workers=2) as server:
        assert responds(f"{server.url}/healthz")
    assert not responds(f"{server.url}/healthz")
    assert "sent SIG" not in server.log.read_text(), "it had to be made to end"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what processes share")
def test_the_workers_share_one_app(tmp_path: Path) -> None:
    with quiz_server(tmp_path, workers=2) as server:
        assert responds(f"{server.url}/sign-in")
        workers = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        own = [_kib(worker, "Private_Dirty:") / _kib(worker, "Rss:") for worker in workers]
    assert len(own) == 2
    assert max(own) < 0.4, own


def _kib(process: str, name: str) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(DidNotStartError, match="only SQLite and PostgreSQL"):
        quiz_server(tmp_path, "nonsense://nowhere").__enter__()
