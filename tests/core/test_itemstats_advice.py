"""What to take up next: said when the numbers carry it, and silent otherwise."""

from fractions import Fraction

from quizapp.core.itemstats import ClassSummary, summarise
from quizapp.core.itemstats.advice import Advice, advise
from quizapp.core.itemstats.numbers import Z_95
from quizapp.core.marks import PARTS_PER_POINT
from tests.core.classes import TEXT, item, of_answers, of_marks, student


def a_class(weak_right: int, of: int, others: int = 3) -> ClassSummary:
    """Return a class in which `weak_right` students of `of` got the one question on claims."""
    items = [item(1, skill="r-claim"), *(item(i) for i in range(2, 2 + others))]
    return of_marks([[int(i < weak_right)] + [1] * others for i in range(of)], items)


def test_a_skill_is_named_when_its_whole_interval_lies_below_the_class() -> None:
    found = advise(a_class(weak_right=4, of=20)).skill
    assert found is not None
    assert found.skill.name == "Claim"
    assert found.hardest.item.position == 1
    assert found.overall == Fraction(64, 80)


def test_a_skill_whose_interval_reaches_the_class_is_not_named() -> None:
    assert advise(a_class(weak_right=19, of=20)).skill is None


def test_four_students_are_too_few_to_name_a_skill() -> None:
    assert advise(a_class(weak_right=0, of=4, others=9)).skill is None
    assert advise(a_class(weak_right=0, of=5, others=9)).skill is not None


def test_a_skill_without_interval_is_passed_over_for_the_next_that_has_one() -> None:
    items = [item(1, "multi", skill="r-claim"), item(2, skill="x"), *map(item, range(3, 9))]
    summary = of_marks([[0, int(i < 2)] + [1] * 6 for i in range(20)], items)
    found = advise(summary).skill
    assert found is not None
    assert found.skill.code == "x"


def test_a_wrong_road_of_three_students_is_named_with_its_question() -> None:
    found = advise(of_answers([[1, 0], [1, 0], [1, 1], [0, 0]], [item(1), item(2)])).roads
    assert [(road.taken.misreading.name, road.where.item.position) for road in found] == [
        ("one thing for another", 1)
    ]


def test_a_road_that_fewer_took_is_not_named_beside_it() -> None:
    options = [
        {"text": "A bridge", "key": True},
        {"text": "A tunnel", "misreading": "more"},
        {"text": "A ferry", "misreading": "fewer"},
    ]
    found = advise(of_answers([[1]] * 4 + [[2]] * 3, [item(1, options=options)])).roads
    assert [road.taken.misreading.code for road in found] == ["more"]


def test_a_wrong_road_of_two_students_is_not_named() -> None:
    assert advise(of_answers([[1], [1], [0]], [item(1)])).roads == ()


def tied(count: int) -> ClassSummary:
    """Return a class whose three students each took `count` different roads."""
    items = [
        item(
            i,
            options=[
                {"text": "A bridge", "key": True},
                {"text": "A tunnel", "misreading": f"road-{i}"},
            ],
        )
        for i in range(1, count + 1)
    ]
    return of_answers([[1] * count] * 3, items)


def test_two_roads_taken_by_equally_many_are_named_together_and_three_say_nothing() -> None:
    assert len(advise(tied(2)).roads) == 2
    assert advise(tied(3)).roads == ()


def test_who_has_not_started_is_named_once_anybody_has_finished() -> None:
    summary = of_answers([[0]], [item(1)])
    assert not advise(summary).anything
    late = summarise([student(1), student(2)], [], [item(1)], [], TEXT, "best")
    assert not advise(late).anything


def test_a_class_that_got_everything_right_hears_nothing() -> None:
    found = advise(of_marks([[1, 1]] * 10, [item(1), item(2)]))
    assert not found.anything
    assert found == Advice(None, (), (), (), ())


def test_a_weak_skill_alone_is_something_to_say() -> None:
    found = advise(a_class(weak_right=4, of=20))
    assert Advice(found.skill, (), (), (), ()).anything


def test_those_who_wait_are_listed_beside_those_who_finished() -> None:
    done = of_answers([[0]], [item(1)])
    attempt = done.students[0].counted
    assert attempt is not None
    summary = summarise(
        [student(1), student(2)],
        [attempt],
        [item(1)],
        done.answers,
        TEXT,
        "best",
    )
    assert [one.student.id for one in advise(summary).not_started] == [2]
    assert advise(summary, voluntary=True).not_started == ()
    assert advise(summary).anything


def test_of_a_weak_skill_its_hardest_question_is_named() -> None:
    items = [item(1, skill="r-claim"), item(2, skill="r-claim"), *map(item, range(3, 9))]
    # A question that is harder still belongs to a skill that went well.
    rows = [[int(i < 4), int(i < 2), int(i < 1)] + [1] * 5 for i in range(20)]
    found = advise(of_marks(rows, items)).skill
    assert found is not None
    assert found.hardest.item.position == 2


def test_three_keys_to_check_are_named_and_no_more() -> None:
    # The strongest took a wrong choice in each of four questions.
    items = [item(n) for n in range(1, 5)] + [item(n, points=9) for n in range(5, 14)]
    rows = [[int(i > 5)] * 4 + [0 if nth <= i else 2 for nth in range(9)] for i in range(9)]
    assert [key.where.item.position for key in advise(of_answers(rows, items)).keys] == [1, 2, 3]


def test_who_lies_less_than_the_interval_below_the_mean_is_not_to_be_seen() -> None:
    items = [item(n) for n in range(1, 11)]
    scores = [9] * 8 + [8] * 8 + [7, 2]
    summary = of_marks([[int(nth < right) for nth in range(10)] for right in scores], items)
    mean, error = summary.scores.share, summary.reliability.standard_error
    below = [(mean - Fraction(right, 10)) * 10 * PARTS_PER_POINT / error for right in (7, 2)]  # type: ignore[operator]
    assert 1 < below[0] < Z_95 < below[1]
    assert [one.student.id for one in advise(summary).to_see] == [18]
