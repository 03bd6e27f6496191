"""A rule of item writing: what it is called, how grave it is, and where it looks.

A rule has up to six checks. `shape` looks at one fault of a record that could not be read,
`check` at one question, `among` at several questions together, `whole` at all questions of a
passage, `reading` at the passage itself, and `copied` at any text beside the article. Each yields
only where a field is at fault and what to do about it; the rule adds its own name.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from quizapp.core.kinds import Question
from quizapp.core.lint.article import Article
from quizapp.core.passage import Passage

Severity: TypeAlias = Literal["error", "warning"]

Note: TypeAlias = tuple[str, str] | tuple[str, str, Severity]
"""A field, such as 'options.1.text', what to do about it, and how grave it is if not as always."""

PlacedNote: TypeAlias = tuple[int | None, Note]
"""A note with the position of its question; None stands for the passage."""


@dataclass(frozen=True)
class Fault:
    """One reason why a record is no question: where, of what sort, and in words."""

    path: tuple[str, ...]
    type: str
    message: str
    context: Mapping[str, Any]

    @property
    def absent(self) -> bool:
        """Tell whether something is not there at all, or empty."""
        empty = self.type == "too_short" and self.context["actual_length"] == 0
        return self.type in {"missing", "union_tag_not_found", "string_too_short"} or empty


@dataclass(frozen=True)
class Finding:
    """What a rule found: in which field, and what to do about it."""

    rule: str
    severity: Severity
    field: str
    message: str


@dataclass(frozen=True)
class Pilot:
    """What the answers of students tell about one question.

    `facility` is the share of marks earned, `discrimination` the correlation with the rest of the
    quiz, and `idle` the texts of the wrong choices that hardly anybody took.
    """

    answers: int
    facility: float
    discrimination: float | None = None
    idle: tuple[str, ...] = ()


@dataclass(frozen=True)
class Whole:
    """All questions of a passage, with what else may be known about them."""

    questions: Sequence[Question]
    passage: Passage
    article: Article | None = None
    draws: int = 20
    pilot: Mapping[str, Pilot] = field(default_factory=dict)


ShapeCheck: TypeAlias = Callable[[Fault], str | None]
Check: TypeAlias = Callable[[Question, Passage], Iterable[Note]]
AmongCheck: TypeAlias = Callable[
    [Sequence[Question], Passage, Collection[str] | None], Iterable[tuple[int, Note]]
]
WholeCheck: TypeAlias = Callable[[Whole], Iterable[PlacedNote]]
ReadingCheck: TypeAlias = Callable[[Passage], Iterable[Note]]
CopyCheck: TypeAlias = Callable[[Iterable[tuple[str, str]], Article], Iterable[Note]]


@dataclass(frozen=True)
class Rule:
    """A rule with its id (as in 'SCH-04'), its name in plain words, and its checks."""

    id: str
    severity: Severity
    name: str
    shape: ShapeCheck | None = None
    check: Check | None = None
    among: AmongCheck | None = None
    whole: WholeCheck | None = None
    reading: ReadingCheck | None = None
    copied: CopyCheck | None = None

    @property
    def checks(self) -> tuple[Callable[..., Any], ...]:
        """Return its checks."""
        every = (self.shape, self.check, self.among, self.whole, self.reading, self.copied)
        return tuple(check for check in every if check is not None)

    def finding(self, field: str, message: str, severity: Severity | None = None) -> Finding:
        """Return a finding of this rule."""
        return Finding(self.id, severity or self.severity, field, message)
