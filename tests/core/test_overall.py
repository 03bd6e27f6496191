"""A class over all its assignments: means, skills over time, and the rules on who may need help."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from quizapp.core.itemstats.numbers import NOBODY, Interval, Undefined
from quizapp.core.itemstats.overall import (
    NOT_TESTED,
    ClassOverall,
    SkillMarks,
    Task,
    overall,
    share_of,
)
from quizapp.core.itemstats.rows import Student, Try
from tests.make import AT

NOW = AT + timedelta(days=30)
NAMES = {"c-detail": "Detail", "r-claim": "Claim"}


def task(number: int, **changes: object) -> Task:
    """Return a quiz that opened on a day of its own and is over."""
    opens = AT + timedelta(days=number)
    values = {"practice": False, "closes_at": opens + timedelta(hours=1), "grading": "best"}
    values |= changes
    return Task(number, f"Quiz {number}", opens_at=opens, **values)  # type: ignore[arg-type]


def student(number: int) -> Student:
    return Student(number, f"Student {number:02}", f"s{number}", None)


def sat(student_id: int, task_id: int, score: int | None, number: int = 1) -> tuple[int, Try]:
    """Return an attempt out of 10; one without score is still open."""
    done: datetime | None = None if score is None else AT + timedelta(days=task_id, minutes=9)
    key = 1000 * task_id + 10 * student_id + number
    return task_id, Try(key, student_id, number, AT, done, by_clock=False, score=score, out_of=10)


def marks(attempt: tuple[int, Try], skill: str, mark: int, out_of: int = 2) -> SkillMarks:
    return SkillMarks(attempt[1].id, skill, mark, out_of, 2)


def looked_at(scores: dict[int, list[int | None]], tasks: list[Task] | None = None) -> ClassOverall:
    """Return a class whose students have these scores; '-1' stands for an open attempt."""
    given = tasks or [task(n + 1) for n in range(max(map(len, scores.values()), default=0))]
    tries = [
        sat(who, given[place].id, None if score == -1 else score)
        for who, row in scores.items()
        for place, score in enumerate(row)
        if score is not None
    ]
    return overall(map(student, scores), given, tries, [], NAMES, NOW)


def test_assignments_stand_in_the_order_in_which_they_opened() -> None:
    found = looked_at({1: []}, [task(3), task(1), task(2)._replace(opens_at=AT)])
    assert [one.task.id for one in found.tasks] == [2, 1, 3]
    at_once = [task(number)._replace(opens_at=AT) for number in (2, 1)]
    assert [one.task.id for one in looked_at({1: []}, at_once).tasks] == [1, 2]


def test_each_assignment_tells_who_began_who_finished_and_their_mean_share() -> None:
    (one,) = looked_at({1: [4], 2: [8], 3: [-1], 4: [None]}).tasks
    assert (one.started, one.finished, one.share) == (3, 2, Fraction(3, 5))
    assert isinstance(one.interval, Interval)


def test_an_assignment_has_a_quartile_and_an_interval_that_ends_with_full_marks() -> None:
    (one,) = looked_at({1: [0], 2: [6], 3: [9], 4: [10], 5: [10]}).tasks
    assert (one.share, one.lower_quartile) == (Fraction(7, 10), Fraction(3, 5))
    assert isinstance(one.interval, Interval)
    # By hand: the deviation is 0.424264, t for 4 degrees of freedom 2.7764.
    assert one.interval.low == pytest.approx(0.7 - 2.7764 * 0.424264 / 5**0.5, abs=1e-5)
    assert one.interval.high == 1


def test_an_assignment_that_nobody_finished_has_no_mean() -> None:
    (one,) = looked_at({1: [None]}, [task(1)]).tasks
    assert (one.started, one.finished) == (0, 0)
    assert one.share is NOBODY
    assert isinstance(one.interval, Undefined)


def test_a_students_mean_is_over_the_quizzes_they_finished_and_not_over_practice() -> None:
    tasks = [task(1), task(2, practice=True), task(3)]
    found = looked_at({1: [4, 10, None], 2: [None, None, None]}, tasks)
    assert found.students[0].share == Fraction(2, 5)
    assert found.students[1].share is NOBODY
    assert [one.task.id for one in found.quizzes] == [1, 3]


@pytest.mark.parametrize(
    ("grading", "share"),
    [("best", Fraction(9, 10)), ("first", Fraction(1, 2)), ("last", Fraction(7, 10))],
)
def test_of_several_tries_the_grading_policy_decides(grading: str, share: Fraction) -> None:
    tries = [sat(1, 1, 5), sat(1, 1, 9, 2), sat(1, 1, 7, 3)]
    found = overall([student(1)], [task(1, grading=grading)], tries, [], NAMES, NOW)
    (result,) = found.students[0].results
    assert (result.share, result.tries) == (share, 3)
    assert result.latest is not None
    assert result.latest.number == 3


def test_the_latest_try_is_the_one_with_the_highest_number() -> None:
    (_, early), (_, late) = sat(1, 1, 5, 1), sat(1, 1, 9, 2)
    tries = [(1, late._replace(id=1)), (1, early._replace(id=2))]
    (found,) = overall([student(1)], [task(1)], tries, [], NAMES, NOW).students
    assert found.results[0].latest == late._replace(id=1)


def test_a_skill_counts_a_student_once_with_all_they_earned() -> None:
    one, two, three = sat(1, 1, 5), sat(1, 2, 5), sat(2, 1, 5)
    rows = [
        marks(one, "c-detail", 2),
        marks(two, "c-detail", 0),
        marks(three, "c-detail", 2),
        marks(one, "r-claim", 1),
        marks(two, "unnamed", 2),
    ]
    found = overall(map(student, (1, 2)), [task(1), task(2)], [one, two, three], rows, NAMES, NOW)
    by_name = {skill.name: skill for skill in found.skills}
    detail = by_name["Detail"]
    assert (detail.share, detail.count, detail.questions) == (Fraction(3, 4), 2, 4)
    assert detail.over_time == (Fraction(1), Fraction(0))
    assert by_name["Claim"].over_time == (Fraction(1, 2), NOT_TESTED)
    assert by_name["Claim"].questions == 2
    assert isinstance(detail.interval, Interval)
    assert (detail.interval.low, detail.interval.high) == (0, 1)
    assert [skill.name for skill in found.skills] == ["Claim", "Detail", "unnamed"]


def test_a_quiz_that_nobody_finished_says_so_in_its_column() -> None:
    one = sat(1, 1, 5)
    rows = [marks(one, "c-detail", 1)]
    found = overall([student(1)], [task(1), task(2)], [one], rows, NAMES, NOW)
    assert found.skills[0].over_time == (Fraction(1, 2), NOBODY)


def test_a_skill_that_was_worth_nothing_has_no_share_and_comes_last() -> None:
    one = sat(1, 1, 5)
    rows = [
        *[marks(one, "r-claim", 0, out_of=0), marks(one, "c-detail", 2), marks(one, "weak", 1)],
        *[marks(one, "best", 2)],
    ]
    found = overall([student(1)], [task(1)], [one], rows, NAMES, NOW)
    assert [skill.name for skill in found.skills] == ["weak", "Detail", "best", "Claim"]
    assert found.skills[-1].share is NOBODY


def test_practice_moves_no_skill() -> None:
    one = sat(1, 1, 5)
    rows = [marks(one, "c-detail", 1)]
    found = overall([student(1)], [task(1, practice=True)], [one], rows, NAMES, NOW)
    assert found.skills == ()


def test_a_students_own_share_of_a_skill_is_none_where_it_was_not_tested() -> None:
    one = sat(1, 1, 5)
    rows = [marks(one, "c-detail", 1)]
    (found,) = overall([student(1)], [task(1)], [one], rows, NAMES, NOW).students
    assert share_of(found.results, "c-detail") == Fraction(1, 2)
    assert share_of(found.results, "r-claim") is None


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ([5, 5], False),
        ([5, None], True),
        ([None, None], True),
        ([5, 5, None], False),
        ([5, None, None], True),
        ([-1, 5], True),
    ],
)
def test_who_missed_at_least_half_of_what_is_over_may_need_help(
    row: list[int | None], named: bool
) -> None:
    found = looked_at({1: row})
    assert found.students[0].needs_help is named
    assert bool(found.may_need_help) is named


def test_what_is_still_open_is_not_missed() -> None:
    open_still = [task(1, closes_at=None), task(2, closes_at=NOW + timedelta(days=1))]
    assert looked_at({1: [None, None]}, open_still).may_need_help == ()


def test_an_assignment_is_missed_from_the_moment_it_closes() -> None:
    assert looked_at({1: [None]}, [task(1, closes_at=NOW)]).may_need_help != ()
    later = task(1, closes_at=NOW + timedelta(microseconds=1))
    assert looked_at({1: [None]}, [later]).may_need_help == ()


def test_practice_that_was_done_makes_up_for_no_missed_quiz() -> None:
    tasks = [task(1), task(2), task(3, practice=True)]
    assert looked_at({1: [5, None, 10]}, tasks).students[0].needs_help


def test_nobody_misses_practice() -> None:
    assert looked_at({1: [None]}, [task(1, practice=True)]).may_need_help == ()


FIVE: dict[int, list[int | None]] = {2: [6, 6], 3: [7, 7], 4: [8, 8], 5: [9, 9]}


@pytest.mark.parametrize(
    ("row", "low"),
    [([2, 2], [1, 2]), ([2, 9], []), ([9, 2], []), ([2, -1], []), ([2, 2, None], [1, 2])],
)
def test_who_was_in_the_lowest_quarter_twice_running_may_need_help(
    row: list[int | None], low: list[int]
) -> None:
    found = looked_at({1: row, **FIVE}).students[0]
    assert [one.id for one in found.low] == low
    assert low == [] or found.needs_help


def test_who_is_just_at_the_lower_quartile_is_in_the_lowest_quarter() -> None:
    # Of 2, 6, 7, 8 and 9 the quartile is 6 and the mean 6.4.
    found = looked_at({1: [2, 2], **FIVE})
    assert [len(one.low) for one in found.students] == [2, 2, 0, 0, 0]


def test_one_low_quiz_or_a_class_of_four_names_nobody() -> None:
    once = {who: row[:1] for who, row in {1: [1, 1], **FIVE}.items()}
    assert looked_at(once).students[0].low == ()
    four = {who: row for who, row in {1: [1, 1], **FIVE}.items() if who < 5}
    assert looked_at(four).students[0].low == ()


def test_where_all_are_alike_nobody_is_in_the_lowest_quarter() -> None:
    assert looked_at({who: [5, 5] for who in range(1, 7)}).may_need_help == ()


def test_a_student_is_found_by_id() -> None:
    found = looked_at({1: [5], 2: [6]})
    assert found.student(2) is found.students[1]
    assert found.student(3) is None
