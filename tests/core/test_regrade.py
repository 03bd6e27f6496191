"""What answers earn under a ruling, for every kind of question and every policy."""

from fractions import Fraction
from typing import Any

import pytest

from quizapp.core.correcting import KeyNotPossible, judged, with_explanation, with_key
from quizapp.core.kinds import KINDS, Question, question
from quizapp.core.question import Answer, Pick, Shuffle
from quizapp.core.regrade import (
    CORRECTING,
    POLICIES,
    TOLD,
    NotComparable,
    Policy,
    Ruling,
    Sat,
    also_right,
    carried,
    check_comparable,
    propose,
    regraded,
    shown_as,
)
from quizapp.core.schedule import Shown
from tests import make

POINT = make.in_parts(1)
ALL = Shown(score=True, answers=True, key=True, explanation=True)
SHUFFLE = Shuffle("0" * 32, choices=True)


def asked(kind: str, **changes: Any) -> Question:
    return question(make.record(kind, **changes))


def corrected(kind: str) -> Question:
    """Return the question of a kind as it would be with another key."""
    own = make.record(kind)
    if kind in {"single", "tfns"}:
        return with_key(question(own), [1] if kind == "single" else [0])
    if kind == "multi":
        return with_key(question(own), [0, 2])
    if kind == "match":
        one, other = own["pairs"][0], own["pairs"][1]
        one["right"], other["right"] = other["right"], one["right"]
    if kind == "order":
        own["sequence"][:2] = reversed(own["sequence"][:2])
    if kind == "classify":
        own["cards"][0]["category"] = "Hoped"
    if kind == "cloze":
        own["blanks"][0]["key"] = 1
    if kind == "short":
        own["accept"] = [["tunnel"], ["ferry"]]
    return question(own)


# Of each kind: what is right by the printed key, and what by the corrected one, in printed places.
RIGHT: dict[str, tuple[Answer, Answer]] = {
    "single": (0, 1),
    "multi": ([0, 1], [0, 2]),
    "tfns": ("false", "true"),
    "match": ([0, 1, 2], [1, 0, 2]),
    "order": ([0, 1, 2, 3], [1, 0, 2, 3]),
    "classify": ([0, 0, 1], [1, 0, 1]),
    "cloze": ([0, 1], [1, 1]),
    "short": ("a bridge and the ferry", "a tunnel and the ferry"),
}


