"""The database: its engine and settings, one Session a request, who may write, and the clock."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import ModuleType
from typing import Any, Final, TypeVar, cast

from flask import Flask, current_app, g, request
from pydantic_core import from_json
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry

from quizapp import letters
from quizapp.config import Settings, UnsafeSettings
from quizapp.writers import WriterQueue

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
BUSY_MS: Final = 10_000
STATEMENTS_KEPT: Final = 500
"""More than a school asks in a day. Of a hundred, SQLite's driver forgets each new one at the next;
to prepare the one that finds who saves an answer takes twenty times as long as to run it."""
TRUSTED_S: Final = 1.0
"""How long a connection to PostgreSQL may rest and still be taken to work."""
WRITING: Final = {"writes": True}
READING: Final[dict[str, dict[str, Any]]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
MADE: Final = ".made"
"""Ends the name of the file beside a SQLite database that says that there has been one."""

View = TypeVar("View", bound=Callable[..., Any])


def now() -> datetime:
    """Return the present moment, aware and in UTC: the app's only clock."""
    return datetime.now(UTC)


def safe_sqlite(version: tuple[int, ...]) -> bool:
    """Tell whether a SQLite release is free of the WAL-reset bug, which can lose commits.

    Fixed in 3.51.3, and in 3.44.6 and 3.50.7 of the older lines. Source: sqlite.org/wal.html.
    """
    return version >= (3, 51, 3) or any(
        fixed <= version < (*fixed[:2], 99) for fixed in ((3, 44, 6), (3, 50, 7))
    )


def sqlite_driver() -> ModuleType:
    """Return a SQLite driver whose library is safe. Raises UnsafeSettings when there is none."""
    if safe_sqlite(sqlite3.sqlite_version_info):
        return sqlite3
    try:
        import pysqlite3  # noqa: PLC0415 - has no wheel on every platform
    except ImportError:
        raise UnsafeSettings(
            f"SQLite {sqlite3.sqlite_version} can lose committed answers (WAL-reset bug). "
            "Install Python with SQLite 3.51.3 or newer, or use PostgreSQL."
        ) from None
    return cast("ModuleType", pysqlite3)


def make_engine(settings: Settings) -> Engine:
    """Return the engine for either database, set as SECURITY.md says."""
    url = make_url(settings.url)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(settings.url)
    if url.get_backend_name() != "postgresql":
        raise UnsafeSettings("QUIZ_DATABASE_URL: only SQLite and PostgreSQL are supported.")
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        json_deserializer=from_json,
        pool_size=settings.pool,
        max_overflow=0,
        pool_timeout=15,
        # The connection used last, which has planned most statements already.
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args={
            "prepare_threshold": 1,
            "options": "-c statement_timeout=15s -c idle_in_transaction_session_timeout=30s "
            "-c synchronous_commit=on "
            # Of more tables it keeps to the order in which we join them: to weigh every order of
            # eight takes ten times as long as to run the statement that saves an answer.
            "-c join_collapse_limit=5",
        },
    )
    letters.init_engine(engine)
    _look_before_use(engine)
    return engine


def _look_before_use(engine: Engine) -> None:
    """See that PostgreSQL is still there when a connection has rested, and leave nothing on it.

    One that has just been used need not be looked at: that would be one statement more a request.
    """

    @event.listens_for(engine, "checkin")
    def rest(connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - a DBAPI's own type
        record.info["rests_since"] = monotonic()
        if connection is not None:
            # Whether the next one may write is the database's to say, not the last one's.
            connection.read_only = None

    @event.listens_for(engine, "checkout")
    def look(connection: Any, record: ConnectionPoolEntry, _lent: object) -> None:  # noqa: ANN401 - a DBAPI's own type
        if monotonic() - record.info.get("rests_since", monotonic()) <= TRUSTED_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            raise InvalidatePoolError from None


def _sqlite_engine(url: str) -> Engine:
    file = make_url(url).database
    if not file or file == ":memory:":
        # Every connection would have a database of its own.
        raise UnsafeSettings("QUIZ_DATABASE_URL: SQLite needs a file.")
    engine = create_engine(
        url,
        module=sqlite_driver(),
        json_deserializer=from_json,
        connect_args={
            "isolation_level": None,
            "timeout": BUSY_MS / 1000,
            "cached_statements": STATEMENTS_KEPT,
        },
        hide_parameters=True,
    )
    writers = WriterQueue(Path(f"{file}.writers"))

    _never_begin_anew(engine, Path(file))

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - a DBAPI's own type
        record.info["writers"] = writers
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "trusted_schema=OFF",
            "wal_autocheckpoint=1000",
            "journal_size_limit=16777216",  # gives back what a long reader made the log grow to
        ):
            connection.execute(f"PRAGMA {pragma}")

    # Not at "commit", which comes before the commit: the next writer would find it going on.
    event.listen(engine, "checkin", lambda connection, _record: writers.leave(connection))
    event.listen(engine, "invalidate", lambda connection, *_: writers.leave(connection))
    return engine


