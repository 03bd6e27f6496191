"""Sums over two series of marks, from which every correlation and covariance follows exactly.

Kept as whole numbers: nothing is lost before the last division, and the sums of a question with
the total give those with the rest of the score for nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from operator import mul

from quizapp.core.itemstats.numbers import ALL_EQUAL, NOBODY, TOO_FEW_PAIRS, Undefined


@dataclass(frozen=True, slots=True)
class Moments:
    """The number of pairs (x, y), and the sums of x, y, x², y² and xy."""

    count: int
    x: int
    y: int
    xx: int
    yy: int
    xy: int

    @property
    def spread_x(self) -> int:
        """Return n (n - 1) times the variance of x, as a sample's."""
        return self.count * self.xx - self.x * self.x

    @property
    def spread_y(self) -> int:
        """Return n (n - 1) times the variance of y, as a sample's."""
        return self.count * self.yy - self.y * self.y

    @property
    def together(self) -> int:
        """Return n (n - 1) times the covariance, as a sample's."""
        return self.count * self.xy - self.x * self.y

    @property
    def rest(self) -> "Moments":
        """Return the same of x and y - x: where y is a total, of a mark and all the others."""
        return Moments(
            self.count,
            self.x,
            self.y - self.x,
            self.xx,
            self.yy - 2 * self.xy + self.xx,
            self.xy - self.xx,
        )

    @property
    def correlation(self) -> float | Undefined:
        """Return Pearson's correlation; n - 1 cancels, so sample and population agree.

        Two pairs always lie on a line, so at least three are asked for.
        """
        if self.count < 3:
            return TOO_FEW_PAIRS if self.count else NOBODY
        spread_x, spread_y = self.spread_x, self.spread_y
        if not spread_x or not spread_y:
            return ALL_EQUAL
        found = self.together / (sqrt(spread_x) * sqrt(spread_y))
        # Two roots and a division may carry a perfect correlation past its end.
        return max(-1.0, min(found, 1.0))


def moments(xs: Sequence[int], ys: Sequence[int]) -> Moments:
    """Return the sums over two series of the same length."""
    return Moments(
        len(xs),
        sum(xs),
        sum(ys),
        sum(map(mul, xs, xs)),
        sum(map(mul, ys, ys)),
        sum(map(mul, xs, ys)),
    )
