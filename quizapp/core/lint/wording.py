"""How rules look for listed words: whole words only, so that 'all' is not found in 'usually'."""

import re
from collections.abc import Iterator
from functools import lru_cache

from quizapp.core.kinds import Question
from quizapp.core.kinds.choice import Multi, Single
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.match import Match
from quizapp.core.lint.text import normalise, texts

Choices = list[tuple[str, str, bool]]
"""Choices offered together: each with its field, its text, and whether it is the key."""

_SENTENCE = re.compile(r"(?<=[.!?])[\"')]*\s+")
_NOT_SHOWN = frozenset({"accept", "note"})


@lru_cache(maxsize=512)
def listed(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of these words or phrases; 'invad*' finds all that begin so."""
    parts = sorted((_part(pattern) for pattern in patterns), key=len, reverse=True)
    either = "|".join(parts) or r"(?!)"
    return re.compile(rf"(?<![\w])(?<![\w]['-])(?:{either})(?!['-]?[\w])", re.IGNORECASE)


def _part(pattern: str) -> str:
    words = normalise(pattern.strip()).removesuffix("*").split()
    ending = r"[\w]*(?:'s)?" if pattern.strip().endswith("*") else "(?:'s)?"
    return r"\s+".join(re.escape(word) for word in words) + ending


@lru_cache(maxsize=16_384)
def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text."""
    return tuple(_SENTENCE.split(normalise(text)))


def shown(question: Question) -> Iterator[tuple[str, str]]:
    """Yield each field that a student may come to see, with its text."""
    for field, text in texts(question):
        if field.partition(".")[0] not in _NOT_SHOWN:
            yield field, text


def options(question: Question) -> Choices:
    """Return the options of single choice and multiple response; other kinds have none."""
    if not isinstance(question, Single | Multi):
        return []
    return [
        (f"options.{place}.text", option.text, option.key)
        for place, option in enumerate(question.options)
    ]


def every_list(question: Question) -> Iterator[Choices]:
    """Yield each list of choices that a student picks from: options, blanks, right sides."""
    if isinstance(question, Cloze):
        for number, blank in enumerate(question.blanks):
            yield [
                (f"blanks.{number}.options.{place}", text, place == blank.key)
                for place, text in enumerate(blank.options)
            ]
    elif isinstance(question, Match):
        rights = [(f"pairs.{i}.right", p.right, True) for i, p in enumerate(question.pairs)]
        extra = [(f"extra_right.{i}", text, False) for i, text in enumerate(question.extra_right)]
        yield rights + extra
    else:
        yield options(question)
