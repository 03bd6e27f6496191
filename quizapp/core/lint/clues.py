"""Rules of the wording of options: no word in them tells the key to a reader without the text.

Prior art by short names: H with a number is a guideline of Haladyna, Downing and Rodriguez (2002),
N a flaw of the NBME item-writing guide, S a criterion of SAQUET (Moore and others 2023).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from quizapp.core.kinds import Question
from quizapp.core.kinds.choice import Single
from quizapp.core.lint.options import speaks_of_others
from quizapp.core.lint.rule import Note, Rule
from quizapp.core.lint.text import content_tokens, normalise, outside_quotes, quoted_spans, words
from quizapp.core.lint.wording import listed, options
from quizapp.core.passage import Passage

LEAST_ECHO = 4
LEAST_LIKENESS = 0.05

_ABSOLUTE = listed(
    (
        "always", "never", "none", "all", "every", "everyone", "everything", "everybody", "nobody",
        "nothing", "completely", "absolutely", "totally", "entirely", "definitely", "impossible",
        "inevitable", "inevitably", "guaranteed",
    )
)  # fmt: skip
_NOT_ABSOLUTE = re.compile(
    r"\b(?:at|of) all\b|\ball (?:two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE
)
_VAGUE = listed(
    (
        "often", "usually", "sometimes", "rarely", "seldom", "frequently", "occasionally",
        "generally", "regularly", "somewhat", "partly",
    )
)  # fmt: skip
_HEDGE = listed(("may", "might", "could", "perhaps", "possibly", "probably", "partly", "suggests"))
_PARTS = re.compile(r",(?: and)? |\band\b")
_FEATURES: dict[str, Callable[[str], object]] = {
    "a quote": quoted_spans,
    "a digit": re.compile(r"\d").search,
    "a word of doubt, such as 'may' or 'partly'": lambda text: _HEDGE.search(outside_quotes(text)),
    "'the article'": re.compile(r"\bthe article\b", re.IGNORECASE).search,
}


def no_absolutes(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Refuse 'always' and its kin where they set some options apart from the others.

    Quotes, 'at all', 'of all' and 'all two' are exempt, and so is a word that stands in every
    option. Prior art: H28a; N; S (absolute terms).
    """
    choices = [choice for choice in options(question) if not speaks_of_others(choice[1])]
    found = [
        {word.lower() for word in _ABSOLUTE.findall(_NOT_ABSOLUTE.sub(" ", outside_quotes(text)))}
        for _, text, _ in choices
    ]
    if not all(found):
        for (field, _, _), terms in zip(choices, found, strict=True):
            for term in sorted(terms):
                yield field, f"'{term}' marks an option as too strong: say it without"


def no_echo(question: Question, passage: Passage) -> Iterator[Note]:
    """Ask that no telling word of the stem is in the key alone.

    Names met everywhere and words of a quote are exempt. Prior art: H28b; N (word repeats); S.
    """
    choices = options(question)
    keys = [_telling(text) for _, text, key in choices if key]
    if not keys:
        return
    others = frozenset().union(*(content_tokens(text) for _, text, key in choices if not key))
    common = content_tokens(" ".join(passage.lint.common))
    echo = frozenset.intersection(_telling(question.stem), *keys) - others - common
    if echo:
        field = next(field for field, _, key in choices if key)
        echoed = _as_written(question.stem, echo)
        yield field, f"only the key repeats '{echoed}' of the stem: reword one of them"


def _telling(text: str) -> frozenset[str]:
    """Return the content tokens of words long enough to be noticed again, outside quotes."""
    long = [word for word in words(outside_quotes(text)) if len(word) >= LEAST_ECHO]
    return content_tokens(" ".join(long))


def _as_written(text: str, tokens: frozenset[str]) -> str:
    return next(word for word in words(outside_quotes(text)) if content_tokens(word) & tokens)


