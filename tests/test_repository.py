"""The repository can be taken anywhere: it starts by itself and names nobody's machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import make_sbom

ROOT = Path(__file__).parent.parent
NOT_OURS = {"__pycache__", "data", "htmlcov", "node_modules"}
PROGRAMS = ["quiz", ".ci/run", *sorted(f"scripts/{f.name}" for f in ROOT.glob("scripts/*.sh"))]
PIN = re.compile(
    r"^([a-z0-9-]+)==(\S+)((?: ;.*)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE
)
NAME = re.compile(r"^([A-Za-z][A-Za-z0-9_-]+)", re.MULTILINE)


def files() -> Iterator[Path]:
    """Yield every file of the project, without what tools have left beside them."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name not in NOT_OURS and (name == ".ci" or not name.startswith("."))
        ]
        yield from (Path(folder, name) for name in names if name != ".git")


def places(pattern: str) -> list[str]:
    """Return where a pattern is found in the project's text, as file:line."""
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files()
        for number, line in enumerate(path.read_text(errors="ignore").splitlines(), 1)
        if wanted.search(line)
    ]


def pins(name: str) -> dict[str, str]:
    """Return the versions a compiled requirements file pins."""
    return {pin[1]: pin[2] for pin in PIN.finditer((ROOT / name).read_text())}


def test_no_file_names_the_host_of_a_package_index() -> None:
    assert places(r"//[a-z0-9.-]*(pypi|pythonhosted|npmjs)\.") == []


def test_the_list_of_what_the_server_is_made_of_is_up_to_date() -> None:
    # Written by scripts/make_sbom.py, which scripts/compile_requirements.sh runs.
    listed = json.loads(make_sbom.FILE.read_text())
    assert listed == make_sbom.document()
    assert {one["name"] for one in listed["components"]} == set(pins("requirements.txt"))


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert places(r"(^|[\s\"'`=(:])/(home|root|work|Users)/\w") == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-uv"])
def test_every_requirement_is_pinned_with_its_hashes(name: str) -> None:
    compiled = (ROOT / f"{name}.txt").read_text()
    pinned = pins(f"{name}.txt")
    assert len(pinned) == compiled.count("==") - compiled.count(" == ")
    asked = {found.lower() for found in NAME.findall((ROOT / f"{name}.in").read_text())}
    assert asked <= pinned.keys()


def test_tests_run_on_the_versions_that_the_server_runs_on() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_can_be_run_and_is_plain_sh(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)
    assert (ROOT / name).read_text().startswith("#!/bin/sh\n")
    assert subprocess.run(["/bin/sh", "-n", ROOT / name], check=False).returncode == 0


def test_continuous_integration_runs_every_check() -> None:
    assert "./quiz check" in (ROOT / ".ci/run").read_text()


def test_every_rule_that_is_not_followed_has_its_reason() -> None:
    ignored = re.findall(
        r'^  "[A-Z]+[0-9]*",.*$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE
    )
    assert len(ignored) > 10
    assert [line for line in ignored if not re.search(r" # \w.+", line)] == []


def test_the_command_says_what_it_can_do_from_any_folder(tmp_path: Path) -> None:
    help_text = subprocess.run(
        [ROOT / "quiz"], cwd=tmp_path, check=True, capture_output=True
    ).stdout
    for command in ("run", "setup", "demo", "test", "bench", "check"):
        assert f"\n  {command} ".encode() in help_text


def test_the_command_refuses_what_it_does_not_know() -> None:
    result = subprocess.run([ROOT / "quiz", "fly"], check=False, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr.endswith("quiz: there is no command 'fly'\n")


def test_the_command_refuses_a_python_that_is_too_old(tmp_path: Path) -> None:
    shutil.copy(ROOT / "quiz", tmp_path)
    old = tmp_path / "old python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    result = subprocess.run(
        [tmp_path / "quiz", "run"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "QUIZ_PYTHON": str(old)},
    )
    assert result.returncode == 1
    assert result.stderr == f"quiz: QUIZ_PYTHON={old} is not a Python 3.11 or newer\n"
