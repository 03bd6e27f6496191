"""How hard a text is to read: the Flesch-Kincaid school grade, with names counted as easy."""

import re

from quizapp.core.lint.text import words
from quizapp.core.lint.wording import listed, sentences

EASY = 2
_KNOWN = ("article*", "paragraph*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es?|[^aeiouydt]ed|[^aeiouy]e)$")


def grade(text: str, easy: tuple[str, ...] = ()) -> float:
    """Return the school grade of a text that has words.

    Names and the `easy` words count two syllables at most, as length makes them no harder.
    """
    tokens = words(text)
    known = listed((*_KNOWN, *easy))
    syllables = sum(_syllables(token, known) for token in tokens)
    length = len(tokens) / len([each for each in sentences(text) if words(each)])
    return 0.39 * length + 11.8 * syllables / len(tokens) - 15.59


def _syllables(word: str, known: re.Pattern[str]) -> int:
    plain = word.lower().removesuffix("'s")
    groups = len(_VOWELS.findall(plain))
    count = groups - 1 if groups > 1 and _SILENT.search(plain) else groups
    if word[0].isupper() or known.fullmatch(word):
        return min(EASY, max(1, count))
    return max(1, count)
