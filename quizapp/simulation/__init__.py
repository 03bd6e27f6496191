"""Two simulated classes, so that every page of the demo has something to show."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.answering.service import ending
from quizapp.people import passwords, phrases
from quizapp.simulation.afterwards import follow_up
from quizapp.simulation.model import Reader, readers
from quizapp.simulation.scene import NAMES, SEED, YOUNGER, Scene, Task, login, make_scene
from quizapp.simulation.sitting import sit

FINISHED = "Alma"
# May be signed in as, and so may this one:
WAITING = "Rosa"
DOUBTERS = (FINISHED, "Bashir")
ABSENT = frozenset({WAITING, "Dilan", "Cosmin"})
WORKING = frozenset({"Idris", "Viktor"})
PRACTISED = NAMES[::4]
MISSED = (frozenset({"Omar", "Dilan"}), frozenset({"Dilan", "Uma", "Wren"}))
# Who was away when the class sat before the unit, and after it.

Step: TypeAlias = Callable[[Sequence[Reader]], Iterable[Reader]]


@dataclass(frozen=True)
class Account:
    """An account of the demo that a visitor can sign in with."""

    who: str
    login: str
    phrase: str


def fill_demo(engine: Engine, now: datetime, step: Step = iter) -> tuple[Account, ...]:
    """Add a class of 30 that sits form A of the bank, and return who can be signed in as.

    It has sat form C before and form D after its unit; a class of 12 has sat form A as well. Two
    students have challenged questions, and one question of form D was regraded.

    `step` hands the students on one by one and may say how many are done. Raises LookupError when
    the bank is not loaded.
    """
    found = (
        Account("Teacher", login("instructor"), phrases.new_phrase()),
        Account("Assistant, section A", login("assistant"), phrases.new_phrase()),
        Account("Student, finished", login(FINISHED), phrases.new_phrase()),
        Account("Student, not started", login(WAITING), phrases.new_phrase()),
    )
    # Before any transaction: each takes tens of milliseconds.
    hashes = {account.login: passwords.hashed(account.phrase) for account in found}
    nobodys = passwords.hashed(phrases.new_phrase())
    with db.writing(engine) as work:
        scene = make_scene(work, hashes, nobodys, now)
    for reader in step(readers((*NAMES, *YOUNGER), SEED)):
        with db.writing(engine) as work:
            _take_part(work, scene, reader, now)
    with db.writing(engine) as work:
        while ending.finalise_due(work, now):
            pass
        follow_up(work, scene, DOUBTERS, now)
    return found


def _take_part(work: Session, scene: Scene, reader: Reader, now: datetime) -> None:
    """Let one student do what the demo needs: practise, sit the quiz, or be at it just now."""
    if reader.name in YOUNGER:
        _sit_on_time(work, scene.elsewhere, scene.user_ids[reader.name], reader, now)
        return
    user_id = scene.user_ids[reader.name]
    if reader.name in PRACTISED:
        for nth in range(1 + len(reader.name) % 3):
            start = now - timedelta(hours=40 - 9 * nth)
            task = scene.practice
            sit(work, task.id, user_id, reader, task.tendencies, start, now)
    for nth, task in enumerate(scene.past):
        if reader.name not in MISSED[nth]:
            _sit_on_time(work, task, user_id, reader.another_day(f"{SEED}/{nth}"), now)
    if reader.name in ABSENT:
        return
    start = now - timedelta(days=1, seconds=-reader.chance.randrange(240))
    if reader.name in WORKING:
        start = now - timedelta(minutes=5)
    sit(work, scene.quiz.id, user_id, reader, scene.quiz.tendencies, start, now)


def _sit_on_time(work: Session, task: Task, user_id: int, reader: Reader, now: datetime) -> None:
    """Let a student sit what is over by now, on the day after it opened."""
    start = task.opens_at + timedelta(days=1, seconds=reader.chance.randrange(240))
    sit(work, task.id, user_id, reader, task.tendencies, start, now)
