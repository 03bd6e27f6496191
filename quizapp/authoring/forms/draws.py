"""The form on which a quiz is drawn."""

from decimal import Decimal

from wtforms import RadioField, SelectField

from quizapp.forms import Filled, Form, NumberField

LARGEST_SEED = 999_999_999
"""Beyond it a person does not copy a number without a slip."""


NOBODY = ""
"""The choice of no class: nothing is left out."""


class DrawForm(Form):
    """How to draw: plans and classes are passed in as choices."""

    plan = RadioField("What kind of quiz", validate_choice=True)
    retake = SelectField(
        "A retake for",
        default=NOBODY,
        validate_choice=True,
        description="Leaves out what the class's last quiz had, and prefers what it never had.",
    )
    seed = NumberField(
        "Seed",
        least=Decimal(0),
        most=Decimal(LARGEST_SEED),
        places=0,
        description="Left empty: a new one. The same seed draws the same quiz again.",
    )


class FillForm(DrawForm):
    """What was drawn and shown, and is now wanted."""

    seed = NumberField("Seed", [Filled()], least=Decimal(0), most=Decimal(LARGEST_SEED), places=0)
