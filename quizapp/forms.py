"""What all forms share: text cleaned once, numbers as people write them, moments in a time zone."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import DateTimeLocalField, Field, Form, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length
from wtforms.widgets import TextInput

from quizapp.core.passage import UNSEEN

REQUIRED = "Please fill this in."
NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:[.,](?P<decimals>[0-9]{1,12}))?")
FIRST_YEAR, LAST_YEAR = 2000, 2199


def clean(text: str | None) -> str:
    """Return text in NFC with single line ends, trimmed, without control characters."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNSEEN.sub("", text)).strip()


def required(longest: int) -> list[Any]:
    """Return the validators of a text that must be there and not be too long."""
    return [
        DataRequired(REQUIRED),
        Length(max=longest, message=f"Use at most {longest:,} characters."),
    ]


class Filled:
    """Demand a value of a field that is no text, unless what was typed has been refused already."""

    field_flags = {"required": True}

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise ValidationError when the field was left blank."""
        if field.data is None and not field.errors:
            raise ValidationError(REQUIRED)


def text_field(label: str, longest: int, **options: Any) -> StringField:
    """Return a field for one required line of text."""
    return StringField(label, required(longest), filters=[clean], **options)


def long_text_field(label: str, longest: int, **options: Any) -> TextAreaField:
    """Return a field for optional text of several lines."""
    limit = Length(max=longest, message=f"Use at most {longest:,} characters.")
    return TextAreaField(label, [limit], filters=[clean], **options)


class NumberField(Field):
    """A decimal number as people write it, with a point or a comma; data is a Decimal or None."""

    widget = TextInput()

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        least: Decimal,
        most: Decimal,
        places: int = 2,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.least, self.most, self.places = least, most, places

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{Decimal(self.data):f}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, None when left blank. Raises ValueError with what to do."""
        if not valuelist:
            return
        self.data = None
        text = clean(valuelist[0])
        if not text:
            return
        found = NUMBER.fullmatch(text)
        number = Decimal(text.replace(",", ".")) if found else None
        if found is None or number is None or not self.least <= number <= self.most:
            raise ValueError(f"Use a number from {self.least:f} to {self.most:f}.")
        if len(found["decimals"] or "") > self.places:
            # Also '1,000', which one person means as a thousand and another as one.
            raise ValueError(
                f"Use at most {self.places} decimals." if self.places else "Use a whole number."
            )
        self.data = number


class MomentField(DateTimeLocalField):
    """A date and time in the class's time zone; `moment` is the aware UTC time or None."""

    data: datetime | None

    def __init__(self, label: str, validators: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(
            label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **options
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date and time, None when left blank. Raises ValueError with what to do."""
        if valuelist and not any(valuelist):
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Use a date and a time, such as 2026-09-01T08:30.") from None
        local = self.data
        if local is not None and not FIRST_YEAR <= local.year <= LAST_YEAR:
            self.data = None
            raise ValueError(f"Use a year from {FIRST_YEAR} to {LAST_YEAR}.")

    def moment(self, zone: str) -> datetime | None:
        """Return the time in UTC, read as a time of day in `zone`."""
        local = self.data
        return None if local is None else local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def refuse(form: Form, field: str, message: str) -> None:
    """Add a message from the rules to the field it concerns."""
    form[field].errors = [*form[field].errors, message]


__all__ = [
    "REQUIRED",
    "Filled",
    "Form",
    "MomentField",
    "NumberField",
    "ValidationError",
    "clean",
    "long_text_field",
    "refuse",
    "required",
    "text_field",
]
