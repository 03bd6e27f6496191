"""Fisher's F distribution, for the interval of Cronbach's alpha: only its quantiles are needed.

An F quantile is a beta quantile in other clothes (NIST Digital Library of Mathematical Functions,
8.17), and the standard library has neither.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import exp, lgamma, log, log1p

CLOSE = 1e-12
SETTLED = 1e-9
TINY = 1e-300


@lru_cache(maxsize=512)
def f_quantile(share: float, above: int, below: int) -> float:
    """Return the value that F with these degrees of freedom stays under with this probability."""
    x = _beta_quantile(share, above / 2, below / 2)
    return below * x / (above * (1 - x))


def _beta_quantile(share: float, a: float, b: float) -> float:
    """Return where the incomplete beta function reaches `share`: Newton's steps, kept in bounds."""
    low, high, x, last = 0.0, 1.0, a / (a + b), 0.0
    while abs(x - last) > SETTLED * x:
        miss = beta_share(x, a, b) - share
        low, high = (low, x) if miss > 0 else (x, high)
        step = x - miss / max(exp(_log_front(x, a, b)) / (x * (1 - x)), TINY)
        last, x = x, step if low < step < high else (low + high) / 2
    return x


def beta_share(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function, from its continued fraction (8.17.22)."""
    if x > (a + 1) / (a + b + 2):
        # There the mirrored fraction is the one that settles fast.
        return 1 - beta_share(1 - x, b, a)
    return exp(_log_front(x, a, b)) / a * _fraction(x, a, b)


def _log_front(x: float, a: float, b: float) -> float:
    return lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)


def _fraction(x: float, a: float, b: float) -> float:
    """Return 1 / (1 + d1 / (1 + d2 / (1 + ...))), forwards by Lentz's method."""
    value = upper = 1.0
    lower = change = 0.0
    coefficients = _coefficients(x, a, b)
    while abs(change - 1) > CLOSE:
        d = next(coefficients)
        lower = 1 / ((1 + d * lower) or TINY)
        upper = (1 + d / upper) or TINY
        change = upper * lower
        value *= change
    return 1 / value


def _coefficients(x: float, a: float, b: float) -> Iterator[float]:
    m = 0
    while True:
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        m += 1
        yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
