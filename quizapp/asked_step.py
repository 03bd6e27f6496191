"""Whom the school asks for a second step at sign-in: they set it up before anything else."""

from typing import Final

from flask import current_app, redirect, request, url_for
from werkzeug import Response

from quizapp.config import Settings
from quizapp.models.people import USER_ROLES

ROLES: Final[dict[str, frozenset[str]]] = {
    "offered": frozenset(),
    "administrators": frozenset({"administrator"}),
    "staff": frozenset(USER_ROLES) - {"student"},
}
OPEN_WITHOUT: Final = frozenset({"people.second_step", "people.sign_out"})


def is_asked_of(role: str) -> bool:
    """Tell whether people of a role must have a second step."""
    settings: Settings = current_app.extensions["quiz_settings"]
    return role in ROLES[settings.second_step]


def led_to(role: str) -> Response | None:
    """Lead somebody who has no second step to where it is set up, if they must have one."""
    if request.endpoint in OPEN_WITHOUT or not is_asked_of(role):
        return None
    return redirect(url_for("people.second_step"), 303)
