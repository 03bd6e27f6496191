"""The statistics themselves: mean, spread, intervals and correlation, each with its source.

Marks are whole numbers and shares are fractions, so sums, means and quartiles are exact; only
square roots and intervals are floats. What has no value is `Undefined` and says why, never 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle
from math import atanh, ceil, floor, lcm, sqrt, tanh
from operator import mul
from statistics import NormalDist
from typing import TypeAlias


@dataclass(frozen=True)
class Undefined:
    """A statistic that has no value here; `why` is shown in its place."""

    why: str


NOBODY = Undefined("nobody has finished yet")
TOO_FEW = Undefined("needs at least 2 students")
TOO_FEW_PAIRS = Undefined("needs at least 3 students")
ALL_EQUAL = Undefined("everyone got the same mark")
TOO_FEW_FOR_FISHER = Undefined("needs at least 4 students")
ON_A_LINE = Undefined("all lie on one line")

Exact: TypeAlias = int | Fraction
Z_95 = NormalDist().inv_cdf(0.975)
T_95 = (
    *(12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281),
    *(2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860),
    *(2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423),
)
"""Student's t at 97.5 % for 1 to 30 degrees of freedom."""


@dataclass(frozen=True)
class Interval:
    """A 95 % interval and the method it was made by."""

    low: float
    high: float
    method: str


@dataclass(frozen=True)
class Bin:
    """One bar of a histogram: from `low` to under `high`, or exactly `low` where they are equal."""

    low: Fraction
    high: Fraction
    count: int


def mean(values: Sequence[Exact]) -> Fraction | Undefined:
    """Return the arithmetic mean, exactly."""
    return Fraction(sum(values)) / len(values) if values else NOBODY


def quantile(values: Sequence[Exact], share: Fraction) -> Fraction | Undefined:
    """Return the value below which `share` of the values lie.

    Type 7 of Hyndman and Fan (1996), 'Sample Quantiles in Statistical Packages', The American
    Statistician 50: linear between the two neighbours, as R, NumPy and QUARTILE.INC have it.
    """
    if not values:
        return NOBODY
    ranked = sorted(values)
    place = (len(ranked) - 1) * share
    below, above = ranked[floor(place)], ranked[ceil(place)]
    return below + (place - floor(place)) * (above - below)


def deviation(values: Sequence[Exact]) -> float | Undefined:
    """Return the standard deviation of a sample, with n - 1 below the line as Moodle has it."""
    if len(values) < 2:
        return TOO_FEW if values else NOBODY
    count, total = len(values), sum(values)
    squares = count * sum(map(mul, values, values)) - total * total
    return sqrt(Fraction(squares, count * (count - 1)))


def wilson(right: int, count: int) -> Interval | Undefined:
    """Return the 95 % score interval of a share: Wilson (1927), JASA 22, 209-212.

    It stays within 0 to 1 and holds for small classes and for shares near the ends.
    """
    if not count:
        return NOBODY
    share, z2 = right / count, Z_95 * Z_95
    centre = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = Z_95 * sqrt(share * (1 - share) / count + z2 / (4 * count * count)) / (1 + z2 / count)
    return Interval(max(centre - half, 0.0), min(centre + half, 1.0), "Wilson")


def fisher(correlation: float | Undefined, count: int) -> Interval | Undefined:
    """Return the 95 % interval of a correlation: Fisher (1921), Metron 1, 3-32.

    Its normal approximation needs more than three pairs, and pairs that do not all lie on a line.
    """
    if isinstance(correlation, Undefined):
        return correlation
    if count < 4:
        return TOO_FEW_FOR_FISHER
    if abs(correlation) >= 1:
        return ON_A_LINE
    centre, half = atanh(correlation), Z_95 / sqrt(count - 3)
    return Interval(tanh(centre - half), tanh(centre + half), "Fisher")


def t_95(freedom: int) -> float:
    """Return Student's t at 97.5 %: from the table, above 30 by Abramowitz and Stegun 26.7.5."""
    if freedom <= len(T_95):
        return T_95[freedom - 1]
    z = Z_95
    first = (z**3 + z) / (4 * freedom)
    second = (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    return z + first + second


def mean_interval(values: Sequence[Exact], most: Exact) -> Interval | Undefined:
    """Return the 95 % interval of a mean by Student's t, cut to what is possible: 0 to `most`."""
    spread = deviation(values)
    if isinstance(spread, Undefined):
        return spread
    if spread == 0:
        return ALL_EQUAL
    centre = float(Fraction(sum(values)) / len(values))
    half = t_95(len(values) - 1) * spread / sqrt(len(values))
    return Interval(max(centre - half, 0.0), min(centre + half, float(most)), "Student's t")


def on_one_scale(marks: Iterable[tuple[int, int]]) -> tuple[list[int], int]:
    """Return marks with their maxima as whole numbers out of one common maximum."""
    pairs = list(marks)
    maxima = {out_of for _, out_of in pairs}
    most = lcm(*(out_of for out_of in maxima if out_of))
    times = {out_of: most // out_of if out_of else 0 for out_of in maxima}
    return [mark * times[out_of] for mark, out_of in pairs], most


def share_interval(values: Sequence[int], most: int, *, binary: bool) -> Interval | Undefined:
    """Return the 95 % interval of a mean share, from values out of `most`.

    Wilson's where every value can only be nothing or all (`binary`) and is, Student's t otherwise.
    """
    if binary and set(values) <= {0, most}:
        return wilson(values.count(most), len(values))
    found = mean_interval(values, most)
    if isinstance(found, Undefined):
        return found
    return Interval(found.low / most, found.high / most, found.method)


def histogram(values: Sequence[Exact], most: Exact, unit: Exact) -> tuple[Bin, ...]:
    """Return bars of one round width from 0 to `most`, at most 13; full marks stand alone.

    `unit` is one point in the values' own measure; widths are 1, 2 or 5 times a power of ten.
    """
    width = _bar_width(Fraction(most) / unit) * unit
    starts = [width * place for place in range(floor(most / width) + 1)]
    counts = [0] * len(starts)
    for value in values:
        counts[floor(value / width)] += 1
    ends = [*starts[1:], Fraction(most)]
    return tuple(map(Bin, starts, ends, counts))


def _bar_width(most: Fraction) -> Fraction:
    width, steps = Fraction(1, 100), cycle((Fraction(2), Fraction(5, 2), Fraction(2)))
    while most > 12 * width:
        width *= next(steps)
    return width
