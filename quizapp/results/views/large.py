"""Summaries too large to be made among other requests: a process of its own makes them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, current_app, request

from quizapp import apart, db
from quizapp.config import Settings
from quizapp.parsed import Kept
from quizapp.results.queries.summary import TooLarge

View = TypeVar("View", bound=Callable[..., Any])


def most() -> int | None:
    """Return up to how many answers a summary is made here, or None when that is no matter."""
    settings: Settings = current_app.extensions["quiz_settings"]
    return settings.large_summary or None


def apart_if_large(view: View) -> View:
    """Have a process of its own answer where the summary is too large to be made here."""

    @wraps(view)
    def answer(**values: Any) -> Any:  # noqa: ANN401 - whatever the view returns
        try:
            return view(**values)
        except TooLarge:
            db.give_up()
        with apart.beside().turn() as turn:
            if turn.waited:
                # Whoever was first may have had the same made.
                try:
                    return view(**values)
                except TooLarge:
                    db.give_up()
            return _apart(turn)

    return cast("View", answer)


def _apart(turn: apart.Turn) -> Response:
    answered = apart.beside().answered(request.environ, turn)
    kept: Kept[Any] = current_app.extensions["quiz_numbers"]
    for stamp, numbers in answered.numbers.items():
        kept.keep(stamp, numbers)
    return Response(answered.body, answered.status, answered.headers)
