"""Saves while a large summary is made: whether those at work notice anything of it."""

import asyncio
from itertools import cycle

from benchmarks import asking
from benchmarks.driving import Tally, get, line
from benchmarks.figures import Figure, Report
from benchmarks.servers import Pair
from benchmarks.storms import FIRST_TURN, at_work

SORTINGS = ("name", "-name", "section", "-section", "score", "-score", "time", "-time")
"""A summary sorted otherwise is made anew."""
TURN = 10 * FIRST_TURN
"""Beyond every number that saves in other parts have reached."""


def measure(
    pair: Pair, report: Report, assignment_id: int, responses: int, *, rounds: int, quiet_s: float
) -> None:
    """Watch saves for a while, then again while the server makes a summary anew."""
    quiet, during, summaries = Tally(), Tally(), Tally()
    port, saves = pair.ours.port, asking.saves(pair.crowd.saving, TURN)
    orders = cycle(SORTINGS)

    async def around() -> None:
        async with at_work(port, saves, quiet):
            await asyncio.sleep(quiet_s)
        path = f"/assignments/{assignment_id}/summary?sort={next(orders)}"
        ask = get(path, pair.crowd.teacher.cookie, b"How the class did")
        async with at_work(port, saves, during), line(port) as teacher:
            await teacher.timed(ask, summaries)

    for _ in range(rounds):
        asyncio.run(around())
    where = f"{pair.database}: summary of {responses:,} responses made beside saves"
    ratio = during.percentile(0.95) / quiet.percentile(0.95)
    report.figures += [
        Figure(f"{where}, there after", max(summaries.times, default=0), "s"),
        Figure(f"{where}, p95 of saves", during.percentile(0.95), "ms"),
        Figure(f"{where}, p95 of saves beside before", ratio, "x", 2),
    ]
    report.failures += quiet.samples + during.samples + summaries.samples
