"""The shape of a class's scores: whether they lean to one side, and how heavy the ends are.

Both are what Moodle shows as skewness and kurtosis
(mod/quiz/report/statistics/classes/calculator.php), and 0 for a normal distribution.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.itemstats.numbers import ALL_EQUAL, NOBODY, Exact, Undefined

TOO_FEW_TO_LEAN = Undefined("needs at least 3 students")
TOO_FEW_FOR_ENDS = Undefined("needs at least 4 students")


@dataclass(frozen=True)
class Shape:
    """Skewness and excess kurtosis."""

    skewness: float | Undefined
    kurtosis: float | Undefined


def shape(values: Sequence[Exact]) -> Shape:
    """Return the shape of a distribution.

    With m_r the r-th central moment over n: k2 = n m2 / (n - 1),
    k3 = n² m3 / ((n - 1)(n - 2)), k4 = n² ((n + 1) m4 - 3 (n - 1) m2²) / ((n - 1)(n - 2)(n - 3));
    skewness is k3 / k2^1.5, kurtosis k4 / k2².
    """
    n = len(values)
    if not n:
        return Shape(NOBODY, NOBODY)
    if n < 3:
        return Shape(TOO_FEW_TO_LEAN, TOO_FEW_FOR_ENDS)
    total = sum(values)
    apart = [float(n * value - total) for value in values]
    squares = [one * one for one in apart]
    m2 = sum(squares) / n
    if not m2:
        return Shape(ALL_EQUAL, ALL_EQUAL if n > 3 else TOO_FEW_FOR_ENDS)
    m3 = sum(x * x2 for x, x2 in zip(apart, squares, strict=True)) / n
    k2 = n * m2 / (n - 1)
    skewness = n * n * m3 / ((n - 1) * (n - 2)) / k2**1.5
    if n < 4:
        return Shape(skewness, TOO_FEW_FOR_ENDS)
    m4 = sum(x2 * x2 for x2 in squares) / n
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
    return Shape(skewness, k4 / k2**2)
