"""A plan finds many quizzes: tried so often that tracing it would take too long."""

from tests.core.test_draw import BANK, PLANS, drawn


def test_a_thousand_strict_draws_find_as_many_quizzes_and_use_every_question() -> None:
    quizzes = [drawn(BANK, PLANS["strict"], seed) for seed in range(1000)]
    found = [quiz for quiz in quizzes if quiz is not None]
    assert len(found) >= 950
    assert len({frozenset(quiz) for quiz in found}) >= 500
    assert {each for quiz in found for each in quiz} == {each.id for each in BANK}
