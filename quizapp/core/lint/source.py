"""Rules of the source: quotes are the article's, stay short, and paragraphs are where they say.

The article itself is not in the bank. What it says between quotes is known from the passage's
list of quotes, so a quote is checked against that list.
"""

from collections.abc import Iterator, Sequence

from quizapp.core.kinds import Question
from quizapp.core.kinds.classify import Classify
from quizapp.core.kinds.match import Match
from quizapp.core.lint.rule import Note, Rule
from quizapp.core.lint.text import (
    citations,
    cites_title,
    passage_texts,
    quoted_spans,
    texts,
    words,
)
from quizapp.core.passage import Passage

LONGEST_QUOTE = 8
MOST_QUOTED = 16
MOST_QUOTED_ON_CARDS = 24
"""Questions on wording whose cards are quotes need more of them."""


def quoted(question: Question, passage: Passage) -> Iterator[Note]:
    """Demand that quotes are on the passage's list, with the paragraph that the record gives.

    Capitals for emphasis and names of skills are no quotes; spans over eight words are left to
    SRC-02. Part of a listed quote will do, as its words stand together in the article too.
    Prior art: own; H7 (no trick questions).
    """
    allowed = [(quote.p, _tokens(quote.text)) for quote in passage.quotes]
    stated = [_tokens(quote.text) for quote in question.quotes]
    for place, quote in enumerate(question.quotes):
        tokens = _tokens(quote.text)
        if len(tokens) <= LONGEST_QUOTE and not _in_paragraph(quote.p, tokens, allowed):
            yield f"quotes.{place}", _not_there(quote.text, quote.p)
    for field, span in _spans(question, passage):
        tokens = _tokens(span)
        if len(tokens) > LONGEST_QUOTE:
            continue
        if "..." in span.strip(". "):
            yield field, f'quote "{span}" word for word, without leaving words out'
        elif not any(_within(tokens, whole) for _, whole in allowed):
            yield field, _not_there(span)
        elif not any(_within(tokens, whole) for whole in stated):
            yield field, f'add "{span}" to the record\'s quotes, with its paragraph'


def _in_paragraph(p: int, tokens: Sequence[str], allowed: list[tuple[int, list[str]]]) -> bool:
    return any(p == place and _within(tokens, whole) for place, whole in allowed)


def _not_there(quote: str, p: int | None = None) -> str:
    where = "" if p is None else f" of paragraph {p}" if p else " of the title"
    return (
        f'"{quote}" is not in the passage\'s list of quotes{where}: quote what is listed, '
        "or use 'single quotes' for words that are not the article's"
    )


def quoted_in_passage(passage: Passage) -> Iterator[Note]:
    """Demand it of the passage's own texts too; those of a paragraph quote that paragraph alone.

    Prior art: own.
    """
    for field, text in passage_texts(passage):
        for span in quoted_spans(text):
            p = _paragraph_of(field)
            allowed = [_tokens(q.text) for q in passage.quotes if p in {None, q.p}]
            if not any(_within(_tokens(span), whole) for whole in allowed):
                yield field, _not_there(span, p)


def _paragraph_of(field: str) -> int | None:
    """Return the paragraph that a field of a passage gives again, if it is one alone."""
    if field == "title_digest":
        return 0
    first, place, *_ = (*field.split("."), "")
    return int(place) + 1 if first == "paragraphs" else None


def short_quotes(question: Question, passage: Passage) -> Iterator[Note]:
    """Keep each quote to 8 words and a question to 16 different quoted words in all.

    Questions on wording (r-lang) whose cards or pairs are quotes may have 24. A phrase quoted
    twice counts once. Prior art: own, to stay well within fair quotation.
    """
    phrases = {tuple(_tokens(quote.text)): f"quotes.{i}" for i, quote in enumerate(question.quotes)}
    for field, span in _spans(question, passage):
        phrases.setdefault(tuple(_tokens(span)), field)
    for phrase, field in phrases.items():
        if len(phrase) > LONGEST_QUOTE:
            yield field, f"quote at most {LONGEST_QUOTE} words together; here are {len(phrase)}"
    on_cards = question.skill == "r-lang" and isinstance(question, Classify | Match)
    most = MOST_QUOTED_ON_CARDS if on_cards else MOST_QUOTED
    total = sum(
        len(phrase)
        for phrase in phrases
        if not any(_within(phrase, whole) for whole in phrases if whole != phrase)
    )
    if total > most:
        yield "quotes", f"quote at most {most} words in one question; here are {total}"


def short_list(passage: Passage) -> Iterator[Note]:
    """Keep each phrase on the passage's own list to 8 words. Prior art: own."""
    for place, quote in enumerate(passage.quotes):
        if (count := len(_tokens(quote.text))) > LONGEST_QUOTE:
            yield (
                f"quotes.{place}",
                f"list at most {LONGEST_QUOTE} words together; here are {count}",
            )


def paragraphs(question: Question, passage: Passage) -> Iterator[Note]:
    """Demand that paragraphs exist, and that the explanation cites one the question is about.

    Prior art: H2; own.
    """
    last = len(passage.paragraphs)
    for place, number in enumerate(question.paras):
        if not 0 <= number <= last:
            yield (
                f"paras.{place}",
                f"paragraphs are 1 to {last} (0: the title); here is {number}",
            )
    cited = {0} if cites_title(question.explanation) else set()
    if not cited.union(citations(question.explanation)).intersection(question.paras):
        yield "explanation", "cite a paragraph of `paras`, as in (P1): the question is about those"
    for field, text in texts(question):
        for number in citations(text):
            if number > last:
                yield field, f"there is no paragraph {number}: the passage has {last}"


def _spans(question: Question, passage: Passage) -> Iterator[tuple[str, str]]:
    """Yield the quoted spans with their fields, but for emphasis and names of skills."""
    skills = {skill.name.casefold() for skill in passage.skills}
    for field, text in texts(question):
        for span in quoted_spans(text):
            emphasis = span.isupper()
            if words(span) and not emphasis and span.strip().casefold() not in skills:
                yield field, span


def _tokens(text: str) -> list[str]:
    return [word.lower() for word in words(text)]


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Tell whether words stand together, in this order, in others."""
    size = len(part)
    return any(
        list(part) == list(whole[start : start + size]) for start in range(len(whole) - size + 1)
    )


RULES = (
    Rule(
        "SRC-01",
        "error",
        "Quotes are the article's, from the paragraph given",
        check=quoted,
        reading=quoted_in_passage,
    ),
    Rule("SRC-02", "error", "Quotes are short", check=short_quotes, reading=short_list),
    Rule("SRC-04", "error", "Paragraphs exist and are cited", check=paragraphs),
)
