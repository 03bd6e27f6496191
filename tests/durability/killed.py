"""Brings a database up to date again and again, killed before one statement after the other.

A program of its own, because it forks: `python -m tests.durability.killed STEP`, with the settings
of a server in the environment. It ends with 1 when a killed upgrade left anything behind.
"""

import itertools
import os
import signal
import sys
from typing import Any

from sqlalchemy import Engine, event, inspect

from quizapp import db, schema
from quizapp.config import Settings


def contents(engine: Engine) -> dict[str, Any]:
    """Return every row of every table that is there, with the names of its columns."""
    with engine.connect() as connection:
        found = {}
        for name in inspect(connection).get_table_names():
            rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"')  # noqa: S608 - our own
            found[name] = (list(rows.keys()), sorted(map(repr, rows)))
    engine.dispose()
    return found


def upgrade(settings: Settings, killed_at: int) -> bool:
    """Upgrade in a process that is killed before a statement, or the commit; tell if it was."""
    child = os.fork()
    if child == 0:
        engine, numbers = db.make_engine(settings), itertools.count(1)

        def step(*_: object) -> None:
            if next(numbers) == killed_at:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(engine, "before_cursor_execute", step)
        event.listen(engine, "commit", step)
        schema.upgrade(engine)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main(step: int) -> int:
    """Kill the upgrade at every so-manieth statement, until one comes through."""
    settings = Settings.from_environ()
    engine = db.make_engine(settings)
    # Also loads once what every child would load anew.
    assert schema.is_behind(engine)
    before = contents(engine)
    for killed_at in itertools.count(1, step):
        if not upgrade(settings, killed_at):
            break
        if contents(engine) != before:
            print(f"Killed at {killed_at}, it left something behind.")  # noqa: T201 - a program
            return 1
    changed = schema.differences(engine)
    print(f"Killed {killed_at // step} times, then {changed or 'whole'}.")  # noqa: T201 - see above
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
