"""A database that may only be read for a while: pages are shown, nothing is called saved."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from quizapp import monitoring
from tests.answering.conftest import Desk
from tests.conftest import School


@contextmanager
def read_only(engine: Engine) -> Iterator[None]:
    """Let the database be read only, as a disk mounted so or a standby in charge makes it."""
    if engine.dialect.name == "sqlite":

        def forbid(connection: object, *_: object) -> None:
            connection.execute("PRAGMA query_only=ON")  # type: ignore[attr-defined]

        event.listen(engine, "connect", forbid)
        engine.dispose()
        yield
        event.remove(engine, "connect", forbid)
    else:
        forbid_it = f'ALTER DATABASE "{engine.url.database}" SET default_transaction_read_only'
        _alter(engine, f"{forbid_it} = on")
        yield
        _alter(engine, f"{forbid_it} = off")
    engine.dispose()


def _alter(engine: Engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("SET TRANSACTION READ WRITE")
        connection.exec_driver_sql(statement)
        connection.commit()
    engine.dispose()


@pytest.mark.both_databases
def test_answers_are_refused_and_taken_again_without_a_restart(
    app: Flask, school: School, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitoring, "HELD_S", 0.0)
    student = Desk(school).student().start(Desk(school).given("short"))
    with read_only(app.extensions["quiz_engine"]):
        refused = student.post(1, script=True, text="Not saved")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
        assert "Nothing you saved is lost" in refused.json["message"]
        assert student.submit().status_code == 503
        assert 'id="answer"' in student.page()
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
    assert student.post(1, script=True, text="Saved").json["saved"]
    assert client.get("/readyz").status_code == 200
    assert "Saved" in student.page()
    assert "Not saved<" not in student.page()
