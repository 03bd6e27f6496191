"""The class summary: the worked example, small and strange classes, and a slow second opinion."""

import statistics
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.itemstats import ClassSummary, summarise
from quizapp.core.itemstats.items import (
    ALL_RIGHT,
    ALL_WRONG,
    ALONE,
    UNCOUNTED,
    UNTIMED,
    Weights,
    all_or_nothing,
)
from quizapp.core.itemstats.numbers import (
    ALL_EQUAL,
    NOBODY,
    TOO_FEW,
    TOO_FEW_PAIRS,
    Interval,
    Undefined,
)
from quizapp.core.itemstats.reliability import TOTALS_EQUAL, Reliability
from quizapp.core.itemstats.roads import UNCITED
from quizapp.core.itemstats.rows import Given, Item, Text, Version, counting
from quizapp.core.itemstats.shape import Shape
from quizapp.core.itemstats.wordings import NOBODY_CHOSE, REST_EQUAL, ChoiceCount
from quizapp.core.kinds import KINDS, question
from quizapp.core.marks import PARTS_PER_POINT, shown
from quizapp.core.question import Answer, Pick
from quizapp.core.scoring import Grading
from tests.core.classes import (
    TEXT,
    WORKED,
    alike,
    finished,
    item,
    of_answers,
    of_marks,
    of_tries,
    student,
)
from tests.make import record

POINT = PARTS_PER_POINT


def worked() -> ClassSummary:
    """Return the summary of the worked example."""
    items = [item(1), item(2), item(3, "multi", points=2), item(4)]
    return of_marks([[int(mark) for mark in row] for row in WORKED], items)


@pytest.mark.parametrize(
    ("place", "facility", "deviation", "item_rest", "item_total"),
    [
        (0, Fraction(5, 8), 0.517549, 0.33073420, 0.602464),
        (1, Fraction(1, 2), 0.534522, 0.40824829, 0.666667),
        (2, Fraction(7, 16), 0.834523, 0.42365927, 0.800641),
        (3, Fraction(1, 2), 0.534522, 0.18898224, 0.500000),
    ],
)
def test_the_worked_example_comes_out_exactly(
    place: int, facility: Fraction, deviation: float, item_rest: float, item_total: float
) -> None:
    found = worked().items[place]
    assert found.count == 8
    assert found.facility == facility
    assert found.deviation / POINT == pytest.approx(deviation, abs=5e-7)  # type: ignore[operator]
    assert found.item_rest == pytest.approx(item_rest, abs=5e-9)
    assert found.sorts.item_total == pytest.approx(item_total, abs=5e-7)


@pytest.mark.parametrize(
    ("place", "intended", "effective", "efficiency", "alpha_without"),
    [
        (0, Fraction(1, 5), 0.22427986, 0.44827586, 0.466019),
        (1, Fraction(1, 5), 0.23976525, 0.50000000, 0.406250),
        (2, Fraction(2, 5), 0.32831209, 0.46666667, 0.380952),
        (3, Fraction(1, 5), 0.20764280, 0.20000000, 0.562500),
    ],
)
def test_the_weights_of_the_worked_example_come_out_exactly(
    place: int, intended: Fraction, effective: float, efficiency: float, alpha_without: float
) -> None:
    found = worked().items[place]
    assert found.weights.intended == intended
    assert found.weights.effective == pytest.approx(effective, abs=5e-9)
    assert found.weights.alpha_without == pytest.approx(alpha_without, abs=5e-7)
    assert found.sorts.efficiency == pytest.approx(efficiency, abs=5e-9)


def test_both_correlations_of_an_item_have_intervals_of_their_own() -> None:
    found = worked().items[3].sorts
    rest, total = found.item_rest_interval, found.item_total_interval
    assert isinstance(rest, Interval)
    assert isinstance(total, Interval)
    # By hand: atanh of the correlation, 1.959964 over the root of 8 - 3 to both sides, and tanh.
    assert (rest.low, rest.high) == pytest.approx((-0.594916, 0.788632), abs=5e-6)
    assert (total.low, total.high) == pytest.approx((-0.316017, 0.890809), abs=5e-6)
    assert rest.method == total.method == "Fisher"


