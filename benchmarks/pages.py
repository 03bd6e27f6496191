"""The everyday requests, app and floor in turns, so that what else the machine does meets both."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import Engine, event

from benchmarks import asking
from benchmarks.driving import Ask, load
from benchmarks.figures import Figure, Report, Round, work
from benchmarks.servers import Pair, Server
from quizapp.parsed import Kept
from quizapp.results.views.summaries import MOST_KEPT, Numbers

ROUNDS = 5
WARM_S = 0.3
ANEW = 10
"""How many summaries are made anew; the quickest counts."""
STATEMENTS = {"save": 4, "attempt page": 5, "review": 6, "class summary": 12}


@dataclass
class Contender:
    """One kind of request to one server, with what came of it so far."""

    what: str
    who: str
    server: Server
    asks: Iterator[Ask]
    rounds: list[Round] = field(default_factory=list)

    def run(self, seconds: float) -> None:
        """Keep the server busy for a while."""
        before = self.server.cpu_seconds()
        tally = asyncio.run(load(self.server.port, self.asks, seconds))
        self.rounds.append(Round(tally, self.server.cpu_seconds() - before))

    def here(self, app: Flask) -> Callable[[], None]:
        """Return what asks the next request of an app in this process."""
        return lambda: _ask_here(app, next(self.asks))


def contenders(pair: Pair) -> list[Contender]:
    """Return what is compared, each beside its floor."""
    crowd, ours, floor = pair.crowd, pair.ours, pair.floor
    return [
        Contender("save", "app", ours, asking.saves(crowd.saving)),
        Contender("save", "floor", floor, asking.floor_saves()),
        Contender("attempt page", "app", ours, asking.attempt_pages(crowd.saving)),
        Contender("attempt page", "floor", floor, asking.floor_pages()),
        Contender("class summary", "app", ours, asking.summaries(pair)),
        Contender("class summary", "floor", floor, asking.floor_summaries()),
        Contender("review", "app", ours, asking.reviews(crowd.done)),
        Contender("review of a question", "app", ours, asking.question_reviews(crowd.done)),
    ]


def measure(pair: Pair, report: Report, *, seconds: float) -> None:
    """Measure every kind of request in rounds, then submitting, which ends what is submitted."""
    every = contenders(pair)
    for one in every:
        # Pages are compiled and questions read before anything counts.
        asyncio.run(load(one.server.port, one.asks, min(seconds, WARM_S)))
    for _ in range(ROUNDS):
        for one in every:
            one.run(seconds)
    submitting = Contender("submit", "app", pair.ours, asking.submits(pair.crowd.submitting))
    submitting.run(10 * seconds)
    for one in [*every, submitting]:
        ours = one.who == "app" and one.what != "submit"
        count = statements(pair.engine, one.here(pair.app)) if ours else None
        done = work(pair.database, one.what, one.who, one.rounds, count)
        report.works.append(done)
        report.failures += [sample for each in one.rounds for sample in each.tally.samples]
    report.figures += [*ratios(pair.database, report), *summary_made_anew(pair)]


def statements(engine: Engine, ask: Callable[[], object]) -> int:
    """Return how many statements one such request sends, asked of the app in this process."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    for _ in range(2):
        # The first reads questions into this process.
        sent.clear()
        ask()
    event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def summary_made_anew(pair: Pair) -> Iterator[Figure]:
    """Yield what a summary costs that nobody has seen since something in it changed.

    It is asked of the app in this process, which can be made to forget.
    """
    asks = asking.summaries(pair)

    def anew() -> None:
        forget(pair.app)
        _ask_here(pair.app, next(asks))

    count, times = statements(pair.engine, anew), []
    for _ in range(ANEW):
        began = time.process_time()
        anew()
        times.append(1000 * (time.process_time() - began))
    where = f"{pair.database}: class summary made anew"
    yield Figure(f"{where}, CPU of this process", min(times), "ms")
    yield Figure(f"{where}, statements", count, "", STATEMENTS["class summary"])


def forget(app: Flask) -> None:
    """Let the app in this process forget the summaries that it has made."""
    app.extensions["quiz_numbers"] = Kept[Numbers](MOST_KEPT)


def _ask_here(app: Flask, ask: Ask) -> None:
    head, _, body = ask.sent.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _ = first.split()
    headers = dict(line.split(": ", 1) for line in lines)
    reply = app.test_client(use_cookies=False).open(path, method=method, headers=headers, data=body)
    if reply.status_code != ask.status or ask.holds not in reply.data:
        raise RuntimeError(f"{path}: {reply.status}")


def ratios(database: str, report: Report) -> Iterator[Figure]:
    """Yield what the standard asks of these requests."""
    save, page, summary, review, submit = (
        report.found(database, what)
        for what in ("save", "attempt page", "class summary", "review", "submit")
    )
    for one, least, most_cpu in ((save, 50, 2.0), (page, 40, 2.5), (summary, 50, 5.0)):
        base = report.found(database, one.what, "floor")
        share = 100 * one.rate / base.rate
        cpu_share = 100 * base.cpu / one.cpu
        yield Figure(
            f"{database}: {one.what}, rate of the floor's", share, "%", least, at_least=True
        )
        yield Figure(f"{database}: {one.what}, floor's CPU of ours", cpu_share, "%")
        yield Figure(f"{database}: {one.what}, CPU", one.cpu, "ms", most_cpu)
    yield Figure(f"{database}: submit, CPU of a save's", submit.cpu / save.cpu, "x", 3.0)
    yield Figure(f"{database}: review, CPU of the attempt page's", review.cpu / page.cpu, "x", 1.5)
    for what, most in STATEMENTS.items():
        count = report.found(database, what).statements or 0
        yield Figure(f"{database}: {what}, statements", count, "", most)
