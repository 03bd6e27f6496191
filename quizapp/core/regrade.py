"""Regrading: what an answer earns once the key of its question has turned out to be wrong.

A ruling says how the answers to one printed version count in one assignment. What it gives depends
on the answer alone, never on when somebody submitted or who was regraded first.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias, cast

from quizapp.core.fingerprint import fingerprint
from quizapp.core.kinds import Question
from quizapp.core.kinds.choice import Multi
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.core.question import Answer, Part, Pick
from quizapp.core.scoring import grade

Policy: TypeAlias = Literal["replace", "both", "raise", "full", "drop"]

POLICIES: dict[str, str] = {
    "replace": "Replace the key: only the corrected key is right",
    "both": "Accept both: the printed key and the corrected one are right",
    "raise": "Raise only: the corrected key is right, but nobody loses marks",
    "full": "Full marks: everyone who was given the question gets its full mark",
    "drop": "Drop the question: it counts for nobody",
}
TOLD: dict[str, str] = {
    "replace": "Its key has been corrected.",
    "both": "More than one key is accepted now.",
    "raise": "Its key has been corrected, and nobody loses marks.",
    "full": "Everyone gets the full mark for it.",
    "drop": "It does not count any more.",
}
"""What students are told of each policy."""

CORRECTING = ("replace", "both", "raise")
"""The policies that need a corrected key."""


class NotComparable(ValueError):
    """Two versions do not offer the same choices, so answers to one mean nothing in the other."""


@dataclass(frozen=True)
class Ruling:
    """How the answers to a printed version count; `corrected` is what it should have said."""

    policy: Policy
    corrected: Question | None = None
    reason: str = ""

    @property
    def drops(self) -> bool:
        """Tell whether the question counts for nobody."""
        return self.policy == "drop"


def regraded(ruling: Ruling | None, printed: Question, answer: Answer | None, points: int) -> int:
    """Return the mark, in parts, of an answer under a ruling, if there is one.

    The answer to a dropped question keeps the mark it had; it counts for nothing.
    """
    if ruling is not None and ruling.policy == "full":
        return points * PARTS_PER_HUNDREDTH
    before = grade(printed, answer, points)
    if ruling is None or ruling.drops or ruling.corrected is None:
        return before
    after = grade(ruling.corrected, carried(printed, ruling.corrected, answer), points)
    return after if ruling.policy == "replace" else max(before, after)


def carried(printed: Question, corrected: Question, answer: Answer | None) -> Answer | None:
    """Return an answer to the printed version as the corrected one would have taken it.

    Raises NotComparable when the two do not offer the same choices.
    """
    if printed.type != corrected.type:
        raise NotComparable
    if answer is None or isinstance(answer, str):
        return answer
    rows = _places([p.label for p in printed.parts], [p.label for p in corrected.parts])
    pairs = zip(printed.parts, rows, strict=True)
    choices = [_choices(part, corrected.parts[row]) for part, row in pairs]
    if isinstance(answer, int):
        return choices[0][answer]
    if isinstance(printed, Multi):
        return sorted(choices[0][taken] for taken in cast("list[int]", answer))
    moved: list[int | None] = [None] * len(rows)
    for row, taken, places in zip(rows, answer, choices, strict=True):
        moved[row] = None if taken is None else places[taken]
    return moved


def check_comparable(printed: Question, corrected: Question) -> None:
    """Raise NotComparable unless answers to one version can be read in the other."""
    if printed.type != corrected.type:
        raise NotComparable
    if printed.type not in {"tfns", "short"}:
        rows = _places([p.label for p in printed.parts], [p.label for p in corrected.parts])
        for part, row in zip(printed.parts, rows, strict=True):
            _choices(part, corrected.parts[row])


def _choices(printed: Part, corrected: Part) -> list[int]:
    return _places([c.text for c in printed.choices], [c.text for c in corrected.choices])


def _places(printed: Sequence[str], corrected: Sequence[str]) -> list[int]:
    """Return where each printed text stands among the corrected ones, which must be the same."""
    if sorted(printed) != sorted(corrected):
        raise NotComparable
    return [corrected.index(text) for text in printed]


def also_right(ruling: Ruling, printed: Question) -> frozenset[Pick]:
    """Return the choices of the corrected question that the printed key made right, if both count.

    A written answer has no choices to point at: it is marked by either list of accepted groups.
    """
    if ruling.policy != "both" or ruling.corrected is None or printed.type == "short":
        return frozenset()
    parts = ruling.corrected.parts
    rows = _places([part.label for part in printed.parts], [part.label for part in parts])
    return frozenset(
        Pick(row, place)
        for part, row in zip(printed.parts, rows, strict=True)
        for choice, place in zip(part.choices, _choices(part, parts[row]), strict=True)
        if choice.key and not parts[row].choices[place].key
    )


@dataclass(frozen=True)
class Sat:
    """One submitted answer to the question that is regraded, with the attempt it belongs to."""

    id: int
    attempt_id: int
    student: str
    number: int
    points: int
    dropped: bool
    answer: Answer | None
    mark: int
    by_hand: bool
    score: int
    out_of: int
    # Mark, score and out_of are in parts (core.marks).


@dataclass(frozen=True)
class Change:
    """What a regrade does to one answer and to the score of its attempt."""

    sat: Sat
    mark: int
    dropped: bool

    @property
    def affects(self) -> bool:
        """Tell whether anything is different for the student."""
        return (self.mark, self.dropped) != (self.sat.mark, self.sat.dropped)

    @property
    def score(self) -> int:
        """Return the new score, in parts."""
        return (
            self.sat.score
            - _counted(self.sat.mark, self.sat.dropped)
            + _counted(self.mark, self.dropped)
        )

    @property
    def out_of(self) -> int:
        """Return the new most, in parts."""
        most = self.sat.points * PARTS_PER_HUNDREDTH
        return self.sat.out_of - _counted(most, self.sat.dropped) + _counted(most, self.dropped)


def _counted(parts: int, dropped: bool) -> int:  # noqa: FBT001 - a column, not an option
    return 0 if dropped else parts


@dataclass(frozen=True)
class Proposal:
    """What a regrade would do, student by student and to the class."""

    changes: tuple[Change, ...]

    @property
    def affected(self) -> tuple[Change, ...]:
        """Return the changes that make a difference."""
        return tuple(change for change in self.changes if change.affects)

    @property
    def by_hand(self) -> int:
        """Return how many answers keep a mark that a person gave."""
        return sum(change.sat.by_hand for change in self.changes)

    @property
    def means(self) -> tuple[Fraction, Fraction]:
        """Return the mean share of the score before and after."""
        old = [(one.sat.score, one.sat.out_of) for one in self.changes]
        return _mean_share(old), _mean_share([(one.score, one.out_of) for one in self.changes])

    @property
    def facilities(self) -> tuple[Fraction | None, Fraction | None]:
        """Return the mean share of the question's mark before and after; None where dropped."""
        old = [(c.sat.mark, c.sat.points) for c in self.changes if not c.sat.dropped]
        new = [(c.mark, c.sat.points) for c in self.changes if not c.dropped]
        return tuple(  # type: ignore[return-value] # two of them
            _mean_share([(mark, points * PARTS_PER_HUNDREDTH) for mark, points in marks])
            if marks
            else None
            for marks in (old, new)
        )


