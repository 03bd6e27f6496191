"""A class over all its assignments: how each went, skills over time, and who may need help.

Shares stand in the place of scores, because assignments differ in what they are worth. Practice is
listed and never counted into a mean, a skill or a rule: it is there to be got wrong.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from quizapp.core.itemstats.numbers import (
    NOBODY,
    Interval,
    Undefined,
    mean,
    mean_interval,
    quantile,
)
from quizapp.core.itemstats.rows import Student, Try, by_name, counting
from quizapp.core.scoring import Grading, Score, graded

LEAST_STUDENTS = 5
LAST = 2
"""So many of the last quizzes that a student finished must all be low."""
NOT_TESTED = Undefined("not tested")


class Task(NamedTuple):
    """An assignment of the class."""

    id: int
    title: str
    practice: bool
    opens_at: datetime
    closes_at: datetime | None
    grading: Grading

    def over(self, now: datetime) -> bool:
        """Tell whether it is closed."""
        return self.closes_at is not None and now >= self.closes_at


class SkillMarks(NamedTuple):
    """What one attempt earned in the questions of one skill, in parts."""

    attempt_id: int
    skill: str
    mark: int
    out_of: int
    questions: int


@dataclass(frozen=True)
class TaskSummary:
    """How an assignment went: who began, who finished, and their mean share of the marks."""

    task: Task
    started: int
    finished: int
    share: Fraction | Undefined
    interval: Interval | Undefined
    lower_quartile: Fraction | Undefined


@dataclass(frozen=True)
class Result:
    """How far one student has come with one assignment; `share` is None before they finish."""

    task: Task
    tries: int
    share: Fraction | None
    counted: Try | None
    latest: Try | None
    skills: Mapping[str, SkillMarks]
    # Of the counted attempt.


@dataclass(frozen=True)
class SkillOverall:
    """One skill over all quizzes: a student counts once, with what they earned in all of them."""

    code: str
    name: str
    questions: int
    # Of all quizzes that were sat, each question once for each quiz it stood in.
    count: int
    share: Fraction | Undefined
    interval: Interval | Undefined
    over_time: tuple[Fraction | Undefined, ...]
    # The mean share in each quiz, in the order of the quizzes.


@dataclass(frozen=True)
class StudentOverall:
    """One student over all assignments, in their order."""

    student: Student
    results: tuple[Result, ...]
    share: Fraction | Undefined
    # The mean over the quizzes that they finished.
    missed: tuple[Task, ...]
    # Quizzes that are over without them.
    low: tuple[Task, ...]
    # The last ones, if in each of them they were in the lowest quarter.

    @property
    def needs_help(self) -> bool:
        """Tell whether a rule names this student."""
        return bool(self.low) or 2 * len(self.missed) >= max(1, self._over)

    @property
    def _over(self) -> int:
        finished = sum(one.share is not None and not one.task.practice for one in self.results)
        return finished + len(self.missed)


@dataclass(frozen=True)
class ClassOverall:
    """A class over all its assignments, the oldest first."""

    tasks: tuple[TaskSummary, ...]
    skills: tuple[SkillOverall, ...]
    # Weakest first.
    students: tuple[StudentOverall, ...]
    # By name.

    @property
    def quizzes(self) -> tuple[TaskSummary, ...]:
        """Return the assignments that count: all but practice."""
        return tuple(one for one in self.tasks if not one.task.practice)

    @property
    def may_need_help(self) -> tuple[StudentOverall, ...]:
        """Return the students whom a rule names."""
        return tuple(one for one in self.students if one.needs_help)

    def student(self, user_id: int) -> StudentOverall | None:
        """Return one student, or None when they are not among these."""
        return next((one for one in self.students if one.student.id == user_id), None)


def overall(
    students: Iterable[Student],
    tasks: Iterable[Task],
    tries: Iterable[tuple[int, Try]],
    marks: Iterable[SkillMarks],
    names: Mapping[str, str],
    now: datetime,
) -> ClassOverall:
    """Return how a class does over all its assignments.

    `tries` are all attempts with their assignment's id, `marks` those of finished attempts, and
    `names` those of skills.
    """
    ordered = sorted(tasks, key=lambda task: (task.opens_at, task.id))
    of_attempt: dict[int, dict[str, SkillMarks]] = defaultdict(dict)
    for one in marks:
        of_attempt[one.attempt_id][one.skill] = one
    of_student: dict[tuple[int, int], list[Try]] = defaultdict(list)
    for task_id, attempt in tries:
        of_student[task_id, attempt.student_id].append(attempt)
    register = by_name(students)
    table = [
        tuple(_result(task, of_student[task.id, student.id], of_attempt) for task in ordered)
        for student in register
    ]
    columns = [[row[place] for row in table] for place in range(len(ordered))]
    summaries = tuple(map(_task_summary, ordered, columns))
    return ClassOverall(
        summaries,
        _skills(table, [place for place, task in enumerate(ordered) if not task.practice], names),
        tuple(
            _student(student, row, summaries, now)
            for student, row in zip(register, table, strict=True)
        ),
    )


def _result(
    task: Task, tries: list[Try], of_attempt: Mapping[int, Mapping[str, SkillMarks]]
) -> Result:
    ranked = sorted(tries, key=lambda one: one.number)
    finished = [one for one in ranked if one.submitted_at is not None]
    score = graded([Score(Fraction(one.score or 0), one.out_of) for one in finished], task.grading)
    counted = counting(ranked, task.grading)
    return Result(
        task,
        len(ranked),
        score.share if score else None,
        counted,
        ranked[-1] if ranked else None,
        of_attempt.get(counted.id, {}) if counted else {},
    )


def _task_summary(task: Task, column: Sequence[Result]) -> TaskSummary:
    shares = [one.share for one in column if one.share is not None]
    return TaskSummary(
        task,
        started=sum(one.tries > 0 for one in column),
        finished=len(shares),
        share=mean(shares),
        interval=mean_interval(shares, 1),
        lower_quartile=quantile(shares, Fraction(1, 4)),
    )


def _skills(
    table: Sequence[Sequence[Result]], places: Sequence[int], names: Mapping[str, str]
) -> tuple[SkillOverall, ...]:
    codes = {code for row in table for place in places for code in row[place].skills}
    found = [_skill(code, names.get(code, code), table, places) for code in codes]
    return tuple(sorted(found, key=lambda one: (_known(one.share), one.name)))


def _known(share: Fraction | Undefined) -> Fraction:
    return Fraction(2) if isinstance(share, Undefined) else share


def _skill(
    code: str, name: str, table: Sequence[Sequence[Result]], places: Sequence[int]
) -> SkillOverall:
    shares = [
        share
        for row in table
        if (share := share_of([row[place] for place in places], code)) is not None
    ]
    return SkillOverall(
        code,
        name,
        sum(max((_questions(row[place], code) for row in table), default=0) for place in places),
        len(shares),
        mean(shares),
        mean_interval(shares, 1),
        tuple(_at_once(code, [row[place] for row in table]) for place in places),
    )


def _questions(result: Result, code: str) -> int:
    return result.skills[code].questions if code in result.skills else 0


def share_of(results: Iterable[Result], code: str) -> Fraction | None:
    """Return what one student earned of a skill's marks in these assignments, or None."""
    taken = [one.skills[code] for one in results if code in one.skills]
    out_of = sum(one.out_of for one in taken)
    return Fraction(sum(one.mark for one in taken), out_of) if out_of else None


