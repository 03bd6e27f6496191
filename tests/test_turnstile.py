"""A class that comes in at the same moment goes through one by one, and others overtake it."""

import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from http import HTTPMethod
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp import turnstile
from quizapp.people.views import signing
from quizapp.turnstile import Crowded, Turnstile
from tests.answering.conftest import Student, give
from tests.conftest import School
from tests.people.conftest import sign_in

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

A_CROWD_AND_TWO_WHO_SAVE = """
from gevent import monkey; monkey.patch_all()
import gevent, socket
from quizapp.turnstile import Turnstile

gate, seen = Turnstile(), []
one, other = socket.socketpair()

def save(line):
    while line.recv(1):
        seen.append("save")
        line.sendall(b".")

def come_in():
    gate.enter()
    seen.append("in")
    gate.leave()

savers = [gevent.spawn(save, one), gevent.spawn(save, other)]
one.sendall(b".")
gevent.joinall([gevent.spawn(come_in) for _ in range(200)], raise_error=True)
rows = "".join("i" if what == "in" else " " for what in seen).split()
print(seen.count("in"), max(map(len, rows[1:])) < 5)
"""
# The first row is left out: nobody had begun to save, nor to wait.


@pytest.fixture
def gate(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Turnstile:
    """Return the turnstile of the app; who would have to wait is sent away at once."""
    monkeypatch.setattr(turnstile, "LONGEST_WAIT_S", 0)
    found: Turnstile = app.extensions["quiz_turnstile"]
    return found


@pytest.fixture
def crowded(gate: Turnstile) -> Iterator[None]:
    """Have somebody go through for as long as a test takes."""
    gate.enter()
    yield
    gate.leave()


def test_one_goes_through_at_a_time(gate: Turnstile) -> None:
    gate.enter()
    with pytest.raises(Crowded):
        gate.enter()
    gate.leave()
    gate.enter()
    gate.leave()


def test_all_who_wait_come_in_one_after_the_other() -> None:
    gate, came_in, waiting = Turnstile(), list[int](), threading.Barrier(6)

    def come_in(who: int) -> None:
        waiting.wait()
        gate.enter()
        came_in.append(who)
        gate.leave()

    threads = [threading.Thread(target=come_in, args=(i,)) for i in range(5)]
    for one in threads:
        one.start()
    gate.enter()
    waiting.wait()
    assert came_in == []
    gate.leave()
    for one in threads:
        one.join()
    assert sorted(came_in) == [0, 1, 2, 3, 4]


def test_under_gevent_those_at_work_are_served_between_those_who_come_in() -> None:
    done = subprocess.run(
        [sys.executable, "-c", A_CROWD_AND_TWO_WHO_SAVE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("200 True\n", 0), done.stderr


@pytest.mark.usefixtures("crowded")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        (HTTPMethod.GET, "/sign-in"),
        (HTTPMethod.POST, "/sign-in"),
        (HTTPMethod.GET, "/join"),
        (HTTPMethod.GET, "/join/ABCD-2345"),
        (HTTPMethod.POST, "/join"),
        (HTTPMethod.POST, "/assignments/1"),
    ],
)
def test_who_would_wait_too_long_is_told_when_to_come_again(
    client: FlaskClient, method: HTTPMethod, path: str
) -> None:
    response = client.open(path, method=method)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "Very many people are coming in just now" in response.text
    # What was asked for is asked for again by a link; what was sent, by the browser.
    again = {"GET": 'href="">Try again', "POST": "reload this page"}
    assert [way for way, said in again.items() if said in response.text] == [method]


@pytest.mark.both_databases
def test_who_is_at_work_passes_those_who_wait(school: School, gate: Turnstile) -> None:
    assignment = school.add(give, school, "single")
    ben = Student(school.as_(school.ben)).start(assignment)
    gate.enter()
    assert ben.client.post(f"/assignments/{assignment.id}").status_code == 503
    assert ben.client.get("/assignments").status_code == 200
    assert 'id="passage"' in ben.page()
    assert ben.post(1, choice="0", script=True).json["saved"]
    assert ben.submit().status_code == 303
    assert "Your review" in ben.review()
    gate.leave()


@pytest.mark.usefixtures("gate")
def test_whatever_becomes_of_a_request_the_next_one_may_come_in(client: FlaskClient) -> None:
    """A page, a wrong form, one that is far too long, and one whose database is gone."""
    assert client.get("/sign-in").status_code == 200
    assert sign_in(client, "nobody", "not the phrase at all").status_code == 422
    assert client.post("/sign-in", data={"login": "x" * 2_000_000}).status_code == 413
    assert client.post("/join", data={"code": "ABCD-2345", "name": "Eve"}).status_code == 422
    assert client.post("/assignments/1").status_code == 401
    assert client.get("/sign-in").status_code == 200


def test_an_error_of_our_own_lets_the_next_one_in(
    client: FlaskClient, gate: Turnstile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(signing, "SignInForm", None)
        assert client.get("/sign-in").status_code == 500
    gate.enter()
    gate.leave()


def test_a_form_is_read_to_its_end_before_anybody_waits_for_it(
    client: FlaskClient, gate: Turnstile
) -> None:
    class Slow(io.BytesIO):
        """A body during whose arrival somebody else comes in."""

        def readinto(self, buffer: "WriteableBuffer") -> int:
            gate.enter()
            gate.leave()
            return super().readinto(buffer)

    body = b"login=nobody&password=wrong+words+all+four"
    response = client.post(
        "/sign-in",
        input_stream=Slow(body),
        content_length=len(body),
        content_type="application/x-www-form-urlencoded",
    )
    assert "do not belong together" in response.text
