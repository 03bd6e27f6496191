"""What staff type to a student who has challenged a question."""

from wtforms import TextAreaField

from quizapp.core.challenge import LONGEST_ANSWER
from quizapp.forms import Form, clean, required


class AnswerForm(Form):
    """The answer to one challenge."""

    answer = TextAreaField("Your answer", required(LONGEST_ANSWER), filters=[clean])

    def of(self, challenge_id: int) -> "AnswerForm":
        """Return the form under an id of its own: a page has one for each challenge."""
        self.answer.id = self.answer.label.field_id = f"answer-{challenge_id}"
        return self
