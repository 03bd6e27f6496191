"""A question is begun from a record to fill in, and editors know what belongs in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from quizapp.bank.files import read_bank
from quizapp.bank.json_schema import NAME, file_schema
from quizapp.bank.meanings import FIELDS
from quizapp.bank.starting import started
from quizapp.bank.yamlfile import parse
from quizapp.core.kinds import KINDS
from quizapp.core.passage import Passage
from tests.make import PASSAGE, record

HOME = Path(__file__).parents[2] / "questions"
HARBOUR = Passage.model_validate(PASSAGE)
MAY_STAY_EMPTY = {"verdict", "misreading"}


def begun(kind: str) -> dict[str, Any]:
    """Return the record of a file that was begun, as it reads."""
    data: Any = parse(started(kind, HARBOUR).encode()).data
    assert data["passage"] == "harbour"
    (only,) = data["questions"]
    return dict(only)


def empty(value: object, path: tuple[str, ...] = ()) -> set[str]:
    """Return the fields in which nothing is written yet."""
    if isinstance(value, dict):
        return set().union(*(empty(each, (*path, name)) for name, each in value.items()))
    if isinstance(value, list) and value:
        return set().union(*(empty(each, (*path, str(i))) for i, each in enumerate(value)))
    return {".".join(path)} if value is None or value == [] else set()


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """Return a bank with one passage."""
    (tmp_path / "harbour").mkdir()
    (tmp_path / "harbour" / "passage.yaml").write_text(json.dumps(PASSAGE))
    return tmp_path


@pytest.mark.parametrize("kind", KINDS)
def test_a_begun_question_lacks_nothing_but_what_is_to_be_filled_in(kind: str, bank: Path) -> None:
    file = bank / "harbour" / "mine.yaml"
    file.write_text(started(kind, HARBOUR))
    found = read_bank([bank]).problems
    must = {
        field
        for field in empty(begun(kind))
        if field.rpartition(".")[2] not in MAY_STAY_EMPTY | {"enemies", "claims", "quotes"}
    }
    assert {problem.field for problem in found} == must
    assert {problem.rule for problem in found} <= {"SCH-01", "SCH-02", "SCH-03"}


@pytest.mark.parametrize("kind", KINDS)
def test_filled_in_it_has_nothing_to_find(kind: str, bank: Path) -> None:
    full = record(kind, id="X1")
    if kind == "classify":
        one_more = {"text": "The train is late", "category": "Stated"}
        full["cards"].append(one_more | {"feedback": "It is told of the ferry (P2)."})
    assert set(full) <= set(begun(kind)) | {"misreadings"}
    untouched = {name: value for name, value in begun(kind).items() if name not in full and value}
    content = {"passage": "harbour", "questions": [untouched | full]}
    (bank / "harbour" / "mine.yaml").write_text(json.dumps(content))
    assert read_bank([bank]).problems == ()


@pytest.mark.parametrize("kind", KINDS)
def test_beside_a_field_stands_what_belongs_in_it(kind: str) -> None:
    text = started(kind, HARBOUR)
    assert "one of: c-detail (Detail), r-claim (Claim)" in text
    assert "one question of a topic: bridge, ferry" in text
    assert "any word" in started(kind, HARBOUR.model_copy(update={"topics": ()}))
    assert max(len(line) for line in text.splitlines()) <= 100
    bare = [line for line in text.splitlines() if line.endswith(":") and "  #" not in line]
    names = {line.strip(" -:") for line in bare}
    told_above = {"skill", "topic", "questions", '"true"', '"false"', "not-stated"}
    assert names - told_above <= {"text", "left", "right", "category", "options"}


def test_the_schema_of_the_bank_is_up_to_date() -> None:
    told = "write it anew: flask --app wsgi bank schema --output questions/schema.json"
    assert (HOME / NAME).read_text() == file_schema(), told


def test_the_schema_describes_every_field() -> None:
    schema = json.loads(file_schema())
    models = [schema, *schema["$defs"].values()]
    fields = {name: field for model in models for name, field in model["properties"].items()}
    assert fields.keys() == FIELDS.keys()
    assert all(field["description"] == FIELDS[name] for name, field in fields.items())
    assert set(schema["properties"]["questions"]["items"]["discriminator"]["mapping"]) == set(KINDS)


def test_files_of_questions_name_the_schema_for_editors() -> None:
    for file in sorted(HOME.glob("*/*.yaml")):
        if file.name != "passage.yaml":
            first, _, rest = file.read_text().partition("\n")
            where = first.removeprefix("# yaml-language-server: $schema=")
            assert (file.parent / where).resolve() == HOME / NAME
            assert rest
