"""Counts idle time anew while a person is there, in a transaction that holds no page up."""

import logging
from datetime import datetime

from flask import g
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response

from quizapp import db
from quizapp.models import LoginSession
from quizapp.writers import WritersBusy

log = logging.getLogger(__name__)


def renew(session_id: int, at: datetime) -> None:
    """Let the session of this request count as used now, once its page is made."""
    g.renew = (session_id, at)


def unattended() -> None:
    """Say that a page sent this request on its own: it is no sign that its person is there."""
    g.pop("renew", None)


def after(response: Response) -> Response:
    """Write down that the session was used."""
    wanted = g.pop("renew", None)
    if wanted is None:
        return response
    db.give_up()
    session_id, at = wanted
    row = update(LoginSession).where(LoginSession.id == session_id).values(seen_at=at)
    try:
        with db.writing(db.engine()) as work:
            work.execute(row)
    except (SQLAlchemyError, WritersBusy) as error:
        # The page is ready and any change committed; the next request renews instead.
        log.warning("a session was not renewed: %s", type(error).__name__)
    return response
