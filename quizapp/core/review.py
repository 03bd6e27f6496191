"""What became of an answer: a student's choice beside the key, with feedback and explanation.

A `Reviewed` carries only what the release rule allows at that moment; a template cannot show
what is not in it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

from quizapp.core.kinds import Question
from quizapp.core.kinds.choice import Multi, Single
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.rows import Rows
from quizapp.core.kinds.short import Short
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.core.question import Answer, Choice, RubricLine, ShownChoice, Shuffle
from quizapp.core.schedule import Shown

CITATION = re.compile(r"\bP(\d{1,2})\b")


@dataclass(frozen=True)
class Span:
    """A stretch of text; `paragraph` is set where it is a citation such as 'P3'."""

    text: str
    paragraph: int | None = None


Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True)
class ReviewedChoice:
    """One choice of a list; `key` is None while the key is not released."""

    letter: str
    text: str
    taken: bool
    key: bool | None
    feedback: Spans
    misreading: str


@dataclass(frozen=True)
class ReviewedRow:
    """One row: what was taken, and what and whether it was right once the key is released."""

    label: str
    taken: str
    key: str
    right: bool | None
    feedback: Spans
    misreading: str


@dataclass(frozen=True)
class Idea:
    """An accepted idea, and whether it was found (None while the answer is not shown)."""

    name: str
    found: bool | None


@dataclass(frozen=True)
class Reviewed:
    """A question after it was answered, as far as it may be shown now."""

    kind: str
    stem: str
    instruction: str
    rule: str
    skill: str
    shown: Shown
    blank: bool
    mark: int | None
    out_of: int
    # Both in parts; `mark` is None while it is not released or not given.
    choices: tuple[ReviewedChoice, ...] = ()
    rows: tuple[ReviewedRow, ...] = ()
    pieces: tuple[str, ...] = ()
    text: str = ""
    model_answer: str = ""
    rubric: tuple[RubricLine, ...] = ()
    ideas: tuple[Idea, ...] = ()
    explanation: Spans = ()
    ask: str = ""
    cited: frozenset[int] = frozenset()

    @property
    def full(self) -> bool:
        """Tell whether the mark is known and nothing is missing from it."""
        return self.mark is not None and self.mark == self.out_of


@dataclass(frozen=True)
class _Case:
    """One answer to one question, with what may be shown of it."""

    shuffle: Shuffle
    answer: Answer | None
    shown: Shown
    misreadings: Mapping[str, str]

    def feedback(self, choice: Choice, *, taken: bool) -> tuple[Spans, str]:
        """Return the feedback on a choice and the name of its misreading, if due."""
        own = taken and self.shown.answers
        if not self.shown.explanation or not (own or (choice.key and self.shown.key)):
            return (), ""
        name = self.misreadings.get(choice.misreading or "", "") if own else ""
        return spans(choice.feedback), name


def spans(text: str) -> Spans:
    """Return text cut at its citations, so that each can become a link to its paragraph."""
    found: list[Span] = []
    end = 0
    for match in CITATION.finditer(text):
        if match.start() > end:
            found.append(Span(text[end : match.start()]))
        found.append(Span(match[0], int(match[1])))
        end = match.end()
    return (*found, Span(text[end:])) if end < len(text) else tuple(found)


def reviewed(
    question: Question,
    shuffle: Shuffle,
    answer: Answer | None,
    mark: int | None,
    points: int,
    shown: Shown,
    misreadings: Mapping[str, str],
) -> Reviewed:
    """Return what may be shown of an answer; `misreadings` gives the name for each code."""
    case = _Case(shuffle, answer if shown.answers else None, shown, misreadings)
    presented = question.present(shuffle, case.answer)
    explanation = spans(question.explanation) if shown.explanation else ()
    cited = {span.paragraph for span in explanation if span.paragraph is not None}
    short = question if isinstance(question, Short) and shown.key else None
    return Reviewed(
        kind=question.type,
        stem=question.stem,
        instruction=presented.instruction,
        rule=presented.rule,
        skill=question.skill,
        shown=shown,
        blank=answer is None,
        mark=mark if shown.score else None,
        out_of=points * PARTS_PER_HUNDREDTH,
        choices=tuple(_choice(question, case, c, i) for i, c in enumerate(presented.choices)),
        rows=_rows(question, case) if isinstance(question, Rows) else (),
        pieces=presented.pieces,
        text=presented.text,
        model_answer=short.model_answer if short else "",
        rubric=short.rubric if short else (),
        ideas=_ideas(short, case) if short else (),
        explanation=explanation,
        ask=question.ask if shown.explanation else "",
        cited=frozenset(cited | set(question.paras)) if shown.explanation else frozenset(),
    )


def _choice(question: Question, case: _Case, offered: ShownChoice, place: int) -> ReviewedChoice:
    choices = question.parts[0].choices
    if isinstance(question, Single | Multi):
        place = question.option_order(case.shuffle)[place]
    choice = choices[place]
    feedback, misreading = case.feedback(choice, taken=offered.taken)
    return ReviewedChoice(
        offered.letter,
        offered.text,
        offered.taken,
        choice.key if case.shown.key else None,
        feedback,
        misreading,
    )


def _rows(question: Rows, case: _Case) -> tuple[ReviewedRow, ...]:
    # Steps are shown in their right order once that is no secret.
    sort = isinstance(question, Order) and case.shown.key
    order = range(len(question.parts)) if sort else question.row_order(case.shuffle)
    return tuple(_row(question, case, row) for row in order)


def _row(question: Rows, case: _Case, row: int) -> ReviewedRow:
    part = question.parts[row]
    taken = cast("list[int | None]", case.answer or [None] * len(question.parts))[row]
    key = next(choice for choice in part.choices if choice.key)
    choice = key if taken is None else part.choices[taken]
    feedback, misreading = case.feedback(choice, taken=taken is not None)
    right = _right(question, case, row) if case.shown.key and case.shown.answers else None
    return ReviewedRow(
        part.label,
        "" if taken is None else choice.text,
        key.text if case.shown.key else "",
        right,
        feedback,
        "" if right else misreading,
    )


def _right(question: Rows, case: _Case, row: int) -> bool | None:
    """Tell whether a row earned its share; a step earns it by the step that follows it."""
    taken = cast("list[int | None]", case.answer or [None] * len(question.parts))
    if not isinstance(question, Order):
        return taken[row] is not None and question.parts[row].choices[cast("int", taken[row])].key
    if row + 1 == len(taken):
        return None
    here, following = taken[row], taken[row + 1]
    return here is not None and following is not None and following == here + 1


def _ideas(question: Short, case: _Case) -> tuple[Idea, ...]:
    found = question.ideas(case.answer)
    return tuple(
        Idea(group[0], i in found if case.shown.answers else None)
        for i, group in enumerate(question.accept)
    )
