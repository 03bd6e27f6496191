"""Classifying: put each card into one of the named categories."""

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


class Card(Record):
    """A card with the category it belongs to."""

    text: ChoiceText
    category: ChoiceText
    feedback: FeedbackText = ""
    misreading: Code | None = None


class Classify(Rows):
    """Cards to be put into categories; every category has at least one card."""

    rule: ClassVar[str] = "Each card in its right category earns an equal share of the mark."
    row_name: ClassVar[str] = "card"
    type: Literal["classify"]
    categories: tuple[ChoiceText, ...] = Field(min_length=2, max_length=6)
    cards: tuple[Card, ...] = Field(min_length=2, max_length=MOST_PIECES)

    @model_validator(mode="after")
    def _categories_used(self) -> Self:
        used = {card.category for card in self.cards}
        if used != set(self.categories) or len(set(self.categories)) < len(self.categories):
            raise PydanticCustomError(
                "SCH-03",
                "categories: each must be named once and hold a card, and each card must name one",
            )
        if len({card.text for card in self.cards}) < len(self.cards):
            raise PydanticCustomError("SCH-03", "cards: no two may have the same text")
        return self

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return a part for each card."""
        return tuple(
            Part(
                card.text,
                tuple(
                    Choice(
                        category,
                        category == card.category,
                        card.feedback,
                        None if category == card.category else card.misreading,
                    )
                    for category in self.categories
                ),
            )
            for card in self.cards
        )

    def row_order(self, shuffle: Shuffle) -> list[int]:
        """Return the cards shuffled always: authors tend to write them category by category."""
        return shuffle.order(len(self.cards), f"{self.id}/cards", always=True)

    def choice_order(self, row: int, shuffle: Shuffle) -> list[int]:  # noqa: ARG002
        """Return the categories in authored order, the same for every card."""
        return list(range(len(self.categories)))

    def present(self, shuffle: Shuffle, answer: Answer | None = None) -> Presented:
        """Return the cards, each with all categories to choose from."""
        return Presented(
            self.type,
            self.stem,
            "Put each card into a category.",
            self.rule,
            rows=self.shown_rows(shuffle, answer),
        )