def test_the_reliability_of_the_worked_example_comes_out_exactly() -> None:
    found = worked().reliability
    assert found.alpha == pytest.approx(0.53703704, abs=5e-9)
    # F(0.975; 7, 21) = 2.9686 and F(0.025; 7, 21) = 0.2246, for eight students and four questions.
    assert isinstance(found.interval, Interval)
    assert found.interval.low == pytest.approx(1 - 0.46296296 * 2.9686, abs=5e-5)
    assert found.interval.high == pytest.approx(1 - 0.46296296 * 0.2246, abs=5e-5)
    assert found.error_ratio == pytest.approx(0.68041382, abs=5e-9)
    assert found.standard_error / POINT == pytest.approx(1.091089, abs=5e-7)  # type: ignore[operator]
    shape = worked().scores.shape
    assert shape.skewness == pytest.approx(0, abs=1e-12)
    assert shape.kurtosis == pytest.approx(-0.311111, abs=5e-7)


def test_the_scores_of_the_worked_example_come_out_exactly() -> None:
    scores = worked().scores
    assert (scores.count, scores.out_of) == (8, 5 * POINT)
    assert (scores.mean, scores.median) == (Fraction(5, 2) * POINT, Fraction(5, 2) * POINT)
    assert scores.deviation / POINT == pytest.approx(1.603567, abs=5e-7)  # type: ignore[operator]
    assert scores.share == Fraction(1, 2)


def test_before_anybody_has_finished_everything_says_so() -> None:
    summary = summarise([student(1)], [], [item(1), item(2)], [], TEXT, "best")
    scores = summary.scores
    assert scores.count == 0
    assert scores.out_of == 2 * POINT
    for value in (scores.mean, scores.median, scores.deviation, scores.interval, scores.share):
        assert value is NOBODY
    for one in summary.items:
        values = (one.facility, one.interval, one.deviation, one.item_rest, one.sorts.item_total)
        assert set(values) == {NOBODY}
        assert one.weights == Weights(NOBODY, NOBODY, NOBODY)
        assert {one.sorts.efficiency, one.sorts.item_rest_interval} == {NOBODY}
        assert one.seconds is UNTIMED
        assert one.wrong_choice is None
    assert summary.reliability == Reliability(NOBODY, NOBODY, NOBODY, NOBODY, 0)
    assert scores.shape == Shape(NOBODY, NOBODY)
    assert summary.skills[0].share is NOBODY
    assert summary.paragraphs[0].share is NOBODY
    assert summary.misreadings == ()
    assert [one.state for one in summary.students] == ["not started"]


def test_a_question_dropped_for_everyone_is_said_to_count_for_nobody() -> None:
    alone = {"skill": "r-claim", "paras": [3]}
    items = [item(1), item(2), item(3, **alone)]
    kept = of_marks([[1, 0], [0, 1], [1, 1], [0, 0]], items[:2])
    tries = [finished(i, i, mark * POINT, 2 * POINT) for i, mark in enumerate((1, 1, 2, 0), 1)]
    marks = ((1, 0), (0, 1), (1, 1), (0, 0))
    answers = [
        Given(i, it.question_id, it.versions[0].id, mark * POINT, POINT, None)
        for i, row in enumerate(marks, 1)
        for it, mark in zip(items, row, strict=False)
    ]
    summary = summarise(
        [student(i) for i in range(1, 5)], tries, items, alike(answers), TEXT, "best"
    )
    dropped = summary.items[2]
    sorts = dropped.sorts
    values = (dropped.facility, dropped.interval, dropped.deviation, sorts.efficiency)
    assert {*values, sorts.item_rest, sorts.item_total, sorts.item_rest_interval} == {UNCOUNTED}
    assert dropped.weights == Weights(UNCOUNTED, UNCOUNTED, UNCOUNTED)
    assert summary.verdicts[3] == ()
    # A skill that only this question has is as undefined, and not the weakest; so is a paragraph.
    skill, last = summary.skills[0], summary.skills[-1]
    assert (last.code, last.share, last.interval) == ("r-claim", UNCOUNTED, UNCOUNTED)
    assert (skill.code, skill.share) == ("c-detail", Fraction(1, 2))
    assert summary.paragraphs[2].share is UNCOUNTED
    # The others, and the whole, are as if it had never been asked.
    assert summary.reliability == kept.reliability
    assert [one.facility for one in summary.items[:2]] == [one.facility for one in kept.items]
    assert [one.weights for one in summary.items[:2]] == [one.weights for one in kept.items]
    assert summary.scores.out_of == 2 * POINT


