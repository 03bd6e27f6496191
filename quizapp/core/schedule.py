"""May this be answered now: windows, deadlines, accommodations, tries left and release."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

GRACE = timedelta(seconds=60)
"""How long after its deadline an attempt still takes answers that were on their way.

Moodle's graceperiodmin has the same 60 s default.
"""

When: TypeAlias = Literal["during", "submit", "close", "never"]
WHENS: dict[str, str] = {
    "during": "after each question",
    "submit": "after submitting",
    "close": "after the assignment closes",
    "never": "never",
}


@dataclass(frozen=True)
class Window:
    """When an assignment may be taken and for how long; None means without limit."""

    opens_at: datetime | None
    closes_at: datetime | None
    time_limit: timedelta | None
    attempts_allowed: int | None


@dataclass(frozen=True)
class Allowance:
    """A student's accommodation in a class, applied to every assignment."""

    extra_time_percent: int = 0
    no_timer: bool = False


@dataclass(frozen=True)
class Release:
    """When students see what, each on its own."""

    score: When
    answers: When
    key: When
    explanation: When
    argument: bool = False
    # How the passage argues, from when the explanations are shown.


@dataclass(frozen=True)
class Shown:
    """What a student may see of an attempt at this moment."""

    score: bool
    answers: bool
    key: bool
    explanation: bool
    argument: bool = False

    @property
    def anything(self) -> bool:
        """Tell whether there is any reason to open the review."""
        return self.score or self.answers or self.key or self.explanation


def not_open(window: Window, now: datetime) -> Literal["early", "closed"] | None:
    """Return why an assignment cannot be started now, or None when it can."""
    if window.opens_at is not None and now < window.opens_at:
        return "early"
    if window.closes_at is not None and now >= window.closes_at:
        return "closed"
    return None


def is_over(window: Window, now: datetime) -> bool:
    """Tell whether an assignment is closed and no answer of anyone can still arrive."""
    return window.closes_at is not None and now >= window.closes_at + GRACE


def tries_left(window: Window, used: int) -> int | None:
    """Return how many attempts may still be started, or None without limit."""
    if window.attempts_allowed is None:
        return None
    return max(window.attempts_allowed - used, 0)


def deadline(window: Window, allowance: Allowance, started_at: datetime) -> datetime | None:
    """Return when an attempt started now must end, or None when nothing ends it.

    The earlier of the time limit (longer by the student's extra time, none without timer) and
    the closing of the assignment, which no accommodation moves.
    """
    ends = []
    if window.time_limit is not None and not allowance.no_timer:
        ends.append(started_at + window.time_limit * (100 + allowance.extra_time_percent) / 100)
    if window.closes_at is not None:
        ends.append(window.closes_at)
    return min(ends, default=None)


def takes_answers(ends_at: datetime | None, now: datetime) -> bool:
    """Tell whether an open attempt still takes answers, its grace included."""
    return ends_at is None or now < ends_at + GRACE


def is_released(when: When, *, submitted: bool, practice: bool, closed: bool) -> bool:
    """Tell whether one thing may be shown.

    'During' also shows after each question, but only in practice; elsewhere nothing is shown
    before the attempt is submitted. 'Close' waits until `closed`, which is `is_over`: until no
    one in the class can still answer.
    """
    if when == "never":
        return False
    if when == "close":
        return submitted and closed
    return submitted or (when == "during" and practice)


def shown(release: Release, *, submitted: bool, practice: bool, closed: bool) -> Shown:
    """Return what a student may see of an attempt in this state.

    How the passage argues gives answers away, so it waits for the end of the attempt even where
    practice explains before.
    """
    score, answers, key, explanation = (
        is_released(when, submitted=submitted, practice=practice, closed=closed)
        for when in (release.score, release.answers, release.key, release.explanation)
    )
    argument = release.argument and submitted and explanation
    return Shown(score, answers, key, explanation, argument)
