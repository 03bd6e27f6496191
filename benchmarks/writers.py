"""Eight processes that read and then write one SQLite file: none may find it locked."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from benchmarks.figures import Figure, Report
from quizapp import db, schema
from quizapp.config import ROOT, Settings
from quizapp.models import Throttle

PROCESSES = 8


def queue(folder: Path, report: Report, *, times: int) -> None:
    """Let the processes raise one counter, and see that no turn was refused or lost."""
    file = folder / "writers.db"
    engine = db.make_engine(Settings(database_url=f"sqlite:///{file}"))
    schema.upgrade(engine)
    with db.writing(engine) as work:
        work.add(Throttle(key="bench", started_at=db.now(), count=0))
    command = [
        sys.executable,
        "-m",
        "tests.services.count_up",
        str(file),
        str(PROCESSES),
        str(times),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    with engine.connect() as connection:
        counted = connection.scalar(select(Throttle.count)) or 0
    engine.dispose()
    where = f"sqlite: {PROCESSES} writing processes"
    report.figures += [
        Figure(f"{where}, 'database is locked'", done.stderr.count("locked"), "", 0),
        Figure(
            f"{where}, writes lost of {PROCESSES * times:,}", PROCESSES * times - counted, "", 0
        ),
    ]
    if done.returncode:
        report.failures.append(done.stderr[-500:])
