"""The faults that are planted on purpose still fit the code, and each names a test that is there.

Planting them takes minutes: scripts/seeded_faults.py does it.
"""

import pytest

from quizapp.config import ROOT
from scripts import seeded_faults
from scripts.seeded_faults import Fault

FAULTS = seeded_faults.faults()


def test_there_are_thirty() -> None:
    assert len({fault["fault"] for fault in FAULTS}) == len(FAULTS) >= 30


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["fault"])
def test_a_fault_fits_and_its_test_is_there(fault: Fault) -> None:
    text = (ROOT / fault["file"]).read_text()
    assert seeded_faults.planted(text, fault) != text
    file, _, name = fault["test"].partition("::")
    assert not name or f"def {name}(" in (ROOT / file).read_text()
