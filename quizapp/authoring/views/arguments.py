"""How a passage argues: its claims, sources, tensions and map, with the questions on each."""

from flask import abort, render_template

from quizapp import db
from quizapp.access import Audience, open_to
from quizapp.authoring.queries.arguments import touches
from quizapp.authoring.views import blueprint
from quizapp.authoring.views.passages import found_passage
from quizapp.core.argument.told import told


@blueprint.get("/passages/<int:passage_id>/argument")
@open_to(Audience.INSTRUCTOR)
def argument(passage_id: int) -> str:
    """Show how a passage argues, where its file says so."""
    passage = found_passage(passage_id).to_core()
    return render_template(
        "authoring/argument.html",
        passage=passage,
        passage_id=passage_id,
        argument=told(passage) or abort(404),
        touches=touches(db.session(), passage_id),
    )