def test_the_hardest_question_comes_first_and_one_that_counts_for_nobody_last() -> None:
    items = [item(1, skill="r-claim"), item(2, skill="x"), item(3), item(4)]
    tries = [finished(i, i, POINT, 3 * POINT) for i in (1, 2)]
    # Nobody was given the first; of the others, everyone got the second.
    marks = {2: (POINT, POINT), 3: (POINT, 0), 4: (0, 0)}
    rows = [
        Given(who, nth, nth, of_it[who - 1], POINT, None)
        for nth, of_it in marks.items()
        for who in (1, 2)
    ]
    summary = summarise([student(1), student(2)], tries, items, alike(rows), TEXT, "best")
    ranked = sorted(summary.items, key=lambda one: one.rank)
    assert [one.item.position for one in ranked] == [4, 3, 2, 1]
    assert [one.name for one in summary.skills] == ["Detail", "x", "Claim"]


def test_equal_shares_of_different_points_have_no_interval_though_marks_differ() -> None:
    rows = [Given(1, 1, 1, POINT, 2 * POINT, [0]), Given(2, 1, 1, 2 * POINT, 4 * POINT, [0])]
    tries = [finished(1, 1, POINT, 2 * POINT), finished(2, 2, 2 * POINT, 4 * POINT)]
    asked = [item(1, "multi", points=4)]
    found = summarise([student(1), student(2)], tries, asked, alike(rows), TEXT, "best").items[0]
    assert found.facility == Fraction(1, 2)
    assert found.interval is ALL_EQUAL


def test_the_same_mark_out_of_different_points_is_not_called_right_for_everyone() -> None:
    rows = [Given(1, 1, 1, POINT, POINT, [0]), Given(2, 1, 1, POINT, 2 * POINT, [0])]
    tries = [finished(1, 1, POINT, POINT), finished(2, 2, POINT, 2 * POINT)]
    asked = [item(1, "multi", points=2), item(2)]
    found = summarise([student(1), student(2)], tries, asked, alike(rows), TEXT, "best").items[0]
    assert found.sorts.efficiency is ALL_EQUAL


def test_only_one_part_with_one_key_is_marked_all_or_nothing_under_every_wording() -> None:
    assert all_or_nothing(item(1))
    assert all_or_nothing(item(1, "tfns"))
    assert not all_or_nothing(item(1, "multi"))
    assert not all_or_nothing(item(1, "match"))
    both = (*item(1).versions, *item(1, "multi").versions)
    assert not all_or_nothing(Item(1, 1, "k", POINT, both))


def test_two_students_have_means_and_spreads_but_no_correlations() -> None:
    summary = of_marks([[1, 0], [1, 1]], [item(1), item(2)])
    assert summary.scores.mean == Fraction(3, 2) * POINT
    assert isinstance(summary.scores.deviation, float)
    first, second = summary.items
    assert (first.facility, second.facility) == (1, Fraction(1, 2))
    assert second.item_rest is TOO_FEW_PAIRS
    assert second.sorts.item_total is TOO_FEW_PAIRS
    assert isinstance(summary.reliability.alpha, Undefined)


@pytest.mark.parametrize("mark", [0, 1])
def test_where_all_are_right_or_all_are_wrong_nothing_sorts_and_nothing_is_advised(
    mark: int,
) -> None:
    summary = of_marks([[mark, mark]] * 6, [item(1), item(2)])
    assert summary.scores.share == mark
    assert summary.scores.deviation == 0
    assert isinstance(summary.reliability.alpha, Undefined)
    assert isinstance(summary.reliability.standard_error, Undefined)
    for one in summary.items:
        assert one.facility == mark
        assert one.item_rest is (ALL_RIGHT if mark else ALL_WRONG)
        assert isinstance(one.interval, Interval)


def test_one_student_has_a_facility_but_no_spread() -> None:
    found = of_marks([[1, 0]], [item(1), item(2)]).items[0]
    assert found.facility == 1
    assert found.deviation is TOO_FEW
    assert found.item_rest is TOO_FEW_PAIRS


@pytest.mark.parametrize(
    ("column", "reason"), [((1, 1, 1), ALL_RIGHT), ((0, 0, 0), ALL_WRONG), ((2, 2, 2), ALL_EQUAL)]
)
def test_equal_marks_are_named_for_what_they_are(column: tuple[int, ...], reason: object) -> None:
    points = 4 if reason is ALL_EQUAL else 1
    items = [item(1, "multi", points=points), item(2)]
    found = of_marks([[mark, i % 2] for i, mark in enumerate(column)], items).items[0]
    assert found.item_rest is reason
    assert found.interval is reason


