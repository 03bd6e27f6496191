"""A question as students are shown it keeps what a page sent, valid or not."""

import pytest

from quizapp.core.kinds import question
from quizapp.core.question import Fields, Presented, Shuffle
from tests.make import record


def presented(kind: str) -> Presented:
    return question(record(kind)).present(Shuffle("a seed", choices=False))


@pytest.mark.parametrize(
    ("kind", "sent", "taken"),
    [
        ("single", {"choice": ["1"]}, ["1"]),
        ("single", {"choice": ["99"]}, []),
        ("multi", {"choice": ["0", "3"]}, ["0", "3"]),
        ("order", {"place-0": ["1"], "place-1": ["1"]}, ["1", "1"]),
        ("cloze", {}, []),
    ],
)
def test_choices_that_were_sent_are_taken(kind: str, sent: Fields, taken: list[str]) -> None:
    shown = presented(kind).filled(sent)
    lists = (shown.choices, *(row.choices for row in shown.rows))
    assert [choice.value for choices in lists for choice in choices if choice.taken] == taken


def test_text_that_was_sent_is_kept_as_it_is() -> None:
    assert presented("short").filled({"text": ["x" * 2000]}).text == "x" * 2000
    assert presented("short").filled({}).text == ""
