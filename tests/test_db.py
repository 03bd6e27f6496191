"""The database is set as an acknowledged answer needs it, and writers never get in the way."""

import fcntl
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, select, text, update
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError

from quizapp import db, writers
from quizapp.config import ROOT, Settings, UnsafeSettings
from quizapp.models import Throttle
from quizapp.writers import WriterQueue, WritersBusy
from tests.conftest import SECRET
from tests.make import AT
from tests.services.postgres import Postgres

TRIES = 40
PROCESSES = 8


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = db.make_engine(settings)
    yield engine
    engine.dispose()


def count(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(Throttle.count)) or 0


def add_counter(engine: Engine) -> None:
    with db.writing(engine) as work:
        work.add(Throttle(key="tries", started_at=AT, count=0))


def count_up(engine: Engine, times: int) -> None:
    """Read, then write, as often as asked: what fails when a transaction locks only to write."""
    for _ in range(times):
        with db.writing(engine) as work:
            found = work.scalar(select(Throttle.count).where(Throttle.key == "tries"))
            work.execute(update(Throttle).values(count=found + 1))


def test_a_postgresql_that_cannot_hold_every_name_is_refused(
    postgres: Postgres, settings: Settings
) -> None:
    postgres.execute("CREATE DATABASE {} ENCODING 'SQL_ASCII' TEMPLATE template0", "letters")
    engine = db.make_engine(settings.model_copy(update={"database_url": postgres.url("letters")}))
    with pytest.raises(UnsafeSettings, match=r"encoding SQL_ASCII\. Make one with createdb"):
        engine.connect()
    postgres.execute("DROP DATABASE {}", "letters")


@pytest.mark.parametrize("writes", [False, True])
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("wal_autocheckpoint", 1_000),
    ],
)
def test_sqlite_is_set_on_every_connection(
    engine: Engine, pragma: str, value: object, writes: bool
) -> None:
    with db.open_session(engine, writes=writes) as work, db.open_session(engine, writes=False):
        assert work.scalar(text(f"PRAGMA {pragma}")) == value


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("synchronous_commit", "on"),
        ("join_collapse_limit", "5"),
        ("statement_timeout", "15s"),
        ("idle_in_transaction_session_timeout", "30s"),
    ],
)
def test_postgresql_is_set_on_every_connection(engine: Engine, name: str, value: str) -> None:
    with db.open_session(engine, writes=True) as work:
        assert work.scalar(text(f"SHOW {name}")) == value


def test_a_library_that_can_lose_commits_is_told_apart() -> None:
    safe = [(3, 51, 3), (3, 52, 0), (4, 0, 0), (3, 44, 6), (3, 44, 7), (3, 50, 7), (3, 50, 9)]
    unsafe = [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 0), (3, 51, 2), (3, 7, 0)]
    assert [version for version in safe if not db.safe_sqlite(version)] == []
    assert [version for version in unsafe if db.safe_sqlite(version)] == []


def test_the_library_in_use_is_safe(engine: Engine) -> None:
    with engine.connect() as connection:
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    assert db.safe_sqlite(tuple(int(part) for part in version.split(".")))


def test_without_a_safe_library_the_app_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    with pytest.raises(UnsafeSettings, match=r"Install Python with SQLite 3\.51\.3"):
        db.sqlite_driver()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/quiz"])
def test_a_database_that_cannot_serve_is_refused(url: str) -> None:
    with pytest.raises(UnsafeSettings, match="QUIZ_DATABASE_URL"):
        db.make_engine(Settings(database_url=url, secret_key=SECRET))


