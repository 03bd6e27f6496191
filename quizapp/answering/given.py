"""An assignment as a student sees it in a list: may it be taken, how often, and what came of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal, TypeAlias

from quizapp.core import schedule
from quizapp.core.schedule import Allowance, Release, Shown, Window
from quizapp.core.scoring import Grading, Score, graded

Standing: TypeAlias = Literal["going on", "to do", "coming up", "done", "missed"]


@dataclass(frozen=True)
class Try:
    """One attempt, as far as lists show it."""

    id: int
    number: int
    started_at: datetime
    deadline_at: datetime | None
    submitted_at: datetime | None
    by_clock: bool
    score: int | None
    out_of: int


@dataclass(frozen=True)
class Given:
    """An assignment given to one student, with their attempts in order."""

    id: int
    title: str
    classroom: str
    zone: str
    practice: bool
    window: Window
    release: Release
    grading: Grading
    allowance: Allowance
    tries: tuple[Try, ...]

    @property
    def open_try(self) -> Try | None:
        """Return the attempt that is going on, or None."""
        return next((found for found in self.tries if found.submitted_at is None), None)

    @property
    def time_limit(self) -> timedelta | None:
        """Return how long this student has, extra time included, or None without limit."""
        if self.window.time_limit is None or self.allowance.no_timer:
            return None
        return self.window.time_limit * (100 + self.allowance.extra_time_percent) / 100

    @property
    def tries_left(self) -> int | None:
        """Return how many attempts may still be started, or None without limit."""
        return schedule.tries_left(self.window, len(self.tries))

    def may_start(self, now: datetime) -> bool:
        """Tell whether a new attempt may be started now."""
        return schedule.not_open(self.window, now) is None and self.tries_left != 0

    def overdue(self, now: datetime) -> bool:
        """Tell whether the open attempt's time is up, grace included."""
        going_on = self.open_try
        return going_on is not None and not schedule.takes_answers(going_on.deadline_at, now)

    def standing(self, now: datetime) -> Standing:
        """Return where this stands for the student."""
        if self.open_try is not None and not self.overdue(now):
            return "going on"
        if self.tries:
            return "done"
        reason = schedule.not_open(self.window, now)
        if reason is None:
            return "to do"
        return "coming up" if reason == "early" else "missed"

    def shown(self, now: datetime) -> Shown:
        """Return what may be shown of submitted attempts."""
        return schedule.shown(
            self.release,
            submitted=True,
            practice=self.practice,
            closed=schedule.is_over(self.window, now),
        )

    def score(self, now: datetime) -> Score | None:
        """Return the score that counts, or None while it is not released or there is none."""
        if not self.shown(now).score:
            return None
        scores = [
            Score(Fraction(found.score), found.out_of)
            for found in self.tries
            if found.score is not None
        ]
        return graded(scores, self.grading)

    def at_once(self, now: datetime) -> datetime | None:
        """Return when an attempt started now would have to end, or None without a deadline."""
        return schedule.deadline(self.window, self.allowance, now)

    def with_tries(self, tries: list[Try]) -> "Given":
        """Return the same with these attempts."""
        return replace(self, tries=tuple(tries))
