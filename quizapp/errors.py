"""The one table from a refused action to a page, or to JSON for a script."""

import logging
import secrets

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from quizapp import db
from quizapp.core.refusal import Refused
from quizapp.writers import WritersBusy

log = logging.getLogger(__name__)

TITLES: dict[int, tuple[str, str]] = {
    400: ("That request made no sense", "Go back, reload the page and try again."),
    401: ("Please sign in", "You are not signed in on this device, or were away too long."),
    403: ("Not allowed", "Your account may not do this."),
    404: ("There is no such page", "The address may be mistyped, or it is not for this account."),
    405: ("That is not possible here", "Go back and use the buttons on the page."),
    409: ("That is not possible now", "Someone or something changed in the meantime."),
    410: ("This link no longer works", "Ask whoever sent it for a new one."),
    413: ("That is too large", "Files may have at most 10 MB, forms 1 MB."),
    415: ("That kind of data is not understood", "Use the form on the page."),
    422: ("Something needs your attention", "See the messages below."),
    429: ("Too many tries", "Wait a little, then try again."),
    500: ("Something went wrong on our side", "Nothing you saved is lost. Please try again."),
    503: ("Busy just now", "Nothing you saved is lost. Please try again in a few seconds."),
}
REFUSALS = frozenset({403, 404})
READ_ONLY = "25006"
"""What PostgreSQL says while it may only be read, as a standby may that is about to take over."""


def problem(status: int, message: str | None = None, *, retry_after: int | None = None) -> Response:
    """Undo what the request changed; return a page, or JSON to a script, that says what to do."""
    db.give_up()
    if status in REFUSALS:
        _note_refusal(status)
    title, advice = TITLES.get(status, TITLES[400 if status < 500 else 500])
    if request.accept_mimetypes.best == "application/json":
        response = jsonify(status=status, title=title, message=message or advice)
    else:
        page = render_template("error.html", status=status, title=title, message=message or advice)
        response = make_response(page)
    response.status_code = status
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _note_refusal(status: int) -> None:
    """Log who was kept from what; not when there is no such address, nor from what is for anyone.

    Addresses that anyone may open can hold the code of a class or of an invitation.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "audience", None):
        return
    who = g.get("viewer")
    asker = "nobody" if who is None else f"user {who.id}"
    # As ASCII, so that an address cannot write a line of its own.
    log.warning("refused with %d: %s %a to %s", status, request.method, request.path, asker)


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    response = problem(error.code or 500)
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    return response


def _host(_error: SecurityError) -> Response:
    # Without a host there are no links, so there is no page either.
    response = make_response("This server does not answer to that name.\n", 400)
    response.content_type = "text/plain; charset=utf-8"
    return response


def _csrf(_error: CSRFError) -> Response:
    return problem(
        400, "This page was open too long, or cookies are off. Reload it and send it again."
    )


def _refused(error: Refused) -> Response:
    if error.status == 503:
        _ask_nobody()
    return problem(error.status, error.message, retry_after=getattr(error, "retry_after", None))


def _damaged(error: DatabaseError) -> Response:
    """Answer for a database that is damaged; what it refuses for other reasons is unexpected."""
    if getattr(error.orig, "sqlstate", None) == READ_ONLY:
        return _busy(error)
    if type(error) is not DatabaseError:
        return _unexpected(error)
    log.critical("the database is damaged: %s", error.orig)
    _ask_nobody()
    return problem(
        503, "The database is damaged. Please tell whoever runs this server.", retry_after=60
    )


def _busy(error: Exception) -> Response:
    log.warning("the database did not answer", exc_info=error)
    _ask_nobody()
    return problem(503, retry_after=2)


def _overtaken(error: IntegrityError) -> Response:
    # Two people did what only one can; whoever can foresee it says so in better words.
    log.error("the database refused a change", exc_info=error)
    return problem(409)


def _unexpected(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.error("unexpected error, reference %s", reference, exc_info=error)
    _ask_nobody()
    return problem(500, f"Nothing you saved is lost. Please try again. (Reference {reference}.)")


def _ask_nobody() -> None:
    """Let the page go without who is signed in, if that is not known yet."""
    g.setdefault("viewer", None)


def init_app(app: Flask) -> None:
    """Answer every error of an app from the table."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _host)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(DatabaseError, _damaged)
    for busy in (OperationalError, InterfaceError, PoolTimeout, WritersBusy):
        app.register_error_handler(busy, _busy)
    app.register_error_handler(IntegrityError, _overtaken)
    app.register_error_handler(Exception, _unexpected)
