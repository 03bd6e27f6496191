"""Pages of answering ask the database a fixed, small number of questions."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.answering.conftest import Desk, Student

MOST = {"save": 3, "attempt page": 2, "submit list": 3, "review": 3, "home": 5, "start": 9}


@contextmanager
def statements(desk: Desk) -> Iterator[list[str]]:
    """Give the statements sent to the database until the block ends."""
    engine = desk.school.app.extensions["quiz_engine"]
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def ben(desk: Desk) -> Student:
    return desk.student().start(desk.given())


@pytest.mark.both_databases
def test_saving_takes_at_most_three_statements(desk: Desk, ben: Student) -> None:
    ben.page(1)
    for script in (True, False):
        with statements(desk) as sent:
            ben.post(1, script=script, choice=str(int(script)))
        assert len(sent) <= MOST["save"], sent


@pytest.mark.both_databases
def test_starting_takes_at_most_nine_statements_however_many_questions(desk: Desk) -> None:
    ben, assignment = desk.student(), desk.given()
    with statements(desk) as sent:
        ben.start(assignment)
    assert len(sent) <= MOST["start"], sent


@pytest.mark.both_databases
def test_pages_take_few_statements_however_many_questions(desk: Desk, ben: Student) -> None:
    attempt = f"/attempts/{ben.attempt_id}"
    # The first page of a process reads the questions as well.
    ben.page(1)
    pages = {"attempt page": ben.at(3), "submit list": f"{attempt}/submit", "home": "/assignments"}
    for name, address in pages.items():
        with statements(desk) as sent:
            assert ben.client.get(address).status_code == 200
        assert len(sent) <= MOST[name], (name, sent)
    ben.submit()
    for address in (f"{attempt}/review", f"{attempt}/review/3"):
        with statements(desk) as sent:
            assert ben.client.get(address).status_code == 200
        assert len(sent) <= MOST["review"], sent


@pytest.mark.both_databases
def test_the_review_of_a_written_answer_takes_no_more(desk: Desk) -> None:
    ben = desk.student().start(desk.given("short"))
    ben.page(1)
    ben.submit()
    with statements(desk) as sent:
        assert ben.client.get(f"/attempts/{ben.attempt_id}/review/1").status_code == 200
    assert len(sent) <= MOST["review"], sent


def test_home_takes_as_many_statements_for_ten_assignments_as_for_one(desk: Desk) -> None:
    ben = desk.student()
    counts = []
    for _ in range(2):
        for _ in range(5):
            desk.given("single")
        ben.start(desk.given("single"))
        with statements(desk) as sent:
            ben.client.get("/assignments")
        counts.append(len(sent))
    assert counts[0] == counts[1] <= MOST["home"]
