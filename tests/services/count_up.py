"""Become several processes that each read and then raise one counter, as often as asked.

    python count_up.py SQLITE_FILE PROCESSES TIMES

Ends with 1, and says why, when any of them could not.
"""

import os
import sys

from sqlalchemy import select, update

from quizapp import db
from quizapp.config import Settings
from quizapp.models import Throttle


def count_up(file: str, times: int) -> None:
    """Raise the counter with an engine of this process's own."""
    engine = db.make_engine(Settings(database_url=f"sqlite:///{file}"))
    for _ in range(times):
        with db.writing(engine) as work:
            # Fails at once where a transaction begins as a reader and then wants to write.
            count = work.scalars(select(Throttle.count)).one()
            work.execute(update(Throttle).values(count=count + 1))


def main(file: str, processes: str, times: str) -> int:
    """Start the processes and wait for them."""
    for _ in range(int(processes)):
        if os.fork() == 0:
            count_up(file, int(times))
            return 0
    return int(any(os.wait()[1] for _ in range(int(processes))))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
