"""A bad network between a browser and the server: it drops, delays, doubles, swaps and cuts.

It reads whole requests, so that what it does is what a network and a browser's own retries can
do to them. Only requests that send something are harmed; pages come through.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

FAULTS = ("none", "drop", "delay", "duplicate", "reorder", "cut", "reset")
LONGEST_DELAY_S = 0.4
LONGEST_HOLD_S = 1.0
LINGER = struct.pack("ii", 1, 0)
"""Tells a socket to end with a reset instead of a goodbye."""


@dataclass
class Proxy:
    """A proxy on a port of its own; `done` counts what it has done to requests."""

    target: int
    seed: int
    port: int = 0
    calm: bool = False
    # Harm nothing more.
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._passing = asyncio.Event()
        # Set and cleared whenever a request has come through, for one that is held back.

    async def serve(self, started: threading.Event, stop: asyncio.Event) -> None:
        """Take connections until told to stop."""
        server = await asyncio.start_server(self._visit, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await stop.wait()
        server.close()
        visits = asyncio.all_tasks() - {asyncio.current_task()}
        for visit in visits:
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of a browser: one request, so that each can be harmed alone."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            request = await _message(reader)
            is_sent = request.startswith(b"POST") and not self.calm
            fault = self._chance.choice(FAULTS) if is_sent else "none"
            self.done[fault] += is_sent
            await self._harm(fault, request, writer)
        with contextlib.suppress(ConnectionError):
            writer.close()

    async def _harm(self, fault: str, request: bytes, writer: asyncio.StreamWriter) -> None:
        if fault == "drop":
            return
        if fault == "delay":
            await asyncio.sleep(self._chance.uniform(0, LONGEST_DELAY_S))
        if fault == "reorder":
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._passing.wait(), LONGEST_HOLD_S)
        if fault == "duplicate":
            await self._ask(request)
        answer = await self._ask(request)
        if fault == "cut":
            answer = answer[: len(answer) // 2]
        if fault == "reset":
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
            return
        writer.write(answer)
        await writer.drain()

    async def _ask(self, request: bytes) -> bytes:
        """Send a request to the server over a connection of its own, and return the answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
        try:
            writer.write(_closing(request))
            return await reader.read(-1)
        finally:
            writer.close()
            self._passing.set()
            self._passing.clear()


def _closing(request: bytes) -> bytes:
    """Return a request that asks the server to close the connection after its answer."""
    head, _, body = request.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Return one whole request: its head, and the body whose length the head tells."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return head + await reader.readexactly(length)


@contextmanager
def bad_network(target: int, seed: int) -> Iterator[Proxy]:
    """Put a proxy in front of a port of this machine until the block ends."""
    proxy, started = Proxy(target, seed), threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(proxy.serve(started, stop),))
    thread.start()
    started.wait(10)
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
