"""The shape of the code: imports point down, modules and functions stay small and explained."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = {
    str(path.relative_to(ROOT)): path.read_text() for path in sorted(ROOT.glob("quizapp/**/*.py"))
}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
THE_RULES_MAY_USE = {"pydantic", "pydantic_core", "quizapp"} | sys.stdlib_module_names


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(source: str) -> Iterator[str]:
    """Yield the top-level package of every import of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_imports_point_down() -> None:
    # A program of its own: it would silence the loggers of this one.
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    options = ["--config", "pyproject.toml", "--no-cache"]
    found = subprocess.run(
        [sys.executable, "-c", command, *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stdout


def test_the_rules_need_only_the_standard_library_and_pydantic() -> None:
    core = {name: source for name, source in MODULES.items() if "/core/" in name}
    assert core
    used = {package for source in core.values() for package in imported(source)}
    assert used <= THE_RULES_MAY_USE


def test_every_module_says_what_it_is_for() -> None:
    assert [
        name for name, source in MODULES.items() if not ast.get_docstring(ast.parse(source))
    ] == []


def test_no_module_is_long() -> None:
    lengths = {name: len(source.splitlines()) for name, source in MODULES.items()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_no_function_is_long() -> None:
    long = [
        f"{name}:{function.lineno} {function.name}"
        for name, source in MODULES.items()
        for function in functions(source)
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ]
    assert long == []
