"""Send requests as a class of browsers does, check every reply, and keep how long each took."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Final
from urllib.parse import urlencode

SAMPLES = 5
"""How many failures are kept word for word."""
PATIENCE_S = 120.0
APART_S: Final = 0.005
"""How long after each other connections are opened that stay open."""


@dataclass(frozen=True)
class Ask:
    """A request, ready to be sent, and how a right reply looks."""

    sent: bytes
    status: int
    holds: bytes


@dataclass(frozen=True)
class Reply:
    """What came back: status, headers and body as they were sent."""

    status: int
    head: bytes
    body: bytes


def get(path: str, cookie: str, holds: bytes, *, status: int = 200) -> Ask:
    """Return a request for a page that must hold some text."""
    return Ask(_head("GET", path, cookie, "text/html") + b"\r\n", status, holds)


def post(
    path: str,
    cookie: str,
    fields: Iterable[tuple[str, str]],
    holds: bytes = b"",
    *,
    status: int = 200,
    accept: str = "application/json",
) -> Ask:
    """Return a form to be sent, by a script unless it accepts pages."""
    body = urlencode(list(fields)).encode()
    more = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    return Ask(_head("POST", path, cookie, accept) + more.encode() + body, status, holds)


def _head(method: str, path: str, cookie: str, accept: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Accept: {accept}"]
    if cookie:
        lines.append(f"Cookie: session={cookie}")
    return ("\r\n".join(lines) + "\r\n").encode()


@dataclass
class Tally:
    """What came of many requests."""

    times: list[float] = field(default_factory=list)
    # In seconds, in the order in which replies came.
    seconds: float = 0.0
    again: int = 0
    # How often the server was busy and asked to come again.
    failures: int = 0
    samples: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many requests were answered rightly."""
        return len(self.times)

    @property
    def rate(self) -> float:
        """Return how many were answered in a second."""
        return self.count / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return the milliseconds within which this share of the replies came."""
        ranked = sorted(self.times)
        return 1000 * ranked[max(ceil(share * len(ranked)) - 1, 0)] if ranked else 0.0

    def fail(self, what: str) -> None:
        """Count a request that was not answered rightly."""
        self.failures += 1
        if len(self.samples) < SAMPLES:
            self.samples.append(what)

    def add(self, other: "Tally") -> None:
        """Count another tally's requests here as well."""
        self.times += other.times
        self.seconds += other.seconds
        self.again += other.again
        self.failures += other.failures
        self.samples = (self.samples + other.samples)[:SAMPLES]


class Line:
    """One kept connection to a server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def reply(self, ask: Ask) -> Reply:
        """Send a request and return what came back."""
        self._writer.write(ask.sent)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        body = await self._reader.readexactly(int(length or 0))
        return Reply(int(head[9:12]), head, body)

    async def _insisting(self, ask: Ask, tally: Tally) -> Reply:
        """Send a request again when the server is busy, as the page of a student does."""
        while (reply := await self.reply(ask)).status == 503:
            tally.again += 1
            await asyncio.sleep(1)
        return reply

    async def timed(self, ask: Ask, tally: Tally) -> Reply | None:
        """Send a request and count it; None when it was not answered rightly."""
        began = time.perf_counter()
        try:
            reply = await asyncio.wait_for(self._insisting(ask, tally), PATIENCE_S)
        except (OSError, EOFError, TimeoutError) as error:
            tally.fail(f"{ask.sent[:60]!r}: {type(error).__name__}")
            return None
        if reply.status != ask.status or ask.holds not in reply.body:
            tally.fail(f"{ask.sent[:60]!r}: {reply.status} {reply.body[:200]!r}")
            return None
        tally.times.append(time.perf_counter() - began)
        return reply


@asynccontextmanager
async def line(port: int) -> AsyncIterator[Line]:
    """Keep a connection open until the block ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    try:
        yield Line(reader, writer)
    finally:
        writer.close()


async def load(port: int, asks: Iterator[Ask], seconds: float, lines: int = 16) -> Tally:
    """Keep so many connections busy with these requests until the time or the requests end."""
    tally = Tally()

    async def keep_busy(one: Line, until: float) -> None:
        while time.perf_counter() < until:
            ask = next(asks, None)
            if ask is None:
                return
            await one.timed(ask, tally)

    async with AsyncExitStack() as kept:
        every = []
        for _ in range(lines):
            every.append(await kept.enter_async_context(line(port)))
            # Of many that come in one burst, the first worker to wake would take nearly all.
            await asyncio.sleep(APART_S)
        began = time.perf_counter()
        await asyncio.gather(*(keep_busy(one, began + seconds) for one in every))
        tally.seconds = time.perf_counter() - began
    return tally


async def at_once(port: int, asks: Sequence[Ask]) -> Tally:
    """Send all requests in one moment, each on a connection of its own that is open already."""
    tally, ready, go = Tally(), asyncio.Semaphore(0), asyncio.Event()

    async def send(ask: Ask) -> None:
        async with line(port) as one:
            ready.release()
            await go.wait()
            await one.timed(ask, tally)

    tasks = [asyncio.create_task(send(ask)) for ask in asks]
    for _ in asks:
        await ready.acquire()
    began = time.perf_counter()
    go.set()
    await asyncio.gather(*tasks)
    tally.seconds = time.perf_counter() - began
    return tally
