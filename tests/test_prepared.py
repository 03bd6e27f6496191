"""What is written once in a process is what would have been written each time."""

import pytest
from flask import Flask, render_template_string, url_for

from quizapp.core.passage import reading
from tests.conftest import School

ADDRESSES = (
    ("people.home", {}),
    ("answering.question", {"attempt_id": 7, "position": 2}),
    ("answering.question", {"attempt_id": 7, "position": 3}),
    ("results.summary", {"assignment_id": 5, "sort": "-score & more"}),
    ("people.home", {"_external": True}),
)


@pytest.mark.parametrize(("endpoint", "values"), ADDRESSES)
def test_an_address_in_a_template_is_the_one_that_flask_gives(
    app: Flask, endpoint: str, values: dict[str, object]
) -> None:
    source = "{{ url_for(endpoint, **values) }}"
    for _ in range(2):
        with app.test_request_context():
            written = render_template_string(source, endpoint=endpoint, values=values)
            assert written.replace("&amp;", "&") == url_for(endpoint, **values)


def test_addresses_below_a_folder_and_without_one_are_kept_apart(app: Flask) -> None:
    for root in ("", "/quiz", ""):
        with app.test_request_context(environ_overrides={"SCRIPT_NAME": root}):
            home = render_template_string("{{ url_for('people.home') }}")
            assert home == f"{root}/"


def test_a_piece_follows_from_its_values_and_is_escaped(app: Flask) -> None:
    name = "answering/_step.html"
    source = "{{ piece(name, position=position, state=state, here=here, flagged=false) }}"
    made = {}
    with app.test_request_context():
        for state in ("answered", "unanswered", "<b>"):
            for here in (True, False):
                values = {"name": name, "position": 3, "state": state, "here": here}
                made[state, here] = render_template_string(source, **values)
    assert len(set(made.values())) == 6
    assert all(("aria-current" in html) is here for (_, here), html in made.items())
    assert "<b>" not in made["<b>", True]


def test_two_passages_are_two_pieces(school: School) -> None:
    core = school.passage.to_core()
    source = "{{ piece('_passage.html', reading=reading, cited=cited) }}"
    with school.app.test_request_context():
        pages = {
            render_template_string(source, reading=reading(core, full), cited=cited)
            for full in (None, ["Another text."])
            for cited in ((), (1,))
        }
    assert len(pages) == 4
