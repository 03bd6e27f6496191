"""Rules of the shape of options: even, distinct, parallel, ordered, each one choice by itself.

Prior art by short names: H with a number is a guideline of Haladyna, Downing and Rodriguez (2002),
N a flaw of the NBME item-writing guide, S a criterion of SAQUET (Moore and others 2023).
"""

import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise, permutations

from quizapp.core.kinds import Question
from quizapp.core.kinds.choice import Single
from quizapp.core.kinds.cloze import BLANK, Cloze
from quizapp.core.lint.ranges import spans
from quizapp.core.lint.rule import Note, Rule
from quizapp.core.lint.text import content_tokens, normalise, words
from quizapp.core.lint.wording import Choices, every_list, options
from quizapp.core.passage import Passage

LONGER = 1.33
RATHER_LONGER = 1.20
LEAST_KEY_WORDS = 4
MOST_UNEVEN = 2.0
LEAST_DIFFERENCE = 20
LONGEST_OPENING = 3

_ABOVE = re.compile(
    r"\b(?:all|none|both|neither|any|either)(?: one)?(?: of)?"
    r" (?:(?:the )?(?:above|options|answers|choices|below)\b|(?:these|them)\W*$)",
    re.IGNORECASE,
)
_LABEL = r"(?:[A-H]|[1-9]|i{1,3}|iv|v|I{2,3}|I|IV|V)"
_COMBINED = re.compile(
    rf"\W*(?:(?i:only|both) )?\(?{_LABEL}\)?(?:(?:, and |, | and | & )\(?{_LABEL}\)?)+(?: only)?\W*"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_ARTICLE = re.compile(r"\b(an?)[\s\"']*[.:?]*$", re.IGNORECASE)
_OPENINGS = ("as", "by", "to")
_MANY = frozenset({"two", "three", "four", "several", "many", "both", "these", "those"})
_ONE = frozenset({"a", "an", "one", "this", "that", "each"})


def key_not_longest(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Refuse a key much longer than every other option: readers without the text take the longest.

    Prior art: H24, H28d; N; S (longest). Pham 2018 found it to raise scores.
    """
    choices = options(question)
    key = next((choice for choice in choices if choice[2]), None)
    if key is None or not isinstance(question, Single) or len(words(key[1])) < LEAST_KEY_WORDS:
        return
    ratio = len(key[1]) / max(len(text) for _, text, right in choices if not right)
    if ratio > RATHER_LONGER:
        message = (
            f"the key is {ratio:.2f} times as long as the longest other option: shorten it, or "
            "say as much in another"
        )
        yield key[0], message, "error" if ratio > LONGER else "warning"


def even_lengths(question: Question, passage: Passage) -> Iterator[Note]:
    """Ask for options of like length, unless the key stands out already. Prior art: H24."""
    lengths = [len(text) for _, text, _ in options(question)]
    if not lengths or any(key_not_longest(question, passage)):
        return
    if max(lengths) > MOST_UNEVEN * min(lengths) and max(lengths) - min(lengths) > LEAST_DIFFERENCE:
        yield "options", "one option is more than twice as long as another: even them out"


def no_all_of_the_above(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Refuse 'all of the above' and its kin. Prior art: H25, H26; S."""
    for choices in every_list(question):
        for field, text, _ in choices:
            if speaks_of_others(text):
                yield field, "say something by itself: choices are shuffled, and this tests logic"


def speaks_of_others(text: str) -> bool:
    """Tell whether an option is about the other options."""
    return bool(_ABOVE.search(normalise(text)))


def distinct(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Refuse options that say the same, that hold one another, or whose numbers meet.

    Waive it where the shorter is false because it is broader and the stem says "exactly".
    Prior art: H22; N (collectively exhaustive).
    """
    for (_, other, _), (field, text, _) in combinations(options(question), 2):
        if _plain(text) == _plain(other):
            yield field, f"'{other}' says the same: replace one"
        elif _meet(text, other):
            yield field, f"its numbers overlap with '{other}': let no value be in two"
    for (_, other, _), (field, text, _) in permutations(options(question), 2):
        mine = content_tokens(text)
        if len(mine) >= 2 and mine < content_tokens(other):
            yield field, f"'{other}' says this and more, so both could hold: make them exclusive"


def _plain(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in words(text))


def _meet(text: str, other: str) -> bool:
    mine, others = spans(text), spans(other)
    if len(mine) != 1 or len(others) != 1:
        return False
    (low, high), (start, end) = mine[0], others[0]
    return low <= end and start <= high


def parallel(question: Question, passage: Passage) -> Iterator[Note]:
    """Refuse grammar that tells: a stem that ends in 'a', options of unlike form.

    Names may keep their capital among small letters. In cloze, 'a' and 'an' before a blank are
    held against its options. Prior art: H23, H28c; N; S (grammatical cues).
    """
    choices = options(question)
    if isinstance(question, Cloze):
        yield from _before_blanks(question)
    if not choices:
        return
    if found := _ARTICLE.search(normalise(question.stem)):
        yield "stem", f"end before '{found[1]}', and put 'a' or 'an' into the options"
    yield from _unlike_form(choices, passage)
    yield from _unlike_words(question.stem, choices)


def _before_blanks(question: Cloze) -> Iterator[Note]:
    pieces = BLANK.split(normalise(question.stem))[::2]
    for number, blank in enumerate(question.blanks):
        vowels = {text.strip("\"' ")[:1].lower() in set("aeiou") for text in blank.options}
        if (found := _ARTICLE.search(pieces[number])) and len(vowels) > 1:
            yield "stem", f"'{found[1]}' before blank {number + 1} fits some options only: move it"


def _unlike_form(choices: Choices, passage: Passage) -> Iterator[Note]:
    ended = {normalise(text).rstrip("\"')").endswith((".", "!", "?")) for _, text, _ in choices}
    if len(ended) > 1:
        yield "options", "end all options alike, with a full stop or without"
    first = [next(iter(words(text)), "") for _, text, _ in choices]
    large = {word.removesuffix("'s") for word in first if word[:1].isupper()}
    if any(word[:1].islower() for word in first) and not large <= _names(passage):
        yield "options", "begin all options alike, with a capital or without"


def _names(passage: Passage) -> frozenset[str]:
    """Return the words that the passage writes with a capital inside a sentence."""
    text = " ".join(paragraph.text for paragraph in passage.paragraphs)
    inside = re.findall(r"(?<=[\w,;] )[\"']?([A-Z][\w'-]*)", normalise(text))
    return frozenset(name.removesuffix("'s") for name in inside) | {"I"}


def _unlike_words(stem: str, choices: Choices) -> Iterator[Note]:
    first = [next(iter(words(text)), "").lower() for _, text, _ in choices]
    for opening in _OPENINGS:
        if 0 < first.count(opening) < len(first):
            message = f"some options open with '{opening}' and some do not: make them parallel"
            yield "options", message, "warning"
            return
    last = next(iter(words(stem)[-1:]), "").lower()
    wrong = {"is": _MANY, "are": _ONE}.get(last, frozenset[str]())
    for (field, _, _), word in zip(choices, first, strict=True):
        if word in wrong:
            message = f"'{word}' does not follow '{last}': let every option fit the stem"
            yield field, message, "warning"


def ordered(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Ask for numbers in order. Prior art: H21; S (lost sequence)."""
    numbers = [_NUMBER.findall(text) for _, text, _ in options(question)]
    if not numbers or any(len(found) != 1 for found in numbers):
        return
    values = [float(found[0].replace(",", "")) for found in numbers]
    if not (_all(values, float.__le__) or _all(values, float.__ge__)):
        yield "options", "put the options in the order of their numbers"


def _all(values: list[float], holds: Callable[[float, float], bool]) -> bool:
    return all(holds(one, following) for one, following in pairwise(values))


def no_combinations(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Refuse '1 and 2': multiple response asks the same openly. Prior art: H9; S (K-type)."""
    for choices in every_list(question):
        for field, text, _ in choices:
            if _COMBINED.fullmatch(normalise(text)):
                yield field, "ask for several keys (multi) instead of combining others"


def no_repeated_opening(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Ask to move into the stem what every option opens with. Prior art: H15, H16."""
    openings = {_plain(text)[: LONGEST_OPENING + 1] for _, text, _ in options(question)}
    if len(openings) == 1 and len(opening := openings.pop()) > LONGEST_OPENING:
        yield "options", f"every option opens with '{' '.join(opening)}': put it into the stem"


RULES = (
    Rule("OPT-01", "error", "The key is not the longest by far", check=key_not_longest),
    Rule("OPT-02", "warning", "Options are of like length", check=even_lengths),
    Rule("OPT-04", "error", "No 'all of the above'", check=no_all_of_the_above),
    Rule("OPT-05", "error", "Options exclude one another", check=distinct),
    Rule("OPT-06", "error", "Grammar gives nothing away", check=parallel),
    Rule("OPT-10", "warning", "Numbers are in order", check=ordered),
    Rule("OPT-11", "error", "No combinations of options", check=no_combinations),
    Rule("OPT-14", "warning", "Options do not all open alike", check=no_repeated_opening),
)
