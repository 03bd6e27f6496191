"""From answers to marks and from marks to totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from quizapp.core.kinds import Question
from quizapp.core.marks import PARTS_PER_HUNDREDTH, mark
from quizapp.core.question import Answer

Grading: TypeAlias = Literal["first", "last", "best", "mean"]

GRADING_NAMES: dict[str, str] = {
    "best": "Best try",
    "first": "First try",
    "last": "Last try",
    "mean": "Mean of all tries",
}


@dataclass(frozen=True)
class Score:
    """The total of an attempt and the most it could be, both in parts."""

    total: Fraction
    out_of: int

    @property
    def share(self) -> Fraction:
        """Return the total as a share of the most, 0 when nothing could be earned."""
        return self.total / self.out_of if self.out_of else Fraction(0)


def grade(question: Question, answer: Answer | None, points: int) -> int:
    """Return the mark, in parts, of an answer to a question worth `points` hundredths."""
    return mark(question.credit(answer), points)


def total(marks: Iterable[int], points: Iterable[int]) -> Score:
    """Return the score of an attempt from its marks (parts) and points (hundredths)."""
    return Score(Fraction(sum(marks)), sum(points) * PARTS_PER_HUNDREDTH)


def graded(scores: list[Score], policy: Grading) -> Score | None:
    """Return the score that counts, from finished attempts in order, or None when there is none.

    The best is the highest share of its own maximum, the earliest where several are equal;
    the mean keeps thirds exact and is rounded only when shown.
    """
    if not scores:
        return None
    if policy == "first":
        return scores[0]
    if policy == "last":
        return scores[-1]
    if policy == "best":
        return max(scores, key=lambda score: score.share)
    mean = sum((score.share for score in scores), Fraction(0)) / len(scores)
    return Score(mean * scores[-1].out_of, scores[-1].out_of)


@dataclass(frozen=True)
class SkillScore:
    """How an attempt went in one skill."""

    skill: str
    questions: int
    score: Score

    @property
    def in_words(self) -> str:
        """Return the share in words, for people to whom a number says little."""
        share = self.score.share
        if share in {0, 1}:
            return "all right" if share else "none right yet"
        if Fraction(2, 5) <= share <= Fraction(3, 5):
            return "about half right"
        return "most of it right" if share > Fraction(1, 2) else "a little of it right"


def by_skill(questions: Iterable[tuple[str, int, int]]) -> list[SkillScore]:
    """Return the score in each skill, from a skill, a mark (parts) and points (hundredths) each.

    Skills stand in the order in which they first occur.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for skill, parts, points in questions:
        found.setdefault(skill, []).append((parts, points))
    return [
        SkillScore(skill, len(rows), total((parts for parts, _ in rows), (p for _, p in rows)))
        for skill, rows in found.items()
    ]
