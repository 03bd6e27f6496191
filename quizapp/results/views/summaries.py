"""The class summary: how a class did on one assignment."""

from flask import render_template, request

from quizapp import access, db
from quizapp.access import Audience, Seat, open_to
from quizapp.core.itemstats import ClassSummary
from quizapp.core.itemstats.advice import advise
from quizapp.core.scoring import GRADING_NAMES
from quizapp.models import Assignment
from quizapp.results.queries import live
from quizapp.results.queries.summary import class_summary
from quizapp.results.sorting import sorting
from quizapp.results.views.blueprint import blueprint
from quizapp.results.ways import ways


def load(assignment_id: int) -> tuple[Assignment, Seat, ClassSummary]:
    """Return an assignment that the signed-in person teaches or assists, with its summary."""
    work = db.session()
    assignment, seat = access.staffed_assignment(work, access.me(), assignment_id)
    return assignment, seat, class_summary(work, assignment, seat, ways(assignment).tries)


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
@open_to(Audience.STAFF)
def summary(assignment_id: int) -> str:
    """Show how the class did."""
    return summary_page(assignment_id)


def summary_page(assignment_id: int) -> str:
    """Return the summary that the signed-in person may see, with a stamp of how new it is."""
    # Before anything else is read, so that whatever changes meanwhile makes the next one newer.
    stamp = live.stamp(db.session(), access.me().id, assignment_id)
    assignment, seat, found = load(assignment_id)
    order = sorting(request.args.get("sort", "name"))
    return page(
        "results/summary.html",
        assignment,
        seat,
        found,
        stamp=stamp,
        advice=advise(found, voluntary=assignment.practice),
        order=order,
        students=order.sorted(found.students),
    )


@blueprint.get("/assignments/<int:assignment_id>/summary/questions")
@open_to(Audience.STAFF)
def analysis(assignment_id: int) -> str:
    """Show all numbers of all questions."""
    return page("results/analysis.html", *load(assignment_id))
