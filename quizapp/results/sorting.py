"""How the table of students is sorted: by one column, upwards or downwards."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from quizapp.core.itemstats.students import StudentResult

STATES = ("not started", "working", "submitted by the clock", "submitted")
COLUMNS: dict[str, Callable[[StudentResult], Any]] = {
    "name": lambda one: one.student.name.casefold(),
    "section": lambda one: one.student.section,
    "score": lambda one: one.score and one.score.share,
    "time": lambda one: one.time,
    "state": lambda one: STATES.index(one.state),
}


@dataclass(frozen=True)
class Sorting:
    """A column to sort by; `sort=-score` in an address sorts by score from the top down."""

    column: str
    down: bool

    @property
    def word(self) -> str:
        """Return the sorting as an address says it."""
        return f"-{self.column}" if self.down else self.column

    def aria(self, column: str) -> Literal["ascending", "descending"] | None:
        """Return what the heading of a column tells a screen reader, or None if not sorted by."""
        if column != self.column:
            return None
        return "descending" if self.down else "ascending"

    def next(self, column: str) -> str:
        """Return the sorting that a click on a column's heading leads to."""
        return Sorting(column, down=column == self.column and not self.down).word

    def sorted(self, results: Iterable[StudentResult]) -> list[StudentResult]:
        """Return the students in this order; who has no value in the column comes last."""
        key = COLUMNS[self.column]
        every = list(results)
        known = [one for one in every if key(one) is not None]
        blank = [one for one in every if key(one) is None]
        return sorted(known, key=key, reverse=self.down) + blank


def sorting(word: str) -> Sorting:
    """Return the sorting that an address asks for; by name for anything unknown."""
    column = word.removeprefix("-")
    return (
        Sorting(column, word.startswith("-")) if column in COLUMNS else Sorting("name", down=False)
    )
