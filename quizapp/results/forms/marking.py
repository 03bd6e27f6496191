"""What markers type: a mark, a comment, and which mark they had seen."""

from decimal import Decimal
from typing import Any

from wtforms import BooleanField, HiddenField

from quizapp.core.marks import from_points
from quizapp.forms import (
    REQUIRED,
    Form,
    NumberField,
    ValidationError,
    clean,
    long_text_field,
    refuse,
)
from quizapp.results.queue import Written

STALE = "This page is out of date. Reload it and mark again."
NO_STEP = "That is none of the marks on the buttons. Choose one of them or type a mark."
LONGEST_COMMENT = 2_000
AGREE = "provisional"


class MarkForm(Form):
    """A mark by one of the rubric's buttons (`give`) or typed, and a comment to the student."""

    give = HiddenField(filters=[clean])
    mark = NumberField("Mark", least=Decimal(0), most=Decimal(100))
    comment = long_text_field("Comment to the student", LONGEST_COMMENT)
    together = BooleanField()
    revision = HiddenField("What you had seen", filters=[clean])

    def __init__(self, *args: Any, written: Written, **options: Any) -> None:
        self.written = written
        super().__init__(*args, **options)
        self.mark.flags.required = True

    def process(self, *args: Any, **options: Any) -> None:
        """Take the bounds of the mark from the question, then what was sent."""
        self.mark.most = Decimal(self.written.points) / 100
        super().process(*args, **options)

    def validate_revision(self, field: HiddenField) -> None:
        """Refuse what no page of ours sends."""
        if not (field.data.isascii() and field.data.isdigit() and len(field.data) < 9):
            raise ValidationError(STALE)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that there is one mark to give."""
        good = bool(super().validate(extra_validators))
        if self.give.data:
            # The button says which mark; what stands in the field beside it does not matter.
            self.mark.errors = []
            good = not (self.comment.errors or self.revision.errors)
            if self.give.data not in self._offered:
                refuse(self, "mark", NO_STEP)
                return False
        elif self.mark.data is None and not self.mark.errors:
            refuse(self, "mark", REQUIRED)
            return False
        return good

    @property
    def _offered(self) -> dict[str, int]:
        found = {str(step.earned): step.mark for step in self.written.steps}
        return found | {AGREE: self.written.provisional}

    @property
    def parts(self) -> int:
        """Return the mark of a valid form, in parts."""
        if self.give.data:
            return self._offered[self.give.data]
        return from_points(self.mark.data or Decimal(0))
