"""Everybody at the same moment: answers at once, a class that signs in, a class that joins."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import islice

from sqlalchemy.orm import Session

from benchmarks import asking
from benchmarks.crowd import PHRASE, Sheet, sheet
from benchmarks.driving import Ask, Line, Tally, at_once, get, line, load, post
from benchmarks.figures import Figure, Report, Round, work
from benchmarks.servers import Pair

SIGN_INS = 150
JOINING = 60
WORKING = 6
EVERY_S = 0.2
"""So many save beside those who come in, each so long after the last reply."""
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
COOKIE = re.compile(rb"set-cookie: session=([^;]+)", re.IGNORECASE)
FIRST_TURN = 1_000_000
"""Beyond every number that the everyday saves have reached."""


def answers_at_once(pair: Pair, report: Report, *, rounds: int) -> None:
    """Send 200 answers in one moment, then 1,000; look at what is stored afterwards."""
    for many in (200, 1_000):
        ours, floor, lost = Tally(), Tally(), 0
        last: list[tuple[float, float]] = []
        for nth in range(rounds):
            turn = FIRST_TURN + many + nth
            sheets = pair.crowd.saving
            sent = [(one, at) for at in range(1, 11) for one in sheets][:many]
            one = asyncio.run(at_once(pair.ours.port, [asking.save(*x, turn) for x in sent]))
            other = asyncio.run(
                at_once(pair.floor.port, list(islice(asking.floor_saves(turn), many)))
            )
            last.append((max(one.times, default=0), max(other.times, default=0)))
            lost += missing(pair, sent, turn)
            ours.add(one)
            floor.add(other)
        ratio = sum(a for a, _ in last) / sum(b for _, b in last)
        where = f"{pair.database}: {many:,} answers at once"
        report.figures += [
            Figure(f"{where}, lost", lost, "", 0),
            Figure(f"{where}, asked to come again", ours.again),
            Figure(f"{where}, the last after", sum(a for a, _ in last) / rounds, "s"),
            Figure(f"{where}, the last beside the floor's", ratio, "x", 2.5),
        ]
        report.failures += ours.samples + floor.samples


def missing(pair: Pair, sent: Sequence[tuple[Sheet, int]], turn: int) -> int:
    """Count the answers that are not stored as they were acknowledged."""
    with Session(pair.engine) as work:
        stored = {one: sheet(work, one.browser, one.sitting.id) for one in {s for s, _ in sent}}
    places = [(one, stored[one].sitting.places[at - 1], at) for one, at in sent]
    return sum(
        (place.answer, place.sequence) != (one.answer(at, turn), turn + 1)
        for one, place, at in places
    )


async def _sign_in(port: int, login: str, tally: Tally) -> None:
    """Sign in as a browser does: the page first, then the form."""
    async with line(port) as browser:
        found = await _opened(browser, "/sign-in", tally)
        if found is not None:
            cookie, token = found
            fields = [("csrf_token", token), ("login", login), ("password", PHRASE)]
            ask = post("/sign-in", cookie, fields, status=303, accept="text/html")
            await browser.timed(ask, tally)


async def _join(port: int, code: str, name: str, tally: Tally) -> None:
    async with line(port) as browser:
        found = await _opened(browser, f"/join/{code}", tally)
        if found is not None:
            cookie, token = found
            fields = [("csrf_token", token), ("code", code), ("name", name)]
            ask = post(f"/join/{code}", cookie, fields, name.encode(), accept="text/html")
            await browser.timed(ask, tally)


async def _opened(browser: Line, path: str, tally: Tally) -> tuple[str, str] | None:
    """Return the cookie and the token of a page with a form."""
    reply = await browser.timed(get(path, "", b"csrf_token"), tally)
    if reply is None:
        return None
    cookie, token = COOKIE.search(reply.head), TOKEN.search(reply.body)
    return (cookie[1].decode(), token[1].decode()) if cookie and token else None


@asynccontextmanager
async def at_work(port: int, asks: Iterator[Ask], tally: Tally) -> AsyncIterator[None]:
    """Have six save now and then, as a class at work does, until the block ends.

    They begin one after the other: of connections that come in one burst, one worker takes all.
    """
    stop = asyncio.Event()

    async def keep_on(nth: int) -> None:
        await asyncio.sleep(EVERY_S * nth / WORKING)
        async with line(port) as one:
            while not stop.is_set():
                await one.timed(next(asks), tally)
                await asyncio.sleep(EVERY_S)

    saving = asyncio.gather(*map(keep_on, range(WORKING)))
    await asyncio.sleep(EVERY_S)
    yield
    stop.set()
    await saving


async def _storm(pair: Pair, report: Report, quiet_s: float) -> None:
    """Let all sign in while others save, here and, on the same machine, at the floor."""
    quiet, during, floor_quiet, floor_during, signing = (Tally() for _ in range(5))
    port, floor_port = pair.ours.port, pair.floor.port
    floor_saves = asking.floor_saves(2 * FIRST_TURN)
    saves = asking.saves(pair.crowd.saving, 2 * FIRST_TURN)
    async with at_work(port, saves, quiet), at_work(floor_port, floor_saves, floor_quiet):
        await asyncio.sleep(quiet_s)
    async with at_work(port, saves, during), at_work(floor_port, floor_saves, floor_during):
        began, cpu = time.perf_counter(), pair.ours.cpu_seconds()
        await asyncio.gather(
            *(_sign_in(port, who, signing) for who in pair.crowd.logins[:SIGN_INS])
        )
        signing.seconds = time.perf_counter() - began
        cpu = pair.ours.cpu_seconds() - cpu
    where = f"{pair.database}: {SIGN_INS} sign in at once"
    report.works.append(work(pair.database, "sign-in, page and form", "app", [Round(signing, cpu)]))
    report.figures += [
        Figure(f"{where}, all in after", signing.seconds, "s", 10),
        Figure(f"{where}, p95 of others' saves", during.percentile(0.95), "ms"),
        Figure(f"{where}, p95 of others' saves beside before", slower(during, quiet), "x", 2),
        Figure(f"{where}, the same at the floor", slower(floor_during, floor_quiet), "x"),
    ]
    for tally in (quiet, during, floor_quiet, floor_during, signing):
        report.failures += tally.samples


def slower(now: Tally, before: Tally) -> float:
    """Return how many times as long all but the slowest twentieth take now."""
    return now.percentile(0.95) / before.percentile(0.95)


async def _joining(pair: Pair, report: Report) -> None:
    tally = Tally()
    began, cpu = time.perf_counter(), pair.ours.cpu_seconds()
    code, port = pair.crowd.join_code, pair.ours.port
    await asyncio.gather(*(_join(port, code, f"Newcomer {i}", tally) for i in range(JOINING)))
    tally.seconds = time.perf_counter() - began
    cpu = pair.ours.cpu_seconds() - cpu
    report.works.append(work(pair.database, "joining, page and form", "app", [Round(tally, cpu)]))
    report.figures.append(
        Figure(f"{pair.database}: {JOINING} join at once, all in after", tally.seconds, "s", 10)
    )
    report.failures += tally.samples


def storms(pair: Pair, report: Report, *, rounds: int, quiet_s: float) -> None:
    """Let everybody come at once, in every way."""
    answers_at_once(pair, report, rounds=rounds)
    asyncio.run(_storm(pair, report, quiet_s))
    asyncio.run(_joining(pair, report))


def memory(pair: Pair, report: Report, *, requests: int) -> None:
    """Compare the memory of both servers after many requests, and ours with half as many."""
    half = requests // 2
    sizes = []
    for part in range(2):
        asks = asking.saves(pair.crowd.saving, 4 * FIRST_TURN + part * FIRST_TURN)
        asyncio.run(load(pair.ours.port, islice(asks, half), 600))
        asyncio.run(load(pair.floor.port, islice(asking.floor_pages(), half), 600))
        sizes.append(pair.ours.memory())
    floor = pair.floor.memory()
    where = f"{pair.database}: memory after {requests:,} requests"
    report.figures += [
        Figure(f"{where}, all processes", sizes[1], "MiB"),
        Figure(f"{where}, beside the floor's", sizes[1] / floor, "x", 1.5),
        Figure(f"{where}, beside after half of them", sizes[1] / sizes[0], "x", 1.05),
    ]
