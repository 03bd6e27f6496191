"""A question: what all kinds share, what a student is shown, and what became of an answer.

A kind of question is one model in `core/kinds/` that validates, presents, reads, grades and
tells its parts. This module holds the base they extend and the values they exchange with pages.
Nothing in `Presented` can carry a key: it is what students are shown before release.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field, StringConstraints

from quizapp.core.passage import Quote, Record

Answer: TypeAlias = int | str | list[int] | list[int | None]
"""A student's answer by authored positions: what is stored. Its shape belongs to the kind."""

Fields: TypeAlias = Mapping[str, Sequence[str]]
"""What a page sent: every field name with all its values."""

Stem = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
ChoiceText = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
FeedbackText = Annotated[str, StringConstraints(max_length=2_000)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]


class InvalidAnswer(ValueError):
    """What was sent is no answer to this question; nothing is wrong or right about it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class ShownChoice:
    """A choice as students see it: its value in the form, its letter, and whether it is taken."""

    value: str
    text: str
    letter: str = ""
    taken: bool = False


@dataclass(frozen=True)
class ShownRow:
    """One row with a choice of its own: a pair's left side, a card, a step or a blank."""

    name: str
    text: str
    choices: tuple[ShownChoice, ...]


@dataclass(frozen=True)
class Presented:
    """A question as a student is shown it: no key, no feedback, nothing derived from either.

    Kinds with one choice list fill `choices` (all fields named `choice`); kinds with rows fill
    `rows`; a short answer fills `text`. `pieces` is the stem cut at its blanks (cloze only).
    """

    kind: str
    stem: str
    instruction: str
    rule: str
    choices: tuple[ShownChoice, ...] = ()
    rows: tuple[ShownRow, ...] = ()
    pieces: tuple[str, ...] = ()
    text: str = ""
    asked: int = 1

    @property
    def offered(self) -> frozenset[str]:
        """Return the texts of all choices: what definitions printed beside may explain."""
        lists = (self.choices, *(row.choices for row in self.rows))
        return frozenset(choice.text for choices in lists for choice in choices)

    def filled(self, sent: Fields) -> "Presented":
        """Return the same with what a page sent, valid or not, so that nothing typed is lost."""
        return replace(
            self,
            choices=_taken(self.choices, sent.get("choice", ())),
            rows=tuple(
                replace(row, choices=_taken(row.choices, sent.get(row.name, ())))
                for row in self.rows
            ),
            text="".join(sent.get("text", ())[:1]),
        )


def _taken(choices: tuple[ShownChoice, ...], values: Sequence[str]) -> tuple[ShownChoice, ...]:
    return tuple(replace(choice, taken=choice.value in values) for choice in choices)


@dataclass(frozen=True)
class Choice:
    """One possible choice with what only the server knows: key, feedback, misreading."""

    text: str
    key: bool
    feedback: str = ""
    misreading: str | None = None


@dataclass(frozen=True)
class Part:
    """A separately answered part of a question; kinds with one choice list have one part."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Pick:
    """That an answer took choice `choice` of part `part`, both by authored position."""

    part: int
    choice: int


@dataclass(frozen=True)
class Shuffle:
    """How one attempt orders the choices of its questions.

    The seed belongs to the attempt and stays on the server: whoever knew it could work back from
    the order shown to the order written, which in some kinds is the key. `choices` tells whether
    the assignment shuffles; lists whose written order is the key are shuffled in any case.
    """

    seed: str
    choices: bool

    def order(self, count: int, name: str, *, always: bool = False) -> list[int]:
        """Return authored positions in the order shown.

        `name` tells the lists of one attempt apart, so that no list gives away another. `always`
        shuffles even when the assignment keeps authored order.
        """
        if self.choices or always:
            return list(_shuffled(f"{self.seed}/{name}", count))
        return list(range(count))


@lru_cache(maxsize=5_000)
def _shuffled(seed: str, count: int) -> tuple[int, ...]:
    # Not for secrets: a reproducible order that a regrade or a second device finds again. Kept,
    # since every page, answer and mark of an attempt asks for the same few.
    order = list(range(count))
    Random(seed).shuffle(order)
    return tuple(order)


class RubricLine(Record):
    """What earns points in a written answer."""

    points: int | float = Field(ge=0, le=100)
    text: ChoiceText


class Waiver(Record):
    """A lint warning that the author has considered and argues against."""

    rule: str = Field(pattern=r"^[A-Z]{3}-\d{2}$")
    reason: str = Field(min_length=10, max_length=500)


class QuestionBase(Record, ABC):
    """What every question has, whatever its kind. Immutable once saved as a version."""

    rule: ClassVar[str]
    """How it is marked, in one sentence printed beside the question."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")
    type: str
    skill: str = Field(min_length=1, max_length=40)
    difficulty: Literal["E", "M", "H"]
    paras: tuple[Annotated[int, Field(ge=0, le=99)], ...] = Field(min_length=1, max_length=20)
    topic: str = Field(min_length=1, max_length=40)
    enemies: tuple[str, ...] = ()
    verdict: Literal["faults", "neutral", "credits"] | None = None
    claims: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    family: str | None = None
    pi: bool = False
    waive: tuple[Waiver, ...] = ()
    outside: bool = False
    note: str = Field(default="", max_length=5_000)
    stem: Stem
    explanation: str = Field(min_length=1, max_length=5_000)
    ask: str = Field(default="", max_length=300)

    @abstractmethod
    def present(self, shuffle: Shuffle, answer: Answer | None = None) -> Presented:
        """Return what a student is shown, with `answer` filled in."""

    @abstractmethod
    def read(self, sent: Fields, shuffle: Shuffle) -> Answer | None:
        """Return the answer that a page sent, or None when it was left blank.

        Raises InvalidAnswer naming the field when it is no answer to this question.
        """

    @abstractmethod
    def credit(self, answer: Answer | None) -> Fraction:
        """Return the credit from 0 to 1; a blank answer earns 0."""

    @property
    @abstractmethod
    def parts(self) -> tuple[Part, ...]:
        """Return the parts with their choices and keys. Never for students before release."""

    @abstractmethod
    def picks(self, answer: Answer | None) -> tuple[Pick, ...]:
        """Return which choices an answer took; none for a blank."""

    def complete(self, answer: Answer | None) -> bool:
        """Tell whether every part has been answered."""
        return answer is not None and len({p.part for p in self.picks(answer)}) == len(self.parts)

    def content(self) -> dict[str, Any]:
        """Return the record as JSON-ready data, without what is empty."""
        return self.model_dump(mode="json", exclude_defaults=True) | {"type": self.type}


@dataclass(frozen=True)
class Marked:
    """A response after marking: its credit, and for each part the choice taken and the key."""

    credit: Fraction
    parts: tuple[Part, ...]
    picks: tuple[Pick, ...]
    misreadings: frozenset[str] = field(default_factory=frozenset)
