"""A lesson of 300: they start together, save every five seconds, and submit at the end."""

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy.orm import Session

from benchmarks import asking
from benchmarks.crowd import Browser, Fields, Sheet, chosen, sheet
from benchmarks.driving import Line, Tally, get, line, post
from benchmarks.figures import Figure, Report
from benchmarks.servers import Pair

EVERY_S = 5.0
STARTED = re.compile(rb"/attempts/(\d+)/")


@dataclass
class Student:
    """One student of the lesson, and what the server has acknowledged to them."""

    browser: Browser
    chance: random.Random
    attempt_id: int = 0
    acknowledged: dict[int, tuple[int, Fields]] = field(default_factory=dict)
    # The number of the last change and what it was, by position.
    submitted: bool = False


@dataclass
class Lesson:
    """All students, what is going on, and how long each kind of request took."""

    pair: Pair
    seconds: float
    students: list[Student]
    tallies: dict[str, Tally]

    def run(self) -> None:
        """Hold the lesson."""
        asyncio.run(self._all())

    async def _all(self) -> None:
        ends = time.monotonic() + self.seconds
        await asyncio.gather(*(self._take_part(one, ends) for one in self.students))

    async def _take_part(self, student: Student, ends: float) -> None:
        async with line(self.pair.ours.port) as browser:
            found = await self._start(student, browser)
            if found is None:
                return
            await asyncio.sleep(student.chance.uniform(0, EVERY_S))
            for turn in count():
                began = time.monotonic()
                await self._save(student, found, browser, turn)
                if time.monotonic() > ends - EVERY_S:
                    break
                await asyncio.sleep(max(EVERY_S - (time.monotonic() - began), 0))
            left = max(ends - time.monotonic(), 0)
            await asyncio.sleep(student.chance.uniform(0, left))
            await self._submit(student, browser)

    async def _start(self, student: Student, browser: Line) -> Sheet | None:
        who = student.browser
        path = f"/assignments/{self.pair.crowd.lesson_id}"
        ask = post(path, who.cookie, [("csrf_token", who.csrf)], status=303)
        reply = await browser.timed(ask, self.tallies["start"])
        found = STARTED.search(reply.head) if reply else None
        if found is None:
            return None
        student.attempt_id = int(found[1])
        page = get(f"/attempts/{student.attempt_id}/questions/1", who.cookie, b'id="passage"')
        await browser.timed(page, self.tallies["page"])
        with Session(self.pair.engine) as work:
            return sheet(work, who, student.attempt_id)

    async def _save(self, student: Student, found: Sheet, browser: Line, turn: int) -> None:
        places = found.sitting.places
        place = places[turn % len(places)]
        ask = asking.save(found, place.position, turn)
        if await browser.timed(ask, self.tallies["save"]) is not None:
            fields = chosen(place.presented, turn)
            student.acknowledged[place.position] = (turn + 1, fields)

    async def _submit(self, student: Student, browser: Line) -> None:
        who = student.browser
        path = f"/attempts/{student.attempt_id}/submit"
        ask = post(path, who.cookie, asking.sending(who, {}), b'"submitted":true')
        student.submitted = await browser.timed(ask, self.tallies["submit"]) is not None

    def lost(self) -> int:
        """Count what was acknowledged and is not stored: answers, and attempts to be graded."""
        with Session(self.pair.engine) as work:
            return sum(self._lost_of(work, one) for one in self.students if one.attempt_id)

    def _lost_of(self, work: Session, student: Student) -> int:
        stored = sheet(work, student.browser, student.attempt_id).sitting
        ungraded = student.submitted and stored.score is None
        return ungraded + sum(
            (place.sequence, place.answer) != (number, place.question.read(fields, place.shuffle))
            for position, (number, fields) in student.acknowledged.items()
            for place in (stored.places[position - 1],)
        )


def hold(pair: Pair, report: Report, *, seconds: float) -> None:
    """Hold a lesson and tell what failed, what was lost and how long students waited."""
    tallies = {what: Tally() for what in ("start", "page", "save", "submit")}
    students = [Student(one, random.Random(one.user_id)) for one in pair.crowd.students]
    lesson = Lesson(pair, seconds, students, tallies)
    cpu = pair.ours.cpu_seconds()
    lesson.run()
    cpu = pair.ours.cpu_seconds() - cpu
    where = f"{pair.database}: lesson of {len(students)}, {seconds:.0f} s"
    failures = sum(tally.failures for tally in tallies.values())
    saved = tallies["save"]
    report.figures += [
        Figure(f"{where}, errors", failures, "", 0),
        Figure(f"{where}, asked to come again", sum(t.again for t in tallies.values())),
        Figure(f"{where}, answers acknowledged", saved.count),
        Figure(f"{where}, acknowledged and lost", lesson.lost(), "", 0),
        Figure(f"{where}, share of one core", 100 * cpu / seconds, "%"),
        *(
            Figure(f"{where}, {what} p{share * 100:.0f}", tally.percentile(share), "ms")
            for what, tally in tallies.items()
            for share in (0.5, 0.95, 0.99)
        ),
    ]
    for tally in tallies.values():
        report.failures += tally.samples
