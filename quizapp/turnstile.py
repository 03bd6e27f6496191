"""The turnstile: where a whole class comes in at the same moment, one goes through at a time.

Signing in, joining and starting cost many times what a save costs, and at eight o'clock all do so
at once. Whoever waits here holds nothing yet, so that those who are at work are served in between.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, current_app, g, request

from quizapp.core.refusal import Refused

LONGEST_WAIT_S: Final = 50.0
"""A thousand are through by then, and no proxy or browser has given up."""
PAUSE_S: Final = 0.001

View = TypeVar("View", bound=Callable[..., Any])


class Crowded(Refused):
    """More came in the same moment than go through within the time that anyone should wait."""

    status = 503
    message = "Very many people are coming in just now. Please try again in a few seconds."
    retry_after = 5


class Turnstile:
    """Lets one through at a time in a process; the others wait in the order in which they came."""

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def enter(self) -> None:
        """Wait for one's turn. Raises Crowded when that takes too long."""
        if not self._turn.acquire(timeout=LONGEST_WAIT_S):
            raise Crowded
        # gevent looks at who else has come only when everybody waits for something: without this
        # pause dozens would go through in a row.
        time.sleep(PAUSE_S)

    def leave(self) -> None:
        """Let the next one in."""
        self._turn.release()


def in_turn(view: View) -> View:
    """Declare that a whole class may come to this view in the same moment."""
    view.in_turn = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Let requests of an app wait their turn where a view says so, before any other work."""
    app.extensions["quiz_turnstile"] = Turnstile()

    @app.before_request
    def enter() -> None:
        if getattr(current_app.view_functions.get(request.endpoint or ""), "in_turn", False):
            # Read to its end first: nobody shall wait for somebody else's slow connection.
            _ = request.form
            turnstile: Turnstile = current_app.extensions["quiz_turnstile"]
            turnstile.enter()
            g.turnstile = turnstile

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        passed: Turnstile | None = g.pop("turnstile", None)
        if passed is not None:
            passed.leave()
