"""The student's own assignments and attempts, for every page of answering; others end with 404."""

from datetime import datetime
from functools import lru_cache

from flask import abort, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from quizapp import db
from quizapp.access import me
from quizapp.answering.given import Given
from quizapp.answering.queries import assignments, attempts
from quizapp.answering.queries.terms import AnyRow
from quizapp.answering.service.ending import finalise
from quizapp.answering.sitting import Place, Sitting


def wants_json() -> bool:
    """Tell whether a script asks, which wants data instead of a page."""
    return _best(request.headers.get("Accept", "")) == "application/json"


@lru_cache(maxsize=100)
def _best(accept: str) -> str | None:
    # Long to take apart, and the same from every browser of a kind.
    best: str | None = parse_accept_header(accept, MIMEAccept).best
    return best


def own_given(assignment_id: int, now: datetime) -> Given:
    """Return an assignment given to this student, or end with 404.

    An attempt whose time is up is submitted first.
    """
    who = me()
    found = assignments.given(db.session(), who.id, assignment_id)
    if found is not None and found.open_try is not None and found.overdue(now):
        _submit_overdue(found.open_try.id, found.open_try.deadline_at or now)
        found = assignments.given(db.session(), who.id, assignment_id)
    if found is None:
        abort(404)
    return found


def own_sitting(attempt_id: int, now: datetime, header: AnyRow | None = None) -> Sitting:
    """Return this student's attempt, or end with 404; a header that was met need not be found.

    An attempt whose time is up is submitted first.
    """
    who, work = me(), db.session()
    found = (
        attempts.sitting(work, who.id, attempt_id)
        if header is None
        else attempts.sitting_under(work, header)
    )
    if found is not None and found.overdue(now):
        _submit_overdue(found.id, found.deadline_at or now)
        found = attempts.sitting(db.session(), who.id, attempt_id)
    if found is None:
        abort(404)
    return found


def place_in(sitting: Sitting, position: int) -> Place:
    """Return the question at a position of an attempt, or end with 404."""
    place = sitting.place(position)
    if place is None:
        abort(404)
    return place


def _submit_overdue(attempt_id: int, deadline_at: datetime) -> None:
    # The clock has done this, not the visit: the same row would be written without it, only
    # some seconds later. So it has a transaction of its own even where a page is only read.
    db.give_up()
    with db.writing(db.engine()) as work:
        finalise(work, attempt_id, deadline_at, by_clock=True)
