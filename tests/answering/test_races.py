"""Many requests at once, on both databases: nothing happens twice and nothing is lost."""

import os
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp import limits
from quizapp.models import Attempt, AttemptQuestion, Response, ResponseChange
from tests import make
from tests.answering.conftest import Desk

pytestmark = pytest.mark.both_databases
ROUNDS = int(os.environ.get("QUIZ_TEST_ROUNDS", "500"))


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Do several things at the same moment and return what each gave."""
    barrier = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(i: int) -> None:
        barrier.wait()
        results[i] = acts[i]()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def tabs(desk: Desk, count: int) -> list[FlaskClient]:
    """Return several browsers of Ben's."""
    return [make.sign_in(desk.school.app, desk.school.ben) for _ in range(count)]


def counted(desk: Desk, *what: Any) -> int:
    with Session(desk.school.app.extensions["quiz_engine"]) as work:
        return work.scalar(select(func.count()).select_from(what[0]).where(*what[1:])) or 0


def test_five_clicks_on_start_make_one_attempt(desk: Desk) -> None:
    given = desk.given("single", attempts_allowed=3)
    replies = at_once(
        [lambda tab=tab: tab.post(f"/assignments/{given.id}") for tab in tabs(desk, 5)]
    )
    assert {reply.status_code for reply in replies} == {303}
    assert len({reply.location for reply in replies}) == 1
    assert counted(desk, Attempt) == 1


def test_the_last_try_is_used_once(desk: Desk) -> None:
    given = desk.given("single", attempts_allowed=2)
    ben = desk.student().start(given)
    ben.submit()
    replies = at_once(
        [lambda tab=tab: tab.post(f"/assignments/{given.id}") for tab in tabs(desk, 4)]
    )
    assert {reply.status_code for reply in replies} == {303}
    assert counted(desk, Attempt) == 2


def test_twenty_submits_finalise_once(desk: Desk) -> None:
    ben = desk.student().start(desk.given("single"))
    ben.post(1, choice="0")
    replies = at_once(
        [lambda tab=tab: tab.post(f"/attempts/{ben.attempt_id}/submit") for tab in tabs(desk, 20)]
    )
    assert {reply.status_code for reply in replies} == {303}
    attempt = desk.attempt(ben.attempt_id)
    assert attempt.score == attempt.out_of


def test_two_tabs_that_save_at_once_leave_the_newest(desk: Desk) -> None:
    ben = desk.student().start(desk.given("single"))
    scripts = {"Accept": "application/json"}

    def saving(tab: FlaskClient, sequence: int) -> Callable[[], Any]:
        data = {"sequence": sequence, "choice": sequence % 3}
        return lambda: tab.post(ben.at(1), data=data, headers=scripts)

    replies = at_once([saving(tab, number) for number, tab in enumerate(tabs(desk, 10), start=1)])
    assert {reply.status_code for reply in replies} <= {200, 409}
    accepted = [reply.json["sequence"] for reply in replies if reply.status_code == 200]
    with Session(desk.school.app.extensions["quiz_engine"]) as work:
        response = work.scalars(select(Response)).one()
        history = list(work.scalars(select(ResponseChange.sequence).order_by(ResponseChange.id)))
    assert response.sequence == max(accepted) == 10
    assert response.answer == 10 % 3
    assert history == sorted(accepted)


def test_the_score_is_that_of_the_stored_answers_whenever_the_end_comes(desk: Desk) -> None:
    given = desk.given("single", "single", "single", attempts_allowed=None)
    for _ in range(5):
        ben = desk.student().start(given)
        addresses = [ben.at(i) for i in (1, 2, 3)]
        savers = [
            lambda tab=tab, at=at: tab.post(at, data={"sequence": 1, "choice": "0"})
            for tab, at in zip(tabs(desk, 3), addresses, strict=True)
        ]
        replies = at_once([*savers, ben.submit])
        assert {reply.status_code for reply in replies} <= {303, 409}
        kept = sum(reply.status_code == 303 for reply in replies[:3])
        attempt = desk.attempt(ben.attempt_id)
        assert attempt.score == kept * attempt.out_of // 3
        stored = counted(
            desk,
            Response,
            Response.attempt_question_id == AttemptQuestion.id,
            AttemptQuestion.attempt_id == ben.attempt_id,
        )
        assert stored == kept


def sending(tab: FlaskClient, address: str, **fields: object) -> Callable[[], Any]:
    """Return what sends a form from a browser."""
    return lambda: tab.post(address, data=fields)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("rounds", [3, pytest.param(ROUNDS, marks=pytest.mark.long)])
def test_starts_saves_and_submits_at_once_do_each_thing_once_however_often(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, rounds: int
) -> None:
    monkeypatch.setattr(limits, "STARTS", limits.Limit("start of attempt", 10**6, limits.MINUTE))
    one, two, three = tabs(desk, 3)
    for done in range(rounds):
        start = f"/assignments/{desk.given('single', attempts_allowed=1).id}"
        begun = at_once([sending(one, start), sending(two, start)])
        assert {reply.status_code for reply in begun} == {303}
        assert counted(desk, Attempt) == done + 1
        where = begun[0].location.partition("/questions")[0]
        saved, *submitted = at_once(
            [
                sending(one, f"{where}/questions/1", sequence=1, choice="0"),
                sending(two, f"{where}/submit"),
                sending(three, f"{where}/submit"),
            ]
        )
        assert {reply.status_code for reply in submitted} == {303}
        assert saved.status_code in {303, 409}
        attempt = desk.attempt(int(where.rpartition("/")[2]))
        assert attempt.score == (attempt.out_of if saved.status_code == 303 else 0)
        assert counted(desk, Response) == counted(desk, ResponseChange)
    assert one.post(start).status_code in {303, 409}
    assert counted(desk, Attempt) == rounds
