"""How the table of students is sorted, by one column up or down, and how many are listed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from quizapp.core.itemstats.students import StudentResult

STATES = ("not started", "working", "submitted by the clock", "submitted")
LISTED = 200
"""So many students are listed unless all are asked for: more than any class has, and quick."""
COLUMNS: dict[str, Callable[[StudentResult], Any]] = {
    "name": lambda one: one.student.name.casefold(),
    "section": lambda one: one.student.section,
    "score": lambda one: one.score and one.score.share,
    "time": lambda one: one.time,
    "state": lambda one: STATES.index(one.state),
}


@dataclass(frozen=True)
class Sorting:
    """A column to sort by; `sort=-score` in an address sorts by score from the top down.

    `every` lists all students, however many they are; `students=all` in an address.
    """

    column: str
    down: bool
    every: bool

    @property
    def word(self) -> str:
        """Return the sorting as an address says it."""
        return f"-{self.column}" if self.down else self.column

    @property
    def asked(self) -> dict[str, str]:
        """Return what an address says to have this sorting."""
        return {"sort": self.word} | ({"students": "all"} if self.every else {})

    @property
    def whole(self) -> "Sorting":
        """Return the same sorting of all students."""
        return replace(self, every=True)

    def aria(self, column: str) -> Literal["ascending", "descending"] | None:
        """Return what the heading of a column tells a screen reader, or None if not sorted by."""
        if column != self.column:
            return None
        return "descending" if self.down else "ascending"

    def next(self, column: str) -> "Sorting":
        """Return the sorting that a click on a column's heading leads to."""
        return replace(self, column=column, down=column == self.column and not self.down)

    def sorted(self, results: Iterable[StudentResult]) -> list[StudentResult]:
        """Return the students to list in this order; who has no value in the column comes last."""
        key = COLUMNS[self.column]
        every = list(results)
        known = [one for one in every if key(one) is not None]
        blank = [one for one in every if key(one) is None]
        ranked = sorted(known, key=key, reverse=self.down) + blank
        return ranked if self.every else ranked[:LISTED]


def sorting(asked: Mapping[str, str]) -> Sorting:
    """Return the sorting that the values of an address ask for; by name for anything unknown."""
    word, every = asked.get("sort", "name"), asked.get("students") == "all"
    column = word.removeprefix("-")
    if column not in COLUMNS:
        return Sorting("name", down=False, every=every)
    return Sorting(column, word.startswith("-"), every)