def test_a_quiz_of_one_question_has_no_rest_to_compare_with() -> None:
    found = of_marks([[0], [1], [1]], [item(1)]).items[0]
    assert found.item_rest is ALONE
    assert found.sorts.item_total == pytest.approx(1)


def test_an_equal_rest_is_named() -> None:
    found = of_marks([[0, 1], [1, 1], [1, 1]], [item(1), item(2)]).items[0]
    assert found.item_rest is REST_EQUAL


def test_equal_totals_are_named() -> None:
    found = of_marks([[0, 1], [1, 0], [1, 0]], [item(1), item(2)]).items[0]
    assert found.sorts.item_total is TOTALS_EQUAL
    assert found.item_rest == pytest.approx(-1)


def test_a_question_marked_all_or_nothing_has_wilsons_interval_and_others_students_t() -> None:
    summary = worked()
    methods = [one.interval.method for one in summary.items if isinstance(one.interval, Interval)]
    assert methods == ["Wilson", "Wilson", "Student's t", "Wilson"]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=3, max_size=12))
def test_a_slow_second_opinion_agrees(rows: list[list[int]]) -> None:
    items = [item(i, "multi", points=4, skill=s) for i, s in enumerate("abba", start=1)]
    summary = of_marks(rows, items)
    totals = [sum(row) for row in rows]
    for place, found in enumerate(summary.items):
        column = [row[place] for row in rows]
        rest = [total - mark for total, mark in zip(totals, column, strict=True)]
        assert found.facility == Fraction(sum(column), 4 * len(rows))
        assert found.deviation / POINT == pytest.approx(statistics.stdev(column))  # type: ignore[operator]
        if len(set(column)) > 1 and len(set(rest)) > 1:
            assert found.item_rest == pytest.approx(statistics.correlation(column, rest))
        if len(set(column)) > 1 and len(set(totals)) > 1:
            assert found.sorts.item_total == pytest.approx(statistics.correlation(column, totals))
    by_skill = {skill.code: skill for skill in summary.skills}
    shares = [Fraction(row[0] + row[3], 8) for row in rows]
    assert by_skill["a"].share == statistics.mean(shares)
    assert summary.scores.mean == statistics.mean(map(Fraction, totals)) * POINT


# What was chosen


def choice(text: str, count: int, **changes: Any) -> ChoiceCount:
    """Return the count of a choice of a question that stands alone, in a class of four."""
    values = {"key": False, "misreading": None, "thirds": (0, 0, 0), "point_biserial": REST_EQUAL}
    return ChoiceCount(text=text, count=count, of=4, **values | changes)


def test_choices_are_counted_with_the_key_marked_and_blanks_apart() -> None:
    found = of_answers([[0], [1], [1], [None]], [item(1)]).items[0]
    assert found.omitted == 1
    assert found.wordings[0].parts[0].blank == 1
    assert found.wordings[0].parts[0].choices == (
        choice("A bridge", 1, key=True, mean_score=Fraction(POINT)),
        choice("A tunnel", 2, misreading="one thing for another", mean_score=Fraction(0)),
        choice("A ferry", 0, mean_score=NOBODY_CHOSE, point_biserial=NOBODY_CHOSE),
    )


def test_the_share_of_a_choice_is_of_all_who_were_asked() -> None:
    parts = of_answers([[1], [1], [None]], [item(1)]).items[0].wordings[0].parts
    assert [choice.share for choice in parts[0].choices] == [0, Fraction(2, 3), 0]
    unasked = summarise([], [], [item(1)], [], TEXT, "best").items[0].wordings[0]
    assert [choice.share for choice in unasked.parts[0].choices] == [0, 0, 0]


def test_the_wrong_choice_taken_most_is_named() -> None:
    found = of_answers([[0], [1], [1], [2]], [item(1)]).items[0].wrong_choice
    assert found is not None
    assert (found.choice.text, found.choice.count, found.choice.of) == ("A tunnel", 2, 4)


def test_a_question_with_only_right_answers_names_no_wrong_choice() -> None:
    assert of_answers([[0], [0]], [item(1)]).items[0].wrong_choice is None


