"""The class summary: from plain rows of students, attempts and answers to what a teacher reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain

from quizapp.core.itemstats.choices import chosen
from quizapp.core.itemstats.discrimination import effective_weights
from quizapp.core.itemstats.items import UNCOUNTED, Column, ItemSummary, Weights, item_summary
from quizapp.core.itemstats.moments import moments
from quizapp.core.itemstats.numbers import NOBODY, Undefined, on_one_scale
from quizapp.core.itemstats.reliability import Reliability, reliability, without
from quizapp.core.itemstats.roads import (
    MisreadingSummary,
    ParagraphSummary,
    SkillSummary,
    misreadings,
    paragraphs,
    skills,
)
from quizapp.core.itemstats.rows import (
    Alike,
    Given,
    Item,
    Student,
    Text,
    Try,
    by_name,
    each,
    earned,
)
from quizapp.core.itemstats.students import (
    ScoreSummary,
    StudentResult,
    score_summary,
    student_result,
)
from quizapp.core.itemstats.thirds import thirds
from quizapp.core.itemstats.verdicts import Verdict, verdicts
from quizapp.core.itemstats.wordings import Standings
from quizapp.core.scoring import Grading


@dataclass(frozen=True)
class ClassSummary:
    """How a class did on one assignment: page, exports and charts are all made from this."""

    grading: Grading
    students: tuple[StudentResult, ...]
    # By name.
    scores: ScoreSummary
    reliability: Reliability
    items: tuple[ItemSummary, ...]
    # In the order of the quiz.
    verdicts: Mapping[int, tuple[Verdict, ...]]
    # What each question calls for, by its id.
    skills: tuple[SkillSummary, ...]
    misreadings: tuple[MisreadingSummary, ...]
    paragraphs: tuple[ParagraphSummary, ...]
    answers: tuple[Alike, ...]
    # All that it is made from.

    @cached_property
    def _given(self) -> Mapping[int, Mapping[int, Given]]:
        found: dict[int, dict[int, Given]] = defaultdict(dict)
        for same in self.answers:
            for attempt, place in zip(same.attempts, same.places, strict=True):
                found[attempt][same.question_id] = Given(attempt, *same[:5], place)
        return found

    def given(self, one: StudentResult) -> Mapping[int, Given]:
        """Return what became of each question for a student, by its id; empty until finished."""
        return self._given.get(one.counted.id, {}) if one.counted else {}

    @property
    def owners(self) -> Mapping[int, Student]:
        """Return the student of each attempt that counts, by name."""
        return _owners(self.students)

    @property
    def working(self) -> int:
        """Return how many students have begun and not finished."""
        return sum(one.state == "working" for one in self.students)

    @property
    def has_sections(self) -> bool:
        """Tell whether any student is in a section."""
        return any(one.student.section for one in self.students)

    @property
    def not_started(self) -> tuple[StudentResult, ...]:
        """Return the students who have not started."""
        return tuple(one for one in self.students if one.state == "not started")


def summarise(
    students: Sequence[Student],
    tries: Iterable[Try],
    items: Sequence[Item],
    answers: Iterable[Alike],
    text: Text,
    grading: Grading,
    seconds: Mapping[int, Sequence[int]] | None = None,
) -> ClassSummary:
    """Return the summary of an assignment.

    `answers` holds what became of every question in the attempts that count (`rows.counting`), and
    of no others; `tries` holds every attempt of these students; `seconds` what led up to the
    saved answers of the counted attempts, by question.
    """
    by_question: dict[int, list[Alike]] = defaultdict(list)
    for one in answers:
        by_question[one.question_id].append(one)
    every = tuple(chain.from_iterable(by_question.values()))
    results = _results(students, tries, grading)
    standings = _standings(every)
    columns = [
        _column(item, by_question[item.question_id], standings, seconds or {}) for item in items
    ]
    found = _items(columns, standings, every, text)
    chosen_in = {one.item.question_id: one.chosen for one in columns}
    return ClassSummary(
        grading=grading,
        students=results,
        scores=score_summary(results, _out_of(results, items)),
        reliability=reliability([one.sums for one in columns if one.marks], len(standings.totals)),
        items=found,
        verdicts={one.item.question_id: verdicts(one) for one in found},
        skills=skills(items, by_question, text),
        misreadings=misreadings(chosen_in, items, _owners(results), text),
        paragraphs=paragraphs(found, text),
        answers=every,
    )


def _owners(results: Iterable[StudentResult]) -> dict[int, Student]:
    return {one.counted.id: one.student for one in results if one.counted is not None}


def _standings(answers: Iterable[Alike]) -> Standings:
    """Return where each counted attempt stands in the class."""
    marks, worth = earned(answers)
    scaled, _ = on_one_scale(zip(marks.values(), worth.values(), strict=True))
    return Standings(marks, thirds(dict(zip(marks, scaled, strict=True))))


def _column(
    item: Item,
    given: Sequence[Alike],
    standings: Standings,
    seconds: Mapping[int, Sequence[int]],
) -> Column:
    marks = each(given, (one.mark for one in given))
    totals = [total for one in given for total in map(standings.totals.__getitem__, one.attempts)]
    return Column(
        item=item,
        chosen=chosen(item, given),
        marks=marks,
        totals=totals,
        sums=moments(marks, totals),
        seconds=seconds.get(item.question_id, ()),
    )


def _items(
    columns: Sequence[Column],
    standings: Standings,
    answers: Iterable[Alike],
    text: Text,
) -> tuple[ItemSummary, ...]:
    students = len(standings.totals)
    reached = _reached(answers)
    alone = sum(bool(one.marks) for one in columns) == 1
    # A question that was dropped, or joined the quiz later, though others have finished.
    nobody = UNCOUNTED if students else NOBODY
    weights = _weights(columns, students, nobody)
    return tuple(
        item_summary(column, weighs, standings, reached, text, alone=alone, nobody=nobody)
        for column, weighs in zip(columns, weights, strict=True)
    )


def _reached(answers: Iterable[Alike]) -> dict[int, int]:
    """Return the last place at which each attempt has an answer."""
    found: dict[int, int] = {}
    for same in answers:
        if same.answer is not None:
            for attempt, place in zip(same.attempts, same.places, strict=True):
                if place > found.get(attempt, 0):
                    found[attempt] = place
    return found


def _weights(columns: Sequence[Column], students: int, nobody: Undefined) -> list[Weights]:
    """Return what each question weighs; one that nobody was given weighs nothing yet."""
    asked = [one for one in columns if one.marks]
    sums = [one.sums for one in asked]
    most = sum(one.item.out_of for one in asked)
    found = {
        one.item.question_id: Weights(Fraction(one.item.out_of, most), effective, alpha)
        for one, effective, alpha in zip(
            asked, effective_weights(sums), without(sums, students), strict=True
        )
    }
    nothing = Weights(nobody, nobody, nobody)
    return [found.get(one.item.question_id, nothing) for one in columns]


def _results(
    students: Sequence[Student],
    tries: Iterable[Try],
    grading: Grading,
) -> tuple[StudentResult, ...]:
    by_student: dict[int, list[Try]] = defaultdict(list)
    for one in tries:
        by_student[one.student_id].append(one)
    return tuple(
        student_result(student, by_student[student.id], grading) for student in by_name(students)
    )


def _out_of(results: Iterable[StudentResult], items: Iterable[Item]) -> int:
    """Return the most that could be earned; the quiz's own while nobody has finished."""
    reached = [one.score.out_of for one in results if one.score is not None]
    return max(reached, default=sum(item.out_of for item in items))