def test_every_policy_is_named_and_told() -> None:
    assert POLICIES.keys() == TOLD.keys() >= set(CORRECTING)
    assert RIGHT.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_each_policy_gives_what_it_says(kind: str) -> None:
    printed, other = asked(kind), corrected(kind)
    old, new = RIGHT[kind]
    given: dict[Policy, tuple[bool, bool]] = {
        "replace": (False, True),
        "both": (True, True),
        "raise": (True, True),
        "full": (True, True),
        "drop": (True, False),
    }
    for policy, full in given.items():
        ruling = Ruling(policy, other if policy in CORRECTING else None)
        earned = [regraded(ruling, printed, answer, 100) for answer in (old, new)]
        assert tuple(mark == POINT for mark in earned) == full, policy


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_earns_only_under_full_marks(kind: str) -> None:
    for policy in POLICIES:
        ruling = Ruling(policy, corrected(kind))  # type: ignore[arg-type] # every policy is one
        mark = regraded(ruling, asked(kind), None, 50)
        assert mark == (POINT // 2 if policy == "full" else 0)


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_ruling_the_printed_key_holds(kind: str) -> None:
    assert regraded(None, asked(kind), RIGHT[kind][0], 100) == POINT
    assert regraded(Ruling("replace"), asked(kind), RIGHT[kind][0], 100) == POINT


@pytest.mark.parametrize("kind", KINDS)
def test_the_review_shows_the_corrected_key_and_explanation(kind: str) -> None:
    printed = asked(kind)
    other = with_explanation(corrected(kind), "It is the other way round (P2).")
    new = RIGHT[kind][1]
    found = judged(Ruling("replace", other), printed, SHUFFLE, new, POINT, 100, ALL, {})
    assert "other way round" in "".join(span.text for span in found.explanation)
    assert all(row.right is not False for row in found.rows)
    assert all(choice.key for choice in found.choices if choice.taken)


@pytest.mark.parametrize("kind", KINDS)
def test_where_both_keys_are_right_the_review_says_so(kind: str) -> None:
    printed, ruling = asked(kind), Ruling("both", corrected(kind))
    for answer in RIGHT[kind]:
        found = judged(ruling, printed, SHUFFLE, answer, POINT, 100, ALL, {})
        assert all(choice.key for choice in found.choices if choice.taken)
    single = judged(ruling, printed, SHUFFLE, RIGHT[kind][0], POINT, 100, ALL, {})
    if kind in {"match", "classify", "cloze"}:
        assert all(row.right for row in single.rows)
        assert any(" / " in row.key for row in single.rows)


def test_without_a_corrected_question_the_review_is_as_printed() -> None:
    found = judged(Ruling("drop"), asked("single"), SHUFFLE, 0, POINT, 100, ALL, {})
    assert found == judged(None, asked("single"), SHUFFLE, 0, POINT, 100, ALL, {})


def test_answers_follow_choices_that_moved() -> None:
    own = make.record("single")
    own["options"].reverse()
    assert carried(asked("single"), question(own), 0) == 2
    own = make.record("multi")
    own["options"].reverse()
    assert carried(asked("multi"), question(own), [0, 1]) == [2, 3]
    own = make.record("classify")
    own["cards"].reverse()
    own["categories"].reverse()
    assert carried(asked("classify"), question(own), [0, None, 1]) == [0, None, 1]


def test_answers_follow_choices_that_moved_round_in_a_ring() -> None:
    own = make.record("match")
    own["pairs"] = own["pairs"][1:] + own["pairs"][:1]
    other = question(own)
    # Who had all pairs of the printed version has all of this one, and who had one keeps it.
    assert regraded(Ruling("replace", other), asked("match"), [0, 1, 2], 300) == 3 * POINT
    assert regraded(Ruling("replace", other), asked("match"), [0, 2, 1], 300) == POINT
    assert carried(asked("match"), other, [0, None, None]) == [None, None, 2]
    assert carried(asked("match"), other, [None, 0, None]) == [2, None, None]
    check_comparable(asked("match"), other)
    own = make.record("single")
    own["options"] = own["options"][1:] + own["options"][:1]
    moved = question(own)
    assert [carried(asked("single"), moved, taken) for taken in (0, 1, 2)] == [2, 0, 1]
    earned = [regraded(Ruling("replace", moved), asked("single"), n, 100) for n in (0, 1, 2)]
    assert earned == [POINT, 0, 0]
    # The tunnel stands first now, and the bridge, which was the key, last.
    assert also_right(Ruling("both", with_key(moved, [0])), asked("single")) == {Pick(0, 2)}
    own = make.record("multi")
    own["options"] = own["options"][1:] + own["options"][:1]
    assert carried(asked("multi"), question(own), [0, 1]) == [0, 3]


def test_where_both_keys_are_right_the_printed_one_is_found_wherever_it_moved() -> None:
    own = make.record("match")
    one, other = own["pairs"][0], own["pairs"][1]
    one["right"], other["right"] = other["right"], one["right"]
    own["pairs"] = own["pairs"][1:] + own["pairs"][:1]
    moved = question(own)
    old = moved.picks(carried(asked("match"), moved, [0, 1, 2]))
    new = moved.picks(carried(asked("match"), moved, [1, 0, 2]))
    assert also_right(Ruling("both", moved), asked("match")) == set(old) - set(new)


def test_another_kind_is_no_correction_though_it_offers_the_same_choices() -> None:
    texts = [option["text"] for option in make.record("multi")["options"]]
    options = [{"text": text, "key": text == texts[0]} for text in texts]
    one_of_them = asked("single", options=options)
    with pytest.raises(NotComparable):
        check_comparable(one_of_them, asked("multi"))
    with pytest.raises(NotComparable):
        carried(one_of_them, asked("multi"), 0)


def test_a_version_with_other_choices_is_no_correction() -> None:
    own = make.record("single")
    own["options"][2]["text"] = "A boat"
    for other in (question(own), asked("multi")):
        with pytest.raises(NotComparable):
            check_comparable(asked("single"), other)
        with pytest.raises(NotComparable):
            carried(asked("single"), other, 0)
    check_comparable(asked("short"), corrected("short"))
    check_comparable(asked("order"), corrected("order"))


def test_a_choice_whose_worth_changed_says_nothing_wrong_of_itself() -> None:
    other = with_key(asked("single"), [1])
    assert [(c.key, c.feedback, c.misreading) for c in other.parts[0].choices] == [
        (False, "", None),
        (True, "", None),
        (False, "The ferry is there already (P2).", None),
    ]
    other = with_key(asked("tfns"), [0])
    assert [choice.feedback for choice in other.parts[0].choices] == [
        "",
        "",
        "She does speak about the ferry (P2).",
    ]
    assert with_key(asked("tfns"), [1]) == asked("tfns")


@pytest.mark.parametrize(
    ("kind", "keys"),
    [("single", []), ("single", [0, 1]), ("multi", [0]), ("multi", [0, 1, 2]), ("tfns", [0, 1])],
)
def test_a_key_that_the_kind_does_not_allow_is_refused(kind: str, keys: list[int]) -> None:
    with pytest.raises(KeyNotPossible):
        with_key(asked(kind), keys)


def sat(answer: Answer | None, mark: int, **changes: Any) -> Sat:
    values: dict[str, Any] = {
        "id": 1,
        "attempt_id": 1,
        "student": "Ben",
        "number": 1,
        "points": 100,
        "dropped": False,
        "answer": answer,
        "mark": mark,
        "by_hand": False,
        "score": mark + POINT,
        "out_of": 4 * POINT,
    }
    return Sat(**values | changes)


def test_a_proposal_lists_whom_it_affects_and_what_it_does_to_the_class() -> None:
    found = propose(
        Ruling("replace", corrected("single")),
        asked("single"),
        [sat(0, POINT), sat(1, 0), sat(2, 0), sat(0, POINT, by_hand=True)],
    )
    assert [(one.sat.answer, one.score) for one in found.affected] == [(0, POINT), (1, 2 * POINT)]
    assert found.by_hand == 1
    assert found.means == (Fraction(6, 16), Fraction(6, 16))
    assert found.facilities == (Fraction(1, 2), Fraction(1, 2))


def test_who_answers_alike_gets_the_same_where_it_is_worth_the_same() -> None:
    answers = [sat(1, 0), sat(1, 0, points=200), sat(1, 0), sat(1, 3, by_hand=True), sat(2, 0)]
    found = propose(Ruling("replace", corrected("single")), asked("single"), answers)
    assert [one.mark for one in found.changes] == [POINT, 2 * POINT, POINT, 3, 0]
    assert found.means[1] == Fraction(9, 20) + Fraction(3, 20 * POINT)


def test_dropping_takes_a_question_out_of_score_and_most() -> None:
    found = propose(Ruling("drop"), asked("single"), [sat(0, POINT), sat(1, 0)])
    assert [(one.score, one.out_of) for one in found.affected] == [(POINT, 3 * POINT)] * 2
    assert found.means == (Fraction(3, 8), Fraction(1, 3))
    assert found.facilities == (Fraction(1, 2), None)


def test_dropping_leaves_the_mark_it_had_though_a_correction_was_picked_first() -> None:
    ruling = Ruling("drop", corrected("single"))
    assert [regraded(ruling, asked("single"), answer, 100) for answer in (0, 1)] == [POINT, 0]


def test_the_facility_is_of_marks_that_count_in_whatever_part_they_earn() -> None:
    asked_for, half = asked("match"), [0, 2, 1]
    third = POINT // 3
    found = propose(
        None, asked_for, [sat(half, third), sat(half, third, dropped=True), sat(None, 0)]
    )
    assert found.facilities == (Fraction(1, 6), Fraction(2, 9))


def test_what_was_dropped_comes_back_when_nothing_drops_it() -> None:
    found = propose(None, asked("single"), [sat(0, POINT, dropped=True, out_of=0, score=0)])
    (one,) = found.affected
    assert (one.score, one.out_of) == (POINT, POINT)
    assert found.means == (0, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_where_both_keys_are_right_the_corrected_question_knows_the_printed_one(kind: str) -> None:
    printed, other = asked(kind), corrected(kind)
    found = also_right(Ruling("both", other), printed)
    assert also_right(Ruling("replace", other), printed) == frozenset()
    assert also_right(Ruling("both"), printed) == frozenset()
    if kind == "short":
        assert found == frozenset()
        return
    old, new = (other.picks(carried(printed, other, answer)) for answer in RIGHT[kind])
    assert found == set(old) - set(new)


def test_a_dry_run_is_known_by_its_ruling_and_by_whom_it_changes() -> None:
    printed, ruling = asked("single"), Ruling("replace", corrected("single"), "So it is.")
    few, more = [sat(0, POINT)], [sat(0, POINT), sat(2, 0)]
    found = shown_as(ruling, propose(ruling, printed, few))
    assert found == shown_as(ruling, propose(ruling, printed, more))
    told = Ruling("replace", with_explanation(corrected("single"), "Otherwise (P1)."))
    other = [
        shown_as(told, propose(told, printed, few)),
        shown_as(Ruling("drop"), propose(Ruling("drop"), printed, few)),
        shown_as(ruling, propose(ruling, printed, [sat(0, POINT, id=2)])),
        shown_as(ruling, propose(ruling, printed, [sat(0, POINT), sat(1, 0)])),
        shown_as(ruling, propose(ruling, printed, [sat(0, POINT, score=3 * POINT)])),
        shown_as(ruling, propose(ruling, printed, [sat(0, POINT, out_of=3 * POINT)])),
        shown_as(ruling, propose(ruling, printed, [])),
    ]
    assert len({found, *other}) == 8


def test_a_proposal_for_nobody_says_so() -> None:
    found = propose(Ruling("full"), asked("single"), [])
    assert (found.affected, found.means, found.facilities) == ((), (0, 0), (None, None))
