"""Single choice and multiple response: pick from one list of options."""

from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Literal, Self, cast

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from quizapp.core.kinds.reading import chosen, offered
from quizapp.core.marks import MOST_PIECES
from quizapp.core.passage import Record
from quizapp.core.question import (
    Answer,
    Choice,
    ChoiceText,
    Code,
    FeedbackText,
    Fields,
    Part,
    Pick,
    Presented,
    QuestionBase,
    ShownChoice,
    Shuffle,
)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NUMBERS = ("no", "one", "TWO", "THREE", "FOUR", "FIVE", "SIX")


class Option(Record):
    """One option: whether it is a key, and what a student who takes it is told."""

    text: ChoiceText
    key: bool = False
    feedback: FeedbackText = ""
    misreading: Code | None = None


class _Options(QuestionBase):
    """What single choice and multiple response share."""

    options: tuple[Option, ...] = Field(min_length=2, max_length=MOST_PIECES)

    @model_validator(mode="after")
    def _options_distinct(self) -> Self:
        if len({option.text for option in self.options}) < len(self.options):
            raise PydanticCustomError("SCH-03", "options: no two may have the same text")
        return self

    @cached_property
    def keys(self) -> frozenset[int]:
        """Return the authored positions of the keys."""
        return frozenset(i for i, option in enumerate(self.options) if option.key)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return one part with every option."""
        return (
            Part(
                "",
                tuple(
                    Choice(o.text, o.key, o.feedback, None if o.key else o.misreading)
                    for o in self.options
                ),
            ),
        )

    def option_order(self, shuffle: Shuffle) -> list[int]:
        """Return the options' authored positions in the order shown."""
        return shuffle.order(len(self.options), f"{self.id}/options")

    def _shown(self, shuffle: Shuffle, taken: frozenset[int]) -> tuple[ShownChoice, ...]:
        return tuple(
            ShownChoice(str(shown), self.options[i].text, LETTERS[shown], i in taken)
            for shown, i in enumerate(self.option_order(shuffle))
        )


class Single(_Options):
    """Exactly one option is the key."""

    rule: ClassVar[str] = "The right choice earns the full mark."
    type: Literal["single"]

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if len(self.keys) != 1:
            raise PydanticCustomError(
                "SCH-03",
                "options: exactly one option must be the key; here {count} are",
                {"count": len(self.keys)},
            )
        return self

    def present(self, shuffle: Shuffle, answer: Answer | None = None) -> Presented:
        """Return the options in the order of this attempt."""
        taken = frozenset() if answer is None else frozenset({cast("int", answer)})
        return Presented(
            self.type, self.stem, "Choose one.", self.rule, choices=self._shown(shuffle, taken)
        )

    def read(self, sent: Fields, shuffle: Shuffle) -> Answer | None:
        """Return the chosen option's authored position."""
        return chosen(sent, "choice", self.option_order(shuffle))

    def credit(self, answer: Answer | None) -> Fraction:
        """Return 1 for the key, else 0."""
        return Fraction(answer in self.keys if isinstance(answer, int) else 0)

    def picks(self, answer: Answer | None) -> tuple[Pick, ...]:
        """Return the one option taken."""
        return () if answer is None else (Pick(0, cast("int", answer)),)


class Multi(_Options):
    """At least two options are keys; the page says how many."""

    rule: ClassVar[str] = (
        "Each right choice earns an equal share of the mark; each wrong choice takes one share "
        "away, never below 0."
    )
    type: Literal["multi"]

    @model_validator(mode="after")
    def _two_keys_and_two_others(self) -> Self:
        if len(self.keys) < 2 or len(self.options) - len(self.keys) < 2:
            raise PydanticCustomError(
                "SCH-03", "options: at least two must be keys and at least two must not"
            )
        return self

    @property
    def asked(self) -> int:
        """Return how many options are keys: the number printed with the question."""
        return len(self.keys)

    def present(self, shuffle: Shuffle, answer: Answer | None = None) -> Presented:
        """Return the options in the order of this attempt, and how many to choose."""
        taken = frozenset(cast("list[int]", answer or []))
        number = NUMBERS[self.asked] if self.asked < len(NUMBERS) else str(self.asked)
        return Presented(
            self.type,
            self.stem,
            f"Choose {number}.",
            self.rule,
            choices=self._shown(shuffle, taken),
            asked=self.asked,
        )

    def read(self, sent: Fields, shuffle: Shuffle) -> Answer | None:
        """Return the chosen options' authored positions, sorted."""
        order = self.option_order(shuffle)
        values = [value for value in sent.get("choice", ()) if value]
        return sorted({order[offered(v, len(order), "choice")] for v in values}) or None

    def credit(self, answer: Answer | None) -> Fraction:
        """Return right minus wrong choices over the number of keys, at least 0."""
        taken = frozenset(cast("list[int]", answer or []))
        right = len(taken & self.keys)
        return max(Fraction(2 * right - len(taken), len(self.keys)), Fraction(0))

    def picks(self, answer: Answer | None) -> tuple[Pick, ...]:
        """Return every option taken."""
        return tuple(Pick(0, i) for i in cast("list[int]", answer or []))

    def complete(self, answer: Answer | None) -> bool:
        """Tell whether as many options are taken as the page asks for."""
        return len(self.picks(answer)) == self.asked
