"""Cloze: complete a text by choosing what belongs in each blank."""

import re
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

BLANK = re.compile(r"\{\{([0-9]{1,2})\}\}")


class Blank(Record):
    """A blank with its options; `key` is the position of the right one, counted from 0."""

    options: tuple[ChoiceText, ...] = Field(min_length=2, max_length=8)
    key: int = Field(ge=0)
    feedback: FeedbackText = ""
    misreading: Code | None = None


class Cloze(Rows):
    """A text whose blanks {{1}}, {{2}} … each take one of their options."""

    rule: ClassVar[str] = "Each blank filled rightly earns an equal share of the mark."
    row_name: ClassVar[str] = "blank"
    type: Literal["cloze"]
    blanks: tuple[Blank, ...] = Field(min_length=1, max_length=MOST_PIECES)

    @model_validator(mode="after")
    def _blanks_fit(self) -> Self:
        marks = [int(number) for number in BLANK.findall(self.stem)]
        if marks != list(range(1, len(self.blanks) + 1)):
            raise PydanticCustomError(
                "SCH-03", "stem: must hold {{1}}, {{2}} … once each, in order, one for each blank"
            )
        for blank in self.blanks:
            if blank.key >= len(blank.options):
                raise PydanticCustomError("SCH-03", "blanks: a key names none of its options")
            if len(set(blank.options)) < len(blank.options):
                raise PydanticCustomError("SCH-03", "blanks: two options of one blank are equal")
        return self

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return a part for each blank."""
        return tuple(
            Part(
                f"Blank {number}",
                tuple(
                    Choice(
                        text,
                        i == blank.key,
                        blank.feedback,
                        None if i == blank.key else blank.misreading,
                    )
                    for i, text in enumerate(blank.options)
                ),
            )
            for number, blank in enumerate(self.blanks, start=1)
        )

    def row_order(self, shuffle: Shuffle) -> list[int]:  # noqa: ARG002
        """Return the blanks as they stand in the text."""
        return list(range(len(self.blanks)))

    def choice_order(self, row: int, shuffle: Shuffle) -> list[int]:
        """Return a blank's options in the order of this attempt."""
        return shuffle.order(len(self.blanks[row].options), f"{self.id}/blank-{row}")

    def present(self, shuffle: Shuffle, answer: Answer | None = None) -> Presented:
        """Return the text cut at its blanks, and each blank's options."""
        return Presented(
            self.type,
            self.stem,
            "Choose what belongs in each blank.",
            self.rule,
            rows=self.shown_rows(shuffle, answer),
            pieces=tuple(BLANK.split(self.stem)[::2]),
        )