def not_the_odd_one(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Ask that a quote, a digit, a hedge or 'the article' sets no key apart, by being or lacking.

    Questions on wording (r-lang) whose options are all quotes are exempt. Prior art: H28d; N.
    Hedges are the commonest tell of reasoning questions: give all options one, or none.
    """
    choices = options(question)
    if not choices or (question.skill == "r-lang" and all(quoted_spans(c[1]) for c in choices)):
        return
    field = next(field for field, _, key in choices if key)
    for name, has in _FEATURES.items():
        keys = {bool(has(text)) for _, text, key in choices if key}
        others = {bool(has(text)) for _, text, key in choices if not key}
        if len(keys) == len(others) == 1 and keys != others:
            only = "has" if keys == {True} else "lacks"
            yield field, f"only the key {only} {name}: give it to all options, or to none"


def plausible(question: Question, passage: Passage) -> Iterator[Note]:
    """Ask for options from the subject: with no word of it, and like no other, nobody takes one.

    The words of the subject are the passage's own and its list of vocabulary. What students chose
    is BNK-10's. Prior art: H29, H30; S (there by likeness of meaning).
    """
    if not passage.lint.vocabulary:
        return
    choices, lexicon = options(question), _lexicon(passage.key, _subject(passage))
    for place, (field, text, _) in enumerate(choices):
        others = [other for i, (_, other, _) in enumerate(choices) if i != place]
        if not content_tokens(text) & lexicon and all(
            _likeness(text, other) < LEAST_LIKENESS for other in others
        ):
            yield field, "no word of it belongs to the subject: write what a reader could think"


def _subject(passage: Passage) -> str:
    texts = [p.text for p in passage.paragraphs] + [s.definition for s in passage.skills]
    texts += [d.meaning for each in passage.definitions.values() for d in each]
    return " ".join([*texts, *passage.lint.vocabulary])


@lru_cache(maxsize=8)
def _lexicon(key: str, subject: str) -> frozenset[str]:  # noqa: ARG001
    return content_tokens(subject)


def _likeness(text: str, other: str) -> float:
    """Return the cosine of two texts by their runs of three letters."""
    mine, others = _triples(text), _triples(other)
    together = sum(count * others[triple] for triple, count in mine.items())
    lengths = sum(c * c for c in mine.values()) * sum(c * c for c in others.values())
    return together / lengths**0.5 if lengths else 0.0


@lru_cache(maxsize=4096)
def _triples(text: str) -> Counter[str]:
    plain = normalise(text).lower()
    return Counter(plain[start : start + 3] for start in range(len(plain) - 2))


def no_convergence(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Ask that a key of several parts does not share most of them with the other options.

    Prior art: H28e; N; S (convergence).
    """
    choices = options(question)
    parts = [_parts(text) for _, text, _ in choices]
    if not isinstance(question, Single) or any(len(each) < 2 for each in parts):
        return
    shared = [
        sum(len(mine & other) for i, other in enumerate(parts) if i != place)
        for place, mine in enumerate(parts)
    ]
    for place, (field, _, key) in enumerate(choices):
        if key and shared[place] == max(shared) > 0 and shared.count(max(shared)) == 1:
            yield field, "the key shares most parts with the others: let another share as many"


def _parts(text: str) -> frozenset[str]:
    split = _PARTS.split(normalise(text).lower())
    return frozenset(part.strip(" .,\"'") for part in split) - {""}


def no_vague_words(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Ask for options without 'often' and its kin, which people read apart. Prior art: N; S."""
    for field, text, _ in options(question):
        if found := _VAGUE.search(outside_quotes(text)):
            yield field, f"readers take '{found[0]}' in many ways: say how much, or leave it out"


RULES = (
    Rule("OPT-03", "error", "No absolute word gives an option away", check=no_absolutes),
    Rule("OPT-07", "warning", "The key does not echo the stem", check=no_echo),
    Rule("OPT-08", "warning", "The key is not the odd one out", check=not_the_odd_one),
    Rule("OPT-09", "warning", "Options are from the subject", check=plausible),
    Rule("OPT-12", "warning", "Options do not point to the key together", check=no_convergence),
    Rule("OPT-13", "warning", "No vague words of how often", check=no_vague_words),
)
