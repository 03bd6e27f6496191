"""Challenges of a student to a question: raised from its review, and withdrawn there."""

from flask import redirect, request, url_for
from werkzeug import Response

from quizapp import db
from quizapp.access import Audience, open_to
from quizapp.answering.forms import ChallengeForm
from quizapp.answering.service.challenging import (
    NotShownYet,
    raise_challenge,
    withdraw_challenge,
)
from quizapp.answering.sitting import Place, Sitting
from quizapp.answering.views import blueprint
from quizapp.answering.views.ending import question_page
from quizapp.answering.views.fetching import own_sitting, place_in
from quizapp.core.challenge import may_be_challenged

ADDRESS = "/attempts/<int:attempt_id>/review/<int:position>/challenge"


@blueprint.post(ADDRESS)
@open_to(Audience.SIGNED_IN)
def challenge(attempt_id: int, position: int) -> Response | tuple[str, int]:
    """Put a student's challenge to a question before their teacher."""
    now, work = db.now(), db.session()
    sitting = own_sitting(attempt_id, now)
    place, shown = place_in(sitting, position), sitting.shown(now)
    if not may_be_challenged(shown):
        raise NotShownYet
    form = ChallengeForm(request.form, reading=sitting.reading)
    if not form.validate():
        return question_page(sitting, place, shown, form), 422
    raise_challenge(work, sitting.id, position, form.reason.data, form.quote.data, now)
    work.commit()
    return _back(sitting, place)


@blueprint.post(f"{ADDRESS}/withdraw")
@open_to(Audience.SIGNED_IN)
def withdraw(attempt_id: int, position: int) -> Response:
    """Take a challenge back that nobody has answered."""
    sitting = own_sitting(attempt_id, db.now())
    place, work = place_in(sitting, position), db.session()
    withdraw_challenge(work, sitting.id, position)
    work.commit()
    return _back(sitting, place)


def _back(sitting: Sitting, place: Place) -> Response:
    review = url_for("answering.review", attempt_id=sitting.id, position=place.position)
    return redirect(f"{review}#challenge", 303)
