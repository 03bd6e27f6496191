"""The class summary: from plain rows of students, attempts and answers to what a teacher reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.itemstats.choices import alike
from quizapp.core.itemstats.items import ItemSummary, item_summary
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
from quizapp.core.scoring import Grading


@dataclass(frozen=True)
class ClassSummary:
    """How a class did on one assignment: page, exports and charts are all made from this."""

    grading: Grading
    students: tuple[StudentResult, ...]
    # By name.
    scores: ScoreSummary
    items: tuple[ItemSummary, ...]
    # In the order of the quiz.
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
) -> ClassSummary:
    """Return the summary of an assignment.

    `given` holds what became of every question in the attempts that count (`rows.counting`), and
    of no others; `tries` holds every attempt of these students.
    """
    by_attempt: dict[int, dict[int, Given]] = defaultdict(dict)
    by_question: dict[int, list[Given]] = defaultdict(list)
    for one in given:
        by_attempt[one.attempt_id][one.question_id] = one
        by_question[one.question_id].append(one)
    results = _results(students, tries, by_attempt, grading)
    groups = {item.question_id: alike(item, by_question[item.question_id]) for item in items}
    totals = {key: sum(one.mark for one in of_it.values()) for key, of_it in by_attempt.items()}
    owners = {one.counted.id: one.student for one in results if one.counted is not None}
    found = tuple(
        item_summary(item, by_question[key], groups[key], totals, text)
        for item in items
        for key in (item.question_id,)
    )
    return ClassSummary(
        grading=grading,
        students=results,
        scores=score_summary(results, _out_of(results, items)),
        items=found,
        skills=skills(items, by_question, text),
        misreadings=misreadings(groups, items, owners, text),
        paragraphs=paragraphs(found, text),
    )


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
