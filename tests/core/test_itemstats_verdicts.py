"""Choices among strong and weak students, and what is said of a question: each rule on and off."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from quizapp.core.itemstats import ClassSummary, summarise
from quizapp.core.itemstats.advice import advise
from quizapp.core.itemstats.rows import Item
from quizapp.core.itemstats.thirds import thirds
from quizapp.core.itemstats.verdicts import Verdict, quoted
from quizapp.core.itemstats.wordings import EVERYONE_CHOSE, NOBODY_CHOSE, ChoiceCount, WrongChoice
from quizapp.core.marks import PARTS_PER_POINT
from quizapp.core.question import Pick
from tests.core.classes import TEXT, item, of_answers, student

KEY, TUNNEL, FERRY = 0, 1, 2


def said(summary: ClassSummary, place: int = 0) -> dict[str, Verdict]:
    """Return the verdicts on one question by the name of their rule."""
    question_id = summary.items[place].item.question_id
    return {verdict.rule: verdict for verdict in summary.verdicts[question_id]}


def ranked(first: list[Any], asked: Item | None = None) -> ClassSummary:
    """Return a class, weakest first, with these answers to one question.

    Its ranks come from other questions, worth more, of which the strongest got all right.
    """
    count = len(first)
    others = min(count, 10)
    items = [asked or item(1), *(item(n, points=2) for n in range(2, others + 2))]
    rows = [
        [answer, *(KEY if nth < others * (i + 1) // count else FERRY for nth in range(others))]
        for i, answer in enumerate(first)
    ]
    return of_answers(rows, items)


# Thirds


def test_a_class_is_cut_in_three_by_score() -> None:
    assert thirds({i: i for i in range(9)}) == dict(enumerate([0] * 3 + [1] * 3 + [2] * 3))


def test_eight_students_have_no_thirds() -> None:
    assert thirds({i: i for i in range(8)}) == {}


def test_thirds_go_by_score_and_not_by_who_came_first() -> None:
    found = thirds({i: 8 - i for i in range(9)})
    assert found == dict(enumerate([2] * 3 + [1] * 3 + [0] * 3))


def test_equal_scores_stay_in_one_third() -> None:
    assert set(thirds(dict.fromkeys(range(30), 7)).values()) == {1}
    found = thirds(dict(enumerate([0, 0, 0, 0, 5, 6, 7, 8, 9])))
    assert [found[i] for i in range(9)] == [0, 0, 0, 0, 1, 1, 2, 2, 2]


def test_choices_are_counted_by_thirds_with_the_size_of_each() -> None:
    wording = ranked([TUNNEL, TUNNEL, None, KEY, TUNNEL, KEY, KEY, KEY, KEY]).items[0].wordings[0]
    assert wording.thirds == (3, 3, 3)
    assert [choice.thirds for choice in wording.parts[0].choices] == [
        (0, 2, 3),
        (2, 1, 0),
        (0, 0, 0),
    ]


def test_each_choice_has_the_mean_score_of_those_who_took_it() -> None:
    found = of_answers([[KEY, KEY], [TUNNEL, KEY], [TUNNEL, FERRY]], [item(1), item(2)])
    choices = found.items[0].wordings[0].parts[0].choices
    assert [one.mean_score for one in choices] == [
        2 * PARTS_PER_POINT,
        Fraction(1, 2) * PARTS_PER_POINT,
        NOBODY_CHOSE,
    ]


def test_the_point_biserial_of_a_choice_goes_with_the_rest_of_the_score() -> None:
    rows: list[list[Any]] = [[KEY, KEY], [KEY, FERRY], [TUNNEL, FERRY], [None, FERRY]]
    found = of_answers(rows, [item(1), item(2)]).items[0]
    key, tunnel, ferry = found.wordings[0].parts[0].choices
    # By hand: means of the rest 1/2 and 0, their SD over n 0.4330, half took the key.
    assert key.point_biserial == pytest.approx(0.57735027)
    assert key.point_biserial == pytest.approx(found.item_rest)
    assert tunnel.point_biserial == pytest.approx(-1 / 3)
    assert ferry.point_biserial is NOBODY_CHOSE


def test_a_choice_that_everyone_took_sorts_nobody() -> None:
    found = of_answers([[KEY, KEY], [KEY, FERRY], [KEY, KEY]], [item(1), item(2)])
    assert found.items[0].wordings[0].parts[0].choices[0].point_biserial is EVERYONE_CHOSE


# Look at the key


def test_the_key_is_to_be_looked_at_when_the_top_third_prefers_a_wrong_choice() -> None:
    found = said(ranked([KEY] * 6 + [TUNNEL] * 3))["key"]
    assert found.says == "Look at the key"
    assert found.because == ("the top third chose “A tunnel” more often than the key (3 against 0)")
    assert found.grave == "bad"


@pytest.mark.parametrize(
    "first",
    [
        # Two of the top third; as many as took the key; the other thirds only; too small a class.
        [KEY] * 6 + [TUNNEL] * 2 + [FERRY],
        [KEY] * 12 + [TUNNEL, KEY] * 3,
        [TUNNEL] * 6 + [KEY] * 3,
        [KEY] * 4 + [TUNNEL] * 4,
    ],
)
def test_the_key_is_left_alone_when_the_top_third_does_not_speak_against_it(
    first: list[int | None],
) -> None:
    assert "key" not in said(ranked(first))


def test_where_a_regrade_accepts_two_choices_both_are_keys_and_one_is_enough() -> None:
    first: list[int | None] = [KEY] * 12 + [FERRY, KEY] * 3
    plain = item(1)
    (version,) = plain.versions
    both = replace(version, also_right=frozenset({Pick(0, TUNNEL)}))
    found = ranked(first, replace(plain, versions=(both,)))
    (part,) = found.items[0].wordings[0].parts
    assert [choice.key for choice in part.choices] == [True, True, False]
    assert found.items[0].guess == Fraction(2, 3)
    assert "key" not in said(found)
    assert "key" in said(ranked([KEY] * 12 + [FERRY, FERRY, KEY] * 2, found.items[0].item))


def test_where_several_are_to_be_chosen_a_wrong_one_is_held_against_the_least_taken_key() -> None:
    # Everyone chose the first key; more of the top third a wrong choice than the second key.
    items = [item(1, "multi"), *(item(n, points=2) for n in range(2, 12))]
    strong: list[list[int]] = [[0, 2]] * 3 + [[0, 1]] * 2
    rows = [
        [first, *(KEY if nth < 10 * (i + 1) // 15 else FERRY for nth in range(10))]
        for i, first in enumerate([*[[0, 1]] * 10, *strong])
    ]
    assert said(of_answers(rows, items))["key"].because.endswith("(3 against 2)")


def test_of_several_wrong_choices_the_one_furthest_ahead_of_its_key_is_named() -> None:
    items = [item(1, "match"), *(item(n, points=9) for n in range(2, 12))]
    # In the top nine of 27: 'late' beats its key by 5 to 4, and another its own by 4 to 0. What
    # the middle third took does not matter.
    middle: list[list[int | None]] = [[1, 1, 2]] * 9
    strong: list[list[int | None]] = [[1, None, 2]] * 5 + [[0, 3, 2]] * 4
    rows = [
        [first, *(KEY if nth < 10 * (i + 1) // 27 else FERRY for nth in range(10))]
        for i, first in enumerate([*[[0, 1, 2]] * 9, *middle, *strong])
    ]
    assert said(of_answers(rows, items))["key"].because.endswith("(4 against 0)")


def written(*top: str) -> dict[str, Verdict]:
    """Return the verdicts on a written answer, of which the top third wrote these."""
    return said(ranked(["boat"] * 2 * len(top) + list(top), item(1, "short")))


def test_the_accepted_phrases_are_to_be_looked_at_when_the_top_third_writes_others() -> None:
    found = written("a span", "planks", "posts", "bridge")
    assert next(iter(found)) == "phrases"
    assert found["phrases"].says == "Look at the accepted phrases"
    assert found["phrases"].because == "3 of 4 in the top third wrote none of them"
    assert found["phrases"].grave == "warn"
    assert "phrases" not in written("a span", "planks", "boat")
    assert "phrases" not in written("a span", "planks", "posts", "boat", "boat", "boat")
    assert "key" not in written("a span", "planks", "posts", "posts", "boat", "boat")


def test_what_nobody_could_choose_is_no_wrong_choice() -> None:
    found = ranked(["a span"] * 6 + ["boat"] * 3, item(1, "short"))
    assert "lure" not in said(found)
    assert found.items[0].wrong_choice is None


def test_an_ordering_has_no_key_to_look_at() -> None:
    late = [3, 0, 1, 2]
    items = [item(1, "order"), *(item(n) for n in range(2, 6))]
    rows = [[late, *(KEY if nth < 4 * i // 9 else FERRY for nth in range(4))] for i in range(9)]
    assert "key" not in said(of_answers(rows, items))


def test_keys_to_check_are_taken_up_next() -> None:
    (found,) = advise(ranked([KEY] * 6 + [TUNNEL] * 3)).keys
    assert found.where.item.position == 1
    assert "A tunnel" in found.verdict.because
    assert advise(ranked([KEY] * 9)).keys == ()


# Sorting


def test_a_question_that_sorts_the_wrong_way_round_is_named() -> None:
    found = said(ranked([KEY] * 15 + [FERRY] * 15))
    assert (found["backwards"].says, found["backwards"].grave) == (
        "Sorts the wrong way round",
        "bad",
    )
    # Of one correlation one thing is said.
    assert "flat" not in found


def test_a_question_that_hardly_sorts_is_named_only_beyond_doubt() -> None:
    against = [KEY if i % 2 else FERRY for i in range(200)]
    flat = said(ranked(list(against)))["flat"]
    assert (flat.says, flat.grave) == ("Hardly sorts", "warn")
    assert "below 0.3" in flat.because
    few = said(ranked([KEY, FERRY] * 5))
    assert "flat" not in few
    assert "backwards" not in few
    assert "flat" not in said(ranked([FERRY] * 100 + [KEY] * 100))


# Guessing, lures, blanks


def test_a_question_harder_than_guessing_is_named() -> None:
    found = said(ranked([KEY] + [FERRY] * 29))["guessing"]
    assert found.because == "fewer got it right than guessing would bring (33\N{NO-BREAK SPACE}%)"
    assert "guessing" not in said(ranked([KEY] * 5 + [FERRY] * 25))
    # A regrade that accepts a second choice makes guessing worth twice as much.
    plain = item(1)
    both = replace(plain.versions[0], also_right=frozenset({Pick(0, TUNNEL)}))
    more = said(ranked([KEY] + [FERRY] * 29, replace(plain, versions=(both,))))["guessing"]
    assert "(67\N{NO-BREAK SPACE}%)" in more.because


def test_where_guessing_brings_nothing_known_nothing_is_harder() -> None:
    rows = [[[2, 3], KEY if i % 2 else FERRY] for i in range(30)]
    assert "guessing" not in said(of_answers(rows, [item(1, "multi"), item(2)]))


def test_a_wrong_choice_that_drew_more_than_the_key_is_a_lure() -> None:
    found = said(ranked([TUNNEL] * 4 + [KEY] * 3))["lure"]
    assert found.because == "“A tunnel” drew 4 of 7, the key 3"
    assert "lure" in said(ranked([TUNNEL] * 3 + [KEY] * 2))
    assert "lure" not in said(ranked([TUNNEL] * 3 + [KEY] * 3))
    assert "lure" not in said(ranked([TUNNEL] * 2 + [KEY]))
    # Of several keys the one taken most often is what a lure has to beat.
    several = [[[0, 2], KEY]] * 4 + [[[0, 1], KEY]] * 3
    assert "lure" not in said(of_answers(several, [item(1, "multi"), item(2)]))


def test_a_lure_is_held_against_the_key_of_its_own_part() -> None:
    # Everyone has the first pair; of the second, four took what belongs to another place.
    rows: list[list[Any]] = [[[0, 3, 2], KEY]] * 4 + [[[0, 1, 2], KEY]] * 3
    found = said(of_answers(rows, [item(1, "match"), item(2)]))["lure"]
    assert found.because.endswith("drew 4 of 7, the key 3")


def test_a_lure_is_one_of_the_newest_wording() -> None:
    options = [{"text": "A road", "key": True}, {"text": "A rail"}, {"text": "A path"}]
    (old,), (new,) = item(1, options=options).versions, item(1).versions
    asked = replace(item(1), versions=(replace(old, id=9), replace(new, number=2)))
    found = said(ranked([TUNNEL] * 4 + [KEY] * 3, asked))["lure"]
    assert found.because == "“A tunnel” drew 4 of 7, the key 3"


def test_blanks_are_named_from_three_students_and_a_fifth_on() -> None:
    assert said(ranked([None] * 3 + [KEY] * 12))["blank"].because == "by 3 of 15"
    assert "blank" not in said(ranked([None] * 2 + [KEY] * 3))
    assert "blank" not in said(ranked([None] * 3 + [KEY] * 13))


def test_what_was_not_reached_is_named_apart_from_what_was_left_blank() -> None:
    late = _late([item(1), item(2)], students=5, never=3)
    assert said(late, 1)["not reached"].because == "3 of 5 answered nothing from here on"
    assert "blank" not in said(late, 1)
    assert said(late, 0).keys() == {"all right"}


def _late(items: list[Item], students: int, never: int) -> ClassSummary:
    """Return a class in which the first `never` students did not come to the second question."""
    return of_answers([[KEY, None if i < never else KEY] for i in range(students)], items)


def test_a_question_that_everyone_got_right_is_named_from_five_students_on() -> None:
    found = said(ranked([KEY] * 5))["all right"]
    assert (found.says, found.grave) == ("Everyone got it right", "")
    assert "all right" not in said(ranked([KEY] * 4))
    assert "all right" not in said(ranked([KEY] * 5 + [FERRY]))


def test_a_long_choice_is_quoted_in_short_with_its_part() -> None:
    wordy = "one two three four five six seven eight nine ten eleven twelve thirteen"
    taken = ChoiceCount(wordy, False, None, 1, 1, (0, 0, 0), NOBODY_CHOSE, NOBODY_CHOSE)
    assert quoted(WrongChoice("The minister.", taken)) == (
        "The minister: “one two three four five six seven eight nine ten eleven …”"
    )


def test_a_choice_of_sixty_letters_is_quoted_whole() -> None:
    just = "x" * 60
    taken = ChoiceCount(just, False, None, 1, 1, (0, 0, 0), NOBODY_CHOSE, NOBODY_CHOSE)
    assert quoted(WrongChoice("", taken)) == f"“{just}”"


# Students to see


def test_students_far_below_the_mean_are_to_be_seen_lowest_first() -> None:
    rows = [[KEY] * 10 for _ in range(12)] + [[FERRY] * 9 + [KEY], [FERRY] * 10]
    summary = of_answers(rows, [item(n) for n in range(1, 11)])
    assert [one.student.id for one in advise(summary).to_see] == [14, 13]


def test_students_with_equal_scores_are_both_to_be_seen_beside_one_who_has_not_started() -> None:
    rows = [[KEY] * 10 for _ in range(12)] + [[FERRY] * 10] * 2
    done = of_answers(rows, [item(n) for n in range(1, 11)])
    people = [one.student for one in done.students]
    tries = [one.counted for one in done.students if one.counted]
    items = [one.item for one in done.items]
    late = summarise([*people, student(99)], tries, items, done.answers, TEXT, "best")
    found = advise(late)
    assert [one.student.id for one in found.to_see] == [13, 14]
    assert [one.student.id for one in found.not_started] == [99]


def test_where_scores_are_not_reliable_no_student_is_named() -> None:
    rows = [[KEY if (i + nth) % 3 else FERRY for nth in range(4)] for i in range(12)]
    assert advise(of_answers(rows, [item(n) for n in range(1, 5)])).to_see == ()


def test_four_students_are_too_few_to_name_one() -> None:
    rows = [[KEY] * 10] * 3 + [[FERRY] * 9 + [KEY]]
    items = [item(n) for n in range(1, 11)]
    assert advise(of_answers(rows, items)).to_see == ()
    assert advise(of_answers([*rows, [KEY] * 10], items)).to_see != ()


# Where a wrong road starts


def test_a_wrong_road_starts_where_the_feedback_on_it_points() -> None:
    options = [
        {"text": "A bridge", "key": True, "feedback": "So it is (P2)."},
        {"text": "A tunnel", "misreading": "swap", "feedback": "That was P3; here it is P2."},
        {"text": "A ferry"},
    ]
    (road,) = advise(of_answers([[TUNNEL]] * 3, [item(1, options=options, paras=[2, 1])])).roads
    assert road.starts == 3
    assert road.beside == (1, 2)


def test_a_wrong_road_whose_feedback_cites_nothing_has_no_start() -> None:
    options = [{"text": "A bridge", "key": True}, {"text": "A tunnel", "misreading": "swap"}]
    (road,) = advise(of_answers([[TUNNEL]] * 3, [item(1, options=options, paras=[9, 2])])).roads
    assert road.starts is None
    assert road.beside == (2, 9)
