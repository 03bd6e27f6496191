"""Every threat we know of has a test that is there, or a sentence that says why it has none.

So has every requirement of OWASP's ASVS 5.0, level 2, that fits the app; a chapter that does not
fit at all is one row.
"""

from pathlib import Path

import pytest
import yaml

from quizapp.config import ROOT

Rows = dict[str, list[str] | str]
CASES: Rows = yaml.safe_load((Path(__file__).parent / "security_cases.yaml").read_text())
ASVS: Rows = yaml.safe_load((Path(__file__).parent / "asvs.yaml").read_text())
# The numbers that the catalogue gives: access, keys, time, scores, injection, files, accounts,
# bad input, reliability, privacy and operation.
CATALOGUE = {
    "A": "01 02 04 07 08 09 10 11 12 13 14 15 16",
    "B": "01 02 04 05 06 07 08 09 10",
    "C": "01 03 04 06 07 09 10 11 12 13 15 16 17 18 19 20",
    "D": "01 02 04 05 06 07 08 09",
    "E": "01 03 04 05 06 07 08 09 10 12 13 14 15 16 17 18",
    "F": "01 02 03 04 05 06 07 08 09 10 11",
    "G": "01 03 04 05 06 07 09 10 11 12 13 14 15 16 17 18 19 20 21",
    "H": "02 03 04 05 06 07 08 09 10",
    "R": "01 02 04 05 06 07 10 11 13 14 15 17 18 19 20 21 22 23 24 25",
    "P": "01 02 04 05 06 07 08 09 10 11 12 13 14",
    "O": "01 02 03 04 05 06 07 08 09 10",
}
# The sections of the ASVS, each with how far its numbers go.
SECTIONS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:2 3.2:2 3.3:4 3.4:8 3.5:5 3.7:2 4.1:3 4.2:1
4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2
7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:2 8.4:1 9.1:3 9.2:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1
12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:7 14.3:3 15.1:3 15.2:3 15.3:7
15.4:3 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3
"""
ONLY_LEVEL_3 = {"14.2.5"}
ABSENT_CHAPTERS = {"10", "17"}


def test_every_requirement_has_its_row() -> None:
    named = {
        f"{section}.{number}"
        for section, _, last in (part.partition(":") for part in SECTIONS.split())
        for number in range(1, int(last) + 1)
    }
    assert set(ASVS) == named - ONLY_LEVEL_3 | ABSENT_CHAPTERS


def test_every_case_has_its_row() -> None:
    named = {f"{letter}{number}" for letter, row in CATALOGUE.items() for number in row.split()}
    assert set(CASES) == named


@pytest.mark.parametrize("rows", [CASES, ASVS], ids=["cases", "asvs"])
def test_a_row_names_tests_that_are_there_or_says_why_not(rows: Rows) -> None:
    for row in rows.values():
        if isinstance(row, str):
            assert len(row.split()) > 3
            continue
        assert row
        for named in row:
            if rows is ASVS and named in CASES:
                continue
            file, _, name = named.partition("::")
            assert name == "*" or f"def {name}(" in (ROOT / file).read_text(), named


def test_nothing_is_left_open() -> None:
    assert [case for case, row in CASES.items() if "OPEN" in row] == []
