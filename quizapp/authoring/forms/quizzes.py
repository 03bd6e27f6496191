"""The forms of the quiz builder."""

from decimal import Decimal

from wtforms import SelectField

from quizapp.forms import Filled, Form, NumberField, text_field

TITLE = 200


class NewQuizForm(Form):
    """A title, and what the quiz begins with: choices are passed in."""

    title = text_field("Title", TITLE, description="Students see it unless you give another one.")
    begin = SelectField("Begin with", validate_choice=True)


class TitleForm(Form):
    """The title of a quiz."""

    title = text_field("Title", TITLE)


class LineForm(Form):
    """The place and the points of one question in a quiz."""

    position = NumberField("Place", [Filled()], least=Decimal(1), most=Decimal(100), places=0)
    points = NumberField("Points", [Filled()], least=Decimal("0.01"), most=Decimal(100), places=2)
