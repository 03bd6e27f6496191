"""A database that is thrown away after a test need not be written through to the disk."""

from sqlalchemy import Engine, event


def hurry(engine: Engine) -> None:
    """Let SQLite leave it to the system when to write; tests of power cuts start real servers."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda link, _: link.execute("PRAGMA synchronous=OFF"))
