"""What happens before the server starts: data directory, secret, tables, questions, first class."""

import os
import secrets
import socket
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from quizapp import damage, db, deploy, loading, schema
from quizapp.authoring.presets import AT_ONCE
from quizapp.backups import making
from quizapp.backups.archive import BadBackup
from quizapp.backups.databases import CannotBackUp
from quizapp.bank.problem import Problem
from quizapp.config import ROOT, SHORTEST_SECRET, Settings
from quizapp.models import Assignment, Classroom, Passage, Quiz
from quizapp.people import service as people
from quizapp.people.service.classes import make_class

SAMPLE_CLASS = "Sample class"
SAMPLE_FORM = "alwaght-A"


@dataclass(frozen=True)
class FirstSteps:
    """What the person at the terminal needs to know and to hand on."""

    setup_token: str | None
    # None once there is an administrator.
    classroom: Classroom | None
    problems: tuple[Problem, ...]
    # Of question files that were not loaded; the questions of before are served.
    warnings: tuple[str, ...] = ()
    # What went wrong on the way without stopping it, or is not as it should be.


def make_data_directory(settings: Settings) -> None:
    """Make the data directory and the secret key, readable by nobody else."""
    os.umask(0o077)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = settings.data / "secret.key"
    if settings.secret_key or file.exists():
        return
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(secrets.token_urlsafe(SHORTEST_SECRET) + "\n")


def prepare(settings: Settings) -> FirstSteps:
    """Bring the database up to date, load the questions and make sure there is a class.

    Question files with errors are not loaded. Raises loading.BankRefused when there are no
    questions of before to serve instead, Damaged when the database is not whole, and
    schema.TooNew when it is of a newer version.
    """
    engine = db.make_engine(settings)
    damage.refuse_damaged(engine)
    schema.refuse_newer(engine)
    warnings = [_saved_first(engine, settings), *deploy.forgetful(engine)]
    schema.upgrade(engine)
    damage.remember(engine)
    problems = _load_questions(engine)
    with db.writing(engine) as work:
        classroom = work.scalar(select(Classroom).order_by(Classroom.id).limit(1))
        if classroom is None:
            classroom = _sample_class(work, settings.time_zone, db.now())
        token = people.setup_invitation(work, db.now())
    engine.dispose()
    return FirstSteps(token, classroom, problems, tuple(filter(None, warnings)))


def _saved_first(engine: Engine, settings: Settings) -> str:
    """Make a backup of a database that is about to be brought up to date."""
    if not schema.is_behind(engine):
        return ""
    try:
        making.create(engine, settings, settings.backups, db.now(), lambda _step: None)
    except (CannotBackUp, BadBackup, OSError) as problem:
        return f"No backup was made before the database was brought up to date: {problem}"
    return ""


def _load_questions(engine: Engine) -> tuple[Problem, ...]:
    try:
        with db.writing(engine) as work:
            loading.load_folder(work, ROOT / "questions", db.now())
    except loading.BankRefused as refused:
        with engine.connect() as connection:
            if connection.scalar(select(Passage.id).limit(1)) is None:
                raise
        return refused.problems
    return ()


def _sample_class(work: Session, zone: str, now: datetime) -> Classroom:
    classroom = make_class(work, SAMPLE_CLASS, zone, None, now)
    quiz = work.scalar(select(Quiz).where(Quiz.key == SAMPLE_FORM))
    if quiz is not None:
        work.add(
            Assignment(
                classroom_id=classroom.id,
                quiz_id=quiz.id,
                title=quiz.title,
                practice=False,
                opens_at=now,
                attempts_allowed=2,
                **AT_ONCE,
                created_at=now,
            )
        )
    work.flush()
    return classroom


def lan_address() -> str:
    """Return this machine's address on its network, or the loopback address without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: connecting a datagram socket only chooses the way out.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
