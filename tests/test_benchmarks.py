"""The bench starts what it compares, measures it and writes it down; its floor does the work."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select

from benchmarks import floor
from benchmarks.__main__ import PARTS, Amount, measure
from benchmarks.asking import floor_saves
from benchmarks.crowd import STUDENTS
from benchmarks.figures import Report
from benchmarks.servers import QUESTIONS, lay_floor
from quizapp import db
from quizapp.config import Settings

TINY = Amount(0.05, 1, 0.2, 1.0, 40, (1, 2), 2)
SECRET = "s" * 32
TOKEN = "t"
EVERYDAY = {"save", "attempt page", "class summary", "review", "review of a question", "submit"}


def measured(databases: list[str], parts: list[str], output: Path, *, rest: bool) -> Report:
    """Return a tiny bench; in a thread, since the browser's event loop runs in that of tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(measure, TINY, databases, parts, output, rest=rest).result()


def test_the_bench_measures_the_app_beside_the_floor_and_writes_it_down(tmp_path: Path) -> None:
    report = measured(["sqlite"], ["pages"], tmp_path / "bench.json", rest=False)
    assert report.failures == []
    written = json.loads((tmp_path / "bench.json").read_text())
    assert {one["what"] for one in written["works"] if one["who"] == "app"} == EVERYDAY
    assert all(one["count"] > 0 and one["p50"] <= one["p99"] for one in written["works"])
    statements = [one for one in written["figures"] if one["what"].endswith("statements")]
    assert len(statements) == 5
    assert all(one["met"] for one in statements)


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_part_of_the_bench_is_measured_on_either_database(
    tmp_path: Path, database: str
) -> None:
    report = measured([database], list(PARTS), tmp_path / "bench.json", rest=True)
    assert report.failures == []
    assert [one.what for one in report.figures if "lost" in one.what and not one.met] == []
    assert {point["database"] for point in report.curves} == {database}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database of the floor with as much in it as the bench measures."""
    file = tmp_path_factory.mktemp("floor") / "floor.db"
    lay_floor(f"sqlite:///{file}")
    return file


@pytest.fixture
def laid(file: Path) -> Flask:
    """Return the floor as an application."""
    return floor.create_app(f"sqlite:///{file}", SECRET)


def sat_by(laid: Flask, attempt_id: int) -> FlaskClient:
    client = laid.test_client()
    client.set_cookie("session", floor.cookie(attempt_id, TOKEN, SECRET))
    return client


def test_the_floor_shows_ten_questions_with_what_was_answered(laid: Flask) -> None:
    page = sat_by(laid, 1).get("/attempt").text
    assert page.count("<form") == page.count(" checked") == QUESTIONS == 10


def test_the_floor_stores_what_it_says_is_saved_and_refuses_a_wrong_token(
    laid: Flask, file: Path
) -> None:
    client = sat_by(laid, 2)
    assert client.post("/answers/3", data={"token": TOKEN, "choice": "3"}).json == {"saved": True}
    assert client.post("/answers/3", data={"token": "x", "choice": "1"}).status_code == 400
    stored = select(floor.answer.c.choice).filter_by(attempt_id=2, position=3)
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert connection.scalar(stored) == 3
    engine.dispose()


def test_each_save_of_the_floor_changes_what_is_stored(file: Path) -> None:
    """SQLite does not write what stays as it is: such a floor would wait for no disk."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        laid = set(connection.scalars(select(floor.answer.c.choice)))
    engine.dispose()
    sent = [ask.sent for ask in islice(floor_saves(), STUDENTS * QUESTIONS + 1)]
    assert sent[0] != sent[-1]
    assert not any(sent[0].endswith(f"choice={choice}".encode()) for choice in laid)


def test_the_floor_sums_up_thirty_students_and_ten_questions(laid: Flask) -> None:
    page = laid.test_client().get("/summary").text
    assert page.count("<tr>") == 30 + QUESTIONS


def test_the_floor_waits_for_the_disk_as_the_app_does(tmp_path: Path) -> None:
    theirs = floor.make_engine(f"sqlite:///{tmp_path / 'floor.db'}")
    ours = db.make_engine(Settings(data=tmp_path))
    modes = []
    for engine in (ours, theirs):
        with engine.connect() as connection:
            asked = ("PRAGMA synchronous", "PRAGMA journal_mode")
            modes.append([connection.exec_driver_sql(one).scalar() for one in asked])
        engine.dispose()
    assert modes[0] == modes[1] == [2, "wal"]
