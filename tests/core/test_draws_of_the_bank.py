"""Whatever is drawn from the bank or from any part of it keeps to its plan, for any seed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.draw import card, drawn, faults
from tests.shipped import ALWAGHT

BANK = {placed.question.id: card(placed.question) for placed in ALWAGHT.questions}
FORMS = ALWAGHT.passage.lint.forms
PLANS = ALWAGHT.passage.draws
SEEDS = st.integers(0, 10**9)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PLANS)), SEEDS, st.sets(st.sampled_from(sorted(BANK)), max_size=20))
def test_a_draw_from_any_part_of_the_bank_keeps_to_its_plan(
    plan: str, seed: int, left_out: set[str]
) -> None:
    cards = [each for each in BANK.values() if each.id not in left_out]
    found = drawn(cards, PLANS[plan], seed)
    assert drawn(cards, PLANS[plan], seed) == found
    if found is not None:
        assert left_out.isdisjoint(found)
        assert list(faults([BANK[each] for each in found], PLANS[plan])) == []


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(sorted(FORMS)), SEEDS)
def test_a_retake_finds_a_quiz_without_any_question_of_the_last_form(form: str, seed: int) -> None:
    cards = [each for each in BANK.values() if each.id not in FORMS[form]]
    nearest = (drawn(cards, PLANS["strict"], each) for each in range(seed, seed + 20))
    found = next(quiz for quiz in nearest if quiz is not None)
    assert set(found).isdisjoint(FORMS[form])
    assert list(faults([BANK[each] for each in found], PLANS["strict"])) == []


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_ready_forms_keep_to_the_strict_plan(form: str) -> None:
    assert list(faults([BANK[each] for each in FORMS[form]], PLANS["strict"])) == []
