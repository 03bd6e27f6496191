"""Notices of regrades and answers, put away by the student who has read them."""

from flask import redirect, request, url_for
from werkzeug import Response

from quizapp import db
from quizapp.access import Audience, me, open_to, own_attempt
from quizapp.answering.service.notices import put_away
from quizapp.answering.views import blueprint


@blueprint.post("/attempts/<int:attempt_id>/notices")
@open_to(Audience.SIGNED_IN)
def read_notices(attempt_id: int) -> Response:
    """Put the notices of an attempt away."""
    attempt = own_attempt(db.session(), me(), attempt_id)
    put_away(db.session(), attempt.id, db.now())
    db.session().commit()
    if request.form.get("back") == "home":
        return redirect(url_for("answering.home"), 303)
    return redirect(url_for("answering.review", attempt_id=attempt_id), 303)
