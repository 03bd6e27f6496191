"""A new version takes the old one's place while a class is at work, and nobody notices."""

import http.client
import os
import re
import signal
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask

from quizapp import create_app
from quizapp.config import Settings
from tests.answering.conftest import Desk
from tests.conftest import SECRET, School
from tests.durability.crashing import Crashing
from tests.durability.load import Load, Seat, connected, judged, seats

RELOADS = 2


@pytest.fixture
def server(settings: Settings) -> Iterator[Crashing]:
    crashing = Crashing(settings.data, settings.database_url, QUIZ_SECRET_KEY=SECRET)
    crashing.start()
    crashing.wait(120)
    yield crashing
    crashing.kill()


def half_sent(address: str, seat: Seat, sequence: int) -> tuple[http.client.HTTPConnection, bytes]:
    """Begin to save an answer; return the connection and what is still to be sent."""
    answer = seat.sent[1, sequence] = f"sent slowly, change {sequence}"
    form = {"csrf_token": seat.csrf, "sequence": sequence, "text": answer}
    body = urlencode(form).encode()
    connection = connected(address)
    connection.putrequest("POST", f"/attempts/{seat.attempt_id}/questions/1")
    for name, value in (
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Content-Length", str(len(body))),
        ("Accept", "application/json"),
        ("Cookie", seat.cookie),
    ):
        connection.putheader(name, value)
    connection.endheaders(body[:10])
    return connection, body[10:]


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True
)
def test_a_reload_under_load_refuses_nobody_and_loses_nothing(
    app: Flask, school: School, server: Crashing
) -> None:
    *students, slow = seats(school, 9)
    with Load(server.url, students) as load:
        for sequence in range(1, RELOADS + 1):
            load.wait_for(16)
            before = set(server.workers())
            under_way, rest = half_sent(server.url, slow, sequence)
            os.kill(server.process.pid, signal.SIGHUP)
            while not set(server.workers()) - before:
                load.wait_for(1)
            load.wait_for(16)
            under_way.send(rest)
            assert under_way.getresponse().status == 200
            slow.acknowledged[1, sequence] = time.monotonic()
            under_way.close()
            while before & set(server.workers()):
                load.wait_for(1)
        load.wait_for(16)
    assert load.silences == 0
    assert {status for seat in students for status in seat.statuses} == {200}
    verdict = judged(app.extensions["quiz_engine"], [*students, slow])
    assert verdict.is_clean(), verdict


def test_a_page_of_the_old_version_is_accepted_by_the_new_one(
    app: Flask, school: School, settings: Settings
) -> None:
    student = Desk(school).student().start(Desk(school).given("single"))
    page = student.page()
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    cookie = student.client.get_cookie("session")
    assert token is not None
    assert cookie is not None
    app.extensions["quiz_engine"].dispose()

    newer = create_app(settings)
    client = newer.test_client()
    client.set_cookie("session", cookie.value)
    sent = {"csrf_token": token[1], "sequence": "1", "choice": "0"}
    answer = client.post(student.at(1), data=sent, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["saved"]) == (200, True)
    newer.extensions["quiz_engine"].dispose()
