"""The form on which a regrade is proposed: policy, corrected key, explanation and reason."""

from typing import Any, cast

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput

from quizapp.core.correcting import PICKABLE, KeyNotPossible, with_explanation, with_key
from quizapp.core.kinds import Question
from quizapp.core.regrade import CORRECTING, POLICIES, Policy, Ruling
from quizapp.forms import REQUIRED, Form, clean, long_text_field, refuse
from quizapp.results.printed import Printed

LONGEST_EXPLANATION = 5_000
LONGEST_REASON = 1_000
NO_SUCH_KEY = "These choices cannot be the key of this question."
SAME_KEY = "This is the printed key. Choose what the key should have been."
NO_VERSION = "Choose the version with the right key."


class RegradeForm(Form):
    """What the question should have said, how that counts, and why."""

    policy = RadioField(
        "What to do", choices=[SelectChoice(key, text) for key, text in POLICIES.items()]
    )
    key = SelectMultipleField("The right key", widget=ListWidget(prefix_label=False))
    version = SelectField("Corrected version")
    explanation = long_text_field("Corrected explanation", LONGEST_EXPLANATION)
    mend = BooleanField("Save it as the next version of the question, for attempts to come")
    reason = long_text_field("Reason", LONGEST_REASON)

    def __init__(self, *args: Any, printed: Printed, **options: Any) -> None:
        self.printed = printed
        super().__init__(*args, **options)
        self.reason.flags.required = True

    def process(self, *args: Any, **options: Any) -> None:
        """Offer this question's choices and versions, then take what was sent."""
        question = self.printed.question
        if question.type in PICKABLE:
            choices = question.parts[0].choices
            self.key.choices = [SelectChoice(str(i), c.text) for i, c in enumerate(choices)]
            self.key.default = [str(i) for i, c in enumerate(choices) if c.key]
        self.key.option_widget = CheckboxInput() if question.type == "multi" else RadioInput()
        none = "The key chosen above" if question.type in PICKABLE else "None"
        self.version.choices = [
            SelectChoice("", none),
            *(SelectChoice(str(number), f"Version {number}") for number, _ in self.printed.others),
        ]
        self.policy.default, self.version.default = "replace", ""
        super().process(*args, **options)

    def ruling(self) -> Ruling | None:
        """Return the ruling that a valid form proposes, or None with the message at its field."""
        policy = cast("Policy", self.policy.data)
        corrected = self._corrected() if policy in CORRECTING else self.printed.question
        if corrected is None:
            return None
        explanation = self.explanation.data
        if explanation:
            corrected = with_explanation(corrected, explanation)
        same = corrected == self.printed.question
        return Ruling(policy, None if same else corrected, self.reason.data)

    def _corrected(self) -> Question | None:
        question = self.printed.question
        if self.version.data:
            return self.printed.other(int(self.version.data))
        if question.type not in PICKABLE:
            refuse(self, "version", NO_VERSION)
            return None
        try:
            found = with_key(question, [int(i) for i in self.key.data or ()])
        except KeyNotPossible:
            refuse(self, "key", NO_SUCH_KEY)
            return None
        if found == question:
            refuse(self, "key", SAME_KEY)
            return None
        return found

    def has_reason(self) -> bool:
        """Tell whether a reason is given, with the message at its field when there is none."""
        if not clean(self.reason.data):
            refuse(self, "reason", REQUIRED)
            return False
        return True
