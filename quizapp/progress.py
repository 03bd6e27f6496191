"""Says how far long work on the command line is: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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


@contextmanager
def steps(number: int, label: str) -> Iterator[Callable[[str], None]]:
    """Give what is to be called, with its name, after each of some steps of long work."""
    if sys.stderr.isatty():
        with click.progressbar(
            length=number, label=label, file=sys.stderr, item_show_func=lambda step: step
        ) as bar:
            yield lambda step: bar.update(1, step)
        return
    yield lambda step: click.echo(f"{label}: {step}: done", err=True)
