"""Students who save answers as the page does, and remember what the server said it has saved."""

from __future__ import annotations

import http.client
import json
import re
import ssl
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode, urlsplit

from sqlalchemy import Engine, select, text

from quizapp import db
from quizapp.models import AttemptQuestion, Base, Response, ResponseChange
from tests import make
from tests.answering.conftest import Desk
from tests.conftest import School

QUESTIONS = 3
THINKS_S = 0.25
"""Slower than the app allows one attempt to save."""

RETRIES_AFTER_S = 0.3
LONGEST_S = 30.0
"""A new version takes a moment to come up, and what is sent meanwhile waits."""

REFUSED = {408, 429, 500, 502, 503, 504}


@dataclass
class Seat:
    """A student with an attempt going on: what a browser would know."""

    cookie: str
    csrf: str
    attempt_id: int
    sent: dict[tuple[int, int], str] = field(default_factory=dict)
    # Every answer that left, by position and sequence; whether it arrived is another question.
    acknowledged: dict[tuple[int, int], float] = field(default_factory=dict)
    # When the server said that it has saved them.
    statuses: list[int] = field(default_factory=list)
    # What else it said.


def seats(school: School, count: int) -> list[Seat]:
    """Return so many students, each in front of the first question of an attempt."""
    given = Desk(school).given(*["short"] * QUESTIONS)
    return [seat(school, given, number) for number in range(count)]


def seat(school: School, given: object, number: int) -> Seat:
    """Return one student who has opened an attempt."""
    person = school.add(make.make_user, f"Student {number}")
    school.add(make.enrol, school.classroom, person)
    student = Desk(school).student(person).start(given)  # type: ignore[arg-type]
    token = re.search(r'name="csrf_token" value="([^"]+)"', student.page())
    cookie = student.client.get_cookie("session")
    assert token is not None
    assert cookie is not None
    # Behind https the cookie has another name; what is in it is the same.
    value = cookie.value
    return Seat(f"session={value}; __Host-session={value}", token[1], student.attempt_id)


def connected(address: str) -> http.client.HTTPConnection:
    """Return a connection to a server, over TLS where its address says so."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        # Trusts what the variable SSL_CERT_FILE names.
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(parts.netloc, timeout=LONGEST_S, context=context)
    return http.client.HTTPConnection(parts.netloc, timeout=LONGEST_S)


def save(address: str, seat: Seat, position: int, sequence: int) -> int:
    """Send one answer once, and note what the server says. Raises OSError when it says nothing."""
    answer = f"Student of attempt {seat.attempt_id}, change {sequence}"
    seat.sent[position, sequence] = answer
    body = urlencode({"csrf_token": seat.csrf, "sequence": sequence, "text": answer})
    connection = connected(address)
    try:
        connection.request(
            "POST",
            f"/attempts/{seat.attempt_id}/questions/{position}",
            body,
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
                "Cookie": seat.cookie,
            },
        )
        reply = connection.getresponse()
        said = reply.read()
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()
    seat.statuses.append(reply.status)
    if reply.status == 200:
        assert json.loads(said)["sequence"] == sequence
        seat.acknowledged[position, sequence] = time.monotonic()
    elif reply.status not in REFUSED:
        raise AssertionError(f"{reply.status}: {said[:300]!r}")
    return reply.status


@dataclass
class Load:
    """A class at work until told to stop; what goes wrong in a thread is kept."""

    address: str
    seats: list[Seat]
    stopping: threading.Event = field(default_factory=threading.Event)
    failures: list[BaseException] = field(default_factory=list)
    silences: int = 0
    # How often a request got no answer at all.

    def __enter__(self) -> Self:
        self._threads = [threading.Thread(target=self._work, args=(seat,)) for seat in self.seats]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stopping.set()
        for thread in self._threads:
            thread.join()
        assert self.failures == []

    def _work(self, seat: Seat) -> None:
        try:
            sequence = 0
            while not self.stopping.is_set():
                sequence += 1
                self._insist(seat, sequence % QUESTIONS + 1, sequence)
                self.stopping.wait(THINKS_S)
        except BaseException as error:  # noqa: BLE001 - a thread's failures must be seen
            self.failures.append(error)

    def _insist(self, seat: Seat, position: int, sequence: int) -> None:
        """Send an answer again and again until the server has it, as the page does."""
        while not self.stopping.is_set():
            try:
                if save(self.address, seat, position, sequence) == 200:
                    return
            except OSError:
                self.silences += 1
            self.stopping.wait(RETRIES_AFTER_S)

    def acknowledged(self) -> int:
        """Return how many answers the server has said that it saved."""
        return sum(len(seat.acknowledged) for seat in self.seats)

    def wait_for(self, more: int, seconds: float = 60) -> float:
        """Wait until so many more answers are acknowledged; return how long that took."""
        began, before = time.monotonic(), self.acknowledged()
        while self.acknowledged() < before + more:
            assert self.failures == []
            assert time.monotonic() < began + seconds, "the server takes no answers"
            time.sleep(0.01)
        return time.monotonic() - began


@dataclass(frozen=True)
class Verdict:
    """What became of all answers: those that are in none of these lists are well."""

    lost: list[tuple[int, int, int]]
    # Acknowledged, and not in the history.
    doubled: list[tuple[int, int, int]]
    # More than once in the history.
    ghosts: list[tuple[int, int, int]]
    # In the database, and not as they were sent.
    stale: list[tuple[int, int, int]]
    # The response is older than what was acknowledged.

    def is_clean(self) -> bool:
        """Tell whether nothing was lost, doubled, made up or taken back."""
        return not (self.lost or self.doubled or self.ghosts or self.stale)


def judged(engine: Engine, seats: list[Seat]) -> Verdict:
    """Compare what the database has with what was sent and acknowledged."""
    with db.open_session(engine, writes=False) as work:
        changes = work.execute(
            select(
                AttemptQuestion.attempt_id,
                AttemptQuestion.position,
                ResponseChange.sequence,
                ResponseChange.answer,
            ).join(AttemptQuestion, AttemptQuestion.id == ResponseChange.attempt_question_id)
        ).all()
        latest = {
            (attempt, position): (sequence, answer)
            for attempt, position, sequence, answer in work.execute(
                select(
                    AttemptQuestion.attempt_id,
                    AttemptQuestion.position,
                    Response.sequence,
                    Response.answer,
                ).join(AttemptQuestion, AttemptQuestion.id == Response.attempt_question_id)
            )
        }
    sent = {(s.attempt_id, *key): answer for s in seats for key, answer in s.sent.items()}
    acknowledged = {(s.attempt_id, *key) for s in seats for key in s.acknowledged}
    kept = [(attempt, position, sequence) for attempt, position, sequence, _ in changes]
    return Verdict(
        lost=sorted(acknowledged - set(kept)),
        doubled=sorted(key for key, times in Counter(kept).items() if times > 1),
        ghosts=[(a, p, s) for a, p, s, answer in changes if sent.get((a, p, s)) != answer],
        stale=[
            (a, p, s) for a, p, s in sorted(acknowledged) if latest.get((a, p), (0, None))[0] < s
        ],
    )


def is_sound(engine: Engine) -> bool:
    """Tell whether the database itself is whole."""
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            # PostgreSQL has no such check without extensions, but says so when it meets damage.
            for table in Base.metadata.sorted_tables:
                connection.execute(select(table)).all()
            return True
        whole = connection.scalar(text("PRAGMA integrity_check")) == "ok"
        return whole and connection.execute(text("PRAGMA foreign_key_check")).first() is None
