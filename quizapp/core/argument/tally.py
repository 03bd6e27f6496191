"""Counts for how many claims a passage says who says so, and what would settle them."""

from collections import Counter
from dataclasses import dataclass

from quizapp.core.passage import Passage

FORMS = {
    "named": "Someone a reader could look up",
    "part": "A role and a nationality, no name",
    "vague": "An unnamed group, or a passive",
    "none": "Nobody: the article's own voice",
}
KINDS = {"check": "Checkable", "contest": "Contested", "judge": "Judgement"}
"""What would settle a claim. 'Checkable' does not say that it is true."""


@dataclass(frozen=True)
class Tally:
    """How many claims have one form of source, by what would settle them."""

    form: str
    name: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Return how many claims have this form of source."""
        return sum(self.counts.values())


def tallies(passage: Passage) -> tuple[Tally, ...]:
    """Return a row for each form of source: the known ones in order, then those of the passage."""
    counts: Counter[tuple[str, str]] = Counter(
        (claim.form or "none", claim.kind) for claim in passage.claims
    )
    forms = [*FORMS, *sorted({form for form, _ in counts} - FORMS.keys())]
    return tuple(
        Tally(form, FORMS.get(form, form), {kind: counts[form, kind] for kind in KINDS})
        for form in forms
    )
