"""The full text of a passage as an instructor pastes it, checked against its paragraphs.

It is kept in the database of the class alone. Its paragraphs must be the passage's, because
questions cite them by number; the passage's quotes tell whether they are.
"""

import re
from dataclasses import dataclass

from quizapp.core.lint.text import normalise
from quizapp.core.passage import Passage, Quote

LONGEST = 100_000


@dataclass(frozen=True)
class Block:
    """A run of lines without an empty one between, and the line it begins on."""

    line: int
    text: str


@dataclass(frozen=True)
class Misfit:
    """Why a text does not fit, and the line to look at."""

    line: int
    message: str


@dataclass(frozen=True)
class FullText:
    """A text cut into paragraphs, and what does not fit the passage."""

    paragraphs: tuple[str, ...]
    misfits: tuple[Misfit, ...]


def full_text(text: str, passage: Passage) -> FullText:
    """Return a text as the paragraphs of a passage, with every misfit.

    Paragraphs are set apart by empty lines. A block more may stand before them, the title, and one
    after them, the writer's name; the quotes tell which it is.
    """
    blocks = _blocks(text)
    if len(text) > LONGEST:
        return FullText((), (Misfit(1, f"Use at most {LONGEST:,} characters."),))
    if not blocks:
        return FullText((), (Misfit(1, "There is no text here."),))
    count = len(passage.paragraphs)
    cuts = [
        _cut(blocks, start, passage) for start in (1, 0) if 0 <= len(blocks) - count - start <= 1
    ]
    if not cuts:
        return FullText((), (_wrong_count(blocks, passage),))
    return min(cuts, key=lambda cut: len(cut.misfits))


def _cut(blocks: list[Block], start: int, passage: Passage) -> FullText:
    """Return the paragraphs that begin with a block, the one before them being the title."""
    title = blocks[0] if start else None
    body = blocks[start : start + len(passage.paragraphs)]
    misfits = tuple(
        misfit for quote in passage.quotes if (misfit := _misfit(quote, body, title)) is not None
    )
    return FullText(tuple(block.text for block in body), misfits)


def _blocks(text: str) -> list[Block]:
    found: list[Block] = []
    fresh = True
    for number, line in enumerate(text.splitlines(), start=1):
        words = " ".join(line.split())
        if words and fresh:
            found.append(Block(number, words))
        elif words:
            found[-1] = Block(found[-1].line, f"{found[-1].text} {words}")
        fresh = not words
    return found


def _wrong_count(blocks: list[Block], passage: Passage) -> Misfit:
    """Return how many paragraphs there are, and from which line on they are out of step."""
    count = len(passage.paragraphs)
    words = (
        f"The passage has {count} paragraphs (a title may stand before them, and a name after), "
        f"and this text has {len(blocks)}. Put an empty line between paragraphs and nowhere else."
    )
    for quote in sorted(passage.quotes, key=lambda quote: quote.p):
        there = _place(quote, blocks)
        if quote.p and there is not None and there != quote.p:
            told = f'"{quote.text}" belongs to paragraph {quote.p} and stands in block {there}.'
            return Misfit(blocks[there - 1].line, f"{words} Look here first: {told}")
    return Misfit(blocks[-1].line, words)


def _misfit(quote: Quote, blocks: list[Block], title: Block | None) -> Misfit | None:
    """Return why a quote is not where it belongs, or None when it is."""
    if quote.p == 0:
        if title is None or _has(title, quote):
            return None
        return Misfit(title.line, f'The title should contain "{quote.text}".')
    there = _place(quote, blocks)
    if there == quote.p:
        return None
    where = f"It stands in paragraph {there}." if there else "It stands nowhere in this text."
    line = blocks[min(quote.p, len(blocks)) - 1].line
    return Misfit(line, f'Paragraph {quote.p} should contain "{quote.text}". {where}')


def _place(quote: Quote, blocks: list[Block]) -> int | None:
    """Return the number of the block with a quote: its own if it is there, or the first."""
    found = [number for number, block in enumerate(blocks, start=1) if _has(block, quote)]
    return quote.p if quote.p in found else next(iter(found), None)


def _has(block: Block, quote: Quote) -> bool:
    return _plain(quote.text) in _plain(block.text)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", normalise(text)).casefold().strip()
