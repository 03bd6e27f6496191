"""What students type beside their answers: a challenge to a question."""

from typing import Any, Final

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from quizapp.core.challenge import LONGEST_QUOTE, LONGEST_REASON, stands_in
from quizapp.core.passage import Reading
from quizapp.forms import Form, ValidationError, clean, required

NOT_THERE = (
    "These words do not stand in the passage. "
    "Copy a few of them exactly as they stand in one paragraph, or leave this empty."
)


class ChallengeForm(Form):
    """Why a question is at fault, and words of the passage that show it."""

    reason = TextAreaField("What is wrong with it", required(LONGEST_REASON), filters=[clean])
    quote = StringField(
        "Words of the passage that show it",
        [Length(max=LONGEST_QUOTE, message=f"Use at most {LONGEST_QUOTE} characters.")],
        filters=[clean],
    )

    def __init__(self, *args: Any, reading: Reading, **options: Any) -> None:
        self.reading = reading
        super().__init__(*args, **options)

    def validate_quote(self, field: StringField) -> None:
        """Refuse words that the passage, as the class reads it, does not have."""
        shown = (self.reading.title, *(one.text for one in self.reading.paragraphs))
        if field.data and not field.errors and not stands_in(field.data, shown):
            raise ValidationError(NOT_THERE)


UNSENT: Final = ChallengeForm(reading=Reading("", "", "en", ()))
"""The form before anybody has filled it in; its fields are rendered once."""
