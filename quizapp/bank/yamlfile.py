"""Reads YAML as question files use it, and remembers the line of every value.

Only what such a file needs is read: one document of lists, fields and plain values. Aliases, tags
and duplicate fields are refused, and so is any file too big, too deep or not in UTF-8, each with
its line. Values are read as in YAML 1.2: `no` and `2015-10-01` are text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

import yaml

MIB: Final = 1024 * 1024
LARGEST: Final = 10 * MIB
MOST_LINES: Final = 100_000
MOST_VALUES: Final = 100_000
DEEPEST: Final = 12

# The parser in C, where PyYAML was built with it, is ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NOT_TEXT = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]{1,15}(?:\.[0-9]{0,15})?)(?:[eE][-+]?[0-9]{1,2})?")
_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
_HINTS = {
    "mapping values are not allowed": "a text with ': ' in it needs quotes around it",
    "cannot start any token": "quote a text that begins with this character; indent without tabs",
    "tab character": "indent with spaces",
    "could not find expected ':'": "a field needs ': ' after its name",
    "did not find expected key": "check the indentation, and quote texts that hold quotes or ': '",
    "unexpected end of stream": "a quote is opened and never closed",
}

Path = tuple[str, ...]


class Unreadable(Exception):
    """A file is not YAML as question files use it; the message says what to do."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Document:
    """What a file holds, and on which line each value stands."""

    data: object
    lines: dict[Path, int]

    def line(self, path: Sequence[str]) -> int:
        """Return the line of a value, or of the nearest thing around it when it is missing."""
        while path and tuple(path) not in self.lines:
            path = path[:-1]
        return self.lines.get(tuple(path), 1)


def parse(source: bytes) -> Document:
    """Return what a file holds. Raises Unreadable for anything but plain YAML in UTF-8."""
    text = _decoded(source)
    reader = _Reader(text)
    try:
        return Document(reader.document(), reader.lines)
    except (yaml.YAMLError, ValueError) as error:
        raise _explained(error) from None


def _decoded(source: bytes) -> str:
    if len(source) > LARGEST:
        raise Unreadable(1, f"the file is larger than {LARGEST // MIB} MiB: split it")
    if source.count(b"\n") >= MOST_LINES:
        raise Unreadable(MOST_LINES, f"the file has more than {MOST_LINES:,} lines: split it")
    if source[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise Unreadable(1, "the file is in UTF-16: save it as UTF-8")
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        byte = source[error.start]
        raise Unreadable(line, f"byte {byte:#04x} is not UTF-8: save the file as UTF-8") from None
    if found := _NOT_TEXT.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Unreadable(line, f"{_name(found[0])} is no text: remove it")
    return text


def _name(character: str) -> str:
    return "a NUL character" if character == "\0" else f"the character U+{ord(character):04X}"


def _explained(error: Exception) -> Unreadable:
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or "a character is written in a way it cannot be")
    hint = next((f"; {hint}" for part, hint in _HINTS.items() if part in problem), "")
    within = getattr(error, "context_mark", None)
    inside = f", inside what begins on line {within.line + 1}" if within else ""
    return Unreadable(mark.line + 1 if mark else 1, f"not YAML: {problem}{inside}{hint}")


class _Reader:
    """Builds data from the parser's events, so that nothing unwanted is ever built."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=LOADER)
        self._left = MOST_VALUES

    def document(self) -> object:
        """Return the one document's data, or None for an empty file."""
        data: object = None
        seen = False
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    raise Unreadable(_line(event), "a second document starts: remove the '---'")
                seen = True
                data = self._value(self._next(), ())
        return data

    def _next(self) -> yaml.Event:
        event = next(self._events)
        self._left -= 1
        if self._left < 0:
            raise Unreadable(_line(event), f"more than {MOST_VALUES:,} values: split the file")
        if getattr(event, "anchor", None) is not None:
            raise Unreadable(_line(event), "'&' and '*' references are not read: write it out")
        if getattr(event, "tag", None) is not None:
            raise Unreadable(_line(event), "a '!' tag is not read: put a text with '!' in quotes")
        return event

    def _value(self, event: yaml.Event, path: Path) -> object:
        self.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if len(path) >= DEEPEST:
            raise Unreadable(_line(event), f"nested more than {DEEPEST} deep: check the brackets")
        return self._list(path) if isinstance(event, yaml.SequenceStartEvent) else self._map(path)

    def _list(self, path: Path) -> list[object]:
        items: list[object] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, str(len(items)))))
        return items

    def _map(self, path: Path) -> dict[str, object]:
        fields: dict[str, object] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            name = self._field_name(event)
            if name in fields:
                first = self.lines[*path, name]
                raise Unreadable(
                    _line(event), f"the field '{name}' is there twice (first on line {first})"
                )
            self.lines[*path, name] = _line(event)
            fields[name] = self._value(self._next(), (*path, name))
        return fields

    def _field_name(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise Unreadable(_line(event), "a field's name must be plain text")
        name = _scalar(event)
        return str(name).lower() if isinstance(name, bool) else event.value


def _line(event: yaml.Event) -> int:
    return cast("yaml.Mark", event.start_mark).line + 1


def _scalar(event: yaml.ScalarEvent) -> object:
    text: str = event.value
    if found := _CONTROL.search(text):
        raise Unreadable(_line(event), f"{_name(found[0])} is no text: remove it")
    return as_written(text) if event.implicit[0] else text


def as_written(text: str) -> object:
    """Return what a value without quotes is: a truth value, a number, nothing, or its text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text
