"""Pages of people: the front page, signing in, classes."""

from flask import Blueprint, render_template

from quizapp.access import Audience, open_to

blueprint = Blueprint("people", __name__)


@blueprint.get("/healthz")
@open_to(Audience.ANYONE)
def healthz() -> tuple[str, dict[str, str]]:
    """Tell that the process answers."""
    return "ok\n", {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.get("/")
@open_to(Audience.ANYONE)
def home() -> str:
    """Show the front page."""
    return render_template("people/welcome.html")


@blueprint.get("/sign-in")
@open_to(Audience.ANYONE)
def sign_in() -> str:
    """Show the sign-in form."""
    return render_template("people/welcome.html")
