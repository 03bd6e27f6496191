"""Challenges of students to questions: read beside the question, and answered."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.results.forms.challenges import AnswerForm
from quizapp.results.queries.challenges import challenges as raised
from quizapp.results.queries.summary import positions
from quizapp.results.service.challenges import answer_challenge
from quizapp.results.views.blueprint import blueprint

ADDRESS = "/assignments/<int:assignment_id>/challenges"


@blueprint.get(ADDRESS)
@open_to(Audience.STAFF)
def challenges(assignment_id: int) -> str:
    """List what students have challenged, what waits first."""
    return _page(assignment_id, {})


@blueprint.post(f"{ADDRESS}/<int:challenge_id>")
@open_to(Audience.STAFF)
def answer(assignment_id: int, challenge_id: int) -> Response | tuple[str, int]:
    """Answer a challenge; the student reads it in their review."""
    work = db.session()
    assignment, seat = access.staffed_assignment(work, access.me(), assignment_id)
    if all(one.id != challenge_id for one in raised(work, assignment, seat)):
        abort(404)
    form = AnswerForm(request.form)
    if not form.validate():
        return _page(assignment_id, {challenge_id: form.of(challenge_id)}), 422
    answer_challenge(work, challenge_id, form.answer.data, access.me().id, db.now())
    work.commit()
    flash("Answered: the student reads it in the review of the question.")
    return redirect(url_for("results.challenges", assignment_id=assignment_id), 303)


def _page(assignment_id: int, sent: dict[int, AnswerForm]) -> str:
    """Return the list, with the forms as they were sent where they were."""
    work = db.session()
    assignment, seat = access.staffed_assignment(work, access.me(), assignment_id)
    found = raised(work, assignment, seat)
    return render_template(
        "results/challenges.html",
        assignment=assignment,
        seat=seat,
        challenges=found,
        forms_of={one.id: sent.get(one.id) or AnswerForm().of(one.id) for one in found},
        positions=positions(work, assignment, seat) if found else {},
        sent=next(iter(sent.values()), None),
    )
