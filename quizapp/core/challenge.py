"""Challenges: when a student may question a question, and whether the words quoted stand there."""

from collections.abc import Iterable

from quizapp.core.lint.text import normalise
from quizapp.core.schedule import Shown

LONGEST_REASON = 1_000
LONGEST_QUOTE = 200
LONGEST_ANSWER = 1_000
MOST_OPEN = 5
"""How many challenges in one attempt may wait for an answer at once."""


def may_be_challenged(shown: Shown) -> bool:
    """Tell whether there is anything to doubt yet: a key or an explanation that was shown.

    Until then no answer to a challenge is shown either, because it may give the key away.
    """
    return shown.key or shown.explanation


def stands_in(quote: str, paragraphs: Iterable[str]) -> bool:
    """Tell whether words stand in one of these paragraphs.

    Case, line ends and the shape of quotation marks do not matter, nor do marks around the words.
    """
    wanted = _plain(quote).strip("\"' ")
    return bool(wanted) and any(wanted in _plain(paragraph) for paragraph in paragraphs)


def _plain(text: str) -> str:
    return " ".join(normalise(text).casefold().split())
