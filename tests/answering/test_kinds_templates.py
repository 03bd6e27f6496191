"""Every kind of question has inputs and a review that people can use."""

import pytest
from flask import Flask, render_template
from markupsafe import escape

from quizapp.core.kinds import KINDS, question
from quizapp.core.question import Answer, InvalidAnswer, Shuffle
from quizapp.core.review import reviewed
from quizapp.core.schedule import Shown
from tests.make import record

ANSWERS: dict[str, Answer] = {
    "single": 1,
    "multi": [0, 1],
    "tfns": "true",
    "match": [1, None, 2],
    "order": [1, 0, 3, 2],
    "classify": [0, 0, 1],
    "cloze": [0, None],
    "short": "A bridge <b>",
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_inputs_show_the_stem_the_instruction_and_the_rule(app: Flask, kind: str) -> None:
    shown = question(record(kind)).present(Shuffle("a seed", choices=False), ANSWERS[kind])
    with app.test_request_context():
        page = render_template(f"kinds/{kind}.html", shown=shown)
    assert shown.instruction in page
    assert shown.rule in page
    assert shown.pieces or str(escape(shown.stem)) in page


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"short"}))
def test_inputs_hold_the_answer_that_was_given(app: Flask, kind: str) -> None:
    shown = question(record(kind)).present(Shuffle("a seed", choices=False), ANSWERS[kind])
    with app.test_request_context():
        page = render_template(f"kinds/{kind}.html", shown=shown)
    taken = sum(c.taken for c in shown.choices) + sum(
        c.taken for r in shown.rows for c in r.choices
    )
    assert page.count(" checked>") + page.count(" selected>") == taken > 0


def test_a_written_answer_is_escaped(app: Flask) -> None:
    shown = question(record("short")).present(Shuffle("a seed", choices=False), "A bridge <b>")
    with app.test_request_context():
        assert "A bridge &lt;b&gt;" in render_template("kinds/short.html", shown=shown)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_inputs_carry_the_message_about_what_was_sent(app: Flask, kind: str) -> None:
    shown = question(record(kind)).present(Shuffle("a seed", choices=False))
    with app.test_request_context():
        page = render_template(
            f"kinds/{kind}.html", shown=shown, problem=InvalidAnswer("choice", "Choose again.")
        )
    assert 'role="alert"' in page
    assert "Choose again." in page


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_review_explains(app: Flask, kind: str) -> None:
    everything = Shown(score=True, answers=True, key=True, explanation=True)
    found = reviewed(
        question(record(kind, ask="Who says so?")),
        Shuffle("a seed", choices=False),
        ANSWERS[kind],
        0,
        100,
        everything,
        {"swap": "one thing for another"},
    )
    with app.test_request_context():
        page = render_template("kinds/_review.html", reviewed=found)
    assert "A question for any article: Who says so?" in page
    assert 'href="#p1"' in page
