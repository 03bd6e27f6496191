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

from quizapp import bank_commands, create_app, db, schema
from quizapp.bank.files import read_bank
from quizapp.config import Settings
from quizapp.core.kinds import KINDS
from quizapp.core.lint import RULES
from quizapp.models import Passage, Question
from tests.conftest import SECRET
from tests.make import PASSAGE, make_passage, make_question, record

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
    (found,) = json.loads(result.stdout)
    assert found.pop("message").startswith("must be one of")
    assert found == {
        "item": "X1",
        "rule": "SCH-02",
        "severity": "error",
        "field": "type",
        "line": 4,
        "file": str(bad),
    }
    assert json.loads(flask("lint", "--format", "json").stdout) == []


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
    assert (done.returncode, done.stdout) == (0, "[]\n")
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["SKIPPED"]
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_begun_in_a_file_that_was_not_there(
    flask: Flasked, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "mine.yaml"
    words = ("new", kind, "--passage", "library", "--output", file)
    assert flask(*words).exit_code == 0
    assert file.read_text() == flask("new", kind, "--passage", "library").stdout
    assert f"type: {kind}\n" in file.read_text()
    file.write_text("# mine\n")
    assert "File exists" in flask(*words).output
    assert file.read_text() == "# mine\n"


def test_a_question_is_begun_for_a_passage_of_the_bank(flask: Flasked) -> None:
    for words in (["new", "single"], ["new", "single", "--passage", "third"]):
        result = flask(*words)
        assert result.exit_code == 1
        assert "Name one of the passages with --passage: alwaght, library." in result.output
    assert "'essay' is not one of" in flask("new", "essay").output


def test_the_only_passage_need_not_be_named(
    flask: Flasked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_commands, "ROOT", tmp_path)
    assert "there is none yet" in flask("new", "tfns").output
    shutil.copytree(REAL_BANK / "library", tmp_path / "questions" / "library")
    assert "passage: library" in flask("new", "tfns").stdout


def test_the_schema_of_question_files_is_written(flask: Flasked) -> None:
    assert flask("schema").stdout == (REAL_BANK / "schema.json").read_text()


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
    assert len(lines) <= 6 * len(read_bank([REAL_BANK]).folders)


def test_a_bad_file_loads_nothing(app: Flask, flask: Flasked, tmp_path: Path) -> None:
    bank = Path(shutil.copytree(REAL_BANK, tmp_path / "bank"))
    (bank / "alwaght" / "bad.yaml").write_text(BAD)
    result = flask("load", bank)
    assert result.exit_code == 1
    assert "Nothing was loaded." in result.output
    assert "bad.yaml:4: error: SCH-02 X1 type" in result.output
    assert count(app, Question) == count(app, Passage) == 0


def test_load_tells_problems_to_programs_as_lint_does(
    app: Flask, flask: Flasked, tmp_path: Path
) -> None:
    bank = Path(shutil.copytree(REAL_BANK, tmp_path / "bank"))
    (bank / "alwaght" / "bad.yaml").write_text(BAD)
    refused = flask("load", bank, "--format", "json")
    assert refused.exit_code == 1
    told = json.loads(refused.stdout)
    assert {"item", "rule", "severity", "field", "line", "message"} <= told[0].keys()
    assert ("X1", "SCH-02", "error", 4) in {
        (one["item"], one["rule"], one["severity"], one["line"]) for one in told
    }
    assert count(app, Question) == 0
    loaded = flask("load", "--format", "json")
    assert loaded.exit_code == 0
    assert json.loads(loaded.stdout) == []
    assert count(app, Question) > 0


def test_a_missing_database_is_told_without_a_traceback(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, secret_key=SECRET))
    for command in ("load", "export"):
        result = app.test_cli_runner().invoke(args=["bank", command])
        assert result.exit_code == 1
        assert "flask db upgrade" in result.output
    app.extensions["quiz_engine"].dispose()


def test_export_loads_again_as_the_same(
    flask: Flasked, tmp_path: Path, sqlite_template: Path
) -> None:
    flask("load")
    file = tmp_path / "written.yaml"
    result = flask("export", "--passage", "library", "--output", file)
    assert result.exit_code == 0
    assert "Wrote 6 questions about library." in result.stderr
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


