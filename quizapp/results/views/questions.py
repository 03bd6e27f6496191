"""One question of an assignment: what the class chose."""

from flask import abort

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.core.itemstats.takers import takers
from quizapp.results import trend
from quizapp.results.queries.history import question_history
from quizapp.results.views.blueprint import blueprint
from quizapp.results.views.large import apart_if_large
from quizapp.results.views.summaries import load, page


@blueprint.get("/assignments/<int:assignment_id>/summary/questions/<int:position>")
@open_to(Audience.STAFF)
@apart_if_large
def question_detail(assignment_id: int, position: int) -> str:
    """Show who chose what in one question, and how it went wherever else it was given."""
    assignment, seat, found = load(assignment_id)
    if not 1 <= position <= len(found.items):
        abort(404)
    one = found.items[position - 1]
    history = question_history(db.session(), one.item.question_id, access.me().id)
    return page(
        "results/question.html",
        assignment,
        seat,
        found,
        found=one,
        takers=takers(one.item, found.answers, found.owners),
        history=history,
        line=trend.of_question(history),
    )
