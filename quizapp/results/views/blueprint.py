"""The blueprint that all pages of results belong to, and how they write figures."""

from flask import Blueprint

from quizapp.results import charts, figures
from quizapp.results.definitions import how
from quizapp.results.wording import asks, in_words

blueprint = Blueprint("results", __name__)
blueprint.add_app_template_filter(asks)
blueprint.add_app_template_filter(in_words)
blueprint.add_app_template_global(how)
figures.offer(blueprint)
charts.offer(blueprint)
