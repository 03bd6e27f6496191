"""The article itself, for the two rules that need it: known to its reader and kept nowhere."""

import re
from dataclasses import dataclass
from functools import cached_property

from quizapp.core.lint.text import words

RUN = 6
"""So many words in a row are copied."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Article:
    """An article's paragraphs as written, the title first."""

    paragraphs: tuple[str, ...]

    @cached_property
    def sentences(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """Return for each paragraph its sentences, each as its words."""
        return tuple(
            tuple(tuple(lowered(sentence)) for sentence in _SENTENCE.split(paragraph))
            for paragraph in self.paragraphs
        )

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Return every run of words that is long enough to be copied, within one paragraph."""
        return frozenset(run for paragraph in self.paragraphs for run in _runs(lowered(paragraph)))


def article(text: str) -> Article:
    """Return an article from its text: the title first, then a paragraph to each block of lines."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))
    return Article(tuple(block.strip() for block in blocks if block.strip()))


def lowered(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return [word.lower() for word in words(text)]


def _runs(tokens: list[str]) -> list[tuple[str, ...]]:
    return [tuple(tokens[start : start + RUN]) for start in range(len(tokens) - RUN + 1)]
