"""Rules of copying: little of the article is in the bank, and nothing from outside decides a key.

The article itself is in no file of the bank. Where an author has it at hand, its text is handed in,
and every text of the bank is held against it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from quizapp.core.kinds import Question
from quizapp.core.kinds.cloze import BLANK
from quizapp.core.lint.article import RUN, Article, lowered
from quizapp.core.lint.rule import Note, PlacedNote, Rule, Whole
from quizapp.core.lint.text import passage_texts, quoted_spans, texts, unquoted, words
from quizapp.core.lint.wording import listed, sentences, shown
from quizapp.core.passage import Passage

MOST_OF_ARTICLE = 0.20
MOST_OF_PARAGRAPH = 0.50

_DECIDING = ("options", "cards", "pairs", "extra_right", "sequence", "blanks", "explanation")
_CITED = re.compile(
    r"\bP\d+(?:-P?\d+)?\b|\bparagraphs? \d+(?:(?:, | and | or | to |-)\d+)*", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SUPPOSED = listed(("suppose", "supposing", "if true", "imagine"))

Spans = frozenset[tuple[str, ...]]


def not_copied(fields: Iterable[tuple[str, str]], article: Article) -> Iterator[Note]:
    """Refuse six words in a row of one paragraph of the article outside quotes.

    Names are exempt: a run of words that all have capitals. Prior art: own, with H3 (say it in
    new words).
    """
    for field, text in fields:
        for piece in unquoted(text):
            if run := _copied(words(piece), article):
                yield field, f"'{' '.join(run)}' is copied: say it in other words"
                break


def _copied(tokens: Sequence[str], article: Article) -> Sequence[str] | None:
    small = [token.lower() for token in tokens]
    for start in range(len(tokens) - RUN + 1):
        run = tokens[start : start + RUN]
        if tuple(small[start : start + RUN]) in article.runs and any(w[0].islower() for w in run):
            return run
    return None


def nothing_from_outside(question: Question, passage: Passage) -> Iterator[Note]:
    """Refuse numbers and names that the article does not have, in choices and explanation.

    Exempt are questions marked `outside`, what a text supposes, and paragraph numbers. Silent
    where the passage lists neither. Prior art: H1; PISA (bound to the text).
    """
    if question.outside or _SUPPOSED.search(question.stem):
        return
    for field, text in shown(question):
        named = field.partition(".")[0]
        deciding = named in _DECIDING and not field.endswith(("feedback", ".key"))
        for sentence in sentences(text) if deciding else ():
            if not _SUPPOSED.search(sentence):
                yield from _foreign(field, sentence, passage)


def _foreign(field: str, sentence: str, passage: Passage) -> Iterator[Note]:
    lists = passage.lint
    if found := listed(lists.outsiders).search(sentence):
        yield field, f"'{found[0]}' is not in the article: leave it out, or mark the question"
    if lists.numbers is not None:
        for number in _DIGITS.findall(_CITED.sub(" ", BLANK.sub(" ", sentence))):
            if number not in lists.numbers:
                yield field, f"the article has no {number}: leave it out, or mark the question"


def quotation_budget(whole: Whole) -> Iterator[PlacedNote]:
    """Demand that all quotes together are a fifth of the article at most, and half of a paragraph.

    What is counted are the different phrases quoted in the bank and its digest. With the article at
    hand, no two phrases of one sentence may touch, as they would give back more than each.
    Prior art: own, to stay well within fair quotation.
    """
    lengths = whole.passage.lint.lengths
    spans = quoted_phrases(whole)
    counts = {p: sum(map(len, of)) for p, of in spans.items()}
    total = sum(lengths.values())
    if lengths and sum(counts.values()) > MOST_OF_ARTICLE * total:
        message = f"{sum(counts.values())} of {total} words are quoted: keep it to a fifth"
        yield None, ("quotes", message)
    for p, count in sorted(counts.items()):
        if p in lengths and count > MOST_OF_PARAGRAPH * lengths[p]:
            message = f"{count} of the {lengths[p]} words of paragraph {p} are quoted: at most half"
            yield None, ("quotes", message)
    if whole.article is not None:
        for p, of in sorted(spans.items()):
            yield from _touching(p, of, whole.article)


def quoted_phrases(whole: Whole) -> dict[int, Spans]:
    """Return the listed phrases that are quoted anywhere, whole, by paragraph."""
    fields = [*passage_texts(whole.passage), *(f for q in whole.questions for f in texts(q))]
    said = {tuple(lowered(span)) for _, text in fields for span in quoted_spans(text)}
    said |= {tuple(lowered(quote.text)) for q in whole.questions for quote in q.quotes}
    found: dict[int, set[tuple[str, ...]]] = {}
    for quote in whole.passage.quotes:
        phrase = tuple(lowered(quote.text))
        if any(_within(each, phrase) for each in said):
            found.setdefault(quote.p, set()).add(phrase)
    return {
        p: frozenset(a for a in of if not any(a != b and _within(a, b) for b in of))
        for p, of in found.items()
    }


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return bool(part) and any(
        whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1)
    )


def _touching(p: int, spans: Spans, article: Article) -> Iterator[PlacedNote]:
    for sentence in article.sentences[p] if p < len(article.sentences) else ():
        places = sorted(
            (start, start + len(span), span)
            for span in spans
            for start in range(len(sentence))
            if sentence[start : start + len(span)] == span
        )
        for (_, end, one), (start, _, other) in pairwise(places):
            if start <= end:
                message = f"'{' '.join(one)}' and '{' '.join(other)}' touch in paragraph {p}"
                yield None, ("quotes", f"{message}: quote one of them")


RULES = (
    Rule("SRC-03", "error", "Nothing is copied without quotes", copied=not_copied),
    Rule("SRC-05", "error", "Nothing from outside decides", check=nothing_from_outside),
    Rule("SRC-06", "error", "Little of the article is quoted", whole=quotation_budget),
)
