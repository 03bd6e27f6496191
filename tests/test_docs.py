"""The papers agree with the code: settings, commands, links."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from quizapp.config import ROOT, Settings

OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
PAPERS = sorted(
    path for pattern in ("*.md", "docs/**/*.md", "questions/**/*.md") for path in ROOT.glob(pattern)
)
OURS = {"backup", "bank", "db", "passage", "people", "privacy"}


def setting_rows() -> Iterator[str]:
    """Yield the row of the table that each setting asks for."""
    for name, field in Settings.model_fields.items():
        default = {"data": "`data/`", "plain_http": "off"}.get(name, f"`{field.default}`")
        default = "" if field.default == "" else default
        yield f"| `QUIZ_{name.upper()}` | {default} | {field.description} |"


@pytest.mark.parametrize("row", list(setting_rows()))
def test_every_setting_is_in_the_table(row: str) -> None:
    assert row in OPERATIONS


def test_no_setting_is_in_the_table_that_is_not_in_the_code() -> None:
    named = set(re.findall(r"^\| `QUIZ_([A-Z_]+)`", OPERATIONS, re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


def commands(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield our commands with the first line of their help."""
    for group in OURS:
        command = app.cli.commands[group]
        assert isinstance(command, click.Group)
        for name, sub in command.commands.items():
            yield f"{group} {name}", sub.get_short_help_str(200)


def test_every_command_is_in_the_table(app: Flask) -> None:
    missing = [
        f"| `{name}` | {what} |"
        for name, what in commands(app)
        if f"| `{name}` | {what} |" not in OPERATIONS
    ]
    assert missing == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(paper: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", paper.read_text())
    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_the_page_on_capacity_does_its_sums_right() -> None:
    text = (ROOT / "docs" / "capacity.md").read_text()
    rows = re.findall(r"^\| .+ \| ([\d.]+) ms \| ([\d.]+) ms \| (\d+) \|$", text, re.MULTILINE)
    assert len(rows) == 2
    for save, page, students in rows:
        assert round(500 / (float(save) / 5 + float(page) / 30), -1) == int(students)
    district = re.search(r"\| 10,000 / (\d+), about (\d+): ", text)
    assert district is not None
    assert district[1] == rows[1][2]
    assert -(-10_000 // int(district[1])) == int(district[2])
