"""How rules read text: words, quoted spans, cited paragraphs and the words that carry meaning."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from quizapp.core.argument.notation import read_map
from quizapp.core.kinds import Question
from quizapp.core.passage import Passage

_STRAIGHT = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SPAN = re.compile(r'"([^"]*)"')
_CITATION = re.compile(
    r"\bP(\d+)\b(?:-P?(\d+)\b)?"
    r"|\b[Pp]aragraph (\d+)\b"
    r"|\b[Pp]aragraphs (\d+\b(?:(?:, | and | or | to |, and |-)\d+\b)*)"
)
_TITLE = re.compile(r"\bthe title\b", re.IGNORECASE)

_STOP_WORDS = (
    "a about above after again against all also am an and any are as at be because been before "
    "being below between both but by can could did do does doing down during each either else "
    "ever every few for from further get gets had has have having he her here hers him his how "
    "if in into is it its itself just may me might more most much must my neither no nor not of "
    "off on once one only or other our out over own rather same say says said she should since "
    "so some such than that the their theirs them then there these they this those through to "
    "too under until up upon us very was we were what when where whether which while who whom "
    "whose why will with within without would yet you your article articles paragraph "
    "paragraphs report reports reported passage writer"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())

# Not text that anyone reads: ids and codes, and what repeats or describes another field.
_CODES = (
    "id type skill difficulty topic enemies verdict claims quotes family waive misreading "
    "misreadings answer category"
)
_NOT_TEXT = frozenset(_CODES.split())
_READ_OF_A_PASSAGE: dict[str, Any] = {
    **dict.fromkeys(
        ("title", "title_digest", "paragraphs", "skills", "claims", "definitions"), ...
    ),
    "argument": {"tensions": {"__all__": {"text", "fair"}}, "assumptions": ...},
}


# Every rule reads the same few thousand texts, so what is read of them is kept.
_kept = lru_cache(maxsize=16_384)


@_kept
def normalise(text: str) -> str:
    """Return text in NFKC with straight quotes, straight apostrophes and plain dashes."""
    return unicodedata.normalize("NFKC", text).translate(_STRAIGHT)


@_kept
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they stand; "well-led" and "town's" are one word each."""
    return tuple(_WORD.findall(normalise(text)))


def quoted_spans(text: str) -> list[str]:
    """Return what stands between double quotes."""
    return _SPAN.findall(normalise(text))


@_kept
def outside_quotes(text: str) -> str:
    """Return a text without its quoted spans."""
    return _SPAN.sub(" ", normalise(text))


def unquoted(text: str) -> list[str]:
    """Return the pieces of a text between its quoted spans."""
    return _SPAN.split(normalise(text))[::2]


@_kept
def content_tokens(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning."""
    tokens = (word.lower() for word in words(text))
    return frozenset(_stem(token) for token in tokens if token not in STOP_WORDS and len(token) > 2)


def _stem(token: str) -> str:
    """Strip the commonest endings, so that 'strikes', 'striking' and 'strike' are one token."""
    token = token.removesuffix("'s")
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", "")):
        if token.endswith(ending) and len(token) - len(ending) >= 3:
            token = token.removesuffix(ending) + instead
            break
    else:
        token = token.removesuffix("s") if not token.endswith("ss") else token
    if len(token) > 3 and token[-1] == token[-2] and token[-1] in "bdgmnprt":
        return token[:-1]
    return token.removesuffix("e") if len(token) > 3 else token


def citations(text: str) -> list[int]:
    """Return the paragraphs that a text cites: 'P3', 'P3-5', 'paragraph 3', 'paragraphs 3 and 4'.

    Of a range, the two ends.
    """
    return [
        int(number)
        for groups in _CITATION.findall(normalise(text))
        for number in re.findall(r"\d+", " ".join(groups))
    ]


def cites_title(text: str) -> bool:
    """Tell whether a text speaks of the title, which is how paragraph 0 is cited."""
    return bool(_TITLE.search(text))


def texts(question: Question) -> Iterator[tuple[str, str]]:
    """Yield each field of a question that someone reads, with its text."""
    for path, text in _leaves(question.content(), ()):
        if _NOT_TEXT.isdisjoint(path):
            yield ".".join(path), text


def passage_texts(passage: Passage) -> Iterator[tuple[str, str]]:
    """Yield each field of a passage that someone reads, with its text."""
    shown = passage.model_dump(include=_READ_OF_A_PASSAGE)
    for path, text in _leaves(shown, ()):
        if _NOT_TEXT.isdisjoint(path[1:]):
            yield ".".join(path), text
    for node in read_map(passage.argument.map).nodes if passage.argument else ():
        yield "argument.map", node.name
        yield "argument.map", node.text


def misreadings(question: Question) -> Iterator[tuple[str, str]]:
    """Yield each field of a question that names a misreading, with its code."""
    for path, text in _leaves(question.content(), ()):
        if path[-1] == "misreading" or path[0] == "misreadings":
            yield ".".join(path), text


def _leaves(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*path, name))
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _leaves(inner, (*path, str(place)))
