"""The front page, and the sign that the app answers."""

from flask import redirect, render_template, url_for
from werkzeug import Response

from quizapp import access
from quizapp.access import Audience, open_to
from quizapp.people.views.blueprint import blueprint


@blueprint.get("/healthz")
@open_to(Audience.ANYONE)
def healthz() -> tuple[str, dict[str, str]]:
    """Tell that the process answers."""
    return "ok\n", {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.get("/")
@open_to(Audience.ANYONE)
def home() -> str | Response:
    """Show the two ways in, or lead people who are signed in to where they work."""
    who = access.viewer()
    if who is None:
        return render_template("people/welcome.html")
    return redirect(url_for("people.classes" if who.is_staff else "answering.home"), 303)
