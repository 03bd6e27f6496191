"""A reader without the text, who goes by form alone, finds hardly more keys than by chance."""

import re
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from math import sqrt

import pytest

from quizapp.core.kinds.choice import Single
from quizapp.core.lint.text import content_tokens, words
from tests.shipped import ALWAGHT

SINGLES = [p.question for p in ALWAGHT.questions if isinstance(p.question, Single)]
MOST = Fraction(35, 100)

Guess = Callable[[Single, str], float]
"""How much an option of a question attracts such a reader."""

# Far more words of care than lint refuses: a reader takes any of them for the sign of a key.
CAREFUL = re.compile(
    r"\b(?:may|might|could|can|would|perhaps|possibl[ey]|probably|partly|likel\w+|suggests?|seems?"
    r"|some|few|most(?! of them)|one of|leav\w+ open|among)\b",
    re.IGNORECASE,
)


def like(one: str, other: str) -> float:
    """Return how alike two texts look, from 0 to 1."""
    mine, its = (Counter(t.lower()[i : i + 3] for i in range(len(t) - 2)) for t in (one, other))
    size = sqrt(sum(n * n for n in mine.values()) * sum(n * n for n in its.values()))
    return sum(n * its[gram] for gram, n in mine.items()) / size


def among(question: Single, text: str) -> float:
    """Return how much an option looks like the others."""
    return sum(like(text, option.text) for option in question.options)


def shared(question: Single, text: str) -> int:
    """Return how many words of an option stand in others too."""
    others = (content_tokens(o.text) for o in question.options if o.text != text)
    return sum(len(content_tokens(text) & other) for other in others)


def elsewhere(question: Single, text: str) -> int:
    """Return how many words of an option stand in the stems of other questions."""
    stems = " ".join(other.stem for other in SINGLES if other is not question)
    return len(content_tokens(text) & content_tokens(stems))


GUESSES: dict[str, Guess] = {
    "the longest": lambda q, text: len(text),  # noqa: ARG005
    "the shortest": lambda q, text: -len(text),  # noqa: ARG005
    "the most words": lambda q, text: len(words(text)),  # noqa: ARG005
    "the longest words": lambda q, text: len(text) / len(words(text)),  # noqa: ARG005
    "the most careful": lambda q, text: len(CAREFUL.findall(text)),  # noqa: ARG005
    "the least careful": lambda q, text: -len(CAREFUL.findall(text)),  # noqa: ARG005
    "the most like the others": among,
    "the odd one out": lambda q, text: -among(q, text),
    "what most others say too": shared,
    "the echo of the stem": lambda q, text: len(content_tokens(text) & content_tokens(q.stem)),
    "the echo of other stems": elsewhere,
    "the one with commas": lambda q, text: text.count(",") + text.count(";"),  # noqa: ARG005
    "the one in the middle": lambda q, text: text in {o.text for o in q.options[1:3]},
}


@pytest.mark.parametrize("name", GUESSES)
def test_form_alone_finds_few_keys(name: str) -> None:
    right = sum((chance(question, GUESSES[name]) for question in SINGLES), Fraction())
    assert right <= MOST * len(SINGLES), f"{float(right):.1f} of {len(SINGLES)}"


def chance(question: Single, guess: Guess) -> Fraction:
    """Return how likely a reader picks the key, who takes the most attractive, or one of them."""
    attraction = [guess(question, option.text) for option in question.options]
    best = [i for i, value in enumerate(attraction) if value == max(attraction)]
    return Fraction(len(question.keys.intersection(best)), len(best))


def test_a_key_that_stands_out_is_found() -> None:
    told = SINGLES[0].model_copy(
        update={
            "options": tuple(
                option.model_copy(update={"text": option.text * (5 if option.key else 1)})
                for option in SINGLES[0].options
            )
        }
    )
    assert chance(told, GUESSES["the longest"]) == 1
    assert chance(told, GUESSES["the shortest"]) == 0
