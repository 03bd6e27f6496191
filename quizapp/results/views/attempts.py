"""One student's attempt, as staff see it."""

from flask import abort, render_template, request

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.core.regrade import TOLD
from quizapp.results.queries.attempt import attempt_result
from quizapp.results.views.blueprint import blueprint


@blueprint.get("/attempts/<int:attempt_id>/result")
@open_to(Audience.STAFF)
def attempt(attempt_id: int) -> str:
    """Show one student's attempt as the student sees it, one question at a time."""
    work = db.session()
    found, assignment = access.staffed_attempt(work, access.me(), attempt_id)
    seat = access.staff_seat(work, access.me(), assignment.classroom_id)
    result = attempt_result(work, found, assignment)
    place = result.place(_position())
    if place is None:
        abort(404)
    return render_template(
        "results/attempt.html",
        assignment=assignment,
        seat=seat,
        result=result,
        place=place,
        reviewed=result.reviewed(place),
        definitions=result.beside(place),
        now=db.now(),
        told=TOLD,
        seen=result.seen_by_student(assignment.window(), assignment.release(), db.now()),
    )


def _position() -> int:
    """Return the question asked for in the address: the first unless another is named."""
    word = request.args.get("question", "1")
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 4 else 0
