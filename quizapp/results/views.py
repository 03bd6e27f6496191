"""Pages of results: how a class did, one question, one student's attempt, and files of both."""

from io import BytesIO

from flask import Blueprint, Response, abort, render_template, request, send_file, url_for

from quizapp import access, db
from quizapp.access import Audience, Seat, open_to
from quizapp.core.itemstats import ClassSummary
from quizapp.core.itemstats.advice import advise
from quizapp.core.scoring import GRADING_NAMES
from quizapp.models import Assignment
from quizapp.results import exports, figures
from quizapp.results.queries.attempt import attempt_result
from quizapp.results.queries.summary import class_summary, saved
from quizapp.results.sorting import sorting
from quizapp.results.wording import asks

blueprint = Blueprint("results", __name__)
blueprint.add_app_template_filter(asks)
figures.offer(blueprint)


def _load(assignment_id: int) -> tuple[Assignment, Seat, ClassSummary]:
    """Return an assignment that the signed-in person teaches or assists, with its summary."""
    work = db.session()
    assignment, seat = access.staffed_assignment(work, access.me(), assignment_id)
    return assignment, seat, class_summary(work, assignment, seat)


@blueprint.get("/assignments/<int:assignment_id>/summary")
@open_to(Audience.STAFF)
def summary(assignment_id: int) -> str:
    """Show how the class did."""
    assignment, seat, found = _load(assignment_id)
    order = sorting(request.args.get("sort", "name"))
    return _page(
        "results/summary.html",
        assignment,
        seat,
        found,
        advice=advise(found, voluntary=assignment.practice),
        order=order,
        students=order.sorted(found.students),
    )


@blueprint.get("/assignments/<int:assignment_id>/summary/questions/<int:position>")
@open_to(Audience.STAFF)
def question_detail(assignment_id: int, position: int) -> str:
    """Show what the class chose in one question."""
    assignment, seat, found = _load(assignment_id)
    if not 1 <= position <= len(found.items):
        abort(404)
    return _page("results/question.html", assignment, seat, found, found=found.items[position - 1])


def _page(
    template: str, assignment: Assignment, seat: Seat, report: ClassSummary, **more: object
) -> str:
    return render_template(
        template,
        assignment=assignment,
        seat=seat,
        summary=report,
        policy=GRADING_NAMES[report.grading],
        doors={
            one.item.position: url_for(
                "results.question_detail",
                assignment_id=assignment.id,
                position=one.item.position,
            )
            for one in report.items
        },
        skills={one.code: one.name for one in report.skills},
        now=db.now(),
        **more,
    )


@blueprint.get("/assignments/<int:assignment_id>/scores.csv")
@open_to(Audience.STAFF)
def scores_csv(assignment_id: int) -> Response:
    """Give the scores as a file."""
    assignment, seat, found = _load(assignment_id)
    return _file(exports.scores(found, seat.classroom.time_zone), assignment, "scores")


@blueprint.get("/assignments/<int:assignment_id>/responses.csv")
@open_to(Audience.STAFF)
def responses_csv(assignment_id: int) -> Response:
    """Give every counted response as a file."""
    assignment, seat, found = _load(assignment_id)
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
        seen=result.seen_by_student(assignment.window(), assignment.release(), db.now()),
    )


def _position() -> int:
    """Return the question asked for in the address: the first unless another is named."""
    word = request.args.get("question", "1")
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 4 else 0
