"""Reading YAML as question files use it: values with their lines, and everything else refused."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizapp.bank import yamlfile
from quizapp.bank.yamlfile import LARGEST, MOST_LINES, Document, Unreadable, parse

FORM_A = Path(__file__).parents[2] / "questions" / "alwaght" / "form-a.yaml"

GOOD = """\
passage: harbour   # a comment
questions:
  - id: X1
    paras: [1, 2]
    stem: >-
      folded
      text
    options:
      - {key: true, text: "one"}
      - text: 'two'
"""


def attempt(source: bytes) -> Document | Unreadable:
    """Return a file as read, or why it is refused; anything else fails the test."""
    try:
        return parse(source)
    except Unreadable as refusal:
        return refusal


def refused(source: str | bytes) -> tuple[int, str]:
    """Return the line and the words with which a file is refused."""
    refusal = attempt(source.encode() if isinstance(source, str) else source)
    assert isinstance(refusal, Unreadable)
    return refusal.line, refusal.message


def test_a_good_file_is_read() -> None:
    assert parse(GOOD.encode()).data == {
        "passage": "harbour",
        "questions": [
            {
                "id": "X1",
                "paras": [1, 2],
                "stem": "folded text",
                "options": [{"key": True, "text": "one"}, {"text": "two"}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("passage",), 1),
        (("questions", "0"), 3),
        (("questions", "0", "paras", "1"), 4),
        (("questions", "0", "stem"), 5),
        (("questions", "0", "options", "1", "text"), 10),
        (("questions", "0", "options", "1", "feedback"), 10),
        (("questions", "0", "explanation"), 3),
        (("nothing", "at", "all"), 1),
    ],
)
def test_every_value_has_its_line_and_what_is_missing_the_nearest(
    path: tuple[str, ...], line: int
) -> None:
    assert parse(GOOD.encode()).line(path) == line


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("5", 5),
        ("-5", -5),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'5'", "5"),
        ('"true"', "true"),
        ("no", "no"),
        ("2015-10-01", "2015-10-01"),
        ("12:30", "12:30"),
        ("9" * 5000, "9" * 5000),
        (".nan", ".nan"),
        (r'"a\nb"', "a\nb"),
    ],
)
def test_values_are_what_they_look_like(written: str, value: object) -> None:
    assert parse(f"x: {written}".encode()).data == {"x": value}


def test_true_and_false_name_fields_with_or_without_quotes() -> None:
    assert parse(b'true: 1\nFalse: 2\nnot-stated: 3\n"5": 4').data == {
        "true": 1,
        "false": 2,
        "not-stated": 3,
        "5": 4,
    }


@pytest.mark.parametrize("source", ["", "# only a comment\n", "---\n", "\ufeff"])
def test_a_file_may_hold_nothing(source: str) -> None:
    assert parse(source.encode()).data is None


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse(b"\xef\xbb\xbfx: 1").data == {"x": 1}


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        (b"x: 1\ny: \xe9t\xe9\n", 2, "byte 0xe9 is not UTF-8"),
        ("x: 1".encode("utf-16"), 1, "in UTF-16"),
        ("x: 1".encode("utf-16-be"), 1, "a NUL character"),
        (b"x: 1\ny: a\x00b", 2, "a NUL character is no text"),
        (b"x: 1\n\ny: a\x07b", 3, "the character U+0007 is no text"),
        ("x: 1\ny: a\u2028b".encode(), 2, "the character U+2028 is no text"),
        (b'x: 1\ny: "a\\0b"', 2, "a NUL character is no text"),
        (b'x: 1\n"y\\x07": 2', 2, "U+0007"),
        ("x: 1\ny: \uffff".encode(), 2, "U+FFFF"),
    ],
)
def test_what_is_no_text_in_utf8_is_named_with_its_line(
    source: bytes, line: int, words: str
) -> None:
    found, message = refused(source)
    assert (found, words in message) == (line, True), message


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("x: 1\ny: 2\nx: 3", 3, "the field 'x' is there twice (first on line 1)"),
        ('true: 1\n"true": 2', 2, "the field 'true' is there twice"),
        ("x: 1\ny: &a 2", 2, "references are not read"),
        ("x: &a [1]\ny: *a", 1, "references are not read"),
        ("x: 1\ny: !!python/object:os.system {}", 2, "tag is not read"),
        ("x: !important", 1, "put a text with '!' in quotes"),
        ("x: 1\n---\ny: 2", 2, "a second document starts"),
        ("? [a, b]\n: 1", 1, "a field's name must be plain text"),
        ("x:\n  " + "[" * 40, 2, "nested more than 12 deep"),
        ("x: 1\ny: z: 2", 2, "a text with ': ' in it needs quotes"),
        ("x: 1\n\ty: 2", 2, "indent with"),
        ("\tx: 1", 1, "indent without tabs"),
        ("x: @here", 1, "quote a text that begins with this character"),
        ('x: 1\ny: "open\nz: 2', 3, "inside what begins on line 2"),
        ("x: [1, 2\ny: 3", 2, "not YAML"),
        ("x: 1\ny", 2, "a field needs ': ' after its name"),
        ('x: "\\q"', 1, "not YAML"),
        ('x: "\\uD800"', 1, "not YAML"),
        ("%YAML 9.9\n---\nx: 1", 1, "not YAML"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_with_its_line(
    source: str, line: int, words: str
) -> None:
    found, message = refused(source)
    assert words in message
    assert abs(found - line) <= 1, message


def test_too_large_a_file_is_refused() -> None:
    assert "larger than 10 MiB" in refused(b"x" * (LARGEST + 1))[1]


@pytest.mark.parametrize(
    "source",
    [
        b"- x\n" * 1_000_000,
        b"x" * LARGEST,
        b"[" * LARGEST,
        b"[a," * (LARGEST // 3),
        b"a," * (LARGEST // 2),
        b"[" + b"1," * 4_000_000 + b"1]",
        b"{a: " * (LARGEST // 4),
        b"- - - - " * (LARGEST // 8),
        b"? " * (LARGEST // 2),
        b"x: |\n" + b" a\n" * (MOST_LINES - 10),
        b"#" * LARGEST,
        b" " * LARGEST,
        b"\n" * (MOST_LINES - 1),
        b'"' + b"\\n" * (LARGEST // 2 - 2),
        b"!" * LARGEST,
        b"&" * LARGEST,
        b"%" * LARGEST,
    ],
    ids=lambda source: repr(source[:6]),
)
def test_a_hostile_file_is_dealt_with_in_seconds(source: bytes) -> None:
    began = time.process_time()
    assert attempt(source)
    assert time.process_time() - began < 10


def test_a_million_lines_are_refused_at_a_glance() -> None:
    assert "more than 100,000 lines" in refused(b"- x\n" * 1_000_000)[1]


def test_too_many_values_are_refused() -> None:
    assert "more than 100,000 values" in refused("[" + "1," * 100_001 + "]")[1]


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read with the parser in C, and with the one in Python that stands in for it."""
    if not hasattr(yaml, request.param):
        return "SafeLoader"
    monkeypatch.setattr(yamlfile, "LOADER", getattr(yaml, request.param))
    return str(request.param)


ANY_BYTES = st.binary(max_size=200)
BITS = """x : - [ ] { } , " ' # | > ! &a *a % @ ? --- ... true 5 \\ "\\U0011FFFF" \\u2028"""
YAML_BITS = st.lists(
    st.sampled_from([*BITS.split(), ": ", "- ", "  ", "\n", "\t"]), max_size=30
).map("".join)
MANY = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.usefixtures("loader")
@MANY
@given(ANY_BYTES | YAML_BITS.map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_line(source: bytes) -> None:
    result = attempt(source)
    lines = [result.line] if isinstance(result, Unreadable) else result.lines.values()
    assert all(1 <= line <= source.count(b"\n") + source.count(b"\r") + 2 for line in lines)


@pytest.mark.usefixtures("loader")
@MANY
@given(st.data())
def test_any_mutation_of_a_real_file_is_read_or_refused(data: st.DataObject) -> None:
    source = bytearray(FORM_A.read_bytes()[:3000])
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(source) - 1))
        source[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    assert attempt(bytes(source))
