"""One student's attempt as staff see it: as the student will when all is released."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from quizapp.core import schedule
from quizapp.core.correcting import judged
from quizapp.core.itemstats.rows import Try
from quizapp.core.kinds import Question
from quizapp.core.kinds.short import Short
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.core.passage import Definition, Passage, Reading
from quizapp.core.question import Answer, Shuffle
from quizapp.core.regrade import Ruling
from quizapp.core.review import Reviewed
from quizapp.core.schedule import Release, Shown, Window

Outcome: TypeAlias = Literal[
    "right", "partly right", "not right", "left blank", "not marked yet", "not counted"
]
EVERYTHING = Shown(score=True, answers=True, key=True, explanation=True)


@dataclass(frozen=True)
class Place:
    """One question of the attempt with its answer and mark (in parts, None before marking)."""

    id: int
    position: int
    points: int
    flagged: bool
    question: Question
    answer: Answer | None
    mark: int | None
    comment: str | None
    # What a person who marked it by hand told the student; None when nobody did.
    dropped: bool
    ruling: Ruling | None

    @property
    def out_of(self) -> int:
        """Return the most it could earn, in parts."""
        return self.points * PARTS_PER_HUNDREDTH

    @property
    def outcome(self) -> Outcome:
        """Return what became of the answer, in words."""
        if self.dropped:
            return "not counted"
        if self.answer is None:
            return "left blank"
        if self.mark is None:
            return "not marked yet"
        if self.mark == self.out_of:
            return "right"
        return "partly right" if self.mark else "not right"

    @property
    def to_mark(self) -> bool:
        """Tell whether a person may mark it: a written answer that was handed in."""
        return isinstance(self.question, Short) and None not in {self.answer, self.mark}


@dataclass(frozen=True)
class AttemptResult:
    """An attempt with everything that its page shows."""

    attempt: Try
    student: str
    login: str
    section: str | None
    others: tuple[Try, ...]
    # All attempts of the student at this assignment, this one included.
    shuffle: Shuffle
    passage: Passage
    reading: Reading
    misreadings: dict[str, str]
    places: tuple[Place, ...]

    def place(self, position: int) -> Place | None:
        """Return the question at a position counted from 1, or None."""
        return self.places[position - 1] if 1 <= position <= len(self.places) else None

    def reviewed(self, place: Place) -> Reviewed:
        """Return a question as the student will see it when all is released."""
        return judged(
            place.ruling,
            place.question,
            self.shuffle,
            place.answer,
            place.mark,
            place.points,
            EVERYTHING,
            self.misreadings,
        )

    def beside(self, place: Place) -> tuple[Definition, ...]:
        """Return the definitions printed beside a question."""
        shown = place.question.present(self.shuffle)
        return self.passage.beside(shown.kind, shown.offered)

    def skill(self, place: Place) -> str:
        """Return what a question tests, in words."""
        found = self.passage.skill(place.question.skill)
        return found.name if found else place.question.skill

    def seen_by_student(self, window: Window, release: Release, now: datetime) -> Shown:
        """Return what the student may see of this attempt now."""
        return schedule.shown(
            release,
            submitted=self.attempt.submitted_at is not None,
            practice=False,
            closed=schedule.is_over(window, now),
        )
