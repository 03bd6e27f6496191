"""Files of an assignment: its scores and its responses."""

from io import BytesIO

from flask import Response, send_file

from quizapp import db
from quizapp.access import Audience, open_to
from quizapp.models import Assignment
from quizapp.results import exports
from quizapp.results.queries.summary import saved
from quizapp.results.views.blueprint import blueprint
from quizapp.results.views.summaries import load


@blueprint.get("/assignments/<int:assignment_id>/scores.csv")
@open_to(Audience.STAFF)
def scores_csv(assignment_id: int) -> Response:
    """Give the scores as a file."""
    assignment, seat, found = load(assignment_id)
    return _file(exports.scores(found, seat.classroom.time_zone), assignment, "scores")


@blueprint.get("/assignments/<int:assignment_id>/responses.csv")
@open_to(Audience.STAFF)
def responses_csv(assignment_id: int) -> Response:
    """Give every counted response as a file."""
    assignment, seat, found = load(assignment_id)
    moments = saved(db.session(), found)
    rows = exports.responses(found, moments, seat.classroom.time_zone)
    return _file(rows, assignment, "responses")


def _file(rows: list[list[str]], assignment: Assignment, what: str) -> Response:
    response = send_file(
        BytesIO(exports.csv_file(rows)),
        mimetype="text/csv",
        as_attachment=True,
        download_name=exports.file_name(assignment.title, what),
    )
    # Flask would let a browser keep the file and ask whether it is still good.
    response.headers["Cache-Control"] = "no-store"
    return response
