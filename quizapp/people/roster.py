"""A list of students as a teacher pastes or uploads it: read line by line, every fault named."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from quizapp.people import names

MOST_ROWS: Final = 5_000
MOST_BYTES: Final = 2 * 1024 * 1024
LONGEST_SECTION: Final = 40
SEPARATORS: Final = "\t;,"
COLUMNS: Final = {
    "name": "name",
    "full name": "name",
    "student": "name",
    "student name": "name",
    "first name": "first",
    "given name": "first",
    "last name": "last",
    "surname": "last",
    "family name": "last",
    "user name": "login",
    "username": "login",
    "login": "login",
    "section": "section",
    "group": "section",
}
WITHOUT_HEADER: Final = ("name", "login", "section")


@dataclass(frozen=True)
class Row:
    """One student of the list."""

    line: int
    name: str
    login: str | None
    section: str | None


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line, and what to do about it."""

    line: int
    message: str


@dataclass(frozen=True)
class Roster:
    """What a list holds: the students to add, and everything that is wrong."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def decoded(data: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file, or why it cannot be read."""
    if len(data) > MOST_BYTES:
        return "", [Problem(1, "The file is larger than 2 MB. Upload it in parts.")]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", [Problem(1, "The file is saved as UTF-16. Save it as “CSV UTF-8” instead.")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "This line is not in UTF-8. Save the file as “CSV UTF-8” instead."
        return "", [Problem(line, message)]


def read(text: str, taken: Iterable[str] = (), present: Iterable[str] = ()) -> Roster:
    """Read a list; `taken` are user names in use, `present` names already in the class."""
    text = text.removeprefix("\ufeff")
    problems = list(_unreadable(text))
    if problems:
        return Roster((), tuple(problems))
    rows: list[Row] = []
    for found in _parsed(text):
        (rows if isinstance(found, Row) else problems).append(found)  # type: ignore[arg-type]
    if len(rows) > MOST_ROWS:
        message = f"A list may have at most {MOST_ROWS:,} students. Bring the rest in another."
        problems.append(Problem(rows[MOST_ROWS].line, message))
    if not rows and not problems:
        problems.append(Problem(1, "The list is empty. Put one student on each line."))
    problems += _taken_twice(rows, set(taken), {_same(name) for name in present})
    return Roster(tuple(rows), tuple(sorted(problems, key=lambda problem: problem.line)))


def _unreadable(text: str) -> Iterator[Problem]:
    if len(text.encode(errors="replace")) > MOST_BYTES:
        yield Problem(1, "The list is larger than 2 MB. Bring it in in parts.")
    elif "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        yield Problem(line, "This line holds a NUL character: it is no text. Export it anew.")


def _parsed(text: str) -> Iterator[Row | Problem]:
    """Yield a row or a problem for each line that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    columns: tuple[str, ...] = ()
    line = 1
    try:
        for record in reader:
            started, line = line, reader.line_num + 1
            cells = [names.clean_name(cell) for cell in record]
            if not any(cells):
                continue
            if not columns:
                columns, problem = _header(cells, started)
                if problem:
                    yield problem
                    return
                if columns:
                    continue
                columns = WITHOUT_HEADER
            yield _row(started, cells, columns)
    except csv.Error as error:
        yield Problem(line, _why(str(error)))


def _why(error: str) -> str:
    if "field larger" in error:
        return "A cell here is far too long for a name. Is a quotation mark left open?"
    return "A quotation mark is opened and not closed here, or stands within a cell."


def _separator(text: str) -> str:
    """Return what separates the cells: tabs before semicolons before commas."""
    return next((mark for mark in SEPARATORS if mark in text), ",")


def _header(cells: list[str], line: int) -> tuple[tuple[str, ...], Problem | None]:
    """Return the columns if a line is a header, nothing if it is a student already."""
    known = [COLUMNS.get(cell.casefold()) for cell in cells]
    if not any(column in {"name", "first", "last"} for column in known):
        return (), None
    for cell, column in zip(cells, known, strict=True):
        if cell and column is None:
            wanted = "name, user name and section"
            return (), Problem(line, f"There is no use for a column “{cell}”: leave {wanted}.")
    twice = {column for column in known if column and known.count(column) > 1}
    if twice:
        return (), Problem(line, f"Two columns hold the {twice.pop()}. Leave one.")
    return tuple(column or "" for column in known), None


def _row(line: int, cells: list[str], columns: tuple[str, ...]) -> Row | Problem:
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        count = len(columns)
        return Problem(
            line,
            f"This line has {len(cells)} columns; there should be at most {count}. If a name "
            "holds a comma, put it in quotation marks.",
        )
    by = dict(zip(columns, cells, strict=False))
    name = by.get("name") or " ".join(filter(None, (by.get("first"), by.get("last"))))
    login = names.login_key(by.get("login"))
    section = by.get("section", "")
    if not name:
        return Problem(line, "The name is missing.")
    if not names.is_name(name):
        wrong = "too long" if len(name) > names.LONGEST_NAME else "without a letter"
        return Problem(line, f"The name is {wrong}: “{name[:40]}”. {names.NAME_RULE}")
    if login and not names.is_login(login):
        return Problem(line, f"“{login[:40]}” cannot be a user name. {names.LOGIN_RULE}")
    if len(section) > LONGEST_SECTION:
        return Problem(line, f"The section is longer than {LONGEST_SECTION} characters.")
    return Row(line, name, login or None, section or None)


def _same(name: str) -> str:
    return names.login_key(name)


def _taken_twice(rows: list[Row], taken: set[str], present: set[str]) -> Iterator[Problem]:
    """Yield a problem for every user name in use, and every name that could be the same person."""
    logins: dict[str, int] = {}
    people: dict[tuple[str, str | None], int] = {}
    for row in rows:
        if row.login in taken:
            yield Problem(
                row.line,
                f"The user name {row.login} is in use. Choose another; a student who has an "
                "account already joins with the class code.",
            )
        elif row.login is not None:
            first = logins.setdefault(row.login, row.line)
            if first != row.line:
                yield Problem(row.line, f"The user name {row.login} is on line {first} already.")
        elif _same(row.name) in present:
            yield Problem(
                row.line,
                f"{row.name} is in the class already. For another person of the same name, "
                "give a user name.",
            )
        else:
            first = people.setdefault((_same(row.name), row.section), row.line)
            if first != row.line:
                yield Problem(
                    row.line,
                    f"{row.name} is on line {first} already. For two people of the same name, "
                    "give each a user name.",
                )
