"""A class hands in at the same moment, while strangers hold connections that never get anywhere."""

import http.client
import os
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
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
# A large class presses within some seconds, a small one at the same moment.
HURRY_S = 5.0
SEED = int(os.environ.get("QUIZ_TEST_SEED", "1"))


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


@dataclass
class Submission:
    """One student who hands in: when, and what came of it."""

    address: str
    seat: Seat
    moment: threading.Barrier
    later_s: float
    status: int = 0
    took_s: float = 0.0

    def __call__(self) -> None:
        """Wait for the moment and hand in."""
        body = urlencode({"csrf_token": self.seat.csrf})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self.seat.cookie,
        }
        self.moment.wait()
        threading.Event().wait(self.later_s)
        began = time.monotonic()
        connection = connected(self.address)
        try:
            connection.request("POST", f"/attempts/{self.seat.attempt_id}/submit", body, headers)
            self.status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            self.status = 0
        self.took_s = time.monotonic() - began
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
    try:
        server.wait(120)
        with dawdling(server.url, strangers):
            for seat in sitting:
                assert save(server.url, seat, 1, 1) == 200
            chance, moment = random.Random(SEED), threading.Barrier(students)
            hurry = HURRY_S if students > 100 else 0.0
            told = [
                Submission(server.url, seat, moment, chance.uniform(0, hurry)) for seat in sitting
            ]
            threads = [threading.Thread(target=one) for one in told]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    finally:
        server.kill()
    assert {one.status for one in told} == {303}
    assert max(one.took_s for one in told) <= LONGEST_S
    with db.open_session(app.extensions["quiz_engine"], writes=False) as work:
        graded = select(func.count()).where(
            Attempt.submitted_at.is_not(None), Attempt.score.is_not(None)
        )
        assert work.scalar(graded) == students
