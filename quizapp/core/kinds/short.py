"""Short answer: a few words of one's own, marked provisionally by the ideas found in them."""

import re
import unicodedata
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from quizapp.core.kinds.reading import only
from quizapp.core.marks import MOST_PIECES
from quizapp.core.passage import UNSEEN
from quizapp.core.question import (
    Answer,
    Choice,
    ChoiceText,
    Fields,
    InvalidAnswer,
    Part,
    Pick,
    Presented,
    QuestionBase,
    RubricLine,
    Shuffle,
)

LONGEST = 1_000
_QUOTES = str.maketrans({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'})


def plain(text: str) -> str:
    """Return text as it is compared: NFKC, case folded, words joined by single spaces."""
    folded = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    return " ".join(re.findall(r"\w+(?:['-]\w+)*", folded))


class Short(QuestionBase):
    """A written answer; each accept group is one idea, found when any of its phrases occurs."""

    rule: ClassVar[str] = "Marked at first by the ideas it names; your teacher may change the mark."
    type: Literal["short"]
    model_answer: ChoiceText
    rubric: tuple[RubricLine, ...] = Field(min_length=1, max_length=10)
    accept: tuple[tuple[ChoiceText, ...], ...] = Field(min_length=1, max_length=MOST_PIECES)

    @model_validator(mode="after")
    def _groups_filled(self) -> Self:
        if any(not any(plain(phrase) for phrase in group) for group in self.accept):
            raise PydanticCustomError("SCH-03", "accept: every group needs a phrase")
        return self

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return one part whose choices are the accepted ideas, then 'none of them'."""
        ideas = tuple(Choice(group[0], key=True) for group in self.accept)
        return (Part("", (*ideas, Choice("No accepted idea found", key=False))),)

    def present(self, shuffle: Shuffle, answer: Answer | None = None) -> Presented:  # noqa: ARG002
        """Return the box with what has been written."""
        return Presented(
            self.type,
            self.stem,
            "Answer in your own words.",
            self.rule,
            text=answer if isinstance(answer, str) else "",
        )

    def read(self, sent: Fields, shuffle: Shuffle) -> Answer | None:  # noqa: ARG002
        """Return the text without control characters, in NFC. Raises InvalidAnswer if too long."""
        typed = only(sent, "text").replace("\r\n", "\n")
        text = unicodedata.normalize("NFC", UNSEEN.sub("", typed)).strip()
        if len(text) > LONGEST:
            raise InvalidAnswer("text", f"Use at most {LONGEST:,} characters, not {len(text):,}.")
        return text or None

    @cached_property
    def _phrases(self) -> tuple[tuple[str, ...], ...]:
        """Return the accepted phrases of each idea as they are compared."""
        return tuple(
            tuple(f" {words} " for phrase in group if (words := plain(phrase)))
            for group in self.accept
        )

    def ideas(self, answer: Answer | None) -> frozenset[int]:
        """Return the positions of the accept groups found in an answer, as whole words."""
        padded = f" {plain(str(answer or ''))} "
        return frozenset(
            i
            for i, phrases in enumerate(self._phrases)
            if any(phrase in padded for phrase in phrases)
        )

    def credit(self, answer: Answer | None) -> Fraction:
        """Return the share of accept groups found: a provisional mark."""
        return Fraction(len(self.ideas(answer)), len(self.accept))

    def complete(self, answer: Answer | None) -> bool:
        """Tell whether anything was written; what it is worth need not be known for that."""
        return answer is not None

    def picks(self, answer: Answer | None) -> tuple[Pick, ...]:
        """Return the ideas found, or 'none of them' for an answer without one."""
        if answer is None:
            return ()
        found = sorted(self.ideas(answer)) or [len(self.accept)]
        return tuple(Pick(0, i) for i in found)
