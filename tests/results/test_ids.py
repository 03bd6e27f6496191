"""Lists of ids of any length: one value of a statement, however large the class is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, select

from quizapp import db
from quizapp.access import Seat
from quizapp.models import Attempt
from quizapp.results.queries.ids import named_ids, these_ids
from quizapp.results.queries.marking import queue
from quizapp.results.queries.summary import class_summary, saved
from quizapp.results.queries.times import seconds_by_version
from quizapp.results.service.marking import give_mark
from tests import make
from tests.results.conftest import Sat
from tests.results.sat import make_attempt

MANY = 100_000
"""More than a statement may have values, on either database."""


@contextmanager
def most_values(sat: Sat) -> Iterator[list[int]]:
    """Give a list that fills with how many values each statement that is no INSERT has."""
    engine = sat.school.app.extensions["quiz_engine"]
    found: list[int] = []

    def note(
        _conn: object, _cursor: object, statement: str, values: tuple[object], *_: object
    ) -> None:
        if not statement.startswith("INSERT"):
            found.append(len(values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.both_databases
def test_a_list_may_be_longer_than_a_statement_may_have_values(sat: Sat) -> None:
    ids = list(range(1, MANY))
    asked = select(Attempt.id)
    with db.open_session(sat.school.app.extensions["quiz_engine"], writes=False) as work:
        assert len(work.scalars(asked.where(Attempt.id.in_(these_ids(ids)))).all()) == 3
        assert work.scalars(asked.where(Attempt.id.in_(these_ids([])))).all() == []
        named = asked.where(Attempt.id.in_(named_ids("those")))
        assert len(work.scalars(named, {"those": ids}).all()) == 3
        assert seconds_by_version(work, ids) == {}
        summary = class_summary(
            work, sat.assignment, Seat(sat.school.classroom, "instructor", None)
        )
        large = replace(summary, students=summary.students * (MANY // 4))
        assert saved(work, large) == saved(work, summary) != {}


@pytest.mark.both_databases
def test_however_many_are_marked_together_the_statements_stay_the_same(sat: Sat) -> None:
    seat = Seat(sat.school.classroom, "instructor", None)
    sent = []
    for names in (("Gil", "Hal"), tuple(f"Student {n}" for n in range(40))):
        with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
            for name in names:
                student = make.make_user(work, name)
                make.enrol(work, sat.school.classroom, student, section="A")
                make_attempt(work, sat.assignment, student, (0, [0], None, f"By {len(names)}"))
            answers = queue(work, sat.assignment, seat).answers
            one, *alike = (it for it in answers if it.answer == f"By {len(names)}")
            with most_values(sat) as found:
                marked = give_mark(work, one, alike, 7, "So.", 0, sat.school.ada.id, db.now())
        assert marked == len(names)
        sent.append(found)
    assert sent[0] == sent[1]