def test_every_rule_explains_itself_with_its_prior_art(flask: Flasked) -> None:
    explained = {rule.id: flask("lint", "--explain", rule.id) for rule in RULES}
    assert {result.exit_code for result in explained.values()} == {0}
    assert [name for name, said in explained.items() if "Prior art" not in said.stdout] == []
    assert explained["OPT-01"].stdout.startswith("OPT-01 (error): The key is not the longest")
    assert explained["STM-05"].stdout.startswith("STM-05 (warning): The text is easy to read\n\n")


def test_an_unknown_rule_is_not_explained(flask: Flasked) -> None:
    assert flask("lint", "--explain", "OPT-99").exit_code == 2


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return the folder of a passage whose digest copies its article, which lies beside it."""
    folder = tmp_path / "bank" / "harbour-news"
    folder.mkdir(parents=True)
    (folder.parent / "article.txt").write_text("Late\n\nA big new bridge is planned for all.\n")
    digest = [{"number": 1, "text": "It says a big new bridge is planned, and why it is (P1)."}]
    passage = PASSAGE | {"key": "harbour-news", "paragraphs": digest}
    (folder / "passage.yaml").write_text(json.dumps(passage))
    return folder


def test_lint_says_loudly_that_nobody_looked_for_copies(flask: Flasked, copied: Path) -> None:
    result = flask("lint", copied)
    assert result.exit_code == 0
    assert "SKIPPED: SRC-03 for passage 'harbour-news'" in result.stderr
    assert "QUIZ_ARTICLE_HARBOUR_NEWS" in result.stderr
    assert flask("lint", copied, "--rule", "SCH-01").stderr == ""


def test_lint_holds_the_bank_against_the_article_where_it_is_at_hand(
    flask: Flasked, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZ_ARTICLE_HARBOUR_NEWS", str(copied.parent / "article.txt"))
    result = flask("lint", copied)
    assert result.exit_code == 1
    assert "passage.yaml:1: error: SRC-03 paragraphs.0.text: 'a big new bridge" in result.stdout
    assert result.stderr == ""


def test_an_article_that_cannot_be_read_is_named(
    flask: Flasked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QUIZ_ARTICLE_ALWAGHT", str(tmp_path / "gone.txt"))
    result = flask("lint")
    assert result.exit_code == 1
    assert "QUIZ_ARTICLE_ALWAGHT: the article cannot be read" in result.stderr


def test_waivers_are_listed_with_their_reasons(flask: Flasked, tmp_path: Path) -> None:
    path = warned(tmp_path)
    content = json.loads(path.read_text())
    waive = [{"rule": "SCH-04", "reason": "The last pair may be free here."}]
    content["questions"][0]["waive"] = waive
    path.write_text(json.dumps(content))
    said = flask("lint", path).stdout
    assert "waived: SCH-04 X1: The last pair may be free here." in said
    assert "0 errors, 0 warnings" in said


def test_the_full_lint_draws_a_thousand_quizzes(flask: Flasked) -> None:
    result = flask("lint", "--full", "--rule", "BNK-09")
    assert result.exit_code == 0
    assert "0 errors, 0 warnings" in result.stdout


def test_the_real_bank_argues_against_five_rules_at_most() -> None:
    assert len(read_bank([REAL_BANK]).waivers) <= 5


def test_a_file_of_questions_alone_needs_nothing_but_its_fields(
    flask: Flasked, tmp_path: Path
) -> None:
    content = record("single", id="X1", topic="lavrov")
    for option in content["options"]:
        option.pop("misreading", None)
    path = tmp_path / "own.yaml"
    path.write_text(json.dumps({"passage": "alwaght", "questions": [content]}))
    assert flask("lint", path).exit_code == 0


def test_a_question_more_can_be_loaded_though_the_plan_has_no_place_for_it(
    flask: Flasked, tmp_path: Path
) -> None:
    folder = tmp_path / "questions"
    shutil.copytree(REAL_BANK, folder)
    more = record("single", id="X1", topic="lavrov", options=record("single")["options"])
    for option in more["options"][1:]:
        option["misreading"] = "nearby-detail"
    text = json.dumps({"passage": "alwaght", "questions": [more]})
    (folder / "alwaght" / "more.yaml").write_text(text)
    assert flask("lint", folder).exit_code == 1
    assert flask("load", folder).exit_code == 0
