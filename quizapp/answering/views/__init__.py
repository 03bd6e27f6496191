"""Pages of answering: what is to do, one question after another, and the review."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from quizapp.answering.pace import Pace

blueprint = Blueprint("answering", __name__)


@blueprint.record_once
def _give_pace(state: BlueprintSetupState) -> None:
    state.app.extensions["quiz_pace"] = Pace()


from quizapp.answering.views import ending, notices, starting, taking  # noqa: E402, F401 - register pages
