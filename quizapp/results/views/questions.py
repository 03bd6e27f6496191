"""One question of an assignment: what the class chose."""

from flask import abort

from quizapp.access import Audience, open_to
from quizapp.results.views.blueprint import blueprint
from quizapp.results.views.summaries import load, page


@blueprint.get("/assignments/<int:assignment_id>/summary/questions/<int:position>")
@open_to(Audience.STAFF)
def question_detail(assignment_id: int, position: int) -> str:
    """Show what the class chose in one question."""
    assignment, seat, found = load(assignment_id)
    if not 1 <= position <= len(found.items):
        abort(404)
    return page("results/question.html", assignment, seat, found, found=found.items[position - 1])
