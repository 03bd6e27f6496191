"""The server needs nothing but what requirements.txt pins, though tests have more beside it."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

# Imports what a started server imports, with every other installed package out of reach.
PROGRAM = """
import importlib, importlib.metadata, re, sys

pinned = set(sys.argv[1].split())
canonical = lambda name: re.sub(r"[-_.]+", "-", name).lower()

class OnlyPinned:
    packages = importlib.metadata.packages_distributions()

    def find_spec(self, name, path=None, target=None):
        owners = {canonical(owner) for owner in self.packages.get(name, ())}
        if owners and not owners & pinned:
            raise ModuleNotFoundError(f"{name} is not in requirements.txt")

sys.meta_path.insert(0, OnlyPinned())
for name in sys.argv[2:]:
    importlib.import_module(name)
"""
MODULES = ["gunicorn.workers.ggevent", "quizapp.__main__", "wsgi"]


def test_the_server_runs_on_the_pinned_packages_alone(tmp_path: Path) -> None:
    pinned = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, " ".join(pinned), *MODULES],
        cwd=ROOT,
        env={**os.environ, "QUIZ_DATA": str(tmp_path), "QUIZ_SECRET_KEY": secrets.token_hex(32)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
