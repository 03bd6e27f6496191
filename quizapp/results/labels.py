"""Where names stand beside the points of a chart, so that none lies on another name or a point."""

from collections.abc import Iterable, Sequence
from itertools import product
from math import cos, pi, sin
from typing import NamedTuple

LETTER, HIGH = 8.0, 15.0
"""The most that a letter takes in width, and a line in height, at the size of the chart's text."""
LONGEST = 12
BESIDE = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
AROUND = tuple((cos(n * pi / 12), sin(n * pi / 12)) for n in range(24))
"""The sides of a point on which a name may stand, across and down: close by, and further off."""
CLOSE = 9.0
FURTHER = (18.0, 30.0, 45.0, 65.0, 90.0)
"""How far from its point a name may stand; further off, a line ties it to its point."""
STEPS = 6
"""How many places of a line are looked at, to see that nothing lies there."""


class Box(NamedTuple):
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two rectangles share any room."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def lies_in(self, other: "Box") -> bool:
        """Tell whether this rectangle is wholly within another."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a place is within the rectangle."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of the rectangle that is nearest to another place."""
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)


class Point(NamedTuple):
    """A point of the chart: its middle, how far it reaches from there, and its name."""

    x: float
    y: float
    reach: float
    name: str

    @property
    def box(self) -> Box:
        """Return the room that the point takes."""
        reach = self.reach
        return Box(self.x - reach, self.y - reach, self.x + reach, self.y + reach)


class Label(NamedTuple):
    """A name in its place, and where the line to its point ends, if it needs one."""

    text: str
    box: Box
    tie: tuple[float, float] | None


def place_names(points: Sequence[Point], field: Box) -> list[Label | None]:
    """Return a label for each point, or None where the field has no room left for its name.

    Whoever comes first has the first choice, and always makes the same one.
    """
    taken = [point.box for point in points]
    labels: list[Label | None] = []
    for place, point in enumerate(points):
        others = [*taken[:place], *taken[place + 1 :]]
        free = (it for it in _free(point, field, others) if _is_tied_freely(it, point, others))
        # Better a line across something than a point without a name.
        label = next(free, None) or next(iter(_free(point, field, others)), None)
        if label is not None:
            taken.append(label.box)
        labels.append(label)
    return labels


def _free(point: Point, field: Box, others: Sequence[Box]) -> Iterable[Label]:
    """Yield the places for a name where nothing is yet, from the nearest on."""
    cut = len(point.name) > LONGEST
    text = f"{point.name[: LONGEST - 1]}…" if cut else point.name
    wide = LETTER * len(text)
    for distance, (across, down) in (*product([CLOSE], BESIDE), *product(FURTHER, AROUND)):
        left = point.x + across * distance - wide * (1 - across) / 2
        middle = point.y + down * (distance + HIGH / 3)
        box = Box(left, middle - HIGH / 2, left + wide, middle + HIGH / 2)
        if box.lies_in(field) and not any(box.meets(other) for other in others):
            yield Label(text, box, box.nearest(point.x, point.y) if distance > CLOSE else None)


def _is_tied_freely(label: Label, point: Point, others: Iterable[Box]) -> bool:
    """Tell whether the line from a point to its name lies on nothing, if there is one."""
    if label.tie is None:
        return True
    # It may leave from under a point that lies on its own.
    apart = [other for other in others if not other.holds(point.x, point.y)]
    return not any(other.holds(*at) for at in _along(point, label.tie) for other in apart)


def _along(point: Point, end: tuple[float, float]) -> list[tuple[float, float]]:
    """Return places on the way from a point to the end of its line."""
    return [
        (point.x + (end[0] - point.x) * n / STEPS, point.y + (end[1] - point.y) * n / STEPS)
        for n in range(1, STEPS)
    ]
