"""The form that takes a passage's full text."""

from wtforms import TextAreaField

from quizapp.core.fulltext import LONGEST
from quizapp.forms import Form, clean, required


class TextForm(Form):
    """A text with an empty line between its paragraphs."""

    text = TextAreaField(
        "Full text",
        required(LONGEST),
        filters=[clean],
        description="One block of lines a paragraph, with an empty line between. The title may "
        "stand before them and the writer's name after them, each as a block of its own.",
    )
