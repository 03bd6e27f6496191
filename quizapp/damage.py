"""Looking at a SQLite file before anyone opens it: what is missing or damaged is never replaced.

SQLite makes an empty database where there is none, and forgets without a word what was in a log
that is gone. So the app looks first, and refuses; whoever runs it decides, with everything there.
"""

from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from quizapp import db

MAGIC = b"SQLite format 3\0"
WAL_MAGICS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
SMALLEST = 512
ADVICE = "Nothing was changed. Bring a backup back with: flask backup restore FILE"


class Damaged(Exception):
    """The database is missing or damaged, and the app does not start; the text says how."""


def refuse_damaged(engine: Engine) -> None:
    """Raise Damaged unless a SQLite database is whole, or there never was one."""
    if engine.dialect.name != "sqlite":
        return
    file = Path(str(engine.url.database))
    made = Path(f"{file}{db.MADE}")
    if not made.exists() and not (file.exists() and file.stat().st_size):
        return
    problem = _missing(file) or _unreadable(file)
    if problem:
        raise Damaged(f"{problem} {ADVICE}")


def remember(engine: Engine) -> None:
    """Note that there is a database now, so that it is missed when it is gone."""
    if engine.dialect.name == "sqlite":
        Path(f"{engine.url.database}{db.MADE}").touch(mode=0o600)


def _missing(file: Path) -> str:
    """Return which part of a database is not there."""
    if not file.exists():
        return f"{file} is gone. If the app is to begin anew, remove {file.name}{db.MADE} as well."
    if file.stat().st_size < SMALLEST:
        return f"The database {file} is empty."
    log, index = Path(f"{file}-wal"), Path(f"{file}-shm")
    if index.exists() and not log.exists():
        return (
            f"{log.name} is gone, and with it the newest answers. If the database is to go on "
            f"without them, remove {index.name} as well."
        )
    return ""


def _unreadable(file: Path) -> str:
    """Return what is wrong with the content of a database."""
    if _begins(file, len(MAGIC)) != MAGIC:
        return f"{file} is no SQLite database, or its beginning is damaged."
    log = _begins(Path(f"{file}-wal"), 4)
    if log and log not in WAL_MAGICS:
        return f"{file.name}-wal is damaged, and with it the newest answers."
    driver = db.sqlite_driver()
    try:
        with closing(driver.connect(f"file:{file}?mode=rw", uri=True)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except driver.OperationalError:
        # It cannot be read or written just now, which is no damage; whoever opens it says why.
        return ""
    except driver.DatabaseError as error:
        found = str(error)
    return "" if found == "ok" else f"The database {file} is damaged: {found}."


def _begins(file: Path, length: int) -> bytes:
    """Return the first bytes of a file, none when there is none."""
    if not file.exists():
        return b""
    with file.open("rb") as source:
        return source.read(length)