def test_sqlite_prepares_a_statement_once_a_connection_however_many_others_there_are(
    engine: Engine,
) -> None:
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        prepared: list[int] = []

        def allow(*_: object) -> int:
            prepared.append(1)
            return sqlite3.SQLITE_OK

        # Asked whenever a statement is prepared, and only then.
        driver.set_authorizer(allow)
        for _ in range(2):
            for number in range(db.STATEMENTS_KEPT // 2):
                driver.execute(f"SELECT {number}")
        of_new_ones = []
        for _ in range(3):
            prepared.clear()
            driver.execute("SELECT 'one'")
            driver.execute("SELECT 'another'")
            of_new_ones.append(len(prepared))
        assert of_new_ones[0] > 0
        assert of_new_ones[1:] == [0, 0]
        driver.set_authorizer(None)


def test_a_writer_locks_the_database_from_its_beginning(engine: Engine, tmp_path: Path) -> None:
    rival = create_engine(
        f"sqlite:///{tmp_path / 'quiz.db'}", module=db.sqlite_driver(), connect_args={"timeout": 0}
    )
    with db.open_session(engine, writes=True) as work:
        work.scalar(text("SELECT 1"))
        with pytest.raises(OperationalError, match="locked"), rival.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    rival.dispose()


def test_readers_go_on_while_someone_writes(engine: Engine) -> None:
    add_counter(engine)
    with db.open_session(engine, writes=True) as work:
        work.execute(update(Throttle).values(count=5))
        assert count(engine) == 0
        work.commit()
    assert count(engine) == 5


def test_the_next_writer_waits_until_the_commit_is_done(engine: Engine, tmp_path: Path) -> None:
    add_counter(engine)
    free_at_commit: list[bool] = []

    @event.listens_for(engine, "commit")
    def look(_connection: object) -> None:
        free_at_commit.append(is_free(tmp_path / "quiz.db.writers"))

    count_up(engine, 1)
    assert free_at_commit == [False]
    assert is_free(tmp_path / "quiz.db.writers")


def is_free(path: Path) -> bool:
    file = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True


def test_who_reads_first_meets_what_was_written_before_their_turn(
    engine: Engine, tmp_path: Path
) -> None:
    add_counter(engine)
    with db.open_session(engine, writes=False) as work:
        assert work.scalar(select(Throttle.count)) == 0
        count_up(engine, 1)
        assert work.scalar(select(Throttle.count)) == 0
        db.take_turn(work)
        assert not is_free(tmp_path / "quiz.db.writers")
        assert work.scalar(select(Throttle.count)) == 1
        work.execute(update(Throttle).values(count=7))
        db.take_turn(work)
        work.rollback()
    assert is_free(tmp_path / "quiz.db.writers")
    assert count(engine) == 1


def test_a_writer_that_fails_lets_the_next_one_in(engine: Engine) -> None:
    add_counter(engine)
    with pytest.raises(IntegrityError, match="UNIQUE"):
        add_counter(engine)
    count_up(engine, 1)
    assert count(engine) == 1


def test_one_session_may_write_twice(engine: Engine) -> None:
    add_counter(engine)
    with db.open_session(engine, writes=True) as work:
        for value in (1, 2):
            work.execute(update(Throttle).values(count=value))
            work.commit()
    assert count(engine) == 2


def test_part_of_what_is_written_can_be_taken_back(engine: Engine) -> None:
    add_counter(engine)
    with db.writing(engine) as work:
        part = work.begin_nested()
        work.execute(update(Throttle).values(count=1))
        part.rollback()
        assert work.scalar(select(Throttle.count)) == 0


@pytest.mark.both_databases
def test_what_one_session_reads_is_of_one_moment(engine: Engine) -> None:
    add_counter(engine)
    with db.open_session(engine, writes=False) as work:
        assert work.scalar(select(Throttle.count)) == 0
        count_up(engine, 1)
        assert work.scalar(select(Throttle.count)) == 0
    assert count(engine) == 1


BACKEND = text("SELECT pg_backend_pid()")


def cut(engine: Engine) -> int:
    """Use a connection, let PostgreSQL cut it, and return which it was."""
    with db.open_session(engine, writes=True) as work:
        pid: int = work.scalar(BACKEND)
    rival = create_engine(engine.url)
    with rival.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    rival.dispose()
    return pid


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_connection_that_was_cut_while_it_rested_is_replaced(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "TRUSTED_S", 0)
    first = cut(engine)
    with db.open_session(engine, writes=True) as work:
        assert work.scalar(BACKEND) != first


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_connection_that_was_just_used_is_taken_to_be_there(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "TRUSTED_S", 3600)
    first = cut(engine)
    with pytest.raises(OperationalError), db.open_session(engine, writes=True) as work:
        work.scalar(BACKEND)
    with db.open_session(engine, writes=True) as work:
        assert work.scalar(BACKEND) != first


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_statement_that_only_reads_is_planned_once_a_connection(app: Flask) -> None:
    planned = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%throttle%'")
    for _ in range(3):
        with app.test_request_context():
            db.session().scalar(select(Throttle.count))
    with app.extensions["quiz_engine"].connect() as connection:
        assert connection.scalar(planned) == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_who_asks_for_a_page_can_change_nothing(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(InternalError, match="read-only"):
        db.session().execute(update(Throttle).values(count=2))


def test_what_raises_is_undone_outside_requests_too(engine: Engine) -> None:
    add_counter(engine)
    with pytest.raises(ZeroDivisionError), db.writing(engine) as work:
        work.execute(update(Throttle).values(count=1 // 0))
    assert count(engine) == 0


@pytest.mark.both_databases
def test_threads_write_one_after_the_other(engine: Engine) -> None:
    add_counter(engine)
    with engine.begin() as connection:
        locks = engine.dialect.name == "postgresql"
        connection.execute(select(Throttle))
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(TRIES):
                with db.writing(engine) as work:
                    row = select(Throttle).with_for_update() if locks else select(Throttle)
                    work.scalars(row).one().count += 1
        except BaseException as error:  # noqa: BLE001 - a thread's failures must be seen
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert count(engine) == 4 * TRIES


def test_processes_write_one_after_the_other(engine: Engine, tmp_path: Path) -> None:
    add_counter(engine)
    program = [sys.executable, "-m", "tests.services.count_up", str(tmp_path / "quiz.db")]
    ended = subprocess.run(
        [*program, str(PROCESSES), str(TRIES)], cwd=ROOT, check=False, capture_output=True
    )
    assert (ended.stderr, ended.returncode) == (b"", 0)
    assert count(engine) == PROCESSES * TRIES


def test_a_writer_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "LONGEST_WAIT_S", 0.02)
    path = tmp_path / "quiz.db.writers"
    here, elsewhere = WriterQueue(path), WriterQueue(path)
    here.enter("first")
    with pytest.raises(WritersBusy):
        here.enter("second")
    with pytest.raises(WritersBusy):
        elsewhere.enter("third")
    here.leave("first")
    elsewhere.enter("third")
    elsewhere.leave("third")


def test_only_the_writer_whose_turn_it_is_can_end_it(tmp_path: Path) -> None:
    queue = WriterQueue(tmp_path / "quiz.db.writers")
    queue.enter("first")
    queue.leave("second")
    queue.leave(None)
    assert not is_free(tmp_path / "quiz.db.writers")
    queue.leave("first")
    queue.leave(None)
    assert is_free(tmp_path / "quiz.db.writers")


def test_the_clock_is_aware_and_in_utc() -> None:
    assert db.now().utcoffset() == AT.utcoffset()
