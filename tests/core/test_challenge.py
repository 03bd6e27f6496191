"""When a question may be challenged, and which quotes stand in the passage."""

import pytest

from quizapp.core.challenge import may_be_challenged, stands_in
from quizapp.core.schedule import Shown

PARAGRAPHS = ("The river's ferry runs late.", 'A bridge is "planned", they say.')


@pytest.mark.parametrize(
    "quote",
    [
        "ferry runs",
        "FERRY  runs\nlate",
        "the river\u2019s ferry",
        "\u201cferry runs late.\u201d",
        "is \u201cplanned\u201d, they",
        "'bridge'",
    ],
)
def test_words_of_one_paragraph_stand_in_it(quote: str) -> None:
    assert stands_in(quote, PARAGRAPHS)


@pytest.mark.parametrize("quote", ["ferry is late", "late. A bridge", "", "\u201c\u201d", " ' "])
def test_other_words_and_no_words_do_not(quote: str) -> None:
    assert not stands_in(quote, PARAGRAPHS)


@pytest.mark.parametrize(
    ("key", "explanation", "may"),
    [(False, False, False), (True, False, True), (False, True, True), (True, True, True)],
)
def test_a_key_or_an_explanation_opens_it(key: bool, explanation: bool, may: bool) -> None:
    shown = Shown(score=True, answers=True, key=key, explanation=explanation)
    assert may_be_challenged(shown) is may
