"""What changed from one version of a question to the next, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, Literal

MOST_WORDS = 2_000
"""Beyond this, two texts are shown whole: comparing them word by word takes too long."""

NAMES = {
    "stem": "Question",
    "options": "Choice",
    "pairs": "Pair",
    "extra_right": "Extra right sides",
    "sequence": "Step",
    "cards": "Card",
    "blanks": "Blank",
    "rubric": "Rubric line",
    "accept": "Accepted idea",
    "quotes": "Quote",
    "paras": "Paragraphs",
    "ask": "Question to ask",
    "waive": "Waived rule",
    "answer": "Right answer",
    "p": "paragraph",
}


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, was added or was removed."""

    change: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True)
class Difference:
    """One field of a question that changed."""

    label: str
    pieces: tuple[Piece, ...]


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Return every field that differs between two records, in the order a form shows them."""
    old, new = dict(_lines(before)), dict(_lines(after))
    labels = [*new, *(label for label in old if label not in new)]
    return [
        Difference(label, compared(old.get(label, ""), new.get(label, "")))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]


def compared(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts as one, with what was removed and added marked word by word."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    if len(old) + len(new) > MOST_WORDS:
        pieces = [Piece("removed", before), Piece("added", after)]
    else:
        pieces = [
            piece
            for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
            for piece in _pieces(tag, "".join(old[i:j]), "".join(new[k:m]))
        ]
    return tuple(piece for piece in _joined(pieces) if piece.text)


def _pieces(tag: str, before: str, after: str) -> list[Piece]:
    if tag == "equal":
        return [Piece("same", after)]
    return [Piece("removed", before), Piece("added", after)]


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Join changes that only a blank separates, so that a rewritten phrase reads as one."""
    blank_free = [
        [Piece("removed", p.text), Piece("added", p.text)]
        if p.change == "same" and not p.text.strip() and 0 < i < len(pieces) - 1
        else [p]
        for i, p in enumerate(pieces)
    ]
    flat = [piece for group in blank_free for piece in group]
    for changed, run in groupby(flat, key=lambda piece: piece.change != "same"):
        group = list(run)
        if not changed:
            yield from group
            continue
        for change in ("removed", "added"):
            yield Piece(change, "".join(p.text for p in group if p.change == change))


def _lines(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every text of a record with the label a person knows it by."""
    for name, value in record.items():
        label = NAMES.get(name, name.replace("_", " ").capitalize())
        if isinstance(value, dict):
            yield from ((f"{label}: {key}", _plain(text)) for key, text in value.items())
        elif isinstance(value, list) and value and isinstance(value[0], dict | list):
            for number, row in enumerate(value, start=1):
                yield from _row(f"{label} {number}", row)
        else:
            yield label, _plain(value)


def _row(label: str, row: dict[str, Any] | list[Any]) -> Iterator[tuple[str, str]]:
    if isinstance(row, list):
        yield label, _plain(row)
        return
    for name, value in row.items():
        first = name in {"text", "left", "options"}
        yield label if first else f"{label}: {NAMES.get(name, name)}", _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " | ".join(str(item) for item in value)
    return str(value)
