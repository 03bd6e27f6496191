"""Plant one fault after the other in a copy of the code, and see that a named test finds each.

Run it with the Python of .venv; give numbers to try only those. It ends with 1 unless all are
caught.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TypedDict

import yaml

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".cache", "data", "__pycache__", ".*_cache")
FAILED = 1
"""What pytest ends with when tests failed; anything else says that they could not run."""


class Fault(TypedDict):
    """What is broken, where and how, and the test that must see it."""

    fault: str
    file: str
    old: str
    new: str
    test: str


def faults() -> list[Fault]:
    """Return all faults."""
    found: list[Fault] = yaml.safe_load((ROOT / "tests" / "faults.yaml").read_text())
    return found


def planted(text: str, fault: Fault) -> str:
    """Return code with the fault in it. Raises ValueError unless it fits exactly once."""
    if text.count(fault["old"]) != 1:
        raise ValueError(f"{fault['file']} no longer fits the fault: {fault['fault']}")
    return text.replace(fault["old"], fault["new"])


def is_caught(copy: Path, fault: Fault) -> bool:
    """Plant a fault in a copy, run its test there, and mend it again."""
    file = copy / fault["file"]
    whole = file.read_text()
    file.write_text(planted(whole, fault))
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", fault["test"]]
    try:
        done = subprocess.run(command, cwd=copy, check=False, capture_output=True)
    finally:
        file.write_text(whole)
    return done.returncode == FAILED


def main(numbers: list[str]) -> int:
    """Try the faults with these numbers, or all, and say which were caught."""
    every = dict(enumerate(faults(), start=1))
    chosen = [int(number) for number in numbers] or list(every)
    missed = 0
    with tempfile.TemporaryDirectory(prefix="quiz-faults-") as folder:
        copy = Path(folder) / "quiz"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        for number in chosen:
            caught = is_caught(copy, every[number])
            missed += not caught
            print("caught" if caught else "MISSED", number, every[number]["fault"], flush=True)
    print(f"{len(chosen) - missed} of {len(chosen)} caught.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
