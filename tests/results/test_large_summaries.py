"""A summary too large to be made among other requests is made by a process of its own."""

import os
import pickle
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import event

from quizapp.apart import NICER, Answered, Apart
from quizapp.config import Settings
from quizapp.parsed import Kept
from quizapp.results.views.summaries import MOST_KEPT
from tests.conftest import SECRET
from tests.durability.crashing import children
from tests.results.conftest import Sat
from tests.results.test_kept_numbers import numbers
from tests.results.test_live import newest, stamp
from tests.services.process import POLL_SECONDS
from tests.services.server import quiz_server

MADE_FROM_IT = (
    "summary",
    "summary/newest",
    "summary/questions",
    "summary/questions/1",
    "scores.csv",
    "responses.csv",
    "questions.csv",
    "results.xlsx",
)
NOT_MADE_FROM_IT = ("challenges", "marking")
SAY = "import sys; sys.stdin.read(); sys.stdout.buffer.write(bytes.fromhex(sys.argv[1]))"
WAIT_AND_SAY = f"import sys; open(sys.argv[2]).read(); {SAY}"
"""Wait until somebody writes into a pipe."""


def forget(sat: Sat) -> None:
    """Keep no numbers, as a process that has just begun."""
    sat.school.app.extensions["quiz_numbers"] = Kept(MOST_KEPT)


def make_large(sat: Sat) -> Apart:
    """Let the summary of this small class be too large, and return what makes it."""
    app = sat.school.app
    few = app.extensions["quiz_settings"].model_copy(update={"large_summary": 1})
    app.extensions["quiz_settings"] = few
    forget(sat)
    apart: Apart = app.extensions["quiz_apart"]
    return apart


def saying(kept: dict[str, object], body: bytes = b"made apart") -> str:
    """Return what a process says that has made a page."""
    return pickle.dumps(Answered(200, [("Content-Type", "text/plain")], body, kept)).hex()


@pytest.mark.both_databases
def test_a_large_summary_shows_what_a_small_one_does_and_is_kept(sat: Sat) -> None:
    small = numbers(sat)
    apart = make_large(sat)
    assert numbers(sat) == small
    apart.command = ("false",)
    assert numbers(sat) == small
    assert newest(sat, stamp(sat)) == (204, "")


def test_whatever_is_made_from_a_large_summary_is_made_apart_and_nothing_else_is(sat: Sat) -> None:
    make_large(sat).command = (sys.executable, "-c", SAY, saying({}))
    ada = sat.school.as_(sat.school.ada)
    for rest in MADE_FROM_IT:
        assert ada.get(sat.address(rest)).data == b"made apart", rest
    sections = f"first={sat.assignment.id}&first_section=A&second={sat.assignment.id}"
    compared = ada.get(f"/classes/{sat.school.classroom.id}/compare?{sections}")
    assert compared.data == b"made apart"
    for rest in NOT_MADE_FROM_IT:
        assert b"<h1>" in ada.get(sat.address(rest)).data, rest


def test_who_may_not_see_a_summary_has_none_made(sat: Sat) -> None:
    make_large(sat).command = (sys.executable, "-c", SAY, saying({}))
    cleo = sat.school.as_(sat.school.cleo)
    assert {cleo.get(sat.address(rest)).status_code for rest in MADE_FROM_IT} == {404}


@pytest.mark.parametrize(
    ("script", "longest_s", "said"),
    [
        ("raise SystemExit(1)", 60, "could not be worked out"),
        ("import signal; signal.pause()", 0.1, "take very long"),
    ],
)
def test_a_process_that_dies_or_takes_too_long_is_told_of(
    sat: Sat, script: str, longest_s: float, said: str
) -> None:
    apart = make_large(sat)
    apart.command, apart.longest_s = (sys.executable, "-c", script), longest_s
    reply = sat.school.as_(sat.school.ada).get(sat.address())
    assert reply.status_code == 503
    assert said in reply.text
    assert "Retry-After" in reply.headers


def test_a_second_request_waits_for_the_process_of_the_first(sat: Sat, tmp_path: Path) -> None:
    small, app = numbers(sat), sat.school.app
    made = app.extensions["quiz_numbers"].all()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = (sys.executable, "-c", WAIT_AND_SAY, saying(made), str(pipe))
    make_large(sat).command = command
    tabs = [sat.school.as_(sat.school.ada) for _ in range(2)]
    asked = threading.Semaphore(0)

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "misreading" in statement:
            asked.release()

    event.listen(app.extensions["quiz_engine"], "before_cursor_execute", note)
    with ThreadPoolExecutor(2) as threads:
        replies = [threads.submit(tab.get, sat.address()) for tab in tabs]
        for _ in tabs:
            # Both have found that nothing is kept; one of them has begun to make it.
            assert asked.acquire(timeout=60)
        pipe.write_text("")
        pipe.unlink()
        found = sorted((one.result().status_code, one.result().text) for one in replies)
    assert [status for status, _ in found] == [200, 200]
    assert [text for _, text in found if text == "made apart"] == ["made apart"]
    assert any(small in text for _, text in found)


def test_one_that_waits_longer_than_anyone_should_is_told_so(sat: Sat) -> None:
    apart = make_large(sat)
    apart.longest_s = 0.1
    with apart.turn():
        reply = sat.school.as_(sat.school.ada).get(sat.address())
    assert (reply.status_code, "take very long" in reply.text) == (503, True)


def its_process(worker: int) -> int:
    """Return the process that a worker has begun, as soon as it has stood back behind the rest."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for pid in children(worker):
            if os.getpriority(os.PRIO_PROCESS, pid) >= NICER:
                return pid
        time.sleep(POLL_SECONDS)
    raise TimeoutError


def test_others_are_served_by_the_same_worker_while_it_is_made(
    sat: Sat, settings: Settings
) -> None:
    client = sat.school.as_(sat.school.ada)
    cookie = client.get_cookie("session")
    assert cookie is not None
    with (
        quiz_server(settings.data, QUIZ_SECRET_KEY=SECRET, QUIZ_LARGE_SUMMARY="1") as server,
        ThreadPoolExecutor(1) as thread,
    ):

        def get(path: str) -> str:
            headers = {"Cookie": f"session={cookie.value}"}
            with urlopen(Request(server.url + path, headers=headers), timeout=60) as reply:  # noqa: S310
                return str(reply.read().decode())

        summary = thread.submit(get, sat.address())
        (worker,) = children(server.pid)
        held = its_process(worker)
        os.kill(held, signal.SIGSTOP)
        assert "Marking" in get(sat.address("marking"))
        assert not summary.done()
        os.kill(held, signal.SIGCONT)
        assert "How the class did" in summary.result(60)
        # Kept by the worker: no second process is needed.
        assert "How the class did" in get(sat.address())
        assert children(worker) == []
