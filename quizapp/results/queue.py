"""The written answers of an assignment in the order in which they are marked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from quizapp.core.kinds.short import Short
from quizapp.core.marking import Step, same_words, steps
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.core.scoring import grade


@dataclass(frozen=True)
class Hand:
    """A mark given by a person: how much, what they told the student, who and when."""

    mark: int
    comment: str
    marker_id: int
    marker: str
    marked_at: datetime
    revision: int


@dataclass(frozen=True)
class Written:
    """One written answer with the mark that it has now."""

    id: int
    attempt_id: int
    version_id: int
    key: str
    points: int
    question: Short
    answer: str
    mark: int
    student: str
    section: str | None
    hand: Hand | None

    @property
    def out_of(self) -> int:
        """Return the most it could earn, in parts."""
        return self.points * PARTS_PER_HUNDREDTH

    @property
    def provisional(self) -> int:
        """Return the mark by accepted ideas alone, in parts."""
        return grade(self.question, self.answer, self.points)

    @property
    def ideas(self) -> list[tuple[str, bool]]:
        """Return every accepted idea, and whether the answer names it."""
        found = self.question.ideas(self.answer)
        return [(group[0], i in found) for i, group in enumerate(self.question.accept)]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the marks that the rubric offers."""
        return steps(self.question, self.points)

    @property
    def revision(self) -> int:
        """Return how often it has been marked by hand."""
        return self.hand.revision if self.hand else 0

    @property
    def words(self) -> tuple[int, int, str]:
        """Return what answers share that can be marked together."""
        return self.version_id, self.points, same_words(self.answer)


@dataclass(frozen=True)
class Portion:
    """The written answers to one question."""

    answers: tuple[Written, ...]

    @property
    def first(self) -> Written:
        """Return the answer to begin with: one that waits, if any does."""
        return next((one for one in self.answers if one.hand is None), self.answers[0])

    @property
    def waiting(self) -> int:
        """Return how many have not been marked by hand."""
        return sum(one.hand is None for one in self.answers)


@dataclass(frozen=True)
class Queue:
    """All written answers that a member of staff may mark, question by question."""

    answers: tuple[Written, ...]

    @classmethod
    def of(cls, answers: list[Written]) -> "Queue":
        """Return the queue; the same words stand together, and no order tells whose they are."""
        return cls(tuple(sorted(answers, key=lambda one: (one.key, *one.words, one.id))))

    @property
    def portions(self) -> list[Portion]:
        """Return the answers to each question."""
        return [Portion(tuple(of_it)) for _, of_it in groupby(self.answers, lambda one: one.key)]

    @property
    def waiting(self) -> int:
        """Return how many have not been marked by hand."""
        return sum(one.hand is None for one in self.answers)

    def find(self, response_id: int) -> Written | None:
        """Return an answer, or None when it is not in the queue."""
        return next((one for one in self.answers if one.id == response_id), None)

    def place(self, one: Written) -> int:
        """Return an answer's place, counted from 1."""
        return self.answers.index(one) + 1

    def before(self, one: Written) -> Written | None:
        """Return the answer before this, or None."""
        return self.answers[self.place(one) - 2] if self.place(one) > 1 else None

    def after(self, one: Written) -> Written | None:
        """Return the answer after this, or None."""
        place = self.place(one)
        return self.answers[place] if place < len(self.answers) else None

    def alike(self, one: Written) -> tuple[Written, ...]:
        """Return the other answers in the same words that nobody has marked by hand."""
        return tuple(
            other
            for other in self.answers
            if other.words == one.words and other.id != one.id and other.hand is None
        )

    def waiting_after(self, one: Written, besides: Collection[Written] = ()) -> Written | None:
        """Return the next answer that waits, from the beginning again after the last."""
        place = self.place(one)
        ahead = (*self.answers[place:], *self.answers[: place - 1])
        return next((it for it in ahead if it.hand is None and it not in besides), None)
