"""Puts the nodes of a map into columns and in an order in which few lines cross.

What an argument leads to stands in the first column, what bears on it in the next, and so on. A
line that passes columns holds a place in each of them, so that no box is in its way. After
Sugiyama, Tagawa and Toda (1981): longest paths for the columns, then barycentres for the order
within them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizapp.core.argument.notation import ArgumentMap, Relation

SWEEPS = 8
"""So many times forth and back; the order with the fewest crossings is kept."""


@dataclass(frozen=True)
class Layers:
    """Columns of places from first to last; a line passes `routes` on its way to its target."""

    columns: tuple[tuple[str, ...], ...]
    routes: Mapping[Relation, tuple[str, ...]]
    # From source to target, both included; what lies between are places without a box.


def layers(argument: ArgumentMap) -> Layers:
    """Return the columns of a map, and the way of every line through them."""
    depth = _depths(argument)
    columns: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for name in _walk(argument):
        columns[depth[name]].append(name)
    routes = {relation: _route(relation, depth, columns) for relation in argument.relations}
    links = [(left, right) for route in routes.values() for right, left in pairwise(route)]
    return Layers(_ordered(columns, links), routes)


def _depths(argument: ArgumentMap) -> dict[str, int]:
    """Return the column of each node: one further than the furthest that it bears on."""
    depth = {node.name: 0 for node in argument.nodes}
    for _ in argument.nodes:
        for relation in argument.relations:
            depth[relation.source] = max(depth[relation.source], depth[relation.target] + 1)
    return depth


def _walk(argument: ArgumentMap) -> list[str]:
    """Return the nodes as a reader goes through them: each followed by what bears on it."""
    seen: list[str] = []

    def visit(name: str) -> None:
        if name not in seen:
            seen.append(name)
            for _, node in argument.on(name):
                visit(node.name)

    for node in argument.ends:
        visit(node.name)
    return seen


def _route(
    relation: Relation, depth: Mapping[str, int], columns: list[list[str]]
) -> tuple[str, ...]:
    passed = range(depth[relation.source] - 1, depth[relation.target], -1)
    places = [f"{relation.source} > {relation.target} @ {column}" for column in passed]
    for column, place in zip(passed, places, strict=True):
        columns[column].append(place)
    return (relation.source, *places, relation.target)


def _ordered(
    columns: list[list[str]], links: Sequence[tuple[str, str]]
) -> tuple[tuple[str, ...], ...]:
    best, fewest = [list(column) for column in columns], crossings(columns, links)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        order = columns if forth else columns[::-1]
        for fixed, moved in pairwise(order):
            _align(fixed, moved, links, forth=forth)
        found = crossings(columns, links)
        if found < fewest:
            best, fewest = [list(column) for column in columns], found
    return tuple(tuple(column) for column in best)


def _align(
    fixed: Sequence[str], moved: list[str], links: Sequence[tuple[str, str]], *, forth: bool
) -> None:
    """Put the places of a column near the middle of what they are linked to in the one before."""
    at = {name: place for place, name in enumerate(fixed)}
    middle = {}
    for place, name in enumerate(moved):
        near = [
            at[left if forth else right]
            for left, right in links
            if name == (right if forth else left) and (left if forth else right) in at
        ]
        middle[name] = sum(near) / len(near) if near else place
    moved.sort(key=lambda name: middle[name])


def crossings(columns: Sequence[Sequence[str]], links: Sequence[tuple[str, str]]) -> int:
    """Return how many pairs of lines cross between neighbouring columns."""
    count = 0
    for left, right in pairwise(columns):
        at = {name: place for column in (left, right) for place, name in enumerate(column)}
        inner = [(at[a], at[b]) for a, b in links if a in left and b in right]
        count += sum(
            (a - c) * (b - d) < 0 for n, (a, b) in enumerate(inner) for c, d in inner[n + 1 :]
        )
    return count
