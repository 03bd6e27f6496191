"""The quiz server starts as a process of its own and is gone afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.process import DidNotStartError
from tests.services.server import quiz_server, responds


def test_the_server_answers_and_then_is_gone(tmp_path: Path) -> None:
    with quiz_server(tmp_path, workers=2) as server:
        assert responds(f"{server.url}/healthz")
    assert not responds(f"{server.url}/healthz")


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(DidNotStartError, match="only SQLite and PostgreSQL"):
        quiz_server(tmp_path, "nonsense://nowhere").__enter__()
