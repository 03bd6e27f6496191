"""Limits hold across connections and failures, on both databases, and lock nobody out for ever."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quizapp import db, limits
from quizapp.limits import Limit, TooManyTries
from quizapp.models import Throttle
from tests.make import AT

MINUTE, HOUR = limits.MINUTE, limits.HOUR
THREE = Limit("three", 3, MINUTE)


@pytest.fixture
def engine(app: Flask) -> Engine:
    return app.extensions["quiz_engine"]


def fail(work: Session, limit: Limit, times: int, who: str = "ben", at: object = AT) -> None:
    for _ in range(times):
        limits.take(work, [(limit, who)], at)


def refused_for(work: Session, limit: Limit, at: object) -> int:
    with pytest.raises(TooManyTries) as refusal:
        limits.take(work, [(limit, "ben")], at)
    return refusal.value.retry_after


@pytest.mark.both_databases
def test_a_limit_is_used_up_and_starts_anew_after_its_time(work: Session) -> None:
    fail(work, THREE, 3)
    assert refused_for(work, THREE, AT + timedelta(seconds=20)) == 40
    fail(work, THREE, 1, at=AT + MINUTE)


def test_others_are_not_counted_along(work: Session) -> None:
    fail(work, THREE, 3)
    fail(work, THREE, 3, who="cleo")


@pytest.mark.both_databases
def test_ten_wrong_passwords_wait_five_minutes_then_twice_as_long_up_to_fifteen(
    work: Session,
) -> None:
    at = AT
    fail(work, limits.WRONG_PASSWORDS, 10)
    for waited in (5, 10, 15, 15, 15):
        assert refused_for(work, limits.WRONG_PASSWORDS, at) == waited * 60
        at += waited * MINUTE
        fail(work, limits.WRONG_PASSWORDS, 1, at=at)


def test_codes_of_the_second_step_are_few_in_an_hour_and_in_a_day(work: Session) -> None:
    tried = []
    for minute in range(24 * 60):
        at = AT + minute * MINUTE
        try:
            limits.take(work, [(limit, "ben") for limit in limits.CODES_OF_STEP], at)
        except TooManyTries:
            continue
        tried.append(at)
    assert sum(at < AT + HOUR for at in tried) == 20
    assert len(tried) == 50


def test_never_are_more_than_ten_passwords_tried_in_five_minutes(work: Session) -> None:
    tried = []
    for second in range(0, 3600, 10):
        at = AT + timedelta(seconds=second)
        try:
            limits.take(work, [(limits.WRONG_PASSWORDS, "ben")], at)
        except TooManyTries:
            continue
        tried.append(at)
    assert len(tried) > 10
    assert all(later - first >= 5 * MINUTE for first, later in zip(tried, tried[10:], strict=False))


def test_wrong_passwords_are_forgotten_in_an_hour(work: Session) -> None:
    fail(work, limits.WRONG_PASSWORDS, 10)
    fail(work, limits.WRONG_PASSWORDS, 10, at=AT + HOUR)


def test_when_one_limit_is_used_up_none_is_counted(work: Session) -> None:
    other = Limit("other", 5, HOUR)
    fail(work, THREE, 3)
    for _ in range(9):
        with pytest.raises(TooManyTries):
            limits.take(work, [(THREE, "ben"), (other, "ben")], AT)
    fail(work, other, 5)


@pytest.mark.both_databases
def test_a_try_can_be_given_back_or_forgotten(work: Session) -> None:
    fail(work, THREE, 3)
    limits.give_back(work, [(THREE, "ben")])
    fail(work, THREE, 1)
    limits.forget(work, THREE, "ben")
    fail(work, THREE, 1)
    limits.give_back(work, [(THREE, "ben")])
    assert work.scalar(select(func.count()).select_from(Throttle)) == 0


def test_checking_counts_nothing(work: Session) -> None:
    for _ in range(5):
        limits.check(work, THREE, "ben", AT)
    fail(work, THREE, 3)
    with pytest.raises(TooManyTries):
        limits.check(work, THREE, "ben", AT)
    limits.check(work, THREE, "ben", AT + MINUTE)


@pytest.mark.both_databases
def test_tries_at_the_same_moment_on_many_connections_are_all_counted(engine: Engine) -> None:
    start = Barrier(8)

    def hammer(_worker: int) -> int:
        start.wait()
        passed = 0
        for _ in range(4):
            with db.open_session(engine, writes=True) as work:
                try:
                    limits.take(work, [(limits.WRONG_PASSWORDS, "ben")], AT)
                except TooManyTries:
                    continue
                work.commit()
                passed += 1
        return passed

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(hammer, range(8))) == 10


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.WARNING, limits.__name__):
        yield caplog


def test_an_alarm_is_raised_once_and_refuses_nobody(
    work: Session, warnings: pytest.LogCaptureFixture
) -> None:
    for _ in range(9):
        limits.raise_alarm(work, THREE, AT)
    assert [record.message for record in warnings.records] == [
        "alarm: three reached 3 within 0:01:00"
    ]


@pytest.mark.both_databases
def test_what_many_share_is_counted_in_one_statement_and_starts_anew(work: Session) -> None:
    counted = [limits.count(work, THREE, "ben", AT) for _ in range(4)]
    assert counted == [1, 2, 3, 4]
    with pytest.raises(TooManyTries):
        limits.check(work, THREE, "ben", AT)
    assert limits.count(work, THREE, "ben", AT + MINUTE) == 1
    limits.check(work, THREE, "ben", AT + MINUTE)


def test_counts_of_yesterday_are_cleared_away(work: Session) -> None:
    fail(work, THREE, 1)
    limits.raise_alarm(work, limits.WRONG_CODES_OF_ALL, AT + timedelta(days=2))
    assert work.scalars(select(Throttle.key)).one().startswith("wrong code of all:")


def test_the_refusal_says_when_to_come_back() -> None:
    assert TooManyTries(timedelta(seconds=20)).message.endswith("try again in 20 s.")
    assert TooManyTries(timedelta(seconds=61)).message.endswith("try again in 2 min.")
    assert TooManyTries(timedelta(milliseconds=1)).retry_after == 1
