"""Ordering: bring steps into the right order."""

from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import ClassVar, Literal, Self, cast

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from quizapp.core.kinds.rows import Rows
from quizapp.core.passage import Record
from quizapp.core.question import (
    Answer,
    Choice,
    ChoiceText,
    Code,
    FeedbackText,
    Fields,
    InvalidAnswer,
    Part,
    Presented,
    Shuffle,
)


class Step(Record):
    """One step; the file lists steps in the right order."""

    text: ChoiceText
    feedback: FeedbackText = ""
    misreading: Code | None = None


class Order(Rows):
    """Steps to be numbered; the answer is each step's place, counted from 0."""

    rule: ClassVar[str] = (
        "Each step directly followed by the right next step earns an equal share of the mark."
    )
    row_name: ClassVar[str] = "place"
    type: Literal["order"]
    sequence: tuple[Step, ...] = Field(min_length=3, max_length=6)

    @model_validator(mode="after")
    def _steps_distinct(self) -> Self:
        if len({step.text for step in self.sequence}) < len(self.sequence):
            raise PydanticCustomError("SCH-03", "sequence: no two steps may have the same text")
        return self

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return a part for each step, whose choices are the places."""
        count = len(self.sequence)
        return tuple(
            Part(
                step.text,
                tuple(
                    Choice(
                        str(place + 1),
                        place == i,
                        step.feedback,
                        None if place == i else step.misreading,
                    )
                    for place in range(count)
                ),
            )
            for i, step in enumerate(self.sequence)
        )

    def row_order(self, shuffle: Shuffle) -> list[int]:
        """Return the steps shuffled always: their authored order is the key."""
        return shuffle.order(len(self.sequence), f"{self.id}/steps", always=True)

    def choice_order(self, row: int, shuffle: Shuffle) -> list[int]:  # noqa: ARG002
        """Return the places in counting order."""
        return list(range(len(self.sequence)))

    def present(self, shuffle: Shuffle, answer: Answer | None = None) -> Presented:
        """Return the steps, each with all places to choose from."""
        return Presented(
            self.type,
            self.stem,
            "Give each step its place.",
            self.rule,
            rows=self.shown_rows(shuffle, answer),
        )

    def read(self, sent: Fields, shuffle: Shuffle) -> Answer | None:
        """Return each step's place. Raises InvalidAnswer when two steps share one."""
        answer = cast("list[int | None] | None", super().read(sent, shuffle))
        seen: set[int] = set()
        for shown, step in enumerate(self.row_order(shuffle)):
            place = answer[step] if answer else None
            if place is not None and place in seen:
                raise InvalidAnswer(
                    f"place-{shown}", f"Two steps have place {place + 1}. Give each its own."
                )
            seen |= set() if place is None else {place}
        return cast("Answer | None", answer)

    def credit(self, answer: Answer | None) -> Fraction:
        """Return the share of neighbours in the key that are neighbours in the answer.

        Moving one step far costs what it disturbs and no more; counting absolute places instead
        would give nothing to a right chain that starts one place late.
        """
        places = cast("list[int | None]", answer or [])
        follows = sum(a is not None and b is not None and b == a + 1 for a, b in pairwise(places))
        return Fraction(follows, len(self.sequence) - 1)
