"""A summary is made once and shown until anything in it changes, whoever changed it and where."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.core.marks import PARTS_PER_POINT
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Enrolment,
    HandMark,
    Misreading,
    Passage,
    Question,
    QuizQuestion,
    Response,
    ResponseChange,
    User,
)
from quizapp.parsed import Kept
from quizapp.people.service.erasing import erase
from tests import make
from tests.make import AT
from tests.results.conftest import DORA, Sat
from tests.results.sat import make_attempt
from tests.results.test_live import stamp
from tests.results.test_regrading import CONFIRM, regrade, scores, undo
from tests.statements import counted


@contextmanager
def elsewhere(sat: Sat) -> Iterator[Session]:
    """Give a Session on an engine of its own, as another process has it."""
    engine = db.make_engine(sat.school.app.extensions["quiz_settings"])
    try:
        with db.writing(engine) as work:
            yield work
    finally:
        engine.dispose()


def numbers(sat: Sat, *, anew: bool = False) -> str:
    """Return the numbers of the page as Ada sees them; `anew` as a process that has just begun."""
    if anew:
        sat.school.app.extensions["quiz_numbers"] = Kept(1)
    page = sat.school.as_(sat.school.ada).get(sat.address()).text
    return page.split('<div id="live"')[1].partition(">")[2]


def place(work: Session, sat: Sat, who: str, position: int) -> int:
    """Return the id of a question in somebody's attempt."""
    found = select(AttemptQuestion.id).where(
        AttemptQuestion.attempt_id == sat.attempts[who].id, AttemptQuestion.position == position
    )
    return work.execute(found).scalar_one()


def set_to(table: type[Any], where: Callable[[Sat], Any], **values: Any) -> Callable[..., None]:
    """Return a change that sets columns of rows."""

    def change(work: Session, sat: Sat) -> None:
        done: Any = work.execute(update(table).where(where(sat)).values(**values))
        assert done.rowcount > 0

    return change


def starts(work: Session, sat: Sat) -> None:
    make_attempt(work, sat.assignment, sat.eli, DORA, took=None)


def submits(work: Session, sat: Sat) -> None:
    eli = Attempt.user_id == sat.eli.id
    work.execute(update(Attempt).where(eli).values(submitted_at=AT + timedelta(hours=1), score=0))


def joins(work: Session, sat: Sat) -> None:
    make.enrol(work, sat.school.classroom, make.make_user(work, "Gus"), section="B")


def tries_again(work: Session, sat: Sat) -> None:
    make_attempt(work, sat.assignment, sat.dora, (0, None, None, None), number=2)


