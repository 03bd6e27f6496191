"""A class hands in at the same moment, while strangers hold connections that never get anywhere."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizapp import db
from quizapp.config import Settings
from quizapp.models import Attempt
from tests.conftest import SECRET, School
from tests.durability.crashing import Crashing
from tests.durability.load import Seat, connected, save, seats

LONGEST_S = 10.0


@contextmanager
def dawdling(address: str, count: int) -> Iterator[None]:
    """Hold so many connections that send a request one byte at a time, until the block ends."""
    host, port = urlsplit(address).hostname or "", urlsplit(address).port or 0
    stopping = threading.Event()
    with ExitStack() as held:
        slow = [
            held.enter_context(socket.create_connection((host, port), timeout=30))
            for _ in range(count)
        ]

        def trickle() -> None:
            for byte in b"POST /sign-in HTTP/1.1\r\nHost: quiz\r\nX: " + b"x" * 1000:
                for one in slow:
                    one.sendall(bytes([byte]))
                if stopping.wait(0.5):
                    return

        thread = threading.Thread(target=trickle)
        thread.start()
        yield
        stopping.set()
        thread.join()


def submit(
    address: str, seat: Seat, moment: threading.Barrier, told: list[tuple[int, float]]
) -> None:
    """Wait for the moment and hand in; note the answer and how long it took."""
    body = urlencode({"csrf_token": seat.csrf})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": seat.cookie}
    moment.wait()
    began = time.monotonic()
    connection = connected(address)
    try:
        connection.request("POST", f"/attempts/{seat.attempt_id}/submit", body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        status = 0
    told.append((status, time.monotonic() - began))
    connection.close()


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("database", "students", "strangers"),
    [
        ("sqlite", 20, 100),
        pytest.param("sqlite", 300, 200, marks=pytest.mark.long),
        pytest.param("postgresql", 300, 200, marks=pytest.mark.long),
    ],
    indirect=["database"],
)
def test_everyone_hands_in_at_once_and_nobody_waits_for_strangers(
    app: Flask, school: School, settings: Settings, students: int, strangers: int
) -> None:
    sitting = seats(school, students)
    server = Crashing(settings.data, settings.database_url, QUIZ_SECRET_KEY=SECRET)
    server.start()
    told: list[tuple[int, float]] = []
    try:
        server.wait(120)
        with dawdling(server.url, strangers):
            for seat in sitting:
                assert save(server.url, seat, 1, 1) == 200
            moment = threading.Barrier(students)
            threads = [
                threading.Thread(target=submit, args=(server.url, seat, moment, told))
                for seat in sitting
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    finally:
        server.kill()
    assert {status for status, _ in told} == {303}
    assert max(took for _, took in told) <= LONGEST_S
    with db.open_session(app.extensions["quiz_engine"], writes=False) as work:
        graded = select(func.count()).where(
            Attempt.submitted_at.is_not(None), Attempt.score.is_not(None)
        )
        assert work.scalar(graded) == students
