"""The blueprint that all pages of results belong to, and how they write figures."""

from flask import Blueprint

from quizapp.results import figures
from quizapp.results.wording import asks

blueprint = Blueprint("results", __name__)
blueprint.add_app_template_filter(asks)
figures.offer(blueprint)
