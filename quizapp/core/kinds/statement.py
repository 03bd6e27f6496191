"""True, false or not stated: what the article says about a statement, never what the world says."""

from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Literal, cast

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from quizapp.core.kinds.reading import GONE, only
from quizapp.core.question import (
    Answer,
    Choice,
    Code,
    FeedbackText,
    Fields,
    InvalidAnswer,
    Part,
    Pick,
    Presented,
    QuestionBase,
    ShownChoice,
    Shuffle,
)

LABELS = {
    "true": "Article says so",
    "false": "Article says otherwise",
    "not-stated": "Article does not say",
}
VERDICTS = tuple(LABELS)


def _as_word(value: object) -> object:
    """Return what YAML made of an unquoted true or false as the word that was meant."""
    return str(value).lower() if isinstance(value, bool) else value


class Statement(QuestionBase):
    """A statement to be held against the text; the three answers keep their order."""

    rule: ClassVar[str] = "The right choice earns the full mark."
    type: Literal["tfns"]
    answer: Literal["true", "false", "not-stated"]
    feedback: dict[Literal["true", "false", "not-stated"], FeedbackText] = Field(
        default_factory=dict
    )
    misreadings: dict[Literal["true", "false", "not-stated"], Code] = Field(default_factory=dict)

    @field_validator("answer", mode="before")
    @classmethod
    def _answer_word(cls, value: object) -> object:
        value = _as_word(value)
        if value not in VERDICTS:
            raise PydanticCustomError("SCH-03", 'the answer must be "true", "false" or not-stated')
        return value

    @field_validator("feedback", "misreadings", mode="before")
    @classmethod
    def _key_words(cls, value: Any) -> Any:  # noqa: ANN401 - the JSON edge
        if isinstance(value, dict):
            return {_as_word(key): text for key, text in value.items()}
        return value

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return one part with the three answers."""
        return (
            Part(
                "",
                tuple(
                    Choice(
                        LABELS[word],
                        word == self.answer,
                        self.feedback.get(word, ""),
                        None if word == self.answer else self.misreadings.get(word),
                    )
                    for word in cast("tuple[Literal['true', 'false', 'not-stated'], ...]", VERDICTS)
                ),
            ),
        )

    def present(self, shuffle: Shuffle, answer: Answer | None = None) -> Presented:  # noqa: ARG002
        """Return the three answers, always in the same order."""
        return Presented(
            self.type,
            self.stem,
            "What does the article say about this statement?",
            self.rule,
            choices=tuple(
                ShownChoice(word, LABELS[word], letter, word == answer)
                for word, letter in zip(VERDICTS, "ABC", strict=True)
            ),
        )

    def read(self, sent: Fields, shuffle: Shuffle) -> Answer | None:  # noqa: ARG002
        """Return the word of the answer taken."""
        value = only(sent, "choice")
        if value and value not in VERDICTS:
            raise InvalidAnswer("choice", GONE)
        return value or None

    def credit(self, answer: Answer | None) -> Fraction:
        """Return 1 for the right answer, else 0."""
        return Fraction(answer == self.answer)

    def picks(self, answer: Answer | None) -> tuple[Pick, ...]:
        """Return the answer taken."""
        return () if answer is None else (Pick(0, VERDICTS.index(cast("str", answer))),)
