"""Rules of the stem: it asks one thing, in plain words, without negatives, and stands alone.

Prior art by short names: H with a number is a guideline of Haladyna, Downing and Rodriguez (2002),
N a flaw of the NBME item-writing guide, S a criterion of SAQUET (Moore and others 2023).
"""

import re
from collections.abc import Iterator

from quizapp.core.kinds import Question
from quizapp.core.kinds.choice import Multi, Single
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.statement import Statement
from quizapp.core.lint.reading_level import grade
from quizapp.core.lint.rule import Note, PlacedNote, Rule, Whole
from quizapp.core.lint.text import normalise, outside_quotes, words
from quizapp.core.lint.wording import listed, options, shown
from quizapp.core.passage import Passage

LEAST_STEM = 5
MOST_STEM = 45
MOST_STEM_OF_TESTS = 60
MOST_NEGATIVE = 0.05
HIGHEST_GRADE = 13
HIGHEST_DIGEST_GRADE = 12
LEAST_FOR_GRADE = 20

_BARE = re.compile(
    r"which (?:one )?of (?:these|the following)(?: \w+)? (?:is|are) (?:true|correct|right)\b.{0,3}",
    re.IGNORECASE,
)
_NEGATIVES = "not|except|never|least|neither|cannot|incorrect|false|unlikely"
_PLAIN = re.compile(rf"(?<![\w'*-])(?:{_NEGATIVES}|[a-z]+n't)(?![\w'*-])")
_MARKED = re.compile(r"\b(?:NOT|EXCEPT|LEAST|NEVER)\b|\*(?i:not|except|least|never)\*")
_ANY_NEGATIVE = re.compile(
    rf"(?<![\w'-])(?:{_NEGATIVES}|no|none|[a-z]+n't)(?![\w'-])", re.IGNORECASE
)
# 'At least' counts, and 'not stated' is the name of an answer: neither denies anything.
_NO_NEGATIVES = re.compile(r"\bat least\b|\bnot stated\b", re.IGNORECASE)
_HINGED = listed(
    (
        "previous question", "last question", "next question", "question above", "question below",
        "following question", "earlier question", "as above", "your last answer",
        "your previous answer", "your earlier answer",
    )
)  # fmt: skip


def focused(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Demand a question (or an opening that ends in ':') that can be answered before the options.

    Only single choice and multiple response: other kinds state or instruct. Prior art: H14, H15;
    S (unfocused stem).
    """
    if not isinstance(question, Single | Multi):
        return
    count = len(words(question.stem))
    if count < LEAST_STEM:
        yield "stem", f"ask in at least {LEAST_STEM} words; here are {count}"
    if not normalise(question.stem).rstrip("\"')").endswith(("?", ":")):
        yield "stem", "end with '?' or ':', so that it is clear what is asked"
    if _BARE.fullmatch(question.stem.strip()):
        yield "stem", "say what the choices are about, so that it can be answered without them"


def _read(question: Question) -> str:
    """Return a stem without what only looks like a negative."""
    return _NO_NEGATIVES.sub(" ", outside_quotes(question.stem))


def _emphasised(question: Question) -> bool:
    return not isinstance(question, Statement) and bool(_MARKED.search(_read(question)))


def no_negative(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Refuse a negative that is easily read over; in capitals it is a warning.

    Statements to be judged may deny. Prior art: H17; N; S (negative worded).
    """
    if isinstance(question, Statement):
        return
    if found := _PLAIN.search(_read(question)):
        yield "stem", f"ask without '{found[0]}', or put it in capitals where it must stay"
    elif _emphasised(question):
        yield "stem", "ask for what is so rather than for what is not, if you can", "warning"


def few_negatives(whole: Whole) -> Iterator[PlacedNote]:
    """Keep stems with a negative in capitals to one in twenty. Prior art: H17."""
    count = sum(_emphasised(question) for question in whole.questions)
    if count > MOST_NEGATIVE * len(whole.questions):
        yield None, ("", f"{count} stems have a NOT or EXCEPT: keep them to one in twenty")


def no_double_negative(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Refuse a negative in an option under a stem with one. Prior art: H17, H27."""
    if not _emphasised(question):
        return
    for field, text, _ in options(question):
        if found := _ANY_NEGATIVE.search(outside_quotes(text)):
            yield field, f"the stem has a negative already: say this without '{found[0]}'"


def no_window_dressing(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Keep stems short; those that test a claim (r-test) may quote more of it, and so may cloze.

    Prior art: H13, H16; S (gratuitous information).
    """
    most = MOST_STEM_OF_TESTS if question.skill == "r-test" else MOST_STEM
    count = len(words(question.stem))
    if count > most and not isinstance(question, Cloze):
        yield "stem", f"use at most {most} words; here are {count}"


def readable(question: Question, passage: Passage) -> Iterator[Note]:
    """Ask for stem and explanation that most readers follow (Flesch-Kincaid, grade 13 at most).

    Aim for 11. Prior art: H8; ETS guidelines for plain language.
    """
    text = f"{question.stem.rstrip()} {question.explanation}"
    if len(words(text)) >= LEAST_FOR_GRADE:
        found = grade(text, passage.lint.easy)
        if found > HIGHEST_GRADE:
            yield "explanation", _shorten(found)


def readable_digest(passage: Passage) -> Iterator[Note]:
    """Ask the same of the passage's paragraphs, a grade lower. Prior art: H8."""
    for place, paragraph in enumerate(passage.paragraphs):
        if len(words(paragraph.text)) >= LEAST_FOR_GRADE:
            found = grade(paragraph.text, passage.lint.easy)
            if found > HIGHEST_DIGEST_GRADE:
                yield f"paragraphs.{place}.text", _shorten(found)


def _shorten(found: float) -> str:
    return f"use shorter sentences and words: this reads like school year {found:.0f}"


def stands_alone(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Refuse to lean on another question, as quizzes mix them. Prior art: H4; N (hinged items)."""
    for field, text in shown(question):
        if found := _HINGED.search(normalise(text)):
            yield field, f"quizzes mix questions: say what you mean instead of '{found[0]}'"


RULES = (
    Rule("STM-01", "error", "The stem asks something by itself", check=focused),
    Rule(
        "STM-02",
        "error",
        "No negative that is easily read over",
        check=no_negative,
        whole=few_negatives,
    ),
    Rule("STM-03", "error", "No double negative", check=no_double_negative),
    Rule("STM-04", "warning", "The stem is short", check=no_window_dressing),
    Rule("STM-05", "warning", "The text is easy to read", check=readable, reading=readable_digest),
    Rule("STM-06", "error", "The question stands alone", check=stands_alone),
)
