"""Two summaries side by side: two assignments, or two sections, and what the class gained between.

The normalised gain is Hake's (American Journal of Physics 66, 1998, 64-74): of what there was to
gain, the part that was gained, on class means and only between parallel forms.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from quizapp.core.itemstats import ClassSummary
from quizapp.core.itemstats.items import ItemSummary
from quizapp.core.itemstats.numbers import (
    ALL_EQUAL,
    Interval,
    Undefined,
    deviation,
    mean,
    t_95,
)
from quizapp.core.itemstats.roads import SkillSummary
from quizapp.core.itemstats.rows import Item

LEAST_STUDENTS = 5
NOT_BOTH = Undefined("nobody finished both")
TOO_FEW_BOTH = Undefined(f"needs at least {LEAST_STUDENTS} students who finished both")
NOTHING_TO_GAIN = Undefined("everyone had full marks before")
NOT_PARALLEL = Undefined("only between parallel forms")
TOO_FEW_EACH = Undefined("needs at least 2 students on each side")
LOW, HIGH = Fraction(3, 10), Fraction(7, 10)


@dataclass(frozen=True)
class Difference:
    """How far the second mean share lies above the first, from -1 to 1."""

    share: Fraction | Undefined
    interval: Interval | Undefined


@dataclass(frozen=True)
class Gain:
    """What students who finished both had before and after, and the part gained of the rest."""

    count: int
    before: Fraction | Undefined
    after: Fraction | Undefined
    gain: Fraction | Undefined

    @property
    def band(self) -> str:
        """Return Hake's word for a gain."""
        if isinstance(self.gain, Undefined):
            return ""
        if self.gain < LOW:
            return "low"
        return "medium" if self.gain <= HIGH else "high"


@dataclass(frozen=True)
class Comparison:
    """Two summaries, what differs, and skills and questions that stand in both or in one."""

    first: ClassSummary
    second: ClassSummary
    difference: Difference
    # Over all students of each side.
    paired: Difference
    # Over those who finished both; the same students, so their luck with each other is out of it.
    gain: Gain
    skills: tuple[tuple[str, SkillSummary | None, SkillSummary | None], ...]
    questions: tuple[tuple[ItemSummary, ItemSummary], ...]


def compare(first: ClassSummary, second: ClassSummary, *, parallel: bool) -> Comparison:
    """Return two summaries side by side; `parallel` tells whether a gain may be spoken of."""
    one, other = _shares(first), _shares(second)
    both = [(one[who], other[who]) for who in one.keys() & other.keys()]
    return Comparison(
        first,
        second,
        welch(list(one.values()), list(other.values())),
        paired(both),
        gain(both) if parallel else Gain(len(both), *_means(both), NOT_PARALLEL),
        _skills(first.skills, second.skills),
        _questions(first.items, second.items),
    )


def _shares(summary: ClassSummary) -> dict[int, Fraction]:
    return {one.student.id: one.score.share for one in summary.students if one.score is not None}


def welch(before: Sequence[Fraction], after: Sequence[Fraction]) -> Difference:
    """Return the difference of two means with the 95 % interval of Welch (Biometrika 34, 1947)."""
    low, high = mean(before), mean(after)
    if isinstance(low, Undefined) or isinstance(high, Undefined):
        return Difference(TOO_FEW_EACH, TOO_FEW_EACH)
    spreads = [deviation(before), deviation(after)]
    errors = [
        spread * spread / len(side)
        for spread, side in zip(spreads, (before, after), strict=True)
        if not isinstance(spread, Undefined)
    ]
    if len(errors) < 2:
        return Difference(high - low, TOO_FEW_EACH)
    error = sum(errors)
    if not error:
        return Difference(high - low, ALL_EQUAL)
    freedom = (
        error
        * error
        / sum(
            part * part / (len(side) - 1)
            for part, side in zip(errors, (before, after), strict=True)
        )
    )
    half = t_95(max(int(freedom), 1)) * sqrt(error)
    centre = float(high - low)
    return Difference(high - low, Interval(centre - half, centre + half, "Welch"))


def paired(both: Sequence[tuple[Fraction, Fraction]]) -> Difference:
    """Return the mean difference of the same students with Student's t for pairs."""
    steps = [after - before for before, after in both]
    centre, spread = mean(steps), deviation(steps)
    if isinstance(centre, Undefined):
        return Difference(NOT_BOTH, NOT_BOTH)
    if isinstance(spread, Undefined) or not spread:
        return Difference(centre, spread if isinstance(spread, Undefined) else ALL_EQUAL)
    half = t_95(len(steps) - 1) * spread / sqrt(len(steps))
    return Difference(
        centre, Interval(float(centre) - half, float(centre) + half, "Student's t, paired")
    )


def gain(both: Sequence[tuple[Fraction, Fraction]]) -> Gain:
    """Return the normalised gain of the students who finished both."""
    before, after = _means(both)
    if isinstance(before, Undefined) or isinstance(after, Undefined):
        return Gain(0, before, after, NOT_BOTH)
    if len(both) < LEAST_STUDENTS:
        return Gain(len(both), before, after, TOO_FEW_BOTH)
    if before == 1:
        return Gain(len(both), before, after, NOTHING_TO_GAIN)
    return Gain(len(both), before, after, (after - before) / (1 - before))


def _means(
    both: Sequence[tuple[Fraction, Fraction]],
) -> tuple[Fraction | Undefined, Fraction | Undefined]:
    if not both:
        return NOT_BOTH, NOT_BOTH
    return mean([one for one, _ in both]), mean([other for _, other in both])


def _skills(
    first: Iterable[SkillSummary], second: Iterable[SkillSummary]
) -> tuple[tuple[str, SkillSummary | None, SkillSummary | None], ...]:
    one, other = ({skill.code: skill for skill in side} for side in (first, second))
    names = {code: skill.name for code, skill in (one | other).items()}
    return tuple(
        (names[code], one.get(code), other.get(code))
        for code in sorted(names, key=names.__getitem__)
    )


def _questions(
    first: Iterable[ItemSummary], second: Iterable[ItemSummary]
) -> tuple[tuple[ItemSummary, ItemSummary], ...]:
    other = {one.item.question_id: one for one in second}
    return tuple(
        (one, other[one.item.question_id]) for one in first if one.item.question_id in other
    )


def parallel_forms(
    first: Iterable[Item], second: Iterable[Item], families: Mapping[str, str]
) -> bool:
    """Tell whether two quizzes are parallel: made alike, without a question in common.

    As many questions for as many points, as many of each difficulty, and as many of each family
    of skills (`families`, by skill).
    """
    one, other = list(first), list(second)
    apart = {it.question_id for it in one}.isdisjoint(it.question_id for it in other)
    return apart and bool(one) and _plan(one, families) == _plan(other, families)


def _plan(items: Iterable[Item], families: Mapping[str, str]) -> tuple[Counter[str], ...]:
    every = list(items)
    return (
        Counter(str(it.out_of) for it in every),
        Counter(it.question.difficulty for it in every),
        Counter(families.get(it.question.skill, it.question.skill) for it in every),
    )
