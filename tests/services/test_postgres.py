"""The throw-away PostgreSQL starts, keeps tests apart and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests.services.postgres import NoPostgresError, Postgres, postgres_programs, postgres_server


def run(url: str, statement: str) -> list[tuple[object, ...]]:
    engine = create_engine(url)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


def test_each_database_is_a_fresh_copy_of_its_template(postgres: Postgres) -> None:
    template = postgres.template(lambda url: run(url, "CREATE TABLE mark AS SELECT 1 AS points"))
    with postgres.database(template) as one, postgres.database(template) as other:
        run(one, "INSERT INTO mark VALUES (2)")
        assert run(one, "SELECT count(*) FROM mark") == [(2,)]
        assert run(other, "SELECT count(*) FROM mark") == [(1,)]


def test_a_database_is_dropped_even_while_someone_is_connected(postgres: Postgres) -> None:
    with postgres.database() as url:
        engine = create_engine(url)
        connection = engine.connect()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url.replace("+psycopg", ""))
    connection.invalidate()
    engine.dispose()


def test_text_is_utf8_and_sorts_by_code_point_as_in_sqlite(postgres: Postgres) -> None:
    with postgres.database() as url:
        letters = run(url, "SELECT x FROM (VALUES ('b'), ('É'), ('B'), ('a')) v(x) ORDER BY x")
    assert letters == [("B",), ("a",), ("b",), ("É",)]


def test_the_server_listens_on_no_network_address(postgres: Postgres) -> None:
    with postgres.database() as url:
        assert run(url, "SHOW listen_addresses") == [("",)]


def test_nothing_stays_when_the_server_stops() -> None:
    with postgres_server() as server:
        folder = server.folder
        assert (folder / ".s.PGSQL.5432").exists()
    assert not folder.exists()


def test_the_programs_asked_for_are_the_ones_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "initdb").touch()
    monkeypatch.setenv("QUIZ_PG_BIN", str(tmp_path))
    assert postgres_programs() == tmp_path


def test_a_folder_without_postgresql_is_not_silently_replaced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QUIZ_PG_BIN", str(tmp_path))
    with pytest.raises(NoPostgresError, match="QUIZ_PG_BIN"):
        postgres_programs()
