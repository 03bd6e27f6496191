"""When two versions of a question are still the same question, so that its numbers may be joined.

A spelling fix keeps the line; a change of key, of choices or of what is asked starts a new one.
Explanation, feedback, skill and the like are not answered, so they change nothing.
"""

from collections.abc import Sequence
from itertools import pairwise

from quizapp.core.kinds import Question
from quizapp.core.kinds.short import Short, plain
from quizapp.core.question import Part

LEAST_LETTERS = 4
"""Shorter words carry too much sense to be taken for misspelt: 'not' and 'now', 'a' and 'no'."""


def lines(versions: Sequence[Question]) -> tuple[int, ...]:
    """Return the line of each version, counted from 1; versions are given oldest first."""
    found = [1] if versions else []
    for before, after in pairwise(versions):
        found.append(found[-1] + (not same_line(before, after)))
    return tuple(found)


def same_line(before: Question, after: Question) -> bool:
    """Tell whether a version asks the same as the one before it, with the same key."""
    return (
        before.type == after.type
        and _accepted(before) == _accepted(after)
        and len(before.parts) == len(after.parts)
        and respelt(before.stem, after.stem)
        and all(map(_same_part, before.parts, after.parts))
    )


def _accepted(question: Question) -> object:
    """Return what a written answer is marked by, which its parts do not tell in full."""
    return question.accept if isinstance(question, Short) else None


def _same_part(before: Part, after: Part) -> bool:
    return (
        respelt(before.label, after.label)
        and [choice.key for choice in before.choices] == [choice.key for choice in after.choices]
        and all(
            respelt(one.text, other.text)
            for one, other in zip(before.choices, after.choices, strict=True)
        )
    )


def respelt(before: str, after: str) -> bool:
    """Tell whether two texts say the same but for spelling, capitals, spaces and punctuation.

    Word by word, each is the same or one slip away: a letter added, left out, swapped with its
    neighbour or mistaken, in a word of at least four letters and not in its first. 'likely' and
    'unlikely', 'legal' and 'illegal' or two numbers are therefore never taken for a slip.
    """
    old, new = plain(before).split(), plain(after).split()
    return len(old) == len(new) and all(map(_same_word, old, new))


def _same_word(before: str, after: str) -> bool:
    if before == after:
        return True
    longer, shorter = sorted((before, after), key=len, reverse=True)
    if len(shorter) < LEAST_LETTERS or before[0] != after[0]:
        return False
    return (before + after).isalpha() and _one_slip(longer, shorter)


def _one_slip(longer: str, shorter: str) -> bool:
    """Tell whether one letter more, one other letter or two swapped ones tell two words apart."""
    place = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    if len(longer) > len(shorter):
        return longer[place + 1 :] == shorter[place:]
    if longer[place + 1 :] == shorter[place + 1 :]:
        return True
    swapped = longer[place + 1 : place + 2] + longer[place : place + 1] + longer[place + 2 :]
    return swapped == shorter[place:]