def _at_once(code: str, column: Sequence[Result]) -> Fraction | Undefined:
    """Return the mean share of a skill in one quiz."""
    shares = [share for one in column if (share := share_of([one], code)) is not None]
    if shares:
        return mean(shares)
    return NOT_TESTED if any(one.share is not None for one in column) else NOBODY


def _student(
    student: Student, row: tuple[Result, ...], summaries: Sequence[TaskSummary], now: datetime
) -> StudentOverall:
    quizzes = [
        (one, summary) for one, summary in zip(row, summaries, strict=True) if not one.task.practice
    ]
    return StudentOverall(
        student,
        row,
        mean([one.share for one, _ in quizzes if one.share is not None]),
        missed=tuple(one.task for one, _ in quizzes if one.share is None and one.task.over(now)),
        low=_low([pair for pair in quizzes if pair[0].share is not None]),
    )


def _low(finished: Sequence[tuple[Result, TaskSummary]]) -> tuple[Task, ...]:
    """Return the last quizzes, if a student was in the lowest quarter in every one of them.

    The lowest quarter is a share at or under the lower quartile and under the mean; it says
    something only where at least `LEAST_STUDENTS` finished.
    """
    last = finished[-LAST:]
    low = len(last) == LAST and all(_in_lowest_quarter(one, summary) for one, summary in last)
    return tuple(one.task for one, _ in last) if low else ()


def _in_lowest_quarter(one: Result, summary: TaskSummary) -> bool:
    return (
        summary.finished >= LEAST_STUDENTS
        and one.share is not None
        and isinstance(summary.lower_quartile, Fraction)
        and isinstance(summary.share, Fraction)
        and one.share <= summary.lower_quartile
        and one.share < summary.share
    )
