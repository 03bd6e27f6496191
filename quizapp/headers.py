"""What every response tells browsers: what may load, who may frame it, and what may be kept."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from quizapp.config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "geolocation=(), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()"
    ),
}


def security_headers(settings: Settings) -> dict[str, str]:
    """Return the headers that every response carries, static files and errors included."""
    headers = {"Content-Security-Policy": CSP, "Referrer-Policy": "same-origin", **FIXED}
    if settings.secure:
        headers["Content-Security-Policy"] += "; upgrade-insecure-requests"
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return headers


def adding(headers: dict[str, str], app: "WSGIApplication") -> "WSGIApplication":
    """Return an application that sends these headers with all that `app` sends without them."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, sent: list[tuple[str, str]], *error: Any) -> Any:  # noqa: ANN401
            present = {name.lower() for name, _ in sent}
            more = [(name, value) for name, value in headers.items() if name.lower() not in present]
            return start_response(status, [*sent, *more], *error)

        return app(environ, start)

    return answer


def init_app(app: Flask, settings: Settings) -> None:
    """Set the headers on every response of an app; pages are never kept by a cache."""
    app.wsgi_app = adding(security_headers(settings), app.wsgi_app)  # type: ignore[assignment,method-assign]

    @app.after_request
    def set_headers(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-store")
        if request.endpoint in {"people.join", "people.accept_invitation"}:
            response.headers["Referrer-Policy"] = "no-referrer"
        return response
