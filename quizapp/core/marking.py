"""Marking by hand: the steps that a rubric offers, and which written answers are the same."""

from dataclasses import dataclass
from fractions import Fraction

from quizapp.core.kinds.short import Short, plain
from quizapp.core.marks import mark

MOST_STEPS = 9
"""The most rubric points that single digits can give."""


@dataclass(frozen=True)
class Step:
    """One key of the marker's keyboard: so many points of the rubric, and the mark they earn."""

    earned: int
    mark: int
    # In parts (core.marks).


def rubric_points(question: Short) -> int:
    """Return how many points a rubric gives in all, or 4 where digits could not count them."""
    total = sum(Fraction(line.points) for line in question.rubric)
    whole = total.denominator == 1 and 1 <= total <= MOST_STEPS
    return int(total) if whole else 4


def steps(question: Short, points: int) -> tuple[Step, ...]:
    """Return the marks that a rubric offers on a question worth `points` hundredths."""
    total = rubric_points(question)
    return tuple(Step(n, mark(Fraction(n, total), points)) for n in range(total + 1))


def same_words(answer: str) -> str:
    """Return what two written answers must share to be marked together."""
    return plain(answer)
