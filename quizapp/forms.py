"""What all forms share: text cleaned once, numbers as people write them, moments in a time zone."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import DateTimeLocalField, Field, Form, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length
from wtforms.widgets import TextInput

REQUIRED = "Please fill this in."


def clean(text: str | None) -> str:
    """Return text in NFC with single line ends, trimmed, without control characters."""
    text = unicodedata.normalize("NFC", text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}
    ).strip()


def required(longest: int) -> list[Any]:
    """Return the validators of a text that must be there and not be too long."""
    return [
        DataRequired(REQUIRED),
        Length(max=longest, message=f"Use at most {longest:,} characters."),
    ]


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
        return "" if self.data is None else f"{self.data:f}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number. Raises ValueError with what to do."""
        text = clean(valuelist[0]) if valuelist else ""
        self.data = None
        if not text:
            return
        wanted = f"Use a number from {self.least:f} to {self.most:f}."
        if len(text) > 20 or not text.isascii():
            raise ValueError(wanted)
        try:
            number = Decimal(text.replace(",", "."))
        except InvalidOperation:
            raise ValueError(wanted) from None
        if not number.is_finite() or not self.least <= number <= self.most:
            raise ValueError(wanted)
        if number != round(number, self.places):
            raise ValueError(f"Use at most {self.places} decimals.")
        self.data = number


class MomentField(DateTimeLocalField):
    """A date and time in the class's time zone; `moment` is the aware UTC time or None."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(
            label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **options
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date and time. Raises ValueError with what to do."""
        try:
            super().process_formdata(valuelist if any(valuelist) else [])
        except ValueError:
            raise ValueError("Use a date and a time, such as 2026-09-01T08:30.") from None

    def moment(self, zone: str) -> datetime | None:
        """Return the time in UTC, read as a time of day in `zone`."""
        if self.data is None:
            return None
        return self.data.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[no-any-return]


def refuse(form: Form, field: str, message: str) -> None:
    """Add a message from the rules to the field it concerns."""
    form[field].errors = [*form[field].errors, message]


__all__ = [
    "REQUIRED",
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
