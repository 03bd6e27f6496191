"""What these tests need that only some machines have."""

import shutil

# Replaying what reached the disk needs strace; `./quiz test` gets it where it may.
collect_ignore = [] if shutil.which("strace") else ["test_power_cuts.py"]


def pytest_report_header() -> str:
    """Say so when power cuts are not simulated."""
    return "no strace: power cuts are not simulated" if collect_ignore else ""
