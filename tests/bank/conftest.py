"""A bank about the harbour to spoil: every test writes the files it is about."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.make import PASSAGE

MISREADINGS = "misreadings: [{code: swap, name: one for another, description: Swaps them.}]\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the folder of a bank with a passage, its misreadings and no question."""
    folder = tmp_path / "questions" / "harbour"
    folder.mkdir(parents=True)
    (folder / "passage.yaml").write_text(json.dumps(PASSAGE))
    (folder.parent / "misreadings.yaml").write_text(MISREADINGS)
    return folder.parent


@pytest.fixture
def add(home: Path) -> Callable[..., Path]:
    """Return a writer of question files; text is written as it is, records as a file of them."""

    def write(content: str | list[dict[str, Any]], name: str = "harbour/some.yaml") -> Path:
        path = home / name
        path.parent.mkdir(exist_ok=True)
        if not isinstance(content, str):
            content = json.dumps({"passage": "harbour", "questions": content}, indent=1)
        path.write_text(content)
        return path

    return write
