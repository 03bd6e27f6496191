"""The signed cookie, taken whatever the clocks say: how long a session lasts, its row knows."""

from copy import deepcopy
from functools import lru_cache
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer


@lru_cache(maxsize=2_000)
def _held(serializer: URLSafeTimedSerializer, cookie: str) -> dict[str, Any]:
    """Return what a cookie holds. A page sends the same one with every answer.

    Raises BadSignature unless it is signed.
    """
    held: dict[str, Any] = serializer.loads(cookie)
    return held


class TimelessCookies(SecureCookieSessionInterface):
    """Flask's cookie without an age.

    Flask refuses a cookie that was signed later than now. After the clock was set back, or on a
    node whose clock is a moment behind, that would sign out people in the middle of a quiz.
    """

    def __init__(self) -> None:
        self._key: str | bytes | None = None
        self._serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs the cookies, made once for a key, or None while there is none."""
        if self._key != app.secret_key:
            self._key, self._serializer = app.secret_key, super().get_signing_serializer(app)
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what a cookie holds that we signed, and an empty session for any other."""
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        try:
            held = _held(serializer, request.cookies.get(self.get_cookie_name(app), ""))
        except BadSignature:
            return self.session_class()
        return self.session_class(deepcopy(held))
