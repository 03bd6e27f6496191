"""The application as a whole: it starts, answers, and refuses what it does not know."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event, func, inspect, select

from quizapp import schema
from quizapp.models import Base
from tests.lived_in import lived_in


def test_the_process_says_that_it_answers(client: FlaskClient) -> None:
    assert client.get("/healthz").data == b"ok\n"


def test_an_unknown_address_is_a_page_that_says_so(client: FlaskClient) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "There is no such page" in response.text


def test_a_script_gets_the_refusal_as_json(client: FlaskClient) -> None:
    response = client.get("/nowhere", headers={"Accept": "application/json"})
    assert response.json["status"] == 404


@pytest.mark.both_databases
def test_migrations_equal_the_models(app: Flask) -> None:
    assert schema.differences(app.extensions["quiz_engine"]) == []


@pytest.mark.both_databases
def test_migrations_go_down_and_up_again(app: Flask) -> None:
    engine = app.extensions["quiz_engine"]
    schema.downgrade(engine, "base")
    assert schema.differences(engine) != []
    schema.upgrade(engine)
    assert schema.differences(engine) == []


@pytest.mark.both_databases
def test_migrations_keep_what_is_in_the_tables(app: Flask) -> None:
    lived_in(app)
    engine = app.extensions["quiz_engine"]
    before = _counts(engine)
    schema.downgrade(engine, "0001")
    first = set(inspect(engine).get_table_names())
    schema.upgrade(engine)
    after = _counts(engine)
    assert {name: after[name] for name in first & set(before)} == {
        name: before[name] for name in first & set(before)
    }


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_an_upgrade_may_take_longer_than_a_page_may(app: Flask) -> None:
    engine, limits = app.extensions["quiz_engine"], []

    def look(connection: Connection, *_: object) -> None:
        with connection.connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            limits.append(cursor.fetchone()[0])

    event.listen(engine, "before_cursor_execute", look)
    schema.downgrade(engine, "0001")
    assert limits.pop() == "0"
    schema.upgrade(engine)
    assert limits.pop() == "0"
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "15s"


def _counts(engine: Engine) -> dict[str, int]:
    """Return how many rows each table has."""
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        }
