"""Finds ranges of numbers in a text, such as '10-20', 'ten to twenty' or 'more than 30'."""

import re
from math import inf

from quizapp.core.lint.text import normalise

_NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred"
)
_NUMBERS = (*range(20), *range(20, 101, 10))
_VALUES = dict(zip(_NAMES.split(), map(float, _NUMBERS), strict=True))
_ONE = rf"(\d+(?:\.\d+)?|{'|'.join(sorted(_VALUES, key=len, reverse=True))})\b"
_RANGE = re.compile(rf"\b{_ONE}(?:\s*-\s*|\s+to\s+|\s+and\s+){_ONE}", re.IGNORECASE)
_OVER = re.compile(rf"\b(at least|from|more than|over|above)\s+{_ONE}", re.IGNORECASE)
_UNDER = re.compile(rf"\b(at most|up to|less than|fewer than|under|below)\s+{_ONE}", re.IGNORECASE)
_TOUCHING = frozenset({"at least", "from", "at most", "up to"})
_LITTLE = 1e-9


def spans(text: str) -> list[tuple[float, float]]:
    """Return the ranges in a text, each with its ends; single numbers are none."""
    plain = normalise(text)
    found = [(_value(low), _value(high)) for low, high in _RANGE.findall(plain)]
    if found:
        return found
    over = [(_value(v) + _gap(word), inf) for word, v in _OVER.findall(plain)]
    return over + [(-inf, _value(v) - _gap(word)) for word, v in _UNDER.findall(plain)]


def _gap(word: str) -> float:
    return 0 if word.lower() in _TOUCHING else _LITTLE


def _value(text: str) -> float:
    return _VALUES[text.lower()] if text.lower() in _VALUES else float(text)
