"""Where the points of a small chart over time stand: shares from left to right, gaps left open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizapp.core.itemstats.history import History
from quizapp.core.itemstats.numbers import Interval, Undefined
from quizapp.core.itemstats.overall import ClassOverall, StudentOverall

LEFT, RIGHT, TOP, BOTTOM = 68, 24, 14, 130
STEP = 90


@dataclass(frozen=True)
class Point:
    """One share in its place; `low` and `high` end its interval, where it has one."""

    label: str
    x: int
    y: float
    share: Fraction
    low: float | None = None
    high: float | None = None
    starts: bool = False
    # Begins a line: nothing stands before it, or something else was measured.


@dataclass(frozen=True)
class Trend:
    """A chart of one or two lines over the same places."""

    labels: tuple[tuple[int, str], ...]
    points: tuple[Point, ...]
    beside: tuple[Point, ...] = ()
    # The class, beside one student.

    @property
    def width(self) -> int:
        """Return how wide the chart is."""
        return LEFT + STEP * max(len(self.labels) - 1, 0) + RIGHT


def line(
    shares: Sequence[tuple[str, Fraction | Undefined | None, Interval | Undefined | None]],
    starts: Iterable[int] = (),
) -> tuple[Point, ...]:
    """Return the points of a line, leaving out what has no share."""
    begin = set(starts)
    found: list[Point] = []
    for place, (label, share, interval) in enumerate(shares):
        if not isinstance(share, Fraction):
            continue
        ends = (interval.low, interval.high) if isinstance(interval, Interval) else None
        found.append(
            Point(
                label,
                _x(place),
                height(share),
                share,
                height(ends[0]) if ends else None,
                height(ends[1]) if ends else None,
                starts=not found or place in begin,
            )
        )
    return tuple(found)


def height(share: Fraction | float) -> float:
    """Return how far from the top a share stands."""
    return round(TOP + (BOTTOM - TOP) * (1 - float(share)), 1)


def _x(place: int) -> int:
    return LEFT + STEP * place


def labelled(labels: Iterable[str]) -> tuple[tuple[int, str], ...]:
    """Return the labels below the chart with their places."""
    return tuple((_x(place), label) for place, label in enumerate(labels))


def of_class(found: ClassOverall) -> Trend:
    """Return the chart of a class's mean shares over its quizzes."""
    rows = [(one.task.title, one.share, one.interval) for one in found.quizzes]
    return Trend(labelled(str(i) for i, _ in enumerate(rows, start=1)), line(rows))


def of_student(found: ClassOverall, student: StudentOverall) -> Trend:
    """Return the chart of one student's shares over the quizzes, beside the class's means."""
    own = [(one.task.title, one.share, None) for one in student.results if not one.task.practice]
    return Trend(
        labelled(str(i) for i, _ in enumerate(own, start=1)),
        line(own),
        line([(one.task.title, one.share, None) for one in found.quizzes]),
    )


def of_question(found: History) -> Trend:
    """Return the chart of a question's facility; where another line begins, so does the drawn."""
    rows = [(one.given.title, one.facility, one.interval) for one in found.occasions]
    return Trend(
        labelled(str(i) for i, _ in enumerate(rows, start=1)), line(rows, starts=found.starts)
    )
