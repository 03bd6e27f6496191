"""Marks are exact whole numbers, so that page, export and summary agree to the cent.

A mark is stored as a whole number of *parts*. One point is 2,772,000 parts: a hundredth of a
point times the least common multiple of 1 to 12. Halves, thirds, sevenths and twelfths of any
number of points with two decimals are therefore exact, sums are sums of integers in Python and
in either database, and rounding happens in one place only: `in_points`.
"""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

MOST_PIECES = 12
"""The most separately credited pieces (pairs, cards, blanks, keys) that one question may have."""

PARTS_PER_HUNDREDTH = lcm(*range(1, MOST_PIECES + 1))
PARTS_PER_POINT = 100 * PARTS_PER_HUNDREDTH


def mark(credit: Fraction, points: int) -> int:
    """Return the mark, in parts, for a credit from 0 to 1 on a question worth `points` hundredths.

    Raises ValueError when the credit is outside 0 to 1 or has a piece count above `MOST_PIECES`.
    """
    if not 0 <= credit <= 1:
        raise ValueError(f"credit {credit} is outside 0 to 1")
    parts = credit * points * PARTS_PER_HUNDREDTH
    if parts.denominator != 1:
        raise ValueError(f"credit {credit} is finer than a twelfth")
    return int(parts)


def in_points(parts: Fraction | float) -> Decimal:
    """Return parts as points with two decimals, halves rounded up: the one rounding rule.

    A float comes only from a statistic such as a standard deviation, never from a mark.
    """
    exact = Fraction(parts)
    size, hundredth = abs(exact.numerator), exact.denominator * PARTS_PER_HUNDREDTH
    hundredths = (2 * size + hundredth) // (2 * hundredth)
    return Decimal(hundredths if exact >= 0 else -hundredths).scaleb(-2)


@lru_cache(maxsize=10_000)
def shown(parts: Fraction | float) -> str:
    """Return a mark as a person reads it: '7.5', '10', '0.67', without needless zeros.

    Kept, because a page shows the same few marks over and over.
    """
    text = f"{in_points(parts):.2f}"
    return text.rstrip("0").rstrip(".")


def from_points(points: Decimal) -> int:
    """Return the parts for a number of points with at most two decimals.

    Raises ValueError when the number is not finite or finer than a hundredth.
    """
    if not points.is_finite():
        raise ValueError("not a finite number of points")
    hundredths = Fraction(points) * 100
    if hundredths.denominator != 1:
        raise ValueError("finer than a hundredth of a point")
    return int(hundredths) * PARTS_PER_HUNDREDTH
