"""A rule of item writing: what it is called, how grave it is, and where it looks.

A rule has up to three checks. `shape` looks at one fault of a record that could not be read,
`check` at one question, and `among` at several questions together. Each yields only where a field
is at fault and what to do about it; the rule adds its own name.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from quizapp.core.kinds import Question
from quizapp.core.passage import Passage

Severity: TypeAlias = Literal["error", "warning"]

Note: TypeAlias = tuple[str, str]
"""A field, such as 'options.1.text', and what to do about it."""


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


ShapeCheck: TypeAlias = Callable[[Fault], str | None]
Check: TypeAlias = Callable[[Question, Passage], Iterable[Note]]
AmongCheck: TypeAlias = Callable[
    [Sequence[Question], Passage, Collection[str] | None], Iterable[tuple[int, str, str]]
]


@dataclass(frozen=True)
class Rule:
    """A rule with its id (as in 'SCH-04'), its name in plain words, and its checks."""

    id: str
    severity: Severity
    name: str
    shape: ShapeCheck | None = None
    check: Check | None = None
    among: AmongCheck | None = None

    def finding(self, field: str, message: str) -> Finding:
        """Return a finding of this rule."""
        return Finding(self.id, self.severity, field, message)
