"""The students of a class: how far each has come, with what score, and how scores spread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Literal, TypeAlias

from quizapp.core.itemstats.numbers import (
    Bin,
    Interval,
    Undefined,
    deviation,
    histogram,
    mean,
    mean_interval,
    quantile,
)
from quizapp.core.itemstats.rows import Student, Try, counting
from quizapp.core.itemstats.shape import Shape, shape
from quizapp.core.marks import PARTS_PER_POINT
from quizapp.core.scoring import Grading, Score, graded

State: TypeAlias = Literal["not started", "working", "submitted", "submitted by the clock"]


@dataclass(frozen=True)
class StudentResult:
    """One student's way through an assignment.

    `counted` is the attempt whose answers the questions are counted from; `score` is what the
    grading policy makes of all finished attempts.
    """

    student: Student
    state: State
    tries: int
    counted: Try | None
    score: Score | None
    latest: Try | None

    @property
    def time(self) -> timedelta | None:
        """Return how long the counted attempt took from start to submission."""
        if self.counted is None or self.counted.submitted_at is None:
            return None
        return self.counted.submitted_at - self.counted.started_at


@dataclass(frozen=True)
class ScoreSummary:
    """How the scores of a class spread; every value in parts, out of `out_of`."""

    count: int
    out_of: int
    mean: Fraction | Undefined
    interval: Interval | Undefined
    deviation: float | Undefined
    least: Fraction | Undefined
    lower_quartile: Fraction | Undefined
    median: Fraction | Undefined
    upper_quartile: Fraction | Undefined
    most: Fraction | Undefined
    shape: Shape
    bins: tuple[Bin, ...]

    @property
    def share(self) -> Fraction | Undefined:
        """Return the mean as a share of the most."""
        return self.mean / self.out_of if isinstance(self.mean, Fraction) else self.mean


def student_result(student: Student, tries: Sequence[Try], grading: Grading) -> StudentResult:
    """Return how far one student has come."""
    ranked = sorted(tries, key=lambda one: one.number)
    latest = ranked[-1] if ranked else None
    counted = counting(ranked, grading)
    return StudentResult(
        student,
        _state(latest),
        len(ranked),
        counted,
        _score(counted, ranked, grading),
        latest,
    )


def _score(counted: Try | None, ranked: Iterable[Try], grading: Grading) -> Score | None:
    """Return the score that counts: that of the counted attempt, but for a mean of all."""
    if counted is None or grading != "mean":
        return counted and _of_try(counted)
    return graded([_of_try(one) for one in ranked if one.submitted_at is not None], grading)


def _of_try(one: Try) -> Score:
    return Score(Fraction(one.score or 0), one.out_of)


def _state(latest: Try | None) -> State:
    if latest is None:
        return "not started"
    if latest.submitted_at is None:
        return "working"
    return "submitted by the clock" if latest.by_clock else "submitted"


def score_summary(results: Iterable[StudentResult], out_of: int) -> ScoreSummary:
    """Return how the scores spread, each put on the scale of `out_of` parts."""
    scores = [one.score for one in results if one.score is not None]
    exact = [s.total if s.out_of == out_of else s.share * out_of for s in scores]
    # Whole numbers are as exact and far quicker; only a mean of tries needs fractions.
    values = [v.numerator if v.denominator == 1 else v for v in exact]
    return ScoreSummary(
        count=len(values),
        out_of=out_of,
        mean=mean(values),
        interval=mean_interval(values, out_of),
        deviation=deviation(values),
        least=quantile(values, Fraction(0)),
        lower_quartile=quantile(values, Fraction(1, 4)),
        median=quantile(values, Fraction(1, 2)),
        upper_quartile=quantile(values, Fraction(3, 4)),
        most=quantile(values, Fraction(1)),
        shape=shape(values),
        bins=histogram(values, out_of, PARTS_PER_POINT),
    )
