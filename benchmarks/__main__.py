"""Measure the app beside the floor: `./quiz bench`, or `./quiz bench --full` for the long form."""

import json
import os
import platform
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from benchmarks import bank, growth, lesson, pages, storms, writers
from benchmarks.figures import Figure, Report, figure_table, work_table
from benchmarks.servers import WORKERS, Pair, pair
from quizapp import db

DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Amount:
    """How much is measured of everything: more is steadier and takes longer."""

    pages_s: float
    # For each kind of request, in each of five rounds.
    storms: int
    # How often everybody answers in one moment.
    quiet_s: float
    # How long saves are watched before everybody signs in.
    lesson_s: float
    requests: int
    # After which memory is compared.
    sizes: tuple[int, ...]
    # Students of the classes whose summaries are measured.
    writes: int
    # Of each of eight processes.


QUICK = Amount(0.3, 1, 2.0, 6.0, 600, growth.SIZES, 20)
FULL = Amount(3.0, 5, 10.0, 600.0, 10_000, growth.FULL_SIZES, 500)

PARTS: dict[str, Callable[[Pair, Report, Amount], None]] = {
    "pages": lambda one, report, much: pages.measure(one, report, seconds=much.pages_s),
    "storms": lambda one, report, much: storms.storms(
        one, report, rounds=much.storms, quiet_s=much.quiet_s
    ),
    "lesson": lambda one, report, much: lesson.hold(one, report, seconds=much.lesson_s),
    "memory": lambda one, report, much: storms.memory(one, report, requests=much.requests),
    "growth": lambda one, report, much: growth.measure(
        one, report, sizes=much.sizes, rounds=much.storms, quiet_s=much.quiet_s
    ),
}
"""In this order: what comes later may leave the database larger."""
FILES = 4096
"""How many connections may be open at once."""


@click.command()
@click.option("--full", is_flag=True, help="Take the time that steady figures need.")
@click.option("--minutes", type=float, help="How long the lesson of 300 lasts.")
@click.option("--database", "databases", multiple=True, type=click.Choice(DATABASES))
@click.option("--part", "parts", multiple=True, type=click.Choice(list(PARTS)))
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path(".cache/bench.json"),
    help="Where to write everything as JSON.",
)
def main(
    full: bool,  # noqa: FBT001 - click passes flags so
    minutes: float | None,
    databases: Sequence[str],
    parts: Sequence[str],
    output: Path,
) -> None:
    """Measure the app beside the floor, and print what reaches its ratio and what does not."""
    much = FULL if full else QUICK
    if minutes is not None:
        much = replace(much, lesson_s=60 * minutes)
    report = measure(much, databases or DATABASES, parts or list(PARTS), output, rest=not parts)
    print(work_table(report.works), figure_table(report.figures), sep="\n\n")
    for failure in report.failures:
        print(f"failed: {failure}", file=sys.stderr)
    say(f"All of it is in {output}")
    sys.exit(1 if report.failures else 0)


def measure(
    much: Amount, databases: Sequence[str], parts: Sequence[str], output: Path, *, rest: bool
) -> Report:
    """Measure these parts on these databases, and, with the rest, what needs no server.

    What is known is written after every part, so that a run that is cut short was not in vain.
    """
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    )
    report, took = Report(machine()), Took(output)
    with tempfile.TemporaryDirectory(prefix="quiz-bench-") as name:
        folder = Path(name)
        for database in databases:
            say(f"{database}: filling it")
            with pair(database, folder / database) as one:
                took.note(report, f"{database}: filling it")
                for part in parts:
                    say(f"{database}: {part}")
                    PARTS[part](one, report, much)
                    took.note(report, f"{database}: {part}")
        if rest:
            say("sqlite: writers; the bank: linted and drawn from")
            writers.queue(folder, report, times=much.writes)
            report.figures += [
                Figure(f"bank: {what}", measured(), "s", aim)
                for what, (measured, aim) in bank.MEASURED.items()
            ]
            took.note(report, "writers and bank")
    return report


class Took:
    """How many seconds each part took, written with all that is known by then."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._began = time.monotonic()

    def note(self, report: Report, what: str) -> None:
        """Write everything down."""
        now = time.monotonic()
        report.seconds[what], self._began = round(now - self._began, 1), now
        self._output.parent.mkdir(parents=True, exist_ok=True)
        self._output.write_text(json.dumps(report.as_json(), indent=1))


def say(what: str) -> None:
    """Tell the person at the terminal what goes on."""
    print(f"{what}...", file=sys.stderr, flush=True)


def machine() -> dict[str, object]:
    """Return what the figures were measured on."""
    return {
        "cores": os.cpu_count(),
        "workers": WORKERS,
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "sqlite": getattr(db.sqlite_driver(), "sqlite_version", sqlite3.sqlite_version),
        "system": platform.platform(),
    }


if __name__ == "__main__":
    main()
