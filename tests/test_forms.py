"""What all forms share reads text, numbers and times as people mean them, or says what to do."""

import unicodedata
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from quizapp.forms import (
    REQUIRED,
    Form,
    MomentField,
    NumberField,
    clean,
    long_text_field,
    refuse,
    text_field,
)


class Lesson(Form):
    title = text_field("Title", 20)
    notes = long_text_field("Notes", 30)
    points = NumberField("Points", least=Decimal(0), most=Decimal(100))
    tries = NumberField("Tries", least=Decimal(1), most=Decimal(9), places=0)
    starts = MomentField("Starts")


def lesson(**sent: str | list[str]) -> Lesson:
    return Lesson(MultiDict({"title": "Harbour", **sent}))


def messages(form: Lesson, field: str) -> list[str]:
    form.validate()
    return list(form[field].errors)


@given(st.text())
def test_cleaned_text_is_normal_and_stays_as_it_is(text: str) -> None:
    found = clean(text)
    assert unicodedata.is_normalized("NFC", found)
    assert clean(found) == found
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in found)


def test_cleaning_keeps_lines_and_drops_what_cannot_be_seen() -> None:
    assert clean(" one\r\ntwo\rthree\tfour\0\x1b[31m ") == "one\ntwo\nthree\tfour[31m"
    assert clean("e\0\N{COMBINING ACUTE ACCENT}") == "\N{LATIN SMALL LETTER E WITH ACUTE}"
    assert clean(None) == ""


@pytest.mark.parametrize("blank", ["", "   ", "\r\n", "\0", "\N{NO-BREAK SPACE}"])
def test_a_required_text_must_say_something(blank: str) -> None:
    assert messages(lesson(title=blank), "title") == [REQUIRED]


def test_a_text_may_be_as_long_as_its_limit_and_no_longer() -> None:
    flag = "\N{REGIONAL INDICATOR SYMBOL LETTER N}\N{REGIONAL INDICATOR SYMBOL LETTER O}"
    assert messages(lesson(title=flag * 10), "title") == []
    assert messages(lesson(title="x" * 21), "title") == ["Use at most 20 characters."]
    assert messages(lesson(notes="x" * 31), "notes") == ["Use at most 30 characters."]


def test_what_was_typed_stays_in_the_form() -> None:
    form = lesson(title="x" * 21, points="a lot", starts="soon")
    form.validate()
    assert 'value="xxxxxxxxxxxxxxxxxxxxx"' in form.title()
    assert 'value="a lot"' in form.points()
    assert 'value="soon"' in form.starts()


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", "7"), ("7.5", "7.5"), ("7,5", "7.5"), (" 007 ", "7"), ("0.25", "0.25"), ("+3", "3")],
)
def test_a_number_is_read_as_people_write_it(typed: str, number: str) -> None:
    form = lesson(points=typed)
    assert messages(form, "points") == []
    assert form.points.data == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        *("-1", "100.01", "NaN", "inf", "1e2", "1e999", "1_0", "½", "٣", "0x10", "--1", "1.", ".5"),
        *("1,5,5", "1.000,00", "9" * 13, "9" * 10_000, "seven", "<b>", "1 000", "+", "1\n2"),
    ],
)
def test_what_is_no_number_in_range_is_told_the_range(typed: str) -> None:
    form = lesson(points=typed)
    assert messages(form, "points") == ["Use a number from 0 to 100."]
    assert form.points.data is None


def test_a_number_keeps_to_its_decimals() -> None:
    assert messages(lesson(points="0.255"), "points") == ["Use at most 2 decimals."]
    assert messages(lesson(points="1,000"), "points") == ["Use at most 2 decimals."]
    assert messages(lesson(tries="1.5"), "tries") == ["Use a whole number."]
    assert messages(lesson(tries="0"), "tries") == ["Use a number from 1 to 9."]


def test_a_number_left_blank_is_none_and_one_not_sent_is_as_it_was() -> None:
    assert Lesson(MultiDict({"points": " "}), points=Decimal(5)).points.data is None
    assert Lesson(MultiDict({"title": ""}), points=Decimal(5)).points.data == 5


def test_of_a_number_sent_twice_the_first_counts() -> None:
    assert lesson(points=["1", "2"]).points.data == 1


@pytest.mark.parametrize("number", [Decimal("2.50"), 5, Decimal("1E+1"), None])
def test_a_number_is_shown_as_it_can_be_typed_again(number: Decimal | int | None) -> None:
    form = Lesson(points=number)
    typed = form.points._value()
    assert lesson(points=typed).points.data == number


def test_a_time_is_read_in_the_zone_of_the_class() -> None:
    form = lesson(starts="2026-09-07T08:30")
    assert messages(form, "starts") == []
    assert form.starts.moment("Europe/Oslo") == datetime(2026, 9, 7, 6, 30, tzinfo=UTC)
    assert form.starts.moment("UTC") == datetime(2026, 9, 7, 8, 30, tzinfo=UTC)
    assert lesson(starts="2026-01-07T08:30:15").starts.moment("Europe/Oslo") == datetime(
        2026, 1, 7, 7, 30, 15, tzinfo=UTC
    )


def test_a_time_that_the_clocks_skip_or_repeat_is_some_moment_all_the_same() -> None:
    assert lesson(starts="2026-03-29T02:30").starts.moment("Europe/Oslo") is not None
    assert lesson(starts="2026-10-25T02:30").starts.moment("Europe/Oslo") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "typed", ["soon", "2026-09-07", "08:30", "2026-13-01T08:30", "2026-02-30T08:30", "\0", "-1"]
)
def test_what_is_no_time_is_shown_one(typed: str) -> None:
    form = lesson(starts=typed)
    assert messages(form, "starts") == ["Use a date and a time, such as 2026-09-01T08:30."]
    assert form.starts.moment("UTC") is None


@pytest.mark.parametrize("year", ["0001", "1999", "2200", "9999"])
def test_a_year_out_of_reach_is_refused_before_any_zone_is_applied(year: str) -> None:
    form = lesson(starts=f"{year}-12-31T23:59")
    assert messages(form, "starts") == ["Use a year from 2000 to 2199."]
    assert form.starts.moment("America/New_York") is None


def test_a_time_left_blank_is_none_and_one_not_sent_is_as_it_was() -> None:
    then = datetime(2026, 9, 7, 8, 30)  # noqa: DTZ001 - a time of day in the class's zone
    assert Lesson(MultiDict({"starts": ""}), starts=then).starts.moment("UTC") is None
    assert Lesson(MultiDict({"title": ""}), starts=then).starts.data == then


def test_times_sent_twice_are_refused() -> None:
    form = lesson(starts=["2026-09-07T08:30", "2026-09-08T08:30"])
    assert messages(form, "starts") == ["Use a date and a time, such as 2026-09-01T08:30."]


@given(st.lists(st.text(), max_size=2), st.lists(st.text(), max_size=2))
def test_no_text_at_all_breaks_a_form(points: list[str], starts: list[str]) -> None:
    form = Lesson(MultiDict([("points", p) for p in points] + [("starts", s) for s in starts]))
    assert not form.validate()
    assert form.points.data is None or 0 <= form.points.data <= 100
    form.starts.moment("Asia/Kathmandu")


def test_a_rule_can_put_its_message_at_a_field() -> None:
    form = lesson(title="x" * 21)
    form.validate()
    refuse(form, "title", "That title is taken.")
    assert form.errors == {"title": ["Use at most 20 characters.", "That title is taken."]}