def _never_begin_anew(engine: Engine, file: Path) -> None:
    """Let nobody connect to a database that was there and is gone: SQLite would make it, empty."""
    made = Path(f"{file}{MADE}")

    @event.listens_for(engine, "do_connect")
    def refuse(*_: object) -> None:
        if made.exists() and not file.exists():
            raise sqlite_driver().OperationalError(f"{file} is gone")


def open_session(engine: Engine, *, writes: bool) -> Session:
    """Return a Session. One that writes waits its turn on SQLite and locks from its beginning.

    One that only reads sees the database as it was at its first statement, on PostgreSQL too.
    """
    options = WRITING if writes else READING[engine.dialect.name]
    return Session(engine, expire_on_commit=False, execution_options=options)


@event.listens_for(Session, "after_begin")
def _begin(_work: object, transaction: SessionTransaction, connection: Connection) -> None:
    """Begin on SQLite, whose driver leaves that to us; who writes waits for their turn before.

    Not at the "begin" of an engine: what listens there makes every statement slower.
    """
    writers: WriterQueue | None = connection.info.get("writers")
    if writers is None or transaction.nested:
        return
    if connection.get_execution_options().get("writes", False):
        _begin_writing(connection, writers)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection, writers: WriterQueue) -> None:
    writers.enter(connection.connection.dbapi_connection)
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def engine() -> Engine:
    """Return the engine of the present app."""
    return cast("Engine", current_app.extensions["quiz_engine"])


def reads_first(view: View) -> View:
    """Declare that a view only reads until it calls `take_turn`.

    Who writes on SQLite keeps everybody else from it: a class that saves at once should queue for
    the writing alone.
    """
    view.reads_first = True  # type: ignore[attr-defined]
    return view


def session() -> Session:
    """Return the Session of the present request: a writing one for unsafe methods."""
    if "db_session" not in g:
        g.db_session = open_session(engine(), writes=_writes_at_once())
    return cast("Session", g.db_session)


def _writes_at_once() -> bool:
    if request.method in SAFE_METHODS:
        return False
    view = current_app.view_functions.get(request.endpoint or "")
    return not getattr(view, "reads_first", False) or engine().dialect.name != "sqlite"


def take_turn(work: Session) -> None:
    """Let a Session write that has only read: on SQLite it waits its turn and begins anew.

    What was read may have changed by then, so whoever writes must say under which conditions.
    PostgreSQL keeps the locks of what was read. Raises WritersBusy.
    """
    connection = work.connection()
    writers: WriterQueue | None = connection.info.get("writers")
    if writers is None or writers.has(connection.connection.dbapi_connection):
        return
    connection.connection.commit()
    _begin_writing(connection, writers)


def give_up() -> None:
    """Undo what the present request has changed, and let the next writer in."""
    work: Session | None = g.pop("db_session", None)
    if work is not None:
        if work.in_transaction() and work.execution_options.get("postgresql_readonly"):
            _end_reading(work)
        work.close()


def _end_reading(work: Session) -> None:
    """End what only read by a commit: at a rollback the driver forgets every plan it has had made.

    To plan a statement takes PostgreSQL ten times as long as to run it.
    """
    work.expunge_all()
    with suppress(DBAPIError):
        # Who has gone meanwhile has nothing to undo.
        work.commit()


def be_patient(connection: Connection) -> None:
    """Let the present transaction take as long as it needs; only PostgreSQL has limits to lift."""
    if connection.dialect.name == "postgresql":
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {limit} = 0")


@contextmanager
def writing(bind: Engine) -> Iterator[Session]:
    """Give a Session for work outside a request, and commit it unless something is raised."""
    with open_session(bind, writes=True) as work, work.begin():
        yield work


def init_app(app: Flask, settings: Settings) -> None:
    """Give an app its engine, and close each request's Session at its end."""
    app.extensions["quiz_engine"] = make_engine(settings)

    @app.teardown_appcontext
    def close_session(_error: BaseException | None) -> None:
        give_up()
