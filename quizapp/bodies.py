"""How much a browser may send: a form without a file needs far less than a file."""

from flask import Flask, request

LONGEST_FORM = 1024 * 1024
"""Enough for a full text in any script, each letter of which a browser sends as nine."""


def init_app(app: Flask) -> None:
    """Refuse large forms without files with 413, before anything of an app reads them.

    Werkzeug counts the fields and bytes of forms with files only.
    """

    @app.before_request
    def limit_form() -> None:
        if request.mimetype != "multipart/form-data":
            request.max_content_length = LONGEST_FORM
