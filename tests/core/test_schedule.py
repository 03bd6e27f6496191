"""When an assignment may be taken, until when, how often, and what is shown when."""

from datetime import timedelta

import pytest

from quizapp.core.schedule import (
    GRACE,
    WHENS,
    Allowance,
    Release,
    When,
    Window,
    deadline,
    is_over,
    is_released,
    not_open,
    shown,
    takes_answers,
    tries_left,
)
from tests.make import AT

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
OPEN = Window(opens_at=AT, closes_at=AT + HOUR, time_limit=10 * MINUTE, attempts_allowed=2)
ENDLESS = Window(None, None, None, None)
NO_ALLOWANCE = Allowance()


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (AT - SECOND, "early"),
        (AT, None),
        (AT + HOUR - SECOND, None),
        (AT + HOUR, "closed"),
    ],
)
def test_a_window_opens_at_its_first_moment_and_closes_at_its_last(
    now: object, why: str | None
) -> None:
    assert not_open(OPEN, now) == why


def test_a_window_without_ends_is_always_open() -> None:
    assert not_open(ENDLESS, AT) is None
    assert not is_over(ENDLESS, AT)


def test_an_assignment_is_over_only_when_answers_on_their_way_have_arrived() -> None:
    assert not is_over(OPEN, AT + HOUR)
    assert not is_over(OPEN, AT + HOUR + GRACE - SECOND)
    assert is_over(OPEN, AT + HOUR + GRACE)


def test_nothing_is_taken_any_more_once_it_is_over() -> None:
    last = deadline(OPEN, Allowance(400, no_timer=True), AT + HOUR - SECOND)
    for late in (GRACE - SECOND, GRACE, GRACE + SECOND):
        now = AT + HOUR + late
        assert takes_answers(last, now) is not is_over(OPEN, now)


@pytest.mark.parametrize(("used", "left"), [(0, 2), (1, 1), (2, 0), (3, 0)])
def test_tries_run_out_and_never_below_none(used: int, left: int) -> None:
    assert tries_left(OPEN, used) == left


def test_tries_without_limit_never_run_out() -> None:
    assert tries_left(ENDLESS, 1_000) is None


def test_an_attempt_ends_when_its_time_is_used_up() -> None:
    assert deadline(OPEN, NO_ALLOWANCE, AT) == AT + 10 * MINUTE


def test_an_attempt_ends_at_the_latest_when_the_assignment_closes() -> None:
    assert deadline(OPEN, NO_ALLOWANCE, AT + 55 * MINUTE) == AT + HOUR
    assert deadline(OPEN, Allowance(extra_time_percent=400), AT + 45 * MINUTE) == AT + HOUR


@pytest.mark.parametrize(("percent", "minutes"), [(0, 10), (25, 12.5), (50, 15), (400, 50)])
def test_extra_time_makes_the_limit_longer(percent: int, minutes: float) -> None:
    assert deadline(OPEN, Allowance(percent), AT) == AT + timedelta(minutes=minutes)


def test_without_timer_only_the_closing_ends_an_attempt() -> None:
    assert deadline(OPEN, Allowance(no_timer=True), AT) == AT + HOUR
    endless = Window(AT, None, 10 * MINUTE, None)
    assert deadline(endless, Allowance(no_timer=True), AT) is None


def test_an_attempt_without_limits_never_ends() -> None:
    assert deadline(ENDLESS, NO_ALLOWANCE, AT) is None
    assert takes_answers(None, AT + 10_000 * HOUR)


@pytest.mark.parametrize(
    ("late", "taken"),
    [
        (-SECOND, True),
        (SECOND, True),
        (GRACE - SECOND, True),
        (GRACE, False),
        (GRACE + SECOND, False),
    ],
)
def test_answers_on_their_way_at_the_deadline_are_taken_for_a_minute(
    late: timedelta, taken: bool
) -> None:
    assert takes_answers(AT, AT + late) is taken


RELEASED: dict[When, set[tuple[bool, bool, bool]]] = {
    # For each rule, the states (submitted, practice, closed) in which it shows.
    "never": set(),
    "close": {(True, False, True), (True, True, True)},
    "submit": {(True, p, c) for p in (False, True) for c in (False, True)},
    "during": {(True, p, c) for p in (False, True) for c in (False, True)}
    | {(False, True, False), (False, True, True)},
}


@pytest.mark.parametrize("submitted", [False, True])
@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("when", sorted(WHENS))
def test_a_thing_is_shown_in_the_states_its_rule_names(
    when: When, submitted: bool, practice: bool, closed: bool
) -> None:
    found = is_released(when, submitted=submitted, practice=practice, closed=closed)
    assert found is ((submitted, practice, closed) in RELEASED[when])


def test_each_thing_follows_its_own_rule() -> None:
    release = Release(score="submit", answers="during", key="close", explanation="never")
    seen = shown(release, submitted=True, practice=False, closed=False)
    assert (seen.score, seen.answers, seen.key, seen.explanation) == (True, True, False, False)
    assert seen.anything


@pytest.mark.parametrize(
    ("argument", "explanation", "submitted", "seen"),
    [
        (True, "submit", True, True),
        (False, "submit", True, False),
        (True, "never", True, False),
        (True, "close", True, False),
        (True, "during", False, False),
        (True, "during", True, True),
    ],
)
def test_how_it_argues_is_shown_with_the_explanations_once_submitted(
    argument: bool, explanation: When, submitted: bool, seen: bool
) -> None:
    release = Release("during", "during", "during", explanation, argument)
    found = shown(release, submitted=submitted, practice=True, closed=False)
    assert found.argument is seen


def test_there_is_nothing_to_review_when_nothing_is_shown() -> None:
    release = Release("close", "close", "close", "never")
    assert not shown(release, submitted=True, practice=False, closed=False).anything
