"""The picture of a map: boxes with their lines of text, and the lines between them, in pixels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizapp.core.argument.layers import Layers, layers
from quizapp.core.argument.notation import ArgumentMap, Bearing, Node, Relation

BOX_WIDTH = 168
COLUMN_GAP = 28
ROW_GAP = 14
PASSING = 10
"""The height that a line takes where it passes a column."""

PADDING = 8
LINE_HEIGHT = 16
LETTER = 7
"""How wide a letter is at most on average, in the size that the style sheet gives."""

LETTERS = (BOX_WIDTH - 2 * PADDING) // LETTER
MARGIN = 4
SETTLINGS = 24


@dataclass(frozen=True)
class Box:
    """A node in its place, with its name and its text as lines that fit."""

    node: Node
    x: float
    y: float
    height: float
    heading: tuple[str, ...]
    lines: tuple[str, ...]
    note: tuple[str, ...]
    width: float = BOX_WIDTH


@dataclass(frozen=True)
class Line:
    """A relation as a path from its source to its target, and where its sign stands."""

    relation: Relation
    path: str
    sign_x: float
    sign_y: float


@dataclass(frozen=True)
class Picture:
    """All boxes and lines of a map, and how large a sheet they need."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def picture(argument: ArgumentMap) -> Picture:
    """Return the picture of a map."""
    found = layers(argument)
    nodes = {node.name: node for node in argument.nodes}
    heights = {
        name: _box(nodes[name], 0, 0).height if name in nodes else PASSING
        for column in found.columns
        for name in column
    }
    tops = _tops(found, heights)
    boxes = tuple(
        _box(nodes[name], _x(place), tops[name])
        for place, column in enumerate(found.columns)
        for name in column
        if name in nodes
    )
    return Picture(
        _x(len(found.columns)) - COLUMN_GAP + MARGIN,
        max(box.y + box.height for box in boxes) + MARGIN,
        boxes,
        tuple(_lines(found, tops, heights)),
    )


def wrapped(text: str, letters: int = LETTERS) -> tuple[str, ...]:
    """Return a text as lines of so many letters at most; a longer word is broken."""
    lines = [""] if text else []
    for word in text.split():
        pieces = [word[i : i + letters] for i in range(0, len(word), letters)]
        for piece in pieces:
            if lines[-1] and len(lines[-1]) + 1 + len(piece) > letters:
                lines.append("")
            lines[-1] += f" {piece}" if lines[-1] else piece
    return tuple(lines)


def _box(node: Node, x: float, y: float) -> Box:
    heading = wrapped(node.name, LETTERS - 2)
    lines, note = wrapped(node.text), wrapped(node.note)
    count = len(heading) + len(lines) + len(note)
    return Box(node, x, y, count * LINE_HEIGHT + 2 * PADDING, heading, lines, note)


def _x(column: int) -> float:
    return MARGIN + column * (BOX_WIDTH + COLUMN_GAP)


def _tops(found: Layers, heights: Mapping[str, float]) -> dict[str, float]:
    """Return where each place of a column begins: near what it is linked to, none on another."""
    links: dict[str, list[str]] = {}
    for route in found.routes.values():
        for one, other in pairwise(route):
            links.setdefault(one, []).append(other)
            links.setdefault(other, []).append(one)
    tops: dict[str, float] = {}
    for column in found.columns:
        tops |= _stacked(column, heights, dict.fromkeys(column, 0.0))
    for _ in range(SETTLINGS):
        for column in found.columns:
            wanted = {
                name: _middle(links.get(name, [name]), tops, heights) - heights[name] / 2
                for name in column
            }
            tops |= _stacked(column, heights, wanted)
    least = min(tops.values())
    return {name: top - least + MARGIN for name, top in tops.items()}


def _middle(names: Sequence[str], tops: Mapping[str, float], heights: Mapping[str, float]) -> float:
    return sum(tops[name] + heights[name] / 2 for name in names) / len(names)


def _stacked(
    column: Sequence[str], heights: Mapping[str, float], wanted: Mapping[str, float]
) -> dict[str, float]:
    """Return tops in the order of a column, as near as can be to those wanted.

    Places that would overlap form a block, which stands where its members want it on average.
    """
    blocks: list[tuple[list[str], float, float]] = []
    # The names of a block, the sum of what they want of its top, and its height.
    for name in column:
        names, sought, height = [name], wanted[name], heights[name] + ROW_GAP
        while blocks and _top(blocks[-1]) + blocks[-1][2] > sought / len(names):
            before, wish, tall = blocks.pop()
            sought = wish + sought - tall * len(names)
            names, height = before + names, tall + height
        blocks.append((names, sought, height))
    tops = {}
    for block in blocks:
        top = _top(block)
        for name in block[0]:
            tops[name] = top
            top += heights[name] + ROW_GAP
    return tops


def _top(block: tuple[list[str], float, float]) -> float:
    return block[1] / len(block[0])


def _lines(
    found: Layers, tops: Mapping[str, float], heights: Mapping[str, float]
) -> Iterator[Line]:
    column = {name: place for place, names in enumerate(found.columns) for name in names}
    ports = _ports(found, tops, heights)
    for relation, route in found.routes.items():
        source, target = route[0], route[-1]
        points = [(_x(column[source]), tops[source] + heights[source] / 2)]
        for name in route[1:-1]:
            y, x = tops[name] + heights[name] / 2, _x(column[name])
            points += [(x + BOX_WIDTH, y), (x, y)]
        end = (_x(column[target]) + BOX_WIDTH, ports[relation])
        yield Line(relation, _path([*points, end]), end[0] + 10, end[1] - 5)


def _ports(
    found: Layers, tops: Mapping[str, float], heights: Mapping[str, float]
) -> dict[Relation, float]:
    """Return at which height each line ends: spread over the side of the box it leads to."""
    arriving: dict[str, list[tuple[float, Relation]]] = {}
    for relation, route in found.routes.items():
        came = route[-2]
        arriving.setdefault(route[-1], []).append((tops[came] + heights[came] / 2, relation))
    ports = {}
    for target, lines in arriving.items():
        lines.sort(key=lambda each: each[0])
        step = heights[target] / (len(lines) + 1)
        for place, (_, relation) in enumerate(lines, start=1):
            ports[relation] = tops[target] + place * step
    return ports


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Return a way through points: curved from column to column, straight along a passed one."""
    x, y = points[0]
    drawn = [f"M{x:g} {y:.1f}"]
    for place, (to_x, to_y) in enumerate(points[1:]):
        bend = (x - to_x) / 2
        drawn.append(
            f"L{to_x:g} {to_y:.1f}"
            if place % 2
            else f"C{x - bend:g} {y:.1f} {to_x + bend:g} {to_y:.1f} {to_x:g} {to_y:.1f}"
        )
        x, y = to_x, to_y
    return " ".join(drawn)


@dataclass(frozen=True)
class Entry:
    """A node in the map told as nested lists: how it bears on the one above, and what on it."""

    node: Node
    bearing: Bearing | None
    again: bool
    # Whether it stood further up already, with all that bears on it.
    below: tuple["Entry", ...]


def outline(argument: ArgumentMap) -> tuple[Entry, ...]:
    """Return the map as nested lists, each node with what bears on it where it comes first."""
    told: set[str] = set()

    def entry(node: Node, bearing: Bearing | None) -> Entry:
        again = node.name in told
        told.add(node.name)
        below = () if again else tuple(entry(other, how) for how, other in argument.on(node.name))
        return Entry(node, bearing, again, below)

    return tuple(entry(node, None) for node in argument.ends)
