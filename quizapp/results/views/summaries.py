"""The class summary: how a class did on one assignment."""

from dataclasses import dataclass

from flask import abort, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from quizapp import access, db
from quizapp.access import Audience, Seat, open_to
from quizapp.core.itemstats import ClassSummary
from quizapp.core.itemstats.advice import advise
from quizapp.core.scoring import GRADING_NAMES, Grading
from quizapp.models import Assignment
from quizapp.parsed import Kept
from quizapp.results.queries import live
from quizapp.results.queries.summary import class_summary
from quizapp.results.sorting import Sorting, sorting
from quizapp.results.views.blueprint import blueprint
from quizapp.results.views.large import apart_if_large, most
from quizapp.results.ways import ways

MOST_KEPT = 50
"""Summaries that a process keeps: some 50 kB each for a class of thirty."""


@dataclass(frozen=True)
class Numbers:
    """All numbers of a summary as its page shows them, and what they are of."""

    assignment: Assignment
    seat: Seat
    grading: Grading
    html: Markup


@blueprint.record_once
def _keep_numbers(state: BlueprintSetupState) -> None:
    # Of one app and so of one database: the same word may mean something else in another.
    state.app.extensions["quiz_numbers"] = Kept[Numbers](MOST_KEPT)


def load(assignment_id: int) -> tuple[Assignment, Seat, ClassSummary]:
    """Return an assignment that the signed-in person teaches or assists, with its summary."""
    work = db.session()
    assignment, seat = access.staffed_assignment(work, access.me(), assignment_id)
    tries = ways(assignment).tries
    return assignment, seat, class_summary(work, assignment, seat, tries, most=most())


def page(
    template: str, assignment: Assignment, seat: Seat, report: ClassSummary, **more: object
) -> str:
    """Return a page made from an assignment's summary."""
    way = ways(assignment)
    return render_template(
        template,
        assignment=assignment,
        seat=seat,
        summary=report,
        policy=GRADING_NAMES[report.grading],
        ways=way,
        doors={
            one.item.position: way.to("question_detail", position=one.item.position)
            for one in report.items
        },
        skills={one.code: one.name for one in report.skills},
        now=db.now(),
        **more,
    )


@blueprint.get("/assignments/<int:assignment_id>/summary")
@open_to(Audience.STAFF, live.OWN_STATE)
@apart_if_large
def summary(assignment_id: int) -> str:
    """Show how the class did."""
    return summary_page(assignment_id, present_stamp(assignment_id))


def present_stamp(assignment_id: int) -> str:
    """Return the stamp of a summary that the signed-in person may see, or end with 404."""
    row = access.met()
    if row is not None:
        return live.stamp_in(row)
    return live.stamp(db.session(), access.me().id, assignment_id) or abort(404)


def summary_page(assignment_id: int, stamp: str) -> str:
    """Return the summary that the signed-in person may see; `stamp` tells all that it is made from.

    The stamp was read before anything else, from the same state of the database, so numbers made
    for one stamp hold for whoever meets it again.
    """
    order = sorting(request.args)
    kept: Kept[Numbers] = current_app.extensions["quiz_numbers"]
    first = request.args.get("tries") == "first"
    key = f"{stamp} {order} {first} {request.script_root}"
    made = kept.get(key) or kept.keep(key, _numbers(assignment_id, order))
    return render_template(
        "results/summary.html",
        assignment=made.assignment,
        seat=made.seat,
        numbers=made.html,
        policy=GRADING_NAMES[made.grading],
        ways=ways(made.assignment),
        order=order,
        stamp=stamp,
        now=db.now(),
    )


def _numbers(assignment_id: int, order: Sorting) -> Numbers:
    assignment, seat, found = load(assignment_id)
    html = page(
        "results/_numbers.html",
        assignment,
        seat,
        found,
        advice=advise(found, voluntary=assignment.practice),
        order=order,
        students=order.sorted(found.students),
    )
    return Numbers(assignment, seat, found.grading, Markup(html))  # noqa: S704 - from a template


@blueprint.get("/assignments/<int:assignment_id>/summary/questions")
@open_to(Audience.STAFF)
@apart_if_large
def analysis(assignment_id: int) -> str:
    """Show all numbers of all questions."""
    return page("results/analysis.html", *load(assignment_id))
