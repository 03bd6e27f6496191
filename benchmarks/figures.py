"""What was measured, what it should reach, and both as text."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from benchmarks.driving import Tally


@dataclass(frozen=True)
class Round:
    """What came of one kind of request in one stretch, and the processor time used meanwhile."""

    tally: Tally
    cpu_s: float

    @property
    def cpu(self) -> float:
        """Return the milliseconds of processor time a request."""
        return 1000 * self.cpu_s / max(self.tally.count, 1)


@dataclass(frozen=True)
class Work:
    """One kind of request on one database: how fast, at what cost."""

    database: str
    what: str
    who: str
    # 'app' or 'floor'.
    count: int
    failures: int
    rate: float
    # Replies in a second.
    p50: float
    p95: float
    p99: float
    # Milliseconds.
    cpu: float
    # Milliseconds of processor time a request, in the server's processes.
    statements: int | None = None


def work(
    database: str, what: str, who: str, rounds: Sequence[Round], statements: int | None = None
) -> Work:
    """Return what these rounds say: the rate of the middle one, the CPU of the cheapest.

    Whatever else a machine does can only add to the time that a processor takes for the same work.
    """
    every = Tally()
    for one in rounds:
        every.add(one.tally)
    return Work(
        database,
        what,
        who,
        every.count,
        every.failures,
        median(one.tally.rate for one in rounds),
        every.percentile(0.5),
        every.percentile(0.95),
        every.percentile(0.99),
        min(one.cpu for one in rounds),
        statements,
    )


@dataclass(frozen=True)
class Figure:
    """One number and what it should reach; without `reach` it is only told."""

    what: str
    measured: float
    unit: str = ""
    reach: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool | None:
        """Tell whether it reaches what it should, or None when nothing is asked of it."""
        if self.reach is None:
            return None
        return self.measured >= self.reach if self.at_least else self.measured <= self.reach


@dataclass
class Report:
    """All that one run has measured."""

    machine: dict[str, Any]
    works: list[Work] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    curves: list[dict[str, Any]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    # How long each part took.
    failures: list[str] = field(default_factory=list)

    def found(self, database: str, what: str, who: str = "app") -> Work:
        """Return one kind of request that was measured."""
        return next(
            one for one in self.works if (one.database, one.what, one.who) == (database, what, who)
        )

    def as_json(self) -> dict[str, Any]:
        """Return the run as plain data."""
        figures = [{**asdict(one), "met": one.met} for one in self.figures]
        return {**asdict(self), "figures": figures}


def number(value: float) -> str:
    """Return a number as a table shows it: three figures."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table whose columns stand under each other."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]
    return "\n".join([text[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *text[1:]])


def work_table(works: Iterable[Work]) -> str:
    """Return the requests as a table."""
    head = ["database", "request", "of", "a second", "p50 ms", "p95", "p99", "CPU ms", "statements"]
    return table(
        head,
        [
            [
                one.database,
                one.what,
                one.who,
                *map(number, (one.rate, one.p50, one.p95, one.p99, one.cpu)),
                "" if one.statements is None else str(one.statements),
            ]
            for one in works
        ],
    )


def figure_table(figures: Iterable[Figure]) -> str:
    """Return the figures as a table, with what each should reach."""
    words = {None: "", True: "yes", False: "NO"}
    return table(
        ["figure", "reach", "measured", "met"],
        [
            [one.what, _reach(one), f"{number(one.measured)} {one.unit}".strip(), words[one.met]]
            for one in figures
        ],
    )


def _reach(one: Figure) -> str:
    if one.reach is None:
        return ""
    return f"{'>=' if one.at_least else '<='} {number(one.reach)} {one.unit}".strip()
