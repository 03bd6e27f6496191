"""What students chose: how often each choice of each part was taken, by whom, wording by wording.

Canvas, too, shows a point-biserial for every choice, but with the total, the question included,
and without the students who left it blank. Ours goes with the rest of the score, as item-rest
does, so that a key is not flattered; blanks count as not having chosen.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from operator import add, mul

from quizapp.core.itemstats.choices import Chosen
from quizapp.core.itemstats.moments import Moments
from quizapp.core.itemstats.numbers import ALL_EQUAL, Undefined
from quizapp.core.itemstats.rows import Alike, Text, Version
from quizapp.core.question import Part, Pick

NOBODY_CHOSE = Undefined("nobody chose it")
EVERYONE_CHOSE = Undefined("everyone chose it")
REST_EQUAL = Undefined("everyone did the same on the rest")


@dataclass(frozen=True)
class Standings:
    """Where attempts stand in the class: the total of each in parts, and its third."""

    totals: Mapping[int, int]
    thirds: Mapping[int, int]
    # 0, 1 or 2 from the bottom; empty in classes too small for thirds.


@dataclass(frozen=True)
class ChoiceCount:
    """How often one choice was taken, of the students who were given this wording."""

    text: str
    key: bool
    misreading: str | None
    # Its name, when the choice carries one.
    count: int
    of: int
    thirds: tuple[int, int, int]
    # Taken by so many of the bottom, middle and top third.
    mean_score: Fraction | Undefined
    # Of those who took it, in parts.
    point_biserial: float | Undefined
    # With the rest of the score.

    @property
    def share(self) -> Fraction:
        """Return the share of those who were given this wording; 0 while nobody was."""
        return Fraction(self.count, self.of) if self.of else Fraction(0)


@dataclass(frozen=True)
class PartCount:
    """How often each choice of one part was taken, and by how many students none was."""

    label: str
    choices: tuple[ChoiceCount, ...]
    blank: int
    either: bool = False
    # Whether a regrade accepts another choice besides the key, so that one of them is enough.


@dataclass(frozen=True)
class Wording:
    """The choices that students took under one wording of a question."""

    number: int
    count: int
    thirds: tuple[int, int, int]
    # So many of the students in each third were given it.
    parts: tuple[PartCount, ...]


@dataclass(frozen=True)
class WrongChoice:
    """The wrong choice taken most often under one wording, and the part it stands in."""

    label: str
    choice: ChoiceCount


@dataclass
class _Tally:
    """Sums over students, from which the figures of one choice follow."""

    count: int = 0
    totals: int = 0
    rests: int = 0
    rests_squared: int = 0
    thirds: list[int] = field(default_factory=lambda: [0, 0, 0])

    def add(self, other: "_Tally") -> None:
        self.count += other.count
        self.totals += other.totals
        self.rests += other.rests
        self.rests_squared += other.rests_squared
        self.thirds = list(map(add, self.thirds, other.thirds))


NONE = _Tally()


def _tally(given: Alike, standings: Standings) -> _Tally:
    totals = list(map(standings.totals.__getitem__, given.attempts))
    rests = [total - given.mark for total in totals]
    thirds = Counter(map(standings.thirds.get, given.attempts))
    return _Tally(
        len(totals),
        sum(totals),
        sum(rests),
        sum(map(mul, rests, rests)),
        [thirds[third] for third in range(3)],
    )


def wording(
    version: Version, groups: Iterable[Chosen], standings: Standings, text: Text
) -> Wording:
    """Return how often each choice of one wording was taken, and by whom of the class."""
    every = _Tally()
    taken: dict[Pick, _Tally] = defaultdict(_Tally)
    touched: Counter[int] = Counter()
    for group in groups:
        if group.version is version:
            tally = _tally(group.given, standings)
            every.add(tally)
            for pick in set(group.picks):
                taken[pick].add(tally)
            touched.update(dict.fromkeys({pick.part for pick in group.picks}, tally.count))
    parts = tuple(
        PartCount(
            part.label,
            _choices(i, part, version.also_right, taken, every, text),
            every.count - touched[i],
            either=any(pick.part == i for pick in version.also_right),
        )
        for i, part in enumerate(version.question.parts)
    )
    return Wording(version.number, every.count, _three(every), parts)


def _choices(
    number: int,
    part: Part,
    also_right: Collection[Pick],
    taken: Mapping[Pick, _Tally],
    every: _Tally,
    text: Text,
) -> tuple[ChoiceCount, ...]:
    return tuple(
        ChoiceCount(
            choice.text,
            choice.key or Pick(number, i) in also_right,
            choice.misreading and text.misreading(choice.misreading).name,
            tally.count,
            every.count,
            _three(tally),
            Fraction(tally.totals, tally.count) if tally.count else NOBODY_CHOSE,
            _point_biserial(tally, every),
        )
        for i, choice in enumerate(part.choices)
        for tally in (taken.get(Pick(number, i), NONE),)
    )


def _three(tally: _Tally) -> tuple[int, int, int]:
    bottom, middle, top = tally.thirds
    return bottom, middle, top


def _point_biserial(tally: _Tally, every: _Tally) -> float | Undefined:
    """Return the correlation of having taken a choice (1 or 0) with the rest of the score."""
    if not tally.count:
        return NOBODY_CHOSE
    if tally.count == every.count:
        return EVERYONE_CHOSE
    found = Moments(
        every.count, tally.count, every.rests, tally.count, every.rests_squared, tally.rests
    ).correlation
    return REST_EQUAL if found is ALL_EQUAL else found


def wrong_choice(found: Wording) -> WrongChoice | None:
    """Return the wrong choice taken most often, the first of several; None when none was taken."""
    wrong = [
        WrongChoice(part.label, choice)
        for part in found.parts
        for choice in part.choices
        if choice.count and not choice.key
    ]
    return max(wrong, key=lambda one: one.choice.count, default=None)
