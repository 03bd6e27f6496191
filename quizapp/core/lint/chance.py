"""What chance alone would do: tails of the number of hits, and critical values of chi-square."""

from collections.abc import Sequence

CRITICAL = {1: 3.84, 2: 5.99, 3: 7.81, 4: 9.49, 5: 11.07, 6: 12.59, 7: 14.07, 8: 15.51}
"""The value of chi-square that chance exceeds once in twenty times, by degrees of freedom."""


def at_least(hits: int, chances: Sequence[float]) -> float:
    """Return how likely so many hits or more are, each with a chance of its own."""
    return sum(_distribution(chances)[hits:])


def at_most(hits: int, chances: Sequence[float]) -> float:
    """Return how likely so many hits or fewer are, each with a chance of its own."""
    return sum(_distribution(chances)[: hits + 1])


def _distribution(chances: Sequence[float]) -> list[float]:
    """Return the probability of each number of hits, exactly."""
    of = [1.0]
    for chance in chances:
        without, having = [*of, 0.0], [0.0, *of]
        of = [a * (1 - chance) + b * chance for a, b in zip(without, having, strict=True)]
    return of
