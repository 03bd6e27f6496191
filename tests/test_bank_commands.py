"""The bank on the command line: lint without a database, load all or nothing, export it again."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from quizapp import create_app, db, schema
from quizapp.config import Settings
from quizapp.models import Passage, Question
from tests.conftest import SECRET
from tests.make import make_passage, make_question, record

ROOT = Path(__file__).parent.parent
REAL_BANK = ROOT / "questions"
BAD = "passage: alwaght\nquestions:\n- id: X1\n  type: singel\n"

Flasked = Callable[..., Result]


@pytest.fixture
def flask(app: Flask) -> Flasked:
    """Return a runner of `flask bank` commands."""
    return lambda *words: app.test_cli_runner().invoke(args=["bank", *map(str, words)])


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """Return a file with an error on line 4."""
    path = tmp_path / "bad.yaml"
    path.write_text(BAD)
    return path


def warned(tmp_path: Path) -> Path:
    """Return a file with nothing worse than a warning."""
    content = record("match", id="X1", skill="c-detail", topic="syria", extra_right=[])
    del content["pairs"][1]["misreading"]
    path = tmp_path / "warned.yaml"
    path.write_text(json.dumps({"passage": "alwaght", "questions": [content]}))
    return path


def test_the_real_bank_lints_clean(flask: Flasked) -> None:
    result = flask("lint")
    assert result.exit_code == 0
    assert "0 errors, 0 warnings" in result.output


def test_lint_names_file_and_line_and_ends_with_1(flask: Flasked, bad: Path) -> None:
    result = flask("lint", bad, REAL_BANK)
    assert result.exit_code == 1
    assert f"{bad}:4: error: SCH-02 X1 type: must be one of 'single'" in result.output
    assert "1 error, 0 warnings" in result.output


def test_lint_speaks_json(flask: Flasked, bad: Path) -> None:
    result = flask("lint", "--format", "json", bad)
    assert result.exit_code == 1
    (found,) = json.loads(result.output)
    assert found.pop("message").startswith("must be one of")
    assert found == {
        "item": "X1",
        "rule": "SCH-02",
        "severity": "error",
        "field": "type",
        "line": 4,
        "file": str(bad),
    }
    assert json.loads(flask("lint", "--format", "json").output) == []


def test_a_warning_ends_with_0(flask: Flasked, tmp_path: Path) -> None:
    result = flask("lint", warned(tmp_path))
    assert result.exit_code == 0
    assert "warning: SCH-04 X1 extra_right" in result.output


def test_one_rule_may_be_asked_for(flask: Flasked, bad: Path, tmp_path: Path) -> None:
    assert flask("lint", "--rule", "SCH-04", bad).exit_code == 0
    assert flask("lint", "--rule", "sch-02", bad).exit_code == 1
    assert "'XYZ-01' is not one of" in flask("lint", "--rule", "XYZ-01").output
    (tmp_path / "broken.yaml").write_text("passage: [")
    assert flask("lint", "--rule", "SCH-04", tmp_path / "broken.yaml").exit_code == 1


def test_lint_needs_no_database_no_secret_and_no_data_directory(tmp_path: Path) -> None:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment["QUIZ_DATA"] = str(tmp_path / "none")
    command = [sys.executable, "-m", "flask", "bank", "lint", "--format", "json"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")
    assert not (tmp_path / "none").exists()


def count(app: Flask, table: type) -> Any:
    with db.open_session(app.extensions["quiz_engine"], writes=False) as work:
        return work.scalar(select(func.count()).select_from(table))


@pytest.mark.both_databases
def test_load_says_what_it_did_and_twice_is_once(app: Flask, flask: Flasked) -> None:
    first = flask("load")
    assert first.exit_code == 0
    assert "Added: alwaght-A01, alwaght-A02" in first.output
    assert "Quizzes: alwaght-A" in first.output
    loaded = count(app, Question)
    second = flask("load", REAL_BANK)
    assert f"Unchanged: {loaded} questions." in second.output
    assert "Added" not in second.output
    assert count(app, Question) == loaded


def test_load_shows_how_far_it_is(flask: Flasked) -> None:
    lines = flask("load").stderr.splitlines()
    last = re.fullmatch(r"Loading questions: (\d+) of (\d+)", lines[-1])
    assert last is not None
    assert last[1] == last[2]
    assert len(lines) <= 6


def test_a_bad_file_loads_nothing(app: Flask, flask: Flasked, tmp_path: Path) -> None:
    bank = Path(shutil.copytree(REAL_BANK, tmp_path / "bank"))
    (bank / "alwaght" / "bad.yaml").write_text(BAD)
    result = flask("load", bank)
    assert result.exit_code == 1
    assert "Nothing was loaded." in result.output
    assert "bad.yaml:4: error: SCH-02 X1 type" in result.output
    assert count(app, Question) == count(app, Passage) == 0


def test_a_missing_database_is_told_without_a_traceback(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, secret_key=SECRET))
    for command in ("load", "export"):
        result = app.test_cli_runner().invoke(args=["bank", command])
        assert result.exit_code == 1
        assert "flask db upgrade" in result.output
    app.extensions["quiz_engine"].dispose()


def test_export_loads_again_as_the_same(
    app: Flask, flask: Flasked, tmp_path: Path, sqlite_template: Path
) -> None:
    flask("load")
    file = tmp_path / "written.yaml"
    result = flask("export", "--output", file)
    assert result.exit_code == 0
    assert f"Wrote {count(app, Question)} questions about alwaght." in result.stderr
    (tmp_path / "fresh").mkdir()
    shutil.copy(sqlite_template, tmp_path / "fresh" / "quiz.db")
    fresh = create_app(Settings(data=tmp_path / "fresh", secret_key=SECRET))
    assert schema.differences(fresh.extensions["quiz_engine"]) == []
    loaded = fresh.test_cli_runner().invoke(args=["bank", "load", str(file)])
    assert loaded.exit_code == 0, loaded.output
    again = fresh.test_cli_runner().invoke(args=["bank", "export"])
    assert again.stdout == file.read_text()
    fresh.extensions["quiz_engine"].dispose()


def test_export_writes_what_is_ready_from_pages_and_files(app: Flask, flask: Flasked) -> None:
    with db.writing(app.extensions["quiz_engine"]) as work:
        passage = make_passage(work)
        passage.full_text = ["A secret sentence of the article."] * 3
        make_question(work, passage, id="X1")
        make_question(work, passage, "tfns", id="X2", state="draft")
        make_question(work, passage, "cloze", id="X3", state="retired")
    text = flask("export", "--passage", "harbour").stdout
    assert "id: X1" in text
    assert "X2" not in text
    assert "X3" not in text
    assert "secret" not in text


def test_export_asks_for_the_passage_where_there_are_several(app: Flask, flask: Flasked) -> None:
    assert "there is none yet" in flask("export").output
    with db.writing(app.extensions["quiz_engine"]) as work:
        make_passage(work)
        make_passage(work, key="second")
    for words in (["export"], ["export", "--passage", "third"]):
        result = flask(*words)
        assert result.exit_code == 1
        assert "Name one of the passages: harbour, second." in result.output


def test_a_server_does_not_start_without_a_secret(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="There is no secret key"):
        create_app(Settings(data=tmp_path))
