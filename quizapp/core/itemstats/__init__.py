"""The class summary: from plain rows of students, attempts and answers to what a teacher reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizapp.core.itemstats.choices import alike
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
from quizapp.core.itemstats.rows import Given, Item, Student, Text, Try, by_name
from quizapp.core.itemstats.students import (
    ScoreSummary,
    StudentResult,
    score_summary,
    student_result,
)
from quizapp.core.itemstats.thirds import thirds
from quizapp.core.itemstats.verdicts import Verdict, verdicts
from quizapp.core.itemstats.wordings import Standing
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

    @property
    def not_started(self) -> tuple[StudentResult, ...]:
        """Return the students who have not started."""
        return tuple(one for one in self.students if one.state == "not started")


def summarise(
    students: Sequence[Student],
    tries: Iterable[Try],
    items: Sequence[Item],
    given: Iterable[Given],
    text: Text,
    grading: Grading,
    seconds: Mapping[int, Sequence[int]] | None = None,
) -> ClassSummary:
    """Return the summary of an assignment.

    `given` holds what became of every question in the attempts that count (`rows.counting`), and
    of no others; `tries` holds every attempt of these students; `seconds` what led up to the
    saved answers of the counted attempts, by question.
    """
    by_attempt: dict[int, dict[int, Given]] = defaultdict(dict)
    by_question: dict[int, list[Given]] = defaultdict(list)
    for one in given:
        by_attempt[one.attempt_id][one.question_id] = one
        by_question[one.question_id].append(one)
    results = _results(students, tries, by_attempt, grading)
    standings = _standings(by_attempt)
    columns = [
        _column(item, by_question[item.question_id], standings, seconds or {}) for item in items
    ]
    found = _items(columns, standings, by_attempt, text)
    groups = {one.item.question_id: one.groups for one in columns}
    owners = {one.counted.id: one.student for one in results if one.counted is not None}
    return ClassSummary(
        grading=grading,
        students=results,
        scores=score_summary(results, _out_of(results, items)),
        reliability=reliability([one.sums for one in columns if one.given], len(by_attempt)),
        items=found,
        verdicts={one.item.question_id: verdicts(one) for one in found},
        skills=skills(items, by_question, text),
        misreadings=misreadings(groups, items, owners, text),
        paragraphs=paragraphs(found, text),
    )


def _standings(by_attempt: Mapping[int, Mapping[int, Given]]) -> dict[int, Standing]:
    """Return where each counted attempt stands in the class."""
    totals = [
        (sum(one.mark for one in of_it.values()), sum(one.out_of for one in of_it.values()))
        for of_it in by_attempt.values()
    ]
    scaled, _ = on_one_scale(totals)
    third = thirds(dict(zip(by_attempt, scaled, strict=True)))
    return {
        key: Standing(total, third.get(key))
        for key, (total, _) in zip(by_attempt, totals, strict=True)
    }


def _column(
    item: Item,
    given: Sequence[Given],
    standings: Mapping[int, Standing],
    seconds: Mapping[int, Sequence[int]],
) -> Column:
    marks = [one.mark for one in given]
    totals = [standings[one.attempt_id].total for one in given]
    return Column(
        item=item,
        given=given,
        groups=alike(item, given),
        marks=marks,
        totals=totals,
        sums=moments(marks, totals),
        seconds=seconds.get(item.question_id, ()),
    )


def _items(
    columns: Sequence[Column],
    standings: Mapping[int, Standing],
    by_attempt: Mapping[int, Mapping[int, Given]],
    text: Text,
) -> tuple[ItemSummary, ...]:
    reached = {
        key: max((one.place for one in of_it.values() if one.answer is not None), default=0)
        for key, of_it in by_attempt.items()
    }
    alone = sum(bool(one.given) for one in columns) == 1
    # A question that was dropped, or joined the quiz later, though others have finished.
    nobody = UNCOUNTED if by_attempt else NOBODY
    weights = _weights(columns, len(by_attempt), nobody)
    return tuple(
        item_summary(column, weighs, standings, reached, text, alone=alone, nobody=nobody)
        for column, weighs in zip(columns, weights, strict=True)
    )


def _weights(columns: Sequence[Column], students: int, nobody: Undefined) -> list[Weights]:
    """Return what each question weighs; one that nobody was given weighs nothing yet."""
    asked = [one for one in columns if one.given]
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
    given: Mapping[int, Mapping[int, Given]],
    grading: Grading,
) -> tuple[StudentResult, ...]:
    by_student: dict[int, list[Try]] = defaultdict(list)
    for one in tries:
        by_student[one.student_id].append(one)
    return tuple(
        student_result(student, by_student[student.id], given, grading)
        for student in by_name(students)
    )


def _out_of(results: Iterable[StudentResult], items: Iterable[Item]) -> int:
    """Return the most that could be earned; the quiz's own while nobody has finished."""
    reached = [one.score.out_of for one in results if one.score is not None]
    return max(reached, default=sum(item.out_of for item in items))
