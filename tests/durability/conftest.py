"""What these tests need that only some machines have."""

import shutil
from typing import Any

from tests.durability import figures

# Replaying what reached the disk needs strace; `./quiz test` gets it where it may.
collect_ignore = [] if shutil.which("strace") else ["test_power_cuts.py"]


def pytest_report_header() -> str:
    """Say so when power cuts are not simulated."""
    return "no strace: power cuts are not simulated" if collect_ignore else ""


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Show what the crash tests found; a run in several processes keeps it to itself."""
    if figures.TABLE:
        terminalreporter.section("answers that were acknowledged, and what became of them")
        for line in figures.lines():
            terminalreporter.write_line(line)