ONE_ANSWER: dict[str, Answer] = {
    "single": 1,
    "multi": [0, 2],
    "tfns": "true",
    "match": [0, 3, None],
    "order": [0, 1, 3, 2],
    "classify": [0, None, 0],
    "cloze": [1, 1],
    "short": "a bridge",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_choices_counted_part_by_part(kind: str) -> None:
    answer = ONE_ANSWER[kind]
    asked = item(1, kind)
    parts = of_answers([[answer], [None]], [asked]).items[0].wordings[0].parts
    assert [part.label for part in parts] == [part.label for part in asked.question.parts]
    picks = asked.question.picks(answer)
    for i, part in enumerate(parts):
        taken = [pick.choice for pick in picks if pick.part == i]
        assert [choice.count for choice in part.choices] == [
            int(c in taken) for c in range(len(part.choices))
        ]
        assert part.blank == (1 if taken else 2)
        assert any(choice.key for choice in part.choices)


def test_two_wordings_of_one_question_keep_their_choices_apart() -> None:
    old = Version(1, 1, question(record("single", id="Q1")))
    new = Version(2, 2, question(record("single", id="Q1", stem="What is planned?")))
    asked = Item(1, 1, "harbour-Q1", POINT, (old, new))
    rows = [Given(1, 1, 1, POINT, POINT, 0), Given(2, 1, 2, 0, POINT, 1)]
    tries = [finished(1, 1, POINT, POINT), finished(2, 2, 0, POINT)]
    found = summarise([student(1), student(2)], tries, [asked], alike(rows), TEXT, "best").items[0]
    assert found.facility == Fraction(1, 2)
    assert [(one.number, one.count) for one in found.wordings] == [(1, 1), (2, 1)]
    assert [c.count for c in found.wordings[0].parts[0].choices] == [1, 0, 0]
    assert [c.count for c in found.wordings[1].parts[0].choices] == [0, 1, 0]
    # What is said of the question is said of its newest wording.
    assert asked.question is new.question
    assert found.wrong_choice is not None
    assert found.wrong_choice.choice.of == 1
    assert found.wrong_choice.choice.text == "A tunnel"


def test_what_a_regrade_accepts_makes_guessing_easier_in_its_own_wording_only() -> None:
    (plain,) = item(1).versions
    both = Version(2, 2, plain.question, frozenset({Pick(0, 1)}))
    for versions, guess in (((plain, both), Fraction(2, 3)), ((both, plain), Fraction(1, 3))):
        asked = Item(1, 1, "harbour-Q1", POINT, versions)
        assert summarise([], [], [asked], [], TEXT, "best").items[0].guess == guess


# Misreadings


def test_a_wrong_road_counts_its_answers_students_and_questions() -> None:
    items = [item(1), item(2, "multi"), item(3, "tfns")]
    rows: list[list[Any]] = [[1, [0, 2], "true"], [1, [0, 1], "false"], [2, [2, 3], None]]
    (found,) = of_answers(rows, items).misreadings
    assert (found.misreading.code, found.misreading.name) == ("swap", "one thing for another")
    assert found.answers == 5
    assert [one.id for one in found.students] == [1, 2, 3]
    assert [one.position for one in found.items] == [1, 2, 3]
    assert found.share == Fraction(5, 6)


def test_an_order_with_every_step_misplaced_is_one_answer_on_its_road() -> None:
    (found,) = of_answers([[[3, 2, 1, 0]]], [item(1, "order")]).misreadings
    assert (found.answers, found.share) == (1, 1)


def roads(*codes: str) -> list[dict[str, Any]]:
    """Return the options of a question: the key, and a wrong road for each code."""
    wrong = [{"text": f"W {code}", "misreading": code} for code in codes]
    return [{"text": "A bridge", "key": True}, *wrong]


def test_wrong_roads_are_ranked_by_students_then_answers_then_name() -> None:
    items = [item(n, options=roads("bb", "cc", "dd", "ee")) for n in (1, 2)]
    # By students and answers: ee 2 and 3, dd 2 and 2, cc and bb 1 and 1.
    rows: list[list[Any]] = [[3, 0], [4, 4], [4, 3], [2, 0], [1, 0]]
    found = of_answers(rows, items).misreadings
    assert [one.misreading.code for one in found] == ["ee", "dd", "bb", "cc"]
    assert [len(one.students) for one in found] == [2, 2, 1, 1]
    assert [one.answers for one in found] == [3, 2, 1, 1]


def test_a_wrong_road_names_the_question_first_in_which_most_took_it_and_starts_there() -> None:
    def options(number: int) -> list[dict[str, Any]]:
        feedback = f"See P{number}."
        wrong = {"text": "A tunnel", "misreading": "swap", "feedback": feedback}
        return [{"text": "A bridge", "key": True}, wrong]

    items = [item(1, options=options(1)), item(2, options=options(2))]
    (found,) = of_answers([[1, 1], [0, 1]], items).misreadings
    assert [one.position for one in found.items] == [2, 1]
    assert found.starts == (2,)


def test_a_right_answer_takes_no_wrong_road() -> None:
    assert of_answers([[0], [0]], [item(1)]).misreadings == ()


def test_a_wrong_road_starts_where_the_feedback_on_its_own_choices_points() -> None:
    options = [
        {"text": "A bridge", "key": True},
        {"text": "A tunnel", "feedback": "She names it (P3).", "misreading": "swap"},
        {"text": "A ferry", "feedback": "It runs (P2).", "misreading": "other"},
    ]
    found = of_answers([[1], [1], [2]], [item(1, options=options)]).misreadings
    assert {one.misreading.code: one.starts for one in found} == {"swap": (3,), "other": (2,)}


def test_a_misreading_without_a_name_is_shown_by_its_code() -> None:
    text = Text({}, {}, {})
    summary = of_answers([[1]], [item(1)], text)
    assert summary.misreadings[0].misreading.name == "swap"
    assert summary.misreadings[0].misreading.description == ""
    assert summary.items[0].wordings[0].parts[0].choices[1].misreading == "swap"


# Skills and paragraphs


def test_skills_are_ranked_weakest_first_with_their_questions() -> None:
    items = [item(1), item(2, skill="r-claim"), item(3)]
    found = of_marks([[1, 0, 1], [1, 0, 0], [1, 1, 1]], items).skills
    assert [(s.name, s.share, [i.position for i in s.items]) for s in found] == [
        ("Claim", Fraction(1, 3), [2]),
        ("Detail", Fraction(5, 6), [1, 3]),
    ]
    methods = [s.interval.method for s in found if isinstance(s.interval, Interval)]
    assert methods == ["Wilson", "Student's t"]
    assert [s.count for s in found] == [3, 3]


def test_a_skill_of_two_questions_is_not_all_or_nothing_though_everyone_got_both_or_none() -> None:
    (found,) = of_marks([[1, 1], [0, 0], [1, 1]], [item(1), item(2)]).skills
    assert isinstance(found.interval, Interval)
    assert found.interval.method == "Student's t"


def test_the_weakest_skill_comes_first_whatever_its_name() -> None:
    items = [item(1), item(2, skill="r-claim")]
    found = of_marks([[0, 1], [0, 1], [1, 1]], items).skills
    assert [one.name for one in found] == ["Detail", "Claim"]


def test_a_paragraph_takes_the_mean_of_the_questions_that_cite_it() -> None:
    items = [item(1, paras=[1]), item(2, paras=[1, 2], points=3)]
    found = of_marks([[1, 0], [1, 3], [0, 0]], items).paragraphs
    assert [(p.number, p.heading, p.share) for p in found] == [
        (1, "The bridge", Fraction(1, 2)),
        (2, "The ferry", Fraction(1, 3)),
        (3, "The hope", UNCITED),
    ]
    assert [i.position for i in found[0].items] == [1, 2]


# Students, and which attempt counts


@pytest.mark.parametrize(
    ("grading", "score", "right"),
    [
        ("first", Fraction(1), [1, 0, 0]),
        ("last", Fraction(2), [0, 1, 1]),
        ("best", Fraction(3), [1, 1, 1]),
        ("mean", Fraction(2), [0, 1, 1]),
    ],
)
def test_the_grading_policy_says_which_attempt_counts(
    grading: Grading, score: Fraction, right: list[int]
) -> None:
    summary = of_tries({1: [[1, 0, 0], [1, 1, 1], [0, 1, 1]]}, grading)
    (one,) = summary.students
    assert one.score is not None
    assert one.score.total == score * POINT
    assert one.tries == 3
    assert [found.facility for found in summary.items] == right
    assert summary.scores.mean == score * POINT


@pytest.mark.parametrize(
    ("grading", "points"), [("first", 1), ("last", 0), ("best", 1), ("mean", Fraction(1, 2))]
)
def test_of_two_tries_the_policy_says_which_counts(
    grading: Grading, points: int | Fraction
) -> None:
    assert of_tries({1: [[1], [0]]}, grading).scores.mean == points * POINT
    (counted,) = of_tries({1: [[1], [0]]}, grading).students
    assert counted.counted is not None
    assert counted.counted.number == (1 if grading in {"first", "best"} else 2)


def test_the_best_of_equal_attempts_is_the_earliest() -> None:
    found = counting([finished(2, 1, 5, 10, nth=2), finished(1, 1, 5, 10, nth=1)], "best")
    assert found is not None
    assert found.id == 1
    # Tries are told apart by their number.
    (late, early) = (finished(1, 1, 5, 10, nth=2), finished(2, 1, 5, 10, nth=1))
    assert counting([late, early], "first") == early
    assert counting([early, late], "last") == late


def test_the_best_attempt_has_the_highest_share_whatever_it_was_out_of() -> None:
    half, less = finished(1, 1, 5, 10, nth=1), finished(2, 1, 6, 20, nth=2)
    assert counting([half, less], "best") == half


def test_a_mean_of_thirds_is_exact_until_it_is_shown() -> None:
    summary = of_tries({1: [[1], [0], [0]]}, "mean")
    assert summary.scores.mean == Fraction(1, 3) * POINT
    assert shown(summary.scores.mean) == "0.33"


def test_scores_are_told_by_their_ends_and_quarters() -> None:
    items = [item(n) for n in range(1, 5)]
    rows = [[int(nth < right) for nth in range(4)] for right in (0, 1, 2, 3, 4)]
    scores = of_marks(rows, items).scores
    assert (scores.least, scores.most) == (0, 4 * POINT)
    assert (scores.lower_quartile, scores.median, scores.upper_quartile) == (
        POINT,
        2 * POINT,
        3 * POINT,
    )
    uneven = of_marks([*rows, [1, 1, 1, 1], [1, 1, 0, 0]], items).scores
    assert (uneven.lower_quartile, uneven.upper_quartile) == (
        Fraction(3, 2) * POINT,
        Fraction(7, 2) * POINT,
    )


def test_a_score_that_is_a_mean_of_tries_counts_with_its_fraction() -> None:
    points = [[1, 1], [1, 0], [0, 0]]
    summary = of_tries({1: points, 2: [[1, 1]], 3: [[0, 0]]}, "mean")
    third = Fraction(sum(map(sum, points)) * POINT, 3)
    assert summary.scores.median == third
    assert summary.scores.mean == (third + 2 * POINT) / 3
    seventeenth = of_tries({1: [[1, 1], *[[0, 0]] * 16]}, "mean")
    # A seventeenth of a point is no whole number of parts.
    assert seventeenth.scores.mean == Fraction(2 * POINT, 17)
    assert seventeenth.scores.most == Fraction(2 * POINT, 17)


def test_states_tell_how_far_each_student_has_come() -> None:
    people = [student(1, "Dora"), student(2, "Eli"), student(3, "Finn"), student(4, "adam")]
    tries = [
        finished(1, 1, POINT, POINT),
        finished(2, 2, 0, POINT, by_clock=True),
        finished(5, 3, POINT, POINT),
        finished(4, 3, 0, POINT, nth=2, submitted_at=None),
    ]
    rows = [Given(i, 1, 1, POINT if i != 2 else 0, POINT, 0) for i in (1, 2, 5)]
    summary = summarise(people, tries, [item(1)], alike(rows), TEXT, "last")
    assert [(one.student.name, one.state, one.tries) for one in summary.students] == [
        ("adam", "not started", 0),
        ("Dora", "submitted", 1),
        ("Eli", "submitted by the clock", 1),
        ("Finn", "working", 2),
    ]
    assert [one.student.name for one in summary.not_started] == ["adam"]
    assert summary.working == 1
    # An attempt that goes on counts for nothing yet.
    assert (summary.scores.count, summary.scores.mean) == (3, Fraction(2, 3) * POINT)
    times = [one.time.total_seconds() for one in summary.students if one.time is not None]
    assert times == [600, 600, 600]


@pytest.mark.parametrize(("section", "told"), [("A", True), (None, False)])
def test_a_class_has_sections_once_anybody_is_in_one(section: str | None, told: bool) -> None:
    people = [student(1), student(2, section=section)]
    assert summarise(people, [], [item(1)], [], TEXT, "last").has_sections is told


def test_scores_out_of_different_totals_come_onto_one_scale() -> None:
    tries = [finished(1, 1, POINT, 2 * POINT), finished(2, 2, POINT, POINT)]
    rows = [Given(1, 1, 1, POINT, 2 * POINT, 0), Given(2, 1, 1, POINT, POINT, 0)]
    summary = summarise([student(1), student(2)], tries, [item(1)], alike(rows), TEXT, "best")
    assert summary.scores.out_of == 2 * POINT
    assert summary.scores.mean == Fraction(3, 2) * POINT
    assert summary.items[0].facility == Fraction(3, 4)


def test_a_blank_after_the_last_answer_was_not_reached_and_one_before_it_was_omitted() -> None:
    items = [item(1), item(2), item(3)]
    # The first student met the questions in the order 3, 1, 2; the second answered nothing.
    rows = [
        Given(1, 1, 1, 0, POINT, None, 2),
        Given(1, 2, 2, 0, POINT, 1, 3),
        Given(1, 3, 3, 0, POINT, None, 1),
        *(Given(2, n, n, 0, POINT, None, n) for n in (1, 2, 3)),
    ]
    tries = [finished(1, 1, 0, 3 * POINT), finished(2, 2, 0, 3 * POINT)]
    found = summarise([student(1), student(2)], tries, items, alike(rows), TEXT, "best").items
    assert [(one.omitted, one.not_reached) for one in found] == [(2, 1), (1, 1), (2, 1)]


def test_how_far_a_student_came_goes_by_their_own_order() -> None:
    # They met the questions in the order 2, 3, 1 and left out the one between.
    rows = [
        Given(50, 1, 1, 0, POINT, 1, 3),
        Given(50, 2, 2, 0, POINT, 1, 1),
        Given(50, 3, 3, 0, POINT, None, 2),
    ]
    tries = [finished(50, 1, 0, 3 * POINT)]
    items = [item(1), item(2), item(3)]
    summary = summarise([student(1)], tries, items, alike(rows), TEXT, "best")
    assert [(one.omitted, one.not_reached) for one in summary.items] == [(0, 0), (0, 0), (1, 0)]
    assert summary.owners == {50: student(1)}


def test_a_blank_whose_place_is_not_known_was_left_out_and_not_unreached() -> None:
    rows = [Given(1, 1, 1, 0, POINT, None)]
    tries = [finished(1, 1, 0, POINT)]
    (found,) = summarise([student(1)], tries, [item(1)], alike(rows), TEXT, "best").items
    assert (found.omitted, found.not_reached) == (1, 0)


def test_what_lies_before_the_last_answer_was_reached() -> None:
    rows = [Given(1, n, n, 0, POINT, 1 if n in {1, 3} else None, n) for n in (1, 2, 3, 4)]
    items = [item(n) for n in (1, 2, 3, 4)]
    tries = [finished(1, 1, 0, 4 * POINT)]
    found = summarise([student(1)], tries, items, alike(rows), TEXT, "best").items
    assert [one.not_reached for one in found] == [0, 0, 0, 1]


def test_what_became_of_each_question_is_told_student_by_student() -> None:
    done = of_answers([[0, 1], [0, None]], [item(1), item(2)])
    first, second = (done.given(one) for one in done.students)
    assert [(one.attempt_id, one.answer, one.mark) for one in first.values()] == [
        (1, 0, POINT),
        (1, 1, 0),
    ]
    assert second[2] == Given(2, 2, 2, 0, POINT, None, 2)
    begun = [finished(1, 1, 0, POINT, submitted_at=None)]
    waiting = summarise([student(1), student(2)], begun, [item(1)], [], TEXT, "best")
    assert [waiting.given(one) for one in waiting.students] == [{}, {}]


def test_the_time_of_a_question_is_the_median_of_its_students() -> None:
    done = of_answers([[0, 0], [1, 0]], [item(1), item(2)])
    tries = [one.counted for one in done.students if one.counted]
    people = [one.student for one in done.students]
    items = [item(1), item(2)]
    found = summarise(people, tries, items, done.answers, TEXT, "best", {1: [40, 10, 21]}).items
    assert found[0].seconds == 21
    assert found[1].seconds is UNTIMED


def test_an_attempt_worth_nothing_has_a_share_of_nothing() -> None:
    assert finished(1, 1, 0, 0).share == 0
    assert finished(1, 1, 0, 10).share == 0
