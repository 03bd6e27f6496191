"""Where the links on a summary lead: each keeps to the tries that the page counts."""

from dataclasses import dataclass

from flask import request

from quizapp.core.scoring import GRADING_NAMES, Grading
from quizapp.models import Assignment
from quizapp.prepared import address


@dataclass(frozen=True)
class Switch:
    """Another way to count tries: what it is called, and where the page is that counts so."""

    name: str
    address: str


@dataclass(frozen=True)
class Ways:
    """The addresses of everything made from one assignment's summary."""

    assignment_id: int
    grading: str
    tries: Grading | None
    # Which tries to count, where that is not what the grading says.
    several: bool

    def to(self, endpoint: str, **more: str | int) -> str:
        """Return the address of a page or file of results."""
        values: dict[str, str | int] = {"tries": self.tries} if self.tries else {}
        values |= {"assignment_id": self.assignment_id} | more
        return address(f"results.{endpoint}", **values)

    @property
    def switch(self) -> Switch | None:
        """Return the other way to count, or None where there is but one."""
        if not self.several:
            return None
        if self.tries:
            back = address("results.summary", assignment_id=self.assignment_id)
            return Switch(GRADING_NAMES[self.grading], back)
        return Switch(GRADING_NAMES["first"], self.to("summary", tries="first"))


def ways(assignment: Assignment) -> Ways:
    """Return the ways from the page asked for: `tries=first` counts first tries, if others do."""
    several = assignment.attempts_allowed != 1 and assignment.grading != "first"
    first = several and request.args.get("tries") == "first"
    return Ways(assignment.id, assignment.grading, "first" if first else None, several)
