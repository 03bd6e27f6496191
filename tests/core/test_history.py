"""A question's history: assignment by assignment, joined within a line and parted between lines."""

from datetime import timedelta
from fractions import Fraction

import pytest

from quizapp.core.itemstats.history import Given, Sat, history
from quizapp.core.itemstats.numbers import Interval
from quizapp.core.itemstats.rows import Alike, Item, Student, Try, Version
from quizapp.core.itemstats.takers import takers
from quizapp.core.kinds import question
from tests.make import AT, record

FIRST = Version(1, 1, question(record(stem="What does the writter say is planned?")))
FIXED = Version(2, 2, question(record()))
OTHER = Version(3, 3, question(record(stem="What does the writer hope for?")))
VERSIONS = (FIRST, FIXED, OTHER)


def given(number: int, grading: str = "best") -> Given:
    opens = AT + timedelta(days=number)
    return Given(number, f"Quiz {number}", "Year 11", opens, False, grading)  # type: ignore[arg-type]


def sat(assignment: int, who: int, version: Version, mark: int, number: int = 1) -> Sat:
    done = AT + timedelta(hours=number)
    attempt = Try(100 * assignment + 10 * who + number, who, number, AT, done, False, mark, 1)
    return Sat(assignment, attempt, version.id, mark, 1)


def test_occasions_stand_in_the_order_in_which_they_were_given() -> None:
    rows = [sat(2, 1, FIXED, 1), sat(1, 1, FIRST, 0), sat(1, 2, FIRST, 1)]
    found = history([given(2), given(1), given(3)], rows, VERSIONS)
    assert [(one.given.id, one.count, one.facility) for one in found.occasions] == [
        (1, 2, Fraction(1, 2)),
        (2, 1, Fraction(1)),
    ]
    assert found.starts == ()


def test_the_order_is_that_of_opening_whichever_was_made_first() -> None:
    late, early = given(2)._replace(id=1), given(1)._replace(id=2)
    twin = early._replace(id=3)
    rows = [sat(number, 1, FIXED, 1) for number in (1, 2, 3)]
    found = history([late, twin, early], rows, VERSIONS)
    assert [one.given.id for one in found.occasions] == [2, 3, 1]


def test_within_an_assignment_the_older_line_comes_first_whoever_sat_it_first() -> None:
    rows = [sat(1, 1, OTHER, 1), sat(1, 2, FIRST, 0)]
    assert [one.line for one in history([given(1)], rows, VERSIONS).occasions] == [1, 2]


def test_marks_in_part_make_a_facility_in_part() -> None:
    rows = [sat(1, 1, FIXED, 1), sat(1, 2, FIXED, 2)]
    rows = [one._replace(out_of=4) for one in rows]
    (found,) = history([given(1)], rows, VERSIONS).occasions
    assert found.facility == Fraction(3, 8)


def test_a_spelling_fix_keeps_the_line_and_another_question_starts_one() -> None:
    rows = [sat(1, 1, FIRST, 0), sat(2, 1, FIXED, 1), sat(3, 1, OTHER, 1)]
    found = history([given(n) for n in (1, 2, 3)], rows, VERSIONS)
    assert [one.line for one in found.occasions] == [1, 1, 2]
    assert found.starts == (2,)


def test_an_assignment_with_both_wordings_of_a_line_is_one_occasion_of_two_lines_two() -> None:
    rows = [sat(1, 1, FIRST, 0), sat(1, 2, FIXED, 1), sat(1, 3, OTHER, 1)]
    joined, apart = history([given(1)], rows, VERSIONS).occasions
    assert (joined.versions, joined.count, joined.facility) == ((1, 2), 2, Fraction(1, 2))
    assert isinstance(joined.interval, Interval)
    assert joined.interval.method == "Wilson"
    assert (apart.versions, apart.count) == ((3,), 1)


@pytest.mark.parametrize(("grading", "facility"), [("first", 0), ("last", 0), ("best", 1)])
def test_a_student_counts_once_by_the_assignments_grading(grading: str, facility: int) -> None:
    rows = [sat(1, 1, FIXED, mark, number) for number, mark in ((1, 0), (2, 1), (3, 0))]
    (one,) = history([given(1, grading)], rows, VERSIONS).occasions
    assert (one.count, one.facility) == (1, facility)


def test_each_choice_has_its_students_by_name_under_each_wording() -> None:
    item = Item(7, 1, "k", 1, (FIRST, FIXED))
    owners = {10 * who: Student(who, f"Student {who}", f"s{who}", None) for who in range(1, 6)}
    found = takers(
        item,
        [
            Alike(7, FIXED.id, 0, 1, 1, [20, 10], [1, 1]),
            Alike(7, FIRST.id, 0, 1, 1, [30], [1]),
            Alike(7, FIXED.id, 0, 1, None, [40], [1]),
            Alike(8, FIXED.id, 0, 1, 0, [50], [2]),
        ],
        owners,
    )
    assert [one.name for one in found.of(2, 0, 1)] == ["Student 1", "Student 2"]
    assert [one.name for one in found.of(1, 0, 1)] == ["Student 3"]
    assert found.of(2, 0, 0) == ()
    assert [one.name for one in found.left_blank(2, 0)] == ["Student 4"]
    assert found.left_blank(1, 0) == ()
