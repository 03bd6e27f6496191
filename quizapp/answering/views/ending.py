"""The end of an attempt: what is still unanswered, submitting, the review, and what it opens."""

from collections.abc import Iterable
from datetime import datetime

from flask import abort, jsonify, redirect, render_template, url_for
from flask import make_response as respond
from werkzeug import Response

from quizapp import db
from quizapp.access import Audience, me, met, open_to
from quizapp.answering.forms import UNSENT, ChallengeForm
from quizapp.answering.queries import attempts
from quizapp.answering.queries.challenges import Challenged, challenges
from quizapp.answering.queries.notices import Answered, Notice, regradings_of, tellable
from quizapp.answering.queries.sharing import figures_beside
from quizapp.answering.service import ending
from quizapp.answering.sitting import Place, Sitting
from quizapp.answering.views import blueprint
from quizapp.answering.views.fetching import own_sitting, place_in, wants_json
from quizapp.core.argument.told import told
from quizapp.core.challenge import MOST_OPEN, may_be_challenged
from quizapp.core.regrade import TOLD
from quizapp.core.schedule import WHENS, Shown


@blueprint.get("/attempts/<int:attempt_id>/submit")
@open_to(Audience.SIGNED_IN)
def submit(attempt_id: int) -> Response:
    """List what is unanswered before the attempt is submitted."""
    now = db.now()
    sitting = own_sitting(attempt_id, now)
    if sitting.submitted_at is not None:
        return redirect(url_for("answering.review", attempt_id=sitting.id), 303)
    return respond(
        render_template("answering/submit.html", sitting=sitting, remaining=sitting.remaining(now))
    )


@blueprint.post("/attempts/<int:attempt_id>/submit")
@open_to(Audience.SIGNED_IN, attempts.OWN_ATTEMPT)
def finish(attempt_id: int) -> Response:
    """Submit an attempt and grade it; a second time changes nothing."""
    attempt = met()
    if attempt is None:
        abort(404)
    ending.submit(db.session(), attempt_id, attempt.deadline_at, db.now())
    db.session().commit()
    review_page = url_for("answering.review", attempt_id=attempt_id)
    if wants_json():
        return jsonify(submitted=True, next=review_page)
    return redirect(review_page, 303)


@blueprint.get("/attempts/<int:attempt_id>/review")
@blueprint.get("/attempts/<int:attempt_id>/review/<int:position>")
@open_to(Audience.SIGNED_IN, attempts.OWN_HEADER)
def review(attempt_id: int, position: int | None = None) -> Response:
    """Show how the attempt went, or one question of it, as far as that is released."""
    now = db.now()
    sitting = own_sitting(attempt_id, now, met())
    if sitting.submitted_at is None:
        return redirect(url_for("answering.question", attempt_id=sitting.id, position=1), 303)
    shown = sitting.shown(now)
    if position is None or not shown.anything:
        return respond(_overview(sitting, shown, now))
    return respond(question_page(sitting, place_in(sitting, position), shown))


def question_page(
    sitting: Sitting, place: Place, shown: Shown, form: ChallengeForm | None = None
) -> str:
    """Return the review of one question, with the form of a challenge as it was sent, if it was."""
    work, position = db.session(), place.position
    # Only what is written is marked by hand.
    written = place.question.type == "short"
    raised = _raised(sitting, shown)
    return render_template(
        "answering/review_question.html",
        sitting=sitting,
        place=place,
        definitions=sitting.beside(place),
        # Behind what is written there is no misreading to name.
        reviewed=place.reviewed(shown, {} if written else attempts.misreadings(work)),
        comment=attempts.comment(work, sitting.id, position) if written else None,
        notices=[one for one in _notices(sitting, shown, raised) if one.position == position],
        reason=shown.explanation,
        told=TOLD,
        challengeable=may_be_challenged(shown),
        challenges=[one for one in raised if one.position == position],
        full=sum(one.answer is None for one in raised) >= MOST_OPEN,
        form=form or UNSENT,
    )


def _raised(sitting: Sitting, shown: Shown) -> list[Challenged]:
    asked = sitting.challenged and may_be_challenged(shown)
    return challenges(db.session(), sitting.id) if asked else []


def _notices(sitting: Sitting, shown: Shown, raised: Iterable[Challenged]) -> list[Notice]:
    regraded = regradings_of(db.session(), me().id, sitting.id) if sitting.regraded else []
    where = sitting.assignment_id, sitting.id
    answered = [Answered(*where, one.position) for one in raised if one.unread]
    return tellable([*regraded, *answered], shown)


@blueprint.get("/attempts/<int:attempt_id>/argument")
@open_to(Audience.SIGNED_IN)
def argument(attempt_id: int) -> str:
    """Show how the passage of an attempt argues, once the teacher lets its student see it."""
    now = db.now()
    sitting = own_sitting(attempt_id, now)
    if not sitting.shown(now).argument:
        abort(404)
    return render_template(
        "answering/argument.html",
        sitting=sitting,
        passage=sitting.passage,
        argument=told(sitting.passage) or abort(404),
    )


def _overview(sitting: Sitting, shown: Shown, now: datetime) -> str:
    work, sharing = db.session(), sitting.sharing(now)
    beside = sitting.assignment_id, sitting.grading, me().id
    return render_template(
        "answering/review.html",
        sitting=sitting,
        shown=shown,
        skills=sitting.skills() if shown.score else [],
        whens=WHENS,
        sharing=sharing,
        figures=figures_beside(work, *beside) if sharing == "due" else None,
        notices=_notices(sitting, shown, _raised(sitting, shown)),
        reason=shown.explanation,
        told=TOLD,
    )
