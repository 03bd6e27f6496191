"""Pages of answering."""

from flask import Blueprint

blueprint = Blueprint("answering", __name__)
