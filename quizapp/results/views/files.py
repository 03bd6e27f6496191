"""Files of an assignment: scores, responses and item analysis, as CSV and as one workbook."""

from io import BytesIO
from typing import Final

from flask import Response, request, send_file

from quizapp import access, audit, db
from quizapp.access import Audience, open_to
from quizapp.models import Assignment
from quizapp.results import analysis, exports
from quizapp.results.cells import Rows, csv_file, file_name
from quizapp.results.queries.summary import saved
from quizapp.results.views.blueprint import blueprint
from quizapp.results.views.large import apart_if_large
from quizapp.results.views.summaries import load
from quizapp.results.workbook import xlsx_file

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/assignments/<int:assignment_id>/scores.csv")
@open_to(Audience.STAFF)
@apart_if_large
def scores_csv(assignment_id: int) -> Response:
    """Give the scores as a file."""
    assignment, seat, found = load(assignment_id)
    return _csv(exports.scores(found, seat.classroom.time_zone), assignment, "scores")


@blueprint.get("/assignments/<int:assignment_id>/responses.csv")
@open_to(Audience.STAFF)
@apart_if_large
def responses_csv(assignment_id: int) -> Response:
    """Give every counted response as a file."""
    assignment, seat, found = load(assignment_id)
    moments = saved(db.session(), found)
    rows = exports.responses(found, moments, seat.classroom.time_zone)
    return _csv(rows, assignment, "responses")


@blueprint.get("/assignments/<int:assignment_id>/questions.csv")
@open_to(Audience.STAFF)
@apart_if_large
def questions_csv(assignment_id: int) -> Response:
    """Give the item analysis as a file."""
    assignment, _, found = load(assignment_id)
    return _csv(analysis.questions(found), assignment, "questions")


@blueprint.get("/assignments/<int:assignment_id>/results.xlsx")
@open_to(Audience.STAFF)
@apart_if_large
def workbook(assignment_id: int) -> Response:
    """Give everything as one workbook."""
    assignment, seat, found = load(assignment_id)
    zone = seat.classroom.time_zone
    sheets = {
        "Summary": analysis.overall(found),
        "Scores": exports.scores(found, zone),
        "Questions": analysis.questions(found),
        "Choices": analysis.choices(found),
        "Responses": exports.responses(found, saved(db.session(), found), zone),
    }
    name = file_name(assignment.title, "results", "xlsx")
    return _attached(_accounted(xlsx_file(sheets, db.now()), assignment, "results"), XLSX, name)


def _csv(rows: Rows, assignment: Assignment, what: str) -> Response:
    content = _accounted(csv_file(rows), assignment, what)
    return _attached(content, "text/csv", file_name(assignment.title, what))


def _accounted(content: bytes, assignment: Assignment, what: str) -> bytes:
    """Return a file once the audit says who took it away; it changes nothing else."""
    if request.method == "GET":
        who = access.me().id
        db.give_up()
        with db.writing(db.engine()) as work:
            subject = f"assignment {assignment.id}"
            audit.record(work, who, "export results", subject, db.now(), after=what)
    return content


def _attached(content: bytes, kind: str, name: str) -> Response:
    response = send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)
    # Flask would let a browser keep the file and ask whether it is still good.
    response.headers["Cache-Control"] = "no-store"
    return response
