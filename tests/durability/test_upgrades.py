"""A new version takes the old one's place while a class is at work, and nobody notices."""

import os
import re
import signal
from collections.abc import Iterator

import pytest
from flask import Flask

from quizapp import create_app
from quizapp.config import Settings
from tests.answering.conftest import Desk
from tests.conftest import SECRET, School
from tests.durability.crashing import Crashing
from tests.durability.load import Load, judged, seats

RELOADS = 2


@pytest.fixture
def server(settings: Settings) -> Iterator[Crashing]:
    crashing = Crashing(settings.data, settings.database_url, QUIZ_SECRET_KEY=SECRET)
    crashing.start()
    crashing.wait(120)
    yield crashing
    crashing.kill()


@pytest.mark.timeout(400)
def test_a_reload_under_load_refuses_nobody_and_loses_nothing(
    app: Flask, school: School, server: Crashing
) -> None:
    students = seats(school, 8)
    with Load(server.url, students) as load:
        for _ in range(RELOADS):
            load.wait_for(16)
            before = set(server.workers())
            os.kill(server.process.pid, signal.SIGHUP)
            while before & set(server.workers()):
                load.wait_for(1)
        load.wait_for(16)
    assert load.silences == 0
    assert {status for seat in students for status in seat.statuses} == {200}
    verdict = judged(app.extensions["quiz_engine"], students)
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