def _mean_share(values: Sequence[tuple[int, int]]) -> Fraction:
    earned: Counter[int] = Counter()
    for value, most in values:
        earned[most] += value
    shares = (Fraction(value, most) for most, value in earned.items() if most)
    return sum(shares, Fraction(0)) / len(values) if values else Fraction(0)


def propose(ruling: Ruling | None, printed: Question, sat: Sequence[Sat]) -> Proposal:
    """Return what a ruling does to answers; marks that a person gave stay as they are."""
    drops = ruling is not None and ruling.drops
    # Many answer alike, and to grade takes long: what is the same is graded once.
    alike = {_alike(one): one for one in sat if not one.by_hand}
    marks = {key: regraded(ruling, printed, one.answer, one.points) for key, one in alike.items()}
    return Proposal(
        tuple(Change(one, one.mark if one.by_hand else marks[_alike(one)], drops) for one in sat)
    )


def _alike(one: Sat) -> tuple[str, int]:
    """Return what answers share that earn the same."""
    return repr(one.answer), one.points


def shown_as(ruling: Ruling, proposal: Proposal) -> str:
    """Return a fingerprint of what a dry run shows: the ruling, and every change that it makes.

    A regrade is confirmed with it, so that nobody confirms what they have not seen. Answers that
    nothing changes for do not count: a class may go on submitting meanwhile.
    """
    changes = [
        (one.sat.id, one.sat.mark, one.mark, one.sat.score, one.score, one.sat.out_of, one.out_of)
        for one in proposal.affected
    ]
    corrected = ruling.corrected.content() if ruling.corrected else None
    return fingerprint({"policy": ruling.policy, "corrected": corrected, "changes": changes})
