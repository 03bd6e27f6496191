"""Lists of students: what people paste is understood, and every fault is named with its line."""

import pytest

from quizapp.people import roster
from quizapp.people.roster import Row


def rows(text: str) -> list[tuple[str, str | None, str | None]]:
    listed = roster.read(text)
    assert listed.problems == ()
    return [(row.name, row.login, row.section) for row in listed.rows]


def problems(text: str, **facts: list[str]) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in roster.read(text, **facts).problems]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lovelace;ada;A\nAlan Turing;;B\n",
        "Ada Lovelace,ada,A\r\nAlan Turing,,B\r\n",
        "Ada Lovelace\tada\tA\n\n  \nAlan Turing\t\tB",
        "\ufeffName;User name;Section\nAda Lovelace;ADA;A\nAlan Turing;;B",
        'section,name,username\nA,"Ada Lovelace",ada\nB, Alan  Turing ,',
        "First name,Last name,Login,Group\nAda,Lovelace,ada,A\nAlan,Turing,,B",
        "Ada Lovelace;ada;A;;\nAlan Turing;;B;",
    ],
)
def test_lists_are_understood_as_spreadsheets_write_them(text: str) -> None:
    assert rows(text) == [("Ada Lovelace", "ada", "A"), ("Alan Turing", None, "B")]


def test_names_alone_are_a_list() -> None:
    assert rows("Ada\nAlan\n") == [("Ada", None, None), ("Alan", None, None)]


def test_a_name_with_a_comma_may_be_quoted_or_separated_by_tabs() -> None:
    assert rows('"Lovelace, Ada",ada') == [("Lovelace, Ada", "ada", None)]
    assert rows("Lovelace, Ada\tada") == [("Lovelace, Ada", "ada", None)]


def test_rows_keep_their_lines_past_empty_ones() -> None:
    assert roster.read("Name\n\nAda\n\nAlan").rows == (
        Row(3, "Ada", None, None),
        Row(5, "Alan", None, None),
    )


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "list is empty"),
        ("Name;Section\n", 1, "list is empty"),
        ("Ada\nB\0en", 2, "NUL"),
        ("Ada;ada\n;ben;A", 2, "name is missing"),
        ("Ada\n" + "x" * 101, 2, "too long"),
        ("Ada\n...", 2, "without a letter"),
        ("Ada;a b c", 1, "cannot be a user name"),
        ("Ada;m\u0456ke", 1, "cannot be a user name"),
        ("Ada;ada;" + "x" * 41, 1, "section is longer"),
        ("Ada;ada;A;B", 1, "4 columns"),
        ("Ada\nSmith, Ben, Jr, Dr", 2, "4 columns"),
        ("Name;E-mail\nAda;a@b", 1, "no use for a column"),
        ("Name;Name\nAda;Ada", 1, "Two columns hold the name"),
        ('Ada\n"Ben\nCleo', 2, "quotation mark"),
        ("Ada\n" + "x" * 200_000, 2, "far too long"),
        ("Ada;ada\nAlan;ADA", 2, "ada is on line 1 already"),
        ("Ada\nBen\nAda", 3, "Ada is on line 1 already"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, line: int, says: str) -> None:
    found = problems(text)
    assert [number for number, _ in found] == [line]
    assert says in found[0][1]


def test_every_faulty_line_is_named_in_order() -> None:
    assert [line for line, _ in problems("Ada;x y z\nBen\n;ben\nBen")] == [1, 3, 4]


def test_two_of_a_name_in_two_sections_are_two_people() -> None:
    assert len(rows("Ada;;A\nAda;;B\nAda;ada3;B")) == 3


def test_who_has_a_user_name_or_is_in_the_class_is_no_newcomer() -> None:
    found = problems("Ada;ada\nBen\nBen;ben2", taken=["ada"], present=["BEN"])
    assert [line for line, _ in found] == [1, 2]
    assert "in use" in found[0][1]
    assert "in the class already" in found[1][1]


def test_five_thousand_students_fit_and_no_more() -> None:
    many = "\n".join(f"Student {number}" for number in range(5000))
    assert len(rows(many)) == 5000
    assert problems(f"{many}\nOne more") == [
        (5001, "A list may have at most 5,000 students. Bring the rest in another.")
    ]


def test_a_text_of_more_than_two_megabytes_is_not_read() -> None:
    assert "larger than 2 MB" in problems("x" * (2 * 1024 * 1024 + 1))[0][1]


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        ("Ada\nZoë".encode("latin-1"), 2, "not in UTF-8"),
        ("Ada".encode("utf-16"), 1, "UTF-16"),
        (b"x" * (2 * 1024 * 1024 + 1), 1, "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(data: bytes, line: int, says: str) -> None:
    text, found = roster.decoded(data)
    assert text == ""
    assert found[0].line == line
    assert says in found[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_in_utf_8_is_read_with_or_without_its_mark(encoding: str) -> None:
    assert roster.decoded("Zoë".encode(encoding)) == ("Zoë", [])
