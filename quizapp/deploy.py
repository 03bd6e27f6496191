"""What is unsafe about how a school runs the app, and what to do about it: flask check --deploy."""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError

from quizapp import damage, db, schema
from quizapp.backups import making
from quizapp.config import Settings, UnsafeSettings

EVERYWHERE = ("0.0.0.0:", "[::]:")
PROMISES = ("fsync", "full_page_writes", "synchronous_commit")
"""What PostgreSQL must have on, so that an acknowledged answer outlives a power cut."""

OLDEST_POSTGRES = 140_000
SPARE_CONNECTIONS = 5
"""For backups, upgrades and whoever has to look into the database."""

SHARES = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"}


def findings(engine: Engine, settings: Settings, environ: Mapping[str, str]) -> Iterator[str]:
    """Yield what is unsafe, each with the setting's name and what to do."""
    yield from _network(settings)
    yield from _process(environ)
    yield from _secret(settings)
    yield from _backups(engine, settings)
    yield from _database(engine, settings)


def _network(settings: Settings) -> Iterator[str]:
    if settings.plain_http:
        yield "QUIZ_PLAIN_HTTP: passwords travel unencrypted. Unset it, and put https in front."
    if not settings.base_url.startswith("https://"):
        yield "QUIZ_BASE_URL: set the https:// address under which people reach the app."
    if settings.proxies == 0:
        yield "QUIZ_PROXIES: https is a proxy's task. Put one in front, and set this to 1."
    if not settings.hosts:
        yield "QUIZ_HOSTS: any host name is answered to. Name those that people use."
    if settings.second_step == "offered":
        yield (
            "QUIZ_SECOND_STEP: whoever learns an administrator's passphrase opens everything. "
            "Set it to administrators, or to staff."
        )
    if settings.bind.startswith(EVERYWHERE):
        yield "QUIZ_BIND: anyone can go round the proxy. Bind to the one address that it asks."


def _process(environ: Mapping[str, str]) -> Iterator[str]:
    if os.geteuid() == 0:
        yield "The app runs as root: give it a user of its own, as deploy/quiz.service does."
    if environ.get("FLASK_DEBUG", "0") not in {"", "0"}:
        yield "FLASK_DEBUG: a debugger would let visitors run what they like. Unset it."


def _secret(settings: Settings) -> Iterator[str]:
    try:
        settings.secret()
    except UnsafeSettings as problem:
        yield f"QUIZ_SECRET_KEY: {problem}"
    for file in (settings.data, settings.data / "secret.key", settings.backups):
        if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield f"QUIZ_DATA: others can read {file}. Run: chmod go= {file}"


def _backups(engine: Engine, settings: Settings) -> Iterator[str]:
    if settings.backup_hours == 0:
        yield "QUIZ_BACKUP_HOURS: the server makes no backups. Set it to 24."
    if engine.dialect.name == "postgresql" and shutil.which("pg_dump") is None:
        yield "Backups need pg_dump on the PATH. Debian: apt-get install postgresql-client"
    if problem := making.last_failure(settings):
        yield f"The last backup failed. {problem}"


def _database(engine: Engine, settings: Settings) -> Iterator[str]:
    try:
        damage.refuse_damaged(engine)
        if engine.dialect.name == "sqlite":
            yield from _sqlite(settings)
        else:
            yield from forgetful(engine)
            with engine.connect() as connection:
                yield from _postgres(connection, engine, settings)
        schema.refuse_newer(engine)
        if schema.is_behind(engine):
            yield "The tables are of an older version. Run: flask db upgrade"
    except schema.TooNew as problem:
        yield str(problem)
    except (DatabaseError, damage.Damaged, UnsafeSettings) as problem:
        yield f"QUIZ_DATABASE_URL: the database cannot be used: {problem}"


def _sqlite(settings: Settings) -> Iterator[str]:
    kind = filesystem(settings.data.absolute(), Path("/proc/mounts"))
    if kind in SHARES:
        yield f"QUIZ_DATA: SQLite is not safe on a network share ({kind}). Use a local disk."


def filesystem(folder: Path, mounts: Path) -> str:
    """Return the kind of file system that a folder is on, '' where nobody can tell."""
    if not mounts.exists():
        return ""
    rows = [line.split()[1:3] for line in mounts.read_text().splitlines()]
    above = [(Path(place), kind) for place, kind in rows if folder.is_relative_to(place)]
    return max(above, key=lambda row: len(row[0].parts), default=(folder, ""))[1]


def forgetful(engine: Engine) -> Iterator[str]:
    """Yield each setting of a PostgreSQL by which a power cut takes what was acknowledged."""
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        for name in PROMISES:
            if _set(connection, name) == "off":
                yield f"PostgreSQL: {name} is off, so a power cut takes answers. Set it to on."


def _set(connection: Connection, name: str) -> str:
    return str(connection.scalar(text(f"SHOW {name}")))


def _postgres(connection: Connection, engine: Engine, settings: Settings) -> Iterator[str]:
    if int(_set(connection, "server_version_num")) < OLDEST_POSTGRES:
        yield "PostgreSQL: use version 14 or newer."
    workers = settings.workers or os.cpu_count() or 1
    most = int(_set(connection, "max_connections"))
    if workers * settings.pool > most - SPARE_CONNECTIONS:
        yield (
            f"QUIZ_POOL: {workers} workers of {settings.pool} connections are more than "
            f"PostgreSQL's max_connections ({most}) carry. Lower one of them."
        )
    if connection.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        yield "QUIZ_DATABASE_URL: the user is a superuser. Use one that owns this database alone."
    if _is_far(engine) and engine.url.query.get("sslmode") not in {"verify-ca", "verify-full"}:
        yield "QUIZ_DATABASE_URL: the database is on another machine. Add ?sslmode=verify-full"


def _is_far(engine: Engine) -> bool:
    host = str(engine.url.query.get("host") or engine.url.host or "")
    return not (host.startswith("/") or host in {"", "localhost", "127.0.0.1", "::1"})


@click.command("check")
@click.option("--deploy", is_flag=True, help="Also name all that is unsafe for a school.")
@with_appcontext
def check(*, deploy: bool) -> None:
    """Look whether the settings and the database can be used."""
    engine, settings = db.engine(), current_app.extensions["quiz_settings"]
    found = list(findings(engine, settings, os.environ) if deploy else _database(engine, settings))
    for finding in found:
        click.echo(f"- {finding}")
    if found:
        raise click.ClickException(f"{len(found)} to mend; docs/operations.md says how.")
    click.echo("Nothing to mend.")
