"""Pages of answering: what is to do, one question after another, and the review."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from quizapp.answering.pace import Pace

blueprint = Blueprint("answering", __name__)


@blueprint.record_once
def _give_pace(state: BlueprintSetupState) -> None:
    state.app.extensions["quiz_pace"] = Pace()


from quizapp.answering.views import (  # noqa: E402 - register pages
    challenging,  # noqa: F401
    ending,  # noqa: F401
    notices,  # noqa: F401
    starting,  # noqa: F401
    taking,  # noqa: F401
)
