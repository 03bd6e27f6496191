"""Questions are written as question files that read back as the same questions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from quizapp.bank.files import read_bank
from quizapp.bank.writing import WIDTH, written
from quizapp.bank.yamlfile import parse
from quizapp.core.kinds import KINDS, Question, question
from tests.make import PASSAGE, record
from tests.shipped import ALWAGHT

HOSTILE = """true No 5 08 1e5 ~ - # *a &a !x ' " {{1}} @ % null --- = << a:\x20b [a {a | > ? 0x1F"""
LINES = ["x\n\ny", "x\n  y", "a\tb", "a\u2028b", "a  b", "- a", "a: b", "a #b", "x\n- y"]
# Fields whose text is bound to something else in the record.
BOUND = frozenset(
    [
        *("id", "type", "skill", "difficulty", "topic", "answer", "misreading", "misreadings"),
        *("categories", "category", "accept", "left", "right", "extra_right"),
    ]
)
ODD = (
    st.sampled_from([*HOSTILE.split(), *LINES])
    | st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"))
).filter(str.strip)


def read_back(text: str) -> list[Question]:
    """Return the questions of a written file."""
    data: Any = parse(text.encode()).data
    assert data["passage"] == "harbour"
    return [question(content) for content in data["questions"]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_back_the_same(kind: str) -> None:
    one = question(record(kind, enemies=["X2"], claims=["1.1"], pi=True, note="A note."))
    assert read_back(written("harbour", [one])) == [one]


def test_the_real_bank_reads_back_the_same() -> None:
    questions = [placed.question for placed in ALWAGHT.questions]
    text = written("harbour", questions)
    assert read_back(text) == questions
    # YAML breaks a line after the word that crosses the width.
    assert max(len(line.rpartition(" ")[0]) for line in text.splitlines()) <= WIDTH


def test_a_written_file_is_a_question_file(tmp_path: Path) -> None:
    (tmp_path / "passage.yaml").write_text(json.dumps(PASSAGE))
    (tmp_path / "written.yaml").write_text(written("harbour", [question(record("single"))]))
    assert read_bank([tmp_path]).problems == ()


def test_a_file_is_written_as_people_write_it() -> None:
    content = record("single", ask="Who says so?", paras=[1, 2])
    lines = written("harbour", [question(content)]).splitlines()
    assert lines[:4] == ["passage: harbour", "questions:", "  - id: SINGLE1", "    type: single"]
    assert "    paras: [1, 2]" in lines
    assert lines[-1] == "    ask: Who says so?"


def spoilt(content: Any, draw: Callable[[st.SearchStrategy[str]], str]) -> Any:
    """Return a record with an odd text in place of every text that is free."""
    if isinstance(content, dict):
        return {
            name: value if name in BOUND else spoilt(value, draw) for name, value in content.items()
        }
    if isinstance(content, list):
        return [spoilt(value, draw) for value in content]
    return draw(ODD) if isinstance(content, str) else content


@pytest.mark.parametrize("text", [*HOSTILE.split(), *LINES])
def test_odd_text_reads_back_the_same(text: str) -> None:
    one = question(record("single", note=text))
    assert read_back(written("harbour", [one])) == [one]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from(sorted(KINDS)))
def test_any_text_reads_back_the_same(data: st.DataObject, kind: str) -> None:
    content = spoilt(record(kind), data.draw)
    rows = [row for name in ("options", "sequence", "cards") for row in content.get(name, [])]
    for place, row in enumerate(rows):
        row["text"] += f"\n{place}"
    for blank in content.get("blanks", []):
        blank["options"] = ["yes", "no"]
    if kind == "cloze":
        content["stem"] += "{{1}}\n{{2}}"
    assume("{{" not in content["stem"].partition("{{1}}\n{{2}}")[0])
    one = question(content)
    assert read_back(written("harbour", [one])) == [one]
