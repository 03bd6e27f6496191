"""Pages of authoring."""

from flask import Blueprint

blueprint = Blueprint("authoring", __name__)
