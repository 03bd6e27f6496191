"""How the numbers are computed: a page of the app, because a classroom may have no other."""

from flask import render_template

from quizapp.access import Audience, open_to
from quizapp.results.definitions import BEHIND, QUESTIONS, SCORES
from quizapp.results.views.blueprint import blueprint


@blueprint.get("/statistics")
@open_to(Audience.STAFF)
def statistics() -> str:
    """Show what every number means, its formula and its source."""
    return render_template(
        "results/definitions.html", scores=SCORES, questions=QUESTIONS, behind=BEHIND
    )
