"""Pages of authoring, one module for each thing that instructors make."""

from flask import Blueprint

blueprint = Blueprint("authoring", __name__)

from quizapp.authoring.views import editor, passages, questions  # noqa: E402, F401 - they register pages
