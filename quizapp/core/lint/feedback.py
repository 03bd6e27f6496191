"""Rules of feedback: an explanation from the text, a word on every choice, no contradiction."""

import re
from collections.abc import Iterator

from quizapp.core.kinds import Question
from quizapp.core.kinds.choice import Multi, Single
from quizapp.core.kinds.classify import Classify
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.match import Match
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.statement import LABELS, Statement
from quizapp.core.lint.rule import Fault, Note, Rule
from quizapp.core.lint.text import citations, cites_title, content_tokens, words
from quizapp.core.passage import Passage

LEAST_EXPLANATION = 12
LEAST_FEEDBACK = 6
LEAST_CARD_FEEDBACK = 4
_REFUSING = frozenset({"no", "not", "wrong", "incorrect"})
_EMPTY = re.compile(
    r"(?:(?:sorry|no|that is|this is|that's|not) )*(?:incorrect|wrong|correct|right|false|true)"
    r"(?: (?:answer|choice|try again))*|(?:please )?try again"
)
_AFFIRMING = frozenset({"yes", "right", "correct"})


def explanation_there(fault: Fault) -> str | None:
    """Demand an explanation. Prior art: Butler, Godbole and Marsh 2013."""
    missing = fault.path == ("explanation",) and fault.absent
    return "explain why the key is right, and cite a paragraph, as in (P1)" if missing else None


def grounded(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Demand an explanation of 12 words that cites a paragraph (or the title, if it is about it).

    Prior art: Butler, Godbole and Marsh 2013; own.
    """
    text = question.explanation
    count = len(words(text))
    if count < LEAST_EXPLANATION:
        yield "explanation", f"use at least {LEAST_EXPLANATION} words; here are {count}"
    if not citations(text) and not (0 in question.paras and cites_title(text)):
        yield "explanation", "cite the paragraph it rests on, as in (P1) or 'paragraph 1'"


def every_choice(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Demand feedback for every choice; a short answer has its model answer and rubric.

    Prior art: Butler and Roediger 2008.
    """
    least = LEAST_CARD_FEEDBACK if isinstance(question, Classify) else LEAST_FEEDBACK
    for field, text in _feedback(question):
        count = len(words(text))
        if count < least:
            yield field, f"say why, in at least {least} words; here are {count}"


def _feedback(question: Question) -> Iterator[tuple[str, str]]:
    match question:
        case Single() | Multi():
            yield from _each("options", [option.feedback for option in question.options])
        case Statement():
            for word in LABELS:
                yield f"feedback.{word}", question.feedback.get(word, "")  # type: ignore[call-overload]
        case Match():
            yield from _each("pairs", [pair.feedback for pair in question.pairs])
        case Order():
            yield from _each("sequence", [step.feedback for step in question.sequence])
        case Classify():
            yield from _each("cards", [card.feedback for card in question.cards])
        case Cloze():
            yield from _each("blanks", [blank.feedback for blank in question.blanks])


def _each(name: str, feedback: list[str]) -> Iterator[tuple[str, str]]:
    for place, text in enumerate(feedback):
        yield f"{name}.{place}.feedback", text


def agrees_with_key(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Refuse feedback on a key that opens with 'No', or on a wrong choice that opens with 'Yes'.

    Multiple response is exempt ('Needed', 'Not needed'). In kinds with rows, one text serves
    right and wrong picks alike, so it has no key to agree with. Prior art: own.
    """
    if not isinstance(question, Single | Statement):
        return
    for (field, text), choice in zip(_feedback(question), question.parts[0].choices, strict=True):
        opening = next(iter(words(text)), "").lower()
        if choice.key and opening in _REFUSING:
            yield field, f"this is the key, and its feedback opens with '{opening}': reword it"
        if not choice.key and opening in _AFFIRMING:
            yield field, f"this choice is wrong, and its feedback opens with '{opening}': reword it"


def specific(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Ask for feedback that is one choice's own: new words, a paragraph, more than 'Incorrect.'.

    Prior art: H30; Pham 2018.
    """
    own = dict(_labels(question))
    seen: set[str] = set()
    for field, text in _feedback(question):
        if not text:
            continue
        plain = " ".join(words(text)).lower()
        if plain in seen:
            yield field, "another choice has the same feedback: say what led to this one"
        elif _EMPTY.fullmatch(plain) or not content_tokens(text) - content_tokens(own[field]):
            yield field, "it tells nothing new: say what led here and what the text says instead"
        elif not citations(text) and not (0 in question.paras and cites_title(text)):
            yield field, "cite the paragraph that it rests on, as in (P1)"
        seen.add(plain)


def _labels(question: Question) -> Iterator[tuple[str, str]]:
    """Yield for each field of feedback the text of the choice or row that it is about."""
    if len(question.parts) == 1 and not isinstance(question, Cloze):
        labels = [choice.text for choice in question.parts[0].choices]
    else:
        labels = [part.label for part in question.parts]
    for (field, _), label in zip(_feedback(question), labels, strict=False):
        yield field, label


RULES = (
    Rule(
        "FBK-01",
        "error",
        "The explanation is there and cites the text",
        shape=explanation_there,
        check=grounded,
    ),
    Rule("FBK-02", "error", "Every choice has feedback", check=every_choice),
    Rule("FBK-03", "warning", "Feedback is about its own choice", check=specific),
    Rule("FBK-04", "error", "Feedback agrees with the key", check=agrees_with_key),
)
