"""Pages of authoring, one module for each thing that instructors make."""

from flask import Blueprint

blueprint = Blueprint("authoring", __name__)

# Each registers its pages with the blueprint.
from quizapp.authoring.views import (  # noqa: E402
    arguments,
    assignments,
    builder,
    draws,
    editor,
    passages,
    questions,
    quizzes,
    reports,
)

__all__ = [
    "arguments",
    "assignments",
    "blueprint",
    "builder",
    "draws",
    "editor",
    "passages",
    "questions",
    "quizzes",
    "reports",
]
