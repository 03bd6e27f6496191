"""Somebody reads for long while a class saves: the log of SQLite grows, and shrinks again."""

from flask import Flask
from sqlalchemy import select

from quizapp import audit, db
from quizapp.config import Settings
from quizapp.models import AuditEntry
from tests.conftest import School

MEGABYTE = 1024 * 1024


def write(app: Flask, size: int) -> None:
    """Write something of a size, in a transaction of its own."""
    with db.writing(app.extensions["quiz_engine"]) as work:
        audit.record(work, None, "write", "nothing", db.now(), after="x" * size)


def test_what_a_long_reader_held_up_is_given_back(
    app: Flask, school: School, settings: Settings
) -> None:
    log = settings.data / "quiz.db-wal"
    assert school
    with db.open_session(app.extensions["quiz_engine"], writes=False) as reader:
        before = reader.scalars(select(AuditEntry.id)).all()
        for _ in range(24):
            write(app, MEGABYTE)
        assert reader.scalars(select(AuditEntry.id)).all() == before
        assert log.stat().st_size > 20 * MEGABYTE
    for _ in range(3):
        write(app, 1)
    assert log.stat().st_size <= 16 * MEGABYTE