def moves_a_mark(work: Session, sat: Sat) -> None:
    """Take half a point from one answer and give it to another: the score stays."""
    for position, by in ((1, -PARTS_PER_POINT // 2), (4, PARTS_PER_POINT // 2)):
        here = Response.attempt_question_id == place(work, sat, "Ben", position)
        work.execute(update(Response).where(here).values(mark=Response.mark + by))
    marked = {"response_id": place(work, sat, "Ben", 4), "mark": 1, "comment": "", "revision": 1}
    work.execute(insert(HandMark).values(marked_by=sat.school.ada.id, marked_at=AT, **marked))


def changes_an_answer(work: Session, sat: Sat) -> None:
    """Add to the history, which the times of questions come from, before it is looked at."""
    here = place(work, sat, "Finn", 1)
    saved = {"sequence": 1, "answer": 0, "saved_at": AT + timedelta(minutes=3)}
    work.execute(insert(ResponseChange).values(attempt_question_id=here, **saved))


def forgets_history(work: Session, _sat: Sat) -> None:
    work.execute(delete(ResponseChange))


def gets_a_question(work: Session, sat: Sat) -> None:
    question = make.make_question(work, sat.school.passage, "order")
    values = {"quiz_id": sat.assignment.quiz_id, "question_id": question.id}
    work.execute(insert(QuizQuestion).values(position=5, points=100, **values))


def loses_a_question(work: Session, _sat: Sat) -> None:
    work.execute(delete(QuizQuestion).where(QuizQuestion.position == 5))


def reads_otherwise(work: Session, sat: Sat) -> None:
    passage = work.get_one(Passage, sat.school.passage.id)
    skills = [skill | {"name": f"{skill['name']} anew"} for skill in passage.content["skills"]]
    passage.content, passage.content_hash = passage.content | {"skills": skills}, "f" * 64
    work.flush()


def is_erased(work: Session, sat: Sat) -> None:
    erase(work, work.get_one(User, sat.finn.id), None, db.now())


CHANGES: dict[str, Callable[[Session, Sat], None]] = {
    "a student's name": set_to(User, lambda sat: User.id == sat.dora.id, name="Dora <3"),
    "a section": set_to(Enrolment, lambda sat: Enrolment.user_id == sat.dora.id, section="C"),
    "a student joins": joins,
    "a student starts": starts,
    "a student submits": submits,
    "a student tries again": tries_again,
    "the clock submitted": set_to(
        Attempt, lambda sat: Attempt.id == sat.attempts["Ben"].id, submitted_by_clock=True
    ),
    "a score": set_to(Attempt, lambda sat: Attempt.id == sat.attempts["Ben"].id, score=1),
    "a mark by hand that leaves the score": moves_a_mark,
    "the history goes": forgets_history,
    "the quiz gets a question": gets_a_question,
    "its points": set_to(QuizQuestion, lambda _: QuizQuestion.position == 5, points=300),
    "its name": set_to(Question, lambda _: Question.key.ilike("%order%"), key="renamed"),
    "it is a draft again": set_to(Question, lambda _: Question.key == "renamed", state="draft"),
    "it leaves the quiz": loses_a_question,
    "the grading": set_to(
        Assignment, lambda sat: Assignment.id == sat.assignment.id, grading="mean"
    ),
    "the tries allowed": set_to(
        Assignment, lambda sat: Assignment.id == sat.assignment.id, attempts_allowed=3
    ),
    "the passage": reads_otherwise,
    "a misreading": set_to(Misreading, lambda _: Misreading.code != "", name="Another road"),
    "a student leaves": set_to(
        Enrolment, lambda sat: Enrolment.user_id == sat.eli.id, removed_at=AT
    ),
    "a student is erased": is_erased,
}
UNSEEN = {"its points", "it leaves the quiz", "its name"}
"""Changes that another page shows; this one must only not be wrong about them."""


@pytest.mark.both_databases
def test_every_change_shows_at_once(sat: Sat) -> None:
    with elsewhere(sat) as work:
        changes_an_answer(work, sat)
    before = numbers(sat)
    for name, change in CHANGES.items():
        with elsewhere(sat) as work:
            change(work, sat)
        after = numbers(sat)
        assert after == numbers(sat, anew=True), name
        assert name in UNSEEN or after != before, name
        before = after


def test_a_regrade_and_its_undoing_show_at_once(sat: Sat) -> None:
    before = numbers(sat)
    regrade(sat, key="1", **CONFIRM)
    after = numbers(sat)
    assert after == numbers(sat, anew=True)
    assert after != before
    undo(sat)
    assert numbers(sat) == before


def test_a_regrade_that_changes_no_score_is_a_change(sat: Sat) -> None:
    regrade(sat, key="1", **CONFIRM)
    before, so_far = stamp(sat), scores(sat)
    regrade(sat, key="1", explanation="A tunnel is planned (P1).", **CONFIRM)
    assert scores(sat) == so_far
    assert stamp(sat) != before


@pytest.mark.both_databases
def test_what_another_process_changed_shows_at_once(sat: Sat) -> None:
    numbers(sat)
    url = sat.school.app.extensions["quiz_engine"].url.render_as_string(hide_password=False)
    rename = "UPDATE user_account SET name = 'Dorothea' WHERE name = 'Dora'"
    program = (
        "import sys; from sqlalchemy import create_engine, text\n"
        "with create_engine(sys.argv[1]).begin() as work: work.execute(text(sys.argv[2]))"
    )
    subprocess.run([sys.executable, "-c", program, url, rename], check=True)
    assert "Dorothea" in numbers(sat)


def test_numbers_that_are_known_are_not_worked_out_again(sat: Sat) -> None:
    numbers(sat)
    with counted(sat.school.app) as sent:
        numbers(sat)
    assert len(sent) == 1


def test_each_sees_the_numbers_of_their_own_students(sat: Sat) -> None:
    whole = numbers(sat)
    section = sat.school.as_(sat.helper).get(sat.address()).text
    assert "Finn" in whole
    assert "Finn" not in section
    assert sat.school.as_(sat.newcomer).get(sat.address()).status_code == 200
    assert sat.school.as_(sat.school.cleo).get(sat.address()).status_code == 404


def test_each_way_to_sort_and_to_count_has_numbers_of_its_own(sat: Sat) -> None:
    with elsewhere(sat) as work:
        work.execute(update(Assignment).values(grading="last", attempts_allowed=2))
        tries_again(work, sat)
    client = sat.school.as_(sat.school.ada)
    asked = ("", "?sort=-score", "?tries=first", "?tries=first&sort=-score")
    pages = [client.get(sat.address("summary" + query)).text for query in asked]
    assert len({page.split('<div id="live"')[1].partition(">")[2] for page in pages}) == 4


@pytest.mark.both_databases
def test_a_page_is_read_from_one_moment(sat: Sat) -> None:
    engine = sat.school.app.extensions["quiz_engine"]
    name = select(User.name).where(User.id == sat.dora.id)
    with db.open_session(engine, writes=False) as reading:
        first = reading.scalar(name)
        with elsewhere(sat) as work:
            CHANGES["a student's name"](work, sat)
        assert reading.scalar(name) == first
