"""The front page."""

from flask import redirect, render_template, url_for
from werkzeug import Response

from quizapp import access
from quizapp.access import Audience, open_to
from quizapp.people.views.blueprint import blueprint


@blueprint.get("/")
@open_to(Audience.ANYONE)
def home() -> str | Response:
    """Show the two ways in, or lead people who are signed in to where they work."""
    who = access.viewer()
    if who is None:
        return render_template("people/welcome.html")
    return redirect(url_for("people.classes" if who.is_staff else "answering.home"), 303)
