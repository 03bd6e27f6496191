"""Matching: find for each left side the right side that belongs to it."""

from functools import cached_property
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from quizapp.core.kinds.rows import Rows
from quizapp.core.marks import MOST_PIECES
from quizapp.core.passage import Record
from quizapp.core.question import (
    Answer,
    Choice,
    ChoiceText,
    Code,
    FeedbackText,
    Part,
    Presented,
    Shuffle,
)


class Pair(Record):
    """A left side with the right side that belongs to it."""

    left: ChoiceText
    right: ChoiceText
    feedback: FeedbackText = ""
    misreading: Code | None = None


class Match(Rows):
    """Left sides to be matched; extra right sides belong to none."""

    rule: ClassVar[str] = "Each right match earns an equal share of the mark."
    row_name: ClassVar[str] = "match"
    type: Literal["match"]
    pairs: tuple[Pair, ...] = Field(min_length=2, max_length=MOST_PIECES)
    extra_right: tuple[ChoiceText, ...] = Field(default=(), max_length=MOST_PIECES)

    @model_validator(mode="after")
    def _sides_distinct(self) -> Self:
        lefts = [pair.left for pair in self.pairs]
        rights = {pair.right for pair in self.pairs}
        extra_repeats = len(set(self.extra_right)) < len(self.extra_right)
        if len(set(lefts)) < len(lefts) or extra_repeats or rights & set(self.extra_right):
            raise PydanticCustomError(
                "SCH-03", "pairs: left sides must differ, and extra right sides must match none"
            )
        return self

    @cached_property
    def rights(self) -> tuple[str, ...]:
        """Return the distinct right sides; several left sides may share one."""
        return tuple(dict.fromkeys([*(pair.right for pair in self.pairs), *self.extra_right]))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return a part for each left side."""
        return tuple(
            Part(
                pair.left,
                tuple(
                    Choice(
                        right,
                        right == pair.right,
                        pair.feedback,
                        None if right == pair.right else pair.misreading,
                    )
                    for right in self.rights
                ),
            )
            for pair in self.pairs
        )

    def row_order(self, shuffle: Shuffle) -> list[int]:  # noqa: ARG002
        """Return the left sides in authored order, which tells nothing."""
        return list(range(len(self.pairs)))

    def choice_order(self, row: int, shuffle: Shuffle) -> list[int]:  # noqa: ARG002
        """Return the right sides shuffled always: their authored order is the key."""
        return shuffle.order(len(self.rights), f"{self.id}/rights", always=True)

    def present(self, shuffle: Shuffle, answer: Answer | None = None) -> Presented:
        """Return the left sides, each with all right sides to choose from."""
        return Presented(
            self.type,
            self.stem,
            "Choose a match for each.",
            self.rule,
            rows=self.shown_rows(shuffle, answer),
        )
