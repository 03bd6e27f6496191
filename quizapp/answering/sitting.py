"""One attempt as its student meets it: where every question stands, and what may be shown now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal, TypeAlias

from quizapp.core import schedule
from quizapp.core.correcting import judged
from quizapp.core.kinds import Question
from quizapp.core.kinds.cloze import BLANK
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.core.passage import Definition, Passage, Reading
from quizapp.core.question import Answer, Presented, Shuffle
from quizapp.core.regrade import Ruling
from quizapp.core.review import Reviewed
from quizapp.core.schedule import Release, Shown, Window
from quizapp.core.scoring import Grading, SkillScore, by_skill
from quizapp.core.sharing import Sharing, sharing

State: TypeAlias = Literal["answered", "unfinished", "unanswered"]

NOTHING = Shown(score=False, answers=False, key=False, explanation=False)


@dataclass(frozen=True)
class Place:
    """A question in its place in an attempt, with what has been answered so far."""

    position: int
    points: int
    flagged: bool
    question: Question
    shuffle: Shuffle
    answer: Answer | None
    sequence: int
    # The number of the last change taken; 0 before the first.
    mark: int | None
    # In parts; None until the answer was submitted or, in practice, checked.
    dropped: bool = False
    ruling: Ruling | None = None
    # How a regrade has it count and explained.

    @property
    def state(self) -> State:
        """Return how far the answer has come."""
        if self.answer is None:
            return "unanswered"
        return "answered" if self.question.complete(self.answer) else "unfinished"

    @property
    def out_of(self) -> int:
        """Return the most that can be earned, in parts."""
        return 0 if self.dropped else self.points * PARTS_PER_HUNDREDTH

    @property
    def wording(self) -> str:
        """Return what is asked, in a line, with gaps for its blanks."""
        corrected = self.ruling.corrected if self.ruling else None
        return BLANK.sub("…", (corrected or self.question).stem)

    @property
    def verdict(self) -> str:
        """Return in words what was earned; only for when scores are released."""
        if self.dropped:
            return "not counted"
        if not self.mark:
            return "no mark"
        return "full mark" if self.mark == self.out_of else "part of the mark"

    @cached_property
    def presented(self) -> Presented:
        """Return the question as the student sees it, without key."""
        return self.question.present(self.shuffle, self.answer)

    def reviewed(self, shown: Shown, misreadings: Mapping[str, str]) -> Reviewed:
        """Return the question as it may be reviewed now."""
        return judged(
            self.ruling,
            self.question,
            self.shuffle,
            self.answer,
            self.mark,
            self.points,
            shown,
            misreadings,
        )


@dataclass(frozen=True)
class Sitting:
    """One student's attempt at one assignment, with everything its pages need."""

    id: int
    number: int
    started_at: datetime
    deadline_at: datetime | None
    submitted_at: datetime | None
    by_clock: bool
    score: int | None
    out_of: int
    assignment_id: int
    title: str
    practice: bool
    window: Window
    release: Release
    grading: Grading
    share_figures: bool
    classroom: str
    zone: str
    passage: Passage
    reading: Reading
    places: tuple[Place, ...]
    regraded: bool
    # Whether a question of the assignment ever was, though it may have been undone.
    challenged: bool
    # Whether the student has challenged a question of this attempt.

    def place(self, position: int) -> Place | None:
        """Return the question at a position counted from 1, or None."""
        return self.places[position - 1] if 1 <= position <= len(self.places) else None

    def beside(self, place: Place) -> tuple[Definition, ...]:
        """Return the definitions printed beside a question."""
        shown = place.presented
        return self.passage.beside(shown.kind, shown.offered)

    def skill_name(self, code: str) -> str:
        """Return the name of a skill."""
        skill = self.passage.skill(code)
        return skill.name if skill else code

    def skills(self) -> list[SkillScore]:
        """Return how the attempt went in each skill; only for when scores are released."""
        counted = (place for place in self.places if not place.dropped)
        return by_skill((p.question.skill, p.mark or 0, p.points) for p in counted)

    def overdue(self, now: datetime) -> bool:
        """Tell whether the time is up, grace included, though nobody has submitted."""
        return self.submitted_at is None and not schedule.takes_answers(self.deadline_at, now)

    def remaining(self, now: datetime) -> float | None:
        """Return the seconds until the deadline, or None without one."""
        return seconds_left(self.deadline_at, now)

    def shown(self, now: datetime) -> Shown:
        """Return what may be shown of the attempt as a whole."""
        if self.submitted_at is None:
            return NOTHING
        return self._shown(now, submitted=True)

    def sharing(self, now: datetime) -> Sharing:
        """Tell whether figures of the class are due beside the score."""
        score = self.shown(now).score
        return sharing(self.window, now, shared=self.share_figures, score=score)

    def shown_of(self, place: Place, now: datetime) -> Shown:
        """Return what may be shown of one question: in practice, all that is due once checked."""
        if self.submitted_at is None and place.mark is not None:
            return self._shown(now, submitted=False)
        return self.shown(now)

    def checks(self, now: datetime) -> bool:
        """Tell whether an answer can be checked at once, as in practice."""
        return self.submitted_at is None and self._shown(now, submitted=False).anything

    def _shown(self, now: datetime, *, submitted: bool) -> Shown:
        return schedule.shown(
            self.release,
            submitted=submitted,
            practice=self.practice,
            closed=schedule.is_over(self.window, now),
        )


def seconds_left(deadline_at: datetime | None, now: datetime) -> float | None:
    """Return the seconds until a deadline, never below 0, or None without one."""
    return None if deadline_at is None else max((deadline_at - now).total_seconds(), 0.0)
