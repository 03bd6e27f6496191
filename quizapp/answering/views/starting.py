"""The student's list of assignments, the page before an attempt, and its start."""

from flask import redirect, render_template, url_for
from werkzeug import Response

from quizapp import db, limits
from quizapp.access import Audience, me, open_to
from quizapp.answering.queries import assignments
from quizapp.answering.queries.notices import notices, tellable
from quizapp.answering.service import starting
from quizapp.answering.views import blueprint
from quizapp.answering.views.fetching import own_given
from quizapp.core.kinds import KIND_NAMES, KINDS
from quizapp.core.regrade import TOLD
from quizapp.core.schedule import WHENS, not_open
from quizapp.core.scoring import GRADING_NAMES
from quizapp.turnstile import in_turn


@blueprint.get("/assignments")
@open_to(Audience.SIGNED_IN)
def home() -> str:
    """Show what is to do and what is done."""
    now, work = db.now(), db.session()
    by_standing: dict[str, list[object]] = {}
    unread, waiting = notices(work, me().id), {}
    for given in assignments.all_given(work, me().id):
        by_standing.setdefault(given.standing(now), []).append(given)
        waiting[given.id] = tellable(unread.get(given.id, ()), given.shown(now))
    return render_template(
        "answering/home.html",
        by_standing=by_standing,
        now=now,
        told=TOLD,
        waiting=waiting,
    )


@blueprint.get("/assignments/<int:assignment_id>")
@open_to(Audience.SIGNED_IN)
def start(assignment_id: int) -> str:
    """Show what will happen, before an attempt begins."""
    now = db.now()
    given = own_given(assignment_id, now)
    return render_template(
        "answering/start.html",
        given=given,
        portions=assignments.portions(db.session(), given.id),
        closed=not_open(given.window, now),
        now=now,
        kinds=KINDS,
        kind_names=KIND_NAMES,
        gradings=GRADING_NAMES,
        whens=WHENS,
    )


@blueprint.post("/assignments/<int:assignment_id>")
@open_to(Audience.SIGNED_IN)
@in_turn
def begin(assignment_id: int) -> Response:
    """Start an attempt, or go on with the one that is open."""
    now = db.now()
    given = own_given(assignment_id, now)
    work = db.session()
    if given.open_try is None:
        limits.take(work, [(limits.STARTS, str(me().id))], now)
    attempt_id = starting.start(work, given, me().id, now)
    work.commit()
    return redirect(url_for("answering.question", attempt_id=attempt_id, position=1), 303)
