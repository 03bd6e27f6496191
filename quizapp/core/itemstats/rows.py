"""What a summary is made from: plain rows, as a database or a test gives them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import chain, repeat
from typing import NamedTuple, TypeVar

from quizapp.core.kinds import Question
from quizapp.core.misreading import Misreading
from quizapp.core.question import Answer, Pick
from quizapp.core.scoring import Grading

T = TypeVar("T")


class Student(NamedTuple):
    """A student of the class."""

    id: int
    name: str
    login: str
    section: str | None


def by_name(students: Iterable[Student]) -> tuple[Student, ...]:
    """Return students as a register lists them."""
    return tuple(sorted(students, key=lambda student: (student.name.casefold(), student.id)))


class Try(NamedTuple):
    """One attempt of one student; it is finished when it has been submitted."""

    id: int
    student_id: int
    number: int
    started_at: datetime
    submitted_at: datetime | None
    by_clock: bool
    score: int | None
    out_of: int
    # Both in parts (core.marks).

    @property
    def share(self) -> Fraction:
        """Return the score as a share of the most, 0 when nothing could be earned."""
        return Fraction(self.score or 0, self.out_of) if self.out_of else Fraction(0)


class Given(NamedTuple):
    """What became of one question in one attempt: the answer (None when blank) and its mark."""

    attempt_id: int
    question_id: int
    version_id: int
    mark: int
    out_of: int
    # Both in parts.
    answer: Answer | None
    place: int = 0
    # Where it stood in this attempt, counted from 1; 0 where that is not known.


class Alike(NamedTuple):
    """Everybody who gave the same answer to the same wording, and got the same mark for it.

    A large class gives few different answers, so that a summary made from these costs little more
    for many students than for few.
    """

    question_id: int
    version_id: int
    mark: int
    out_of: int
    # Both in parts.
    answer: Answer | None
    attempts: Sequence[int]
    places: Sequence[int]
    # Where it stood in each of these attempts, counted from 1; 0 where that is not known.


def each(answers: Iterable[Alike], values: Iterable[T]) -> list[T]:
    """Return one value for each attempt, given one for everybody who answered alike."""
    pairs = zip(answers, values, strict=True)
    return list(chain.from_iterable(repeat(value, len(one.attempts)) for one, value in pairs))


def earned(answers: Iterable[Alike]) -> tuple[dict[int, int], dict[int, int]]:
    """Return what each attempt earned by these answers, and the most that it could, in parts."""
    by_mark: dict[tuple[int, int], list[Sequence[int]]] = defaultdict(list)
    for one in answers:
        by_mark[one.mark, one.out_of].append(one.attempts)
    marks: dict[int, int] = defaultdict(int)
    worth: dict[int, int] = defaultdict(int)
    for (mark, out_of), attempts in by_mark.items():
        # Few marks differ: to count how often each was given is quicker than to add them up.
        for attempt, times in Counter(chain.from_iterable(attempts)).items():
            marks[attempt] += times * mark
            worth[attempt] += times * out_of
    return marks, worth


@dataclass(frozen=True)
class Version:
    """One wording of a question."""

    id: int
    number: int
    question: Question
    also_right: frozenset[Pick] = frozenset()
    # Choices that a regrade accepts besides the key.


@dataclass(frozen=True)
class Item:
    """A question of the assignment, with every wording that students were given."""

    question_id: int
    position: int
    key: str
    out_of: int
    # In parts.
    versions: tuple[Version, ...]
    # Oldest first; never empty.

    @property
    def question(self) -> Question:
        """Return the newest wording."""
        return self.versions[-1].question


@dataclass(frozen=True)
class Text:
    """What the summary says about the reading: names of skills and paragraphs, and misreadings."""

    skills: Mapping[str, str]
    paragraphs: Mapping[int, str]
    misreadings: Mapping[str, Misreading]

    def misreading(self, code: str) -> Misreading:
        """Return a misreading, under its bare code where the bank no longer names it."""
        known = self.misreadings.get(code)
        return known or Misreading.model_construct(code=code, name=code, description="")


def counting(tries: Iterable[Try], grading: Grading) -> Try | None:
    """Return the finished attempt of one student that a grading policy counts, or None.

    The first, the last, or the one with the highest share (the earliest of several). A mean has
    no attempt of its own: there the questions are counted from the last.
    """
    finished = sorted(
        (one for one in tries if one.submitted_at is not None), key=lambda one: one.number
    )
    if len(finished) < 2:
        return finished[0] if finished else None
    if grading == "best":
        # Whole numbers are as exact and far quicker, where all tries were out of the same.
        same = len({one.out_of for one in finished}) == 1
        return max(finished, key=lambda one: (one.score or 0) if same else one.share)
    return finished[0 if grading == "first" else -1]
