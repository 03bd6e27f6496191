"""Copying a whole database while people go on working, and putting a copy back."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, func, inspect, select, table, text
from sqlalchemy.exc import DatabaseError

from quizapp import db
from quizapp.backups.archive import BadBackup

COPY = {"sqlite": "quiz.db", "postgresql": "quiz.dump"}
"""The name of the database within a backup."""

# What PostgreSQL's own programs read from the environment: a command line is for all to see.
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


class CannotBackUp(Exception):
    """A copy could not be made or put back; the text says what to do."""


def copy(engine: Engine, target: Path) -> tuple[str, dict[str, int]]:
    """Write a copy of the whole database as at one moment; return its revision and its rows."""
    if engine.dialect.name == "sqlite":
        return _copy_sqlite(engine, target)
    return _copy_postgres(engine, target)


def _copy_sqlite(engine: Engine, target: Path) -> tuple[str, dict[str, int]]:
    driver = db.sqlite_driver()
    try:
        with closing(_connect(Path(str(engine.url.database)))) as source:
            source.execute("VACUUM INTO ?", (str(target),))
    except driver.DatabaseError as error:
        raise CannotBackUp(f"The database cannot be read: {error}") from None
    return check_sqlite(target)


def _connect(file: Path) -> Any:  # noqa: ANN401 - a DBAPI's own type
    """Open a SQLite file that must be there: SQLite would make an empty one."""
    return db.sqlite_driver().connect(f"file:{file}?mode=rw", uri=True, timeout=10)


def check_sqlite(file: Path) -> tuple[str, dict[str, int]]:
    """Return a file's revision and how many rows its tables have. Raises BadBackup for faults."""
    driver = db.sqlite_driver()
    source = _connect(file)
    try:
        faults = [row[0] for row in source.execute("PRAGMA integrity_check(3)")]
        faults = [] if faults == ["ok"] else faults
        faults += [f"a row of {row[0]} points nowhere" for row in _orphans(source)]
        if faults:
            raise BadBackup(f"The database in it is damaged: {'; '.join(map(str, faults))}")
        (revision,) = source.execute("SELECT version_num FROM alembic_version").fetchone()
        names = source.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = {
            name: source.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for (name,) in names
        }
    except driver.DatabaseError as error:
        raise BadBackup(f"The database in it is damaged: {error}") from None
    finally:
        source.close()
    return str(revision), rows


def _orphans(source: Any) -> list[Any]:  # noqa: ANN401 - a DBAPI's own type
    return list(source.execute("PRAGMA foreign_key_check").fetchmany(3))


def _copy_postgres(engine: Engine, target: Path) -> tuple[str, dict[str, int]]:
    """Let pg_dump copy what one transaction sees, and count the rows that it sees."""
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ")
    with snapshot.connect() as connection:
        db.be_patient(connection)
        name = connection.scalar(text("SELECT pg_export_snapshot()"))
        _program(
            engine,
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={name}",
            f"--file={target}",
        )
        rows = {
            each: connection.scalar(select(func.count()).select_from(table(each))) or 0
            for each in inspect(connection).get_table_names()
        }
        return str(connection.scalar(text("SELECT version_num FROM alembic_version"))), rows


def check_postgres(engine: Engine, file: Path) -> None:
    """Raise BadBackup when PostgreSQL's own program cannot read a copy."""
    try:
        _program(engine, "pg_restore", "--list", str(file), to_database=False)
    except CannotBackUp as error:
        raise BadBackup(f"The database in it is damaged: {error}") from None


def _program(engine: Engine, name: str, *options: str, to_database: bool = True) -> None:
    """Run one of PostgreSQL's own programs. Raises CannotBackUp with what it said."""
    path = shutil.which(name)
    if path is None:
        raise CannotBackUp(
            f"{name} is not on this machine's PATH. Install PostgreSQL's client programs "
            "(Debian: apt-get install postgresql-client), of the server's version or newer."
        )
    environment = {**os.environ, **(_whereabouts(engine) if to_database else {})}
    ended = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, without a shell
        [path, "--no-password", *options] if to_database else [path, *options],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    if ended.returncode != 0:
        raise CannotBackUp(f"{name} failed: {ended.stderr.strip()[-2000:]}")


def _whereabouts(engine: Engine) -> Mapping[str, str]:
    _, arguments = engine.dialect.create_connect_args(engine.url)
    return {VARIABLES[name]: str(value) for name, value in arguments.items() if name in VARIABLES}


def is_in_use(engine: Engine) -> bool:
    """Tell whether others are connected to a PostgreSQL database."""
    others = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend'"
    )
    with engine.connect() as connection:
        return bool(connection.scalar(others))


def tables(connection: Connection) -> MetaData:
    """Return the tables that a database has."""
    found = MetaData()
    found.reflect(connection)
    return found


def replace_postgres(engine: Engine, copy_of: Path) -> None:
    """Put a copy in the place of all tables of a PostgreSQL database."""
    with engine.begin() as connection:
        tables(connection).drop_all(connection)
    engine.dispose()
    _program(
        engine,
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
        f"--dbname={engine.url.database}",
        str(copy_of),
    )


def is_empty(engine: Engine) -> bool:
    """Tell whether a PostgreSQL database has no tables. Raises CannotBackUp when it is away."""
    try:
        with engine.connect() as connection:
            return not tables(connection).tables
    except DatabaseError as error:
        raise CannotBackUp(f"The database cannot be reached: {error.orig}") from None
