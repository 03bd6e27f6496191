"""The signed cookie of a browser: what signs it is made once and not at every request."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class SignedCookies(SecureCookieSessionInterface):
    """Cookies as Flask signs them, with one serializer for as long as the key stays the same."""

    def __init__(self) -> None:
        self._key: str | bytes | None = None
        self._serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs the cookies, or None while there is no key."""
        if self._key != app.secret_key:
            self._key, self._serializer = app.secret_key, super().get_signing_serializer(app)
        return self._serializer


def init_app(app: Flask) -> None:
    """Sign the cookies of an app."""
    app.session_interface = SignedCookies()
