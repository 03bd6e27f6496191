"""Answers may come in bursts, but not faster in the long run than anybody types."""

from datetime import timedelta

import pytest

from quizapp.answering import pace
from quizapp.answering.pace import Pace, TooFast
from tests.make import AT


def taken(bucket: Pace, tries: int, every: timedelta, whose: object = "Ben") -> int:
    """Return how many of so many tries are let through."""
    through = 0
    for i in range(tries):
        try:
            bucket.take(whose, AT + i * every)
            through += 1
        except TooFast:
            continue
    return through


def test_four_a_second_for_a_minute_are_all_let_through() -> None:
    assert taken(Pace(), 240, timedelta(milliseconds=250)) == 240


def test_fifty_a_second_are_slowed_to_five_after_a_burst() -> None:
    assert taken(Pace(), 500, timedelta(milliseconds=20)) == 20 + 49


def test_everybody_has_a_bucket_of_their_own() -> None:
    bucket = Pace()
    taken(bucket, 100, timedelta(0))
    bucket.take("Cleo", AT)
    with pytest.raises(TooFast):
        bucket.take("Ben", AT)


def test_a_clock_set_back_locks_nobody_out() -> None:
    bucket = Pace()
    bucket.take("Ben", AT)
    bucket.take("Ben", AT - timedelta(days=1))
    bucket.take("Ben", AT - timedelta(days=1))


def test_buckets_unused_longest_are_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST", 2)
    bucket = Pace()
    for who in ("Ann", "Ben", "Cleo"):
        bucket.take(who, AT)
    assert len(bucket._buckets) == 2
