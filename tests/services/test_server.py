"""The quiz server starts as a process of its own and is gone afterwards."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.services.process import DidNotStartError
from tests.services.server import QuizServer, quiz_server, responds


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuizServer]:
    """Run one server for the tests that only ask it."""
    with quiz_server(tmp_path_factory.mktemp("data"), workers=2) as server:
        yield server


def test_the_server_answers_and_then_is_gone(tmp_path: Path) -> None:
    with quiz_server(tmp_path, workers=2) as server:
        assert responds(f"{server.url}/healthz")
    assert not responds(f"{server.url}/healthz")
    assert "sent SIG" not in server.log.read_text(), "it had to be made to end"


POST = b"POST /sign-in HTTP/1.1\r\nHost: quiz\r\n"
SECOND = b"GET /healthz HTTP/1.1\r\nHost: quiz\r\n\r\n"
UNCLEAR = {
    "two ways to end": POST
    + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    + SECOND,
    "two lengths": POST + b"Content-Length: 0\r\nContent-Length: 41\r\n\r\n" + SECOND,
    "less than nothing": POST + b"Content-Length: -1\r\n\r\n" + SECOND,
    "two names": b"GET /healthz HTTP/1.1\r\nHost: quiz\r\nHost: other\r\n\r\n",
    "a long line": b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: quiz\r\n\r\n",
    "many headers": b"GET /healthz HTTP/1.1\r\nHost: quiz\r\n" + b"A: 1\r\n" * 150 + b"\r\n",
}


def test_a_request_that_can_be_read_in_two_ways_is_refused_whole(lasting: QuizServer) -> None:
    address = urlsplit(lasting.url)
    for what, request in UNCLEAR.items():
        with socket.create_connection((address.hostname, address.port), timeout=20) as sent:
            sent.sendall(request)
            said = b"".join(iter(lambda: sent.recv(65_536), b""))
        assert re.findall(rb"HTTP/1.1 (\d)\d\d", said) == [b"4"], what


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what processes share")
def test_the_workers_share_one_app(lasting: QuizServer) -> None:
    assert responds(f"{lasting.url}/sign-in")
    workers = Path(f"/proc/{lasting.pid}/task/{lasting.pid}/children").read_text().split()
    own = [_kib(worker, "Private_Dirty:") / _kib(worker, "Rss:") for worker in workers]
    assert len(own) == 2
    assert max(own) < 0.4, own


def _kib(process: str, name: str) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(DidNotStartError, match="only SQLite and PostgreSQL"):
        quiz_server(tmp_path, "nonsense://nowhere").__enter__()
