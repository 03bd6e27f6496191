"""Says how far long work on the command line is: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

Thing = TypeVar("Thing")
LINES = 4


def with_progress(things: Sequence[Thing], label: str) -> Iterator[Thing]:
    """Hand things on one by one, and say on standard error how many are done."""
    if sys.stderr.isatty():
        with click.progressbar(things, label=label, file=sys.stderr) as bar:
            yield from bar
        return
    every = max(1, len(things) // LINES)
    for number, thing in enumerate(things, start=1):
        yield thing
        if number % every == 0 or number == len(things):
            click.echo(f"{label}: {number} of {len(things)}", err=True)
