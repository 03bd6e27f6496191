"""A summary that keeps itself up to date asks for little, and learns of everything it shows."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from quizapp import db
from quizapp.access import RENEW_AFTER
from quizapp.models import Attempt, Enrolment, LoginSession
from tests.results.conftest import DORA, Sat
from tests.results.sat import make_attempt
from tests.statements import counted


def newest(sat: Sat, since: str = "", who: str = "ada") -> tuple[int, str]:
    """Return what a page is told that has seen the stamp `since`: the status and the page."""
    person = sat.helper if who == "helper" else getattr(sat.school, who)
    response = sat.school.as_(person).get(sat.address(f"summary/newest?since={since}"))
    return response.status_code, response.text


def stamp_on(page: str) -> str:
    """Return the stamp that a page carries."""
    return page.split('data-stamp="')[1].split('"', maxsplit=1)[0]


def stamp(sat: Sat) -> str:
    return stamp_on(sat.school.as_(sat.school.ada).get(sat.address()).text)


@pytest.mark.both_databases
def test_nothing_comes_while_nothing_changed(sat: Sat) -> None:
    assert newest(sat, stamp(sat)) == (204, "")


@pytest.mark.both_databases
def test_the_whole_page_comes_when_a_student_starts_and_when_one_submits(sat: Sat) -> None:
    before = stamp(sat)
    engine = sat.school.app.extensions["quiz_engine"]
    with db.writing(engine) as work:
        attempt = make_attempt(work, sat.assignment, sat.eli, DORA, took=None)
    status, page = newest(sat, before)
    assert status == 200
    assert "3 <small>of 4" in page
    assert "working" in page
    started = stamp_on(page)
    with db.writing(engine) as work:
        work.execute(
            update(Attempt)
            .where(Attempt.id == attempt.id)
            .values(submitted_at=attempt.started_at + timedelta(minutes=9), score=0)
        )
    status, page = newest(sat, started)
    assert status == 200
    assert "4 <small>of 4" in page
    assert newest(sat, stamp_on(page))[0] == 204


def test_a_changed_score_and_a_student_who_leaves_are_changes(sat: Sat) -> None:
    before, engine = stamp(sat), sat.school.app.extensions["quiz_engine"]
    with db.writing(engine) as work:
        work.execute(update(Attempt).where(Attempt.user_id == sat.dora.id).values(score=0))
    after = stamp(sat)
    assert newest(sat, before)[0] == 200
    with db.writing(engine) as work:
        work.execute(
            update(Enrolment).where(Enrolment.user_id == sat.eli.id).values(removed_at=db.now())
        )
    assert newest(sat, after)[0] == 200


def test_an_assistant_learns_only_of_the_section(sat: Sat) -> None:
    seen = stamp_on(sat.school.as_(sat.helper).get(sat.address()).text)
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        work.execute(update(Attempt).where(Attempt.user_id == sat.finn.id).values(score=0))
    assert newest(sat, seen, "helper")[0] == 204


@pytest.mark.parametrize("who", ["ben", "cleo"])
def test_nobody_else_learns_whether_anything_changed(sat: Sat, who: str) -> None:
    assert newest(sat, stamp(sat), who)[0] == 404


@pytest.mark.both_databases
def test_a_page_that_asks_in_vain_costs_one_statement(sat: Sat) -> None:
    client, since = sat.school.as_(sat.school.ada), stamp(sat)
    with counted(sat.school.app) as sent:
        assert client.get(sat.address(f"summary/newest?since={since}")).status_code == 204
    assert len(sent) == 1


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(sat: Sat) -> None:
    client, engine = sat.school.as_(sat.school.ada), sat.school.app.extensions["quiz_engine"]
    earlier = db.now() - 2 * RENEW_AFTER
    with db.writing(engine) as work:
        work.execute(update(LoginSession).values(seen_at=earlier))
    for address, renewed in ((sat.address("summary/newest"), False), (sat.address(), True)):
        client.get(address)
        with db.open_session(engine, writes=False) as work:
            seen = work.query(LoginSession.seen_at).filter_by(user_id=sat.school.ada.id).all()
        assert any(at > earlier for (at,) in seen) is renewed
