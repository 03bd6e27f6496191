"""Every threat we know of has a test that is there, or a sentence that says why it has none."""

from pathlib import Path

import pytest
import yaml

from quizapp.config import ROOT

CASES: dict[str, list[str] | str] = yaml.safe_load(
    (Path(__file__).parent / "security_cases.yaml").read_text()
)
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


def test_every_case_has_its_row() -> None:
    named = {f"{letter}{number}" for letter, row in CATALOGUE.items() for number in row.split()}
    assert set(CASES) == named


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_case_names_tests_that_are_there_or_says_why_not(case: str) -> None:
    row = CASES[case]
    if isinstance(row, str):
        assert len(row.split()) > 3
        return
    for test in row:
        file, _, name = test.partition("::")
        assert name == "*" or f"def {name}(" in (ROOT / file).read_text(), test
