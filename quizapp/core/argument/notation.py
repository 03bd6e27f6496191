"""Reads the map of an argument from its own text: statements, steps, and how they bear on another.

The notation is a small part of Argdown's. '[A]: text' is a statement and '<B>: text' a step of
reasoning. Indented lines below one tell what bears on it: '+' supports it, '-' speaks against it,
'_' says that it does not carry; with '>' after the sign it is the other way round. Of '(P3)' and
'#tags' after the text, the first is the paragraph, the second whatever there is to say of it. A
line with '#' at its start is a heading, one with '//' a note to authors.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

Bearing: TypeAlias = Literal["supports", "attacks", "undercuts"]

SIGNS: dict[str, Bearing] = {"+": "supports", "-": "attacks", "_": "undercuts"}
MARKS = {
    "not-in-article": "not in the article",
    "critique": "a reader's reply",
    "named-source": "named source",
    "unnamed-source": "source without a name",
    "vague-source": "vague source",
    "nobody-named": "nobody named",
    "no-source": "no source",
}
OURS = frozenset({"not-in-article", "critique"})
"""Marks of what the article does not say itself."""

MOST_NODES = 99
STEP = 2
"""So many spaces are one step of indentation."""

_LINE = re.compile(
    r"(?P<indent> *)(?:(?P<sign>[+\-_])(?P<back>>?) +)?"
    r"(?:\[(?P<statement>[^\]]+)\]|<(?P<step>[^>]+)>)(?:: *(?P<text>.+))?"
)
_PARAGRAPH = re.compile(r"\(P(\d{1,2})\)")
_TAG = re.compile(r"#([a-z][a-z-]*)")


class NoMap(ValueError):
    """A text is no map: its line, and what is wrong there."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line} of the map: {message}")
        self.line = line


@dataclass(frozen=True)
class Node:
    """A statement or a step of the argument."""

    name: str
    step: bool = False
    text: str = ""
    paras: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def ours(self) -> bool:
        """Tell whether it is no part of the article."""
        return not OURS.isdisjoint(self.tags)

    @property
    def note(self) -> str:
        """Return where it stands and what there is to say of it."""
        marks = (MARKS.get(tag, tag.replace("-", " ")) for tag in self.tags)
        return ", ".join((*(f"P{number}" for number in self.paras), *marks))


@dataclass(frozen=True)
class Relation:
    """That one node bears on another, and how."""

    source: str
    target: str
    bearing: Bearing


@dataclass(frozen=True)
class ArgumentMap:
    """Nodes in the order in which the text names them first, and how they bear on one another."""

    nodes: tuple[Node, ...]
    relations: tuple[Relation, ...]

    @property
    def ends(self) -> tuple[Node, ...]:
        """Return the nodes that bear on no other: what the argument leads to."""
        sources = {relation.source for relation in self.relations}
        return tuple(node for node in self.nodes if node.name not in sources)

    def on(self, name: str) -> list[tuple[Bearing, Node]]:
        """Return what bears on a node, and how."""
        by_name = {node.name: node for node in self.nodes}
        return [(r.bearing, by_name[r.source]) for r in self.relations if r.target == name]


@dataclass
class _Reading:
    nodes: dict[str, Node] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    # The line on which a node was named first.


def read_map(text: str) -> ArgumentMap:
    """Return the map that a text describes. Raises NoMap with the line and what is wrong there."""
    reading = _Reading()
    above: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith(("#", "//")):
            continue
        found = _LINE.fullmatch(line.rstrip())
        if found is None:
            raise NoMap(number, "write '[Name]: text', '<Name>: text', or '  + [Name]' below one")
        depth = _depth(found, len(above), number)
        name = _node(found, reading, number)
        del above[depth:]
        if depth:
            _relate(found, name, above[-1], reading, number)
        above.append(name)
    return _whole(reading)


def _depth(found: re.Match[str], reached: int, number: int) -> int:
    indent = len(found["indent"])
    depth = indent // STEP
    if indent % STEP or depth > reached:
        raise NoMap(number, f"indent by {STEP} spaces for each step, one step at a time")
    if (depth > 0) != (found["sign"] is not None):
        raise NoMap(number, "an indented line begins with +, - or _, any other with a name")
    return depth


def _node(found: re.Match[str], reading: _Reading, number: int) -> str:
    """Note what a line says of its node, and return the node's name."""
    name = " ".join((found["statement"] or found["step"]).split())
    reading.first.setdefault(name, number)
    known = reading.nodes.setdefault(name, Node(name, step=found["step"] is not None))
    if known.step != (found["step"] is not None):
        raise NoMap(number, f"'{name}' is a statement in one place and a step in another")
    if found["text"] is not None:
        if known.text:
            raise NoMap(number, f"'{name}' has a text already: give it in one place")
        reading.nodes[name] = _described(known, found["text"])
    return name


def _described(node: Node, text: str) -> Node:
    paras = tuple(int(number) for number in _PARAGRAPH.findall(text))
    plain = _TAG.sub("", _PARAGRAPH.sub("", text))
    return replace(node, text=" ".join(plain.split()), paras=paras, tags=tuple(_TAG.findall(text)))


def _relate(found: re.Match[str], name: str, parent: str, reading: _Reading, number: int) -> None:
    source, target = (parent, name) if found["back"] else (name, parent)
    relation = Relation(source, target, SIGNS[found["sign"]])
    if any((each.source, each.target) == (source, target) for each in reading.relations):
        raise NoMap(number, f"how '{source}' bears on '{target}' is said already")
    reading.relations.append(relation)


def _whole(reading: _Reading) -> ArgumentMap:
    for name, node in reading.nodes.items():
        if not node.text:
            raise NoMap(reading.first[name], f"'{name}' has no text anywhere: add ': text'")
    if not 0 < len(reading.nodes) <= MOST_NODES:
        raise NoMap(1, f"a map has at least 1 statement or step, and at most {MOST_NODES}")
    for name in _circular(reading.relations):
        raise NoMap(reading.first[name], f"'{name}' bears on itself, by whatever way round")
    return ArgumentMap(tuple(reading.nodes.values()), tuple(reading.relations))


def _circular(relations: list[Relation]) -> Iterator[str]:
    """Yield the nodes that a circle leads through, or that lead into one."""
    left = list(relations)
    while ends := {r.target for r in left} - {r.source for r in left}:
        left = [relation for relation in left if relation.target not in ends]
    yield from (relation.source for relation in left)
