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
from pathlib import Path

import click

from benchmarks import bank, growth, lesson, pages, storms, writers
from benchmarks.figures import Figure, Report, figure_table, work_table
from benchmarks.servers import WORKERS, Pair, pair
from quizapp import db

DATABASES = ("sqlite", "postgresql")
PARTS: dict[str, Callable[[Pair, Report, bool], None]] = {
    "pages": lambda one, report, full: pages.measure(one, report, seconds=5.0 if full else 0.8),
    "storms": lambda one, report, full: storms.storms(one, report, full=full),
    "lesson": lambda one, report, full: lesson.hold(one, report, seconds=600 if full else 15),
    "memory": lambda one, report, full: storms.memory(
        one, report, requests=10_000 if full else 2_000
    ),
    "growth": lambda one, report, full: growth.measure(one, report, full=full),
}
"""In this order: what comes later may leave the database larger."""
FILES = 4096
"""How many connections may be open at once."""


@click.command()
@click.option("--full", is_flag=True, help="Take the time that steady figures need.")
@click.option("--database", "databases", multiple=True, type=click.Choice(DATABASES))
@click.option("--part", "parts", multiple=True, type=click.Choice(list(PARTS)))
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path(".cache/bench.json"),
    help="Where to write everything as JSON.",
)
def main(full: bool, databases: Sequence[str], parts: Sequence[str], output: Path) -> None:  # noqa: FBT001 - click passes flags so
    """Measure the app beside the floor, and print what reaches its ratio and what does not."""
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    )
    report = Report(machine())
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="quiz-bench-") as name:
        folder = Path(name)
        for database in databases or DATABASES:
            say(f"{database}: filling it")
            with pair(database, folder / database) as one:
                for part in parts or PARTS:
                    say(f"{database}: {part}")
                    PARTS[part](one, report, full)
        if not parts:
            say("sqlite: writers")
            writers.queue(folder, report, times=500 if full else 50)
            say("the bank: linted and drawn from")
            report.figures += [
                Figure(f"bank: {what}", measured(), "s", aim)
                for what, (measured, aim) in bank.MEASURED.items()
            ]
    report.machine["seconds"] = round(time.monotonic() - began)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(report.as_json(), indent=1))
    print(work_table(report.works), figure_table(report.figures), sep="\n\n")
    for failure in report.failures:
        print(f"failed: {failure}", file=sys.stderr)
    say(f"All of it is in {output}")
    sys.exit(1 if report.failures else 0)


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
