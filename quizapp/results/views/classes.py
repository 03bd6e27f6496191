"""A class over all its assignments, and each of its students over time."""

from flask import abort, render_template

from quizapp import access, db
from quizapp.access import Audience, Seat, open_to
from quizapp.core.itemstats.overall import ClassOverall, share_of
from quizapp.results import trend
from quizapp.results.queries.overall import class_overall
from quizapp.results.views.blueprint import blueprint


def _load(class_id: int) -> tuple[Seat, ClassOverall]:
    """Return a class that the signed-in person teaches or assists, over all its assignments."""
    work = db.session()
    seat = access.staff_seat(work, access.me(), class_id)
    return seat, class_overall(work, seat, db.now())


@blueprint.get("/classes/<int:class_id>/results")
@open_to(Audience.STAFF)
def class_results(class_id: int) -> str:
    """Show how a class does over all its assignments."""
    seat, found = _load(class_id)
    return render_template(
        "results/class.html",
        seat=seat,
        overall=found,
        means=trend.of_class(found),
        now=db.now(),
    )


@blueprint.get("/classes/<int:class_id>/results/students/<int:user_id>")
@open_to(Audience.STAFF)
def student(class_id: int, user_id: int) -> str:
    """Show one student over all assignments of the class."""
    seat, found = _load(class_id)
    one = found.student(user_id) or abort(404)
    quizzes = [result for result in one.results if not result.task.practice]
    return render_template(
        "results/student.html",
        seat=seat,
        overall=found,
        one=one,
        summaries={summary.task.id: summary for summary in found.tasks},
        quizzes=quizzes,
        skills=[
            (skill, share_of(quizzes, skill.code), [share_of([it], skill.code) for it in quizzes])
            for skill in found.skills
        ],
        line=trend.of_student(found, one),
        now=db.now(),
    )
