"""Marking by hand: what waits to be marked, and one written answer after another."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from quizapp import access, db
from quizapp.access import Audience, Seat, open_to
from quizapp.core.marks import in_points
from quizapp.models import Assignment
from quizapp.pages import plural
from quizapp.results.forms.marking import AGREE, MarkForm
from quizapp.results.queries.marking import queue
from quizapp.results.queries.regrading import made
from quizapp.results.queue import Queue, Written
from quizapp.results.service.marking import MarkedMeanwhile, give_mark
from quizapp.results.views.blueprint import blueprint

ADDRESS = "/assignments/<int:assignment_id>/marking"


@dataclass(frozen=True)
class _Desk:
    """An assignment, whose answers this person may mark, and whether names are shown."""

    assignment: Assignment
    seat: Seat
    queue: Queue
    named: bool

    def where(self, one: Written | None) -> str:
        """Return the address of an answer, or of the list when there is none."""
        names = "shown" if self.named else None
        if one is None:
            return url_for("results.marking", assignment_id=self.assignment.id, names=names)
        return url_for(
            "results.mark",
            assignment_id=self.assignment.id,
            response_id=one.id,
            names=names,
        )

    def find(self, response_id: int) -> Written:
        """Return an answer that this person may mark, or end with 404."""
        one = self.queue.find(response_id)
        if one is None:
            abort(404)
        return one


def _desk(assignment_id: int) -> _Desk:
    work = db.session()
    assignment, seat = access.staffed_assignment(work, access.me(), assignment_id)
    named = request.args.get("names") == "shown"
    return _Desk(assignment, seat, queue(work, assignment, seat), named)


@blueprint.get(ADDRESS)
@open_to(Audience.STAFF)
def marking(assignment_id: int) -> str:
    """Show what waits to be marked by hand."""
    desk = _desk(assignment_id)
    regrades = made(db.session(), assignment_id) if desk.seat.role == "instructor" else []
    return render_template("results/marking.html", desk=desk, regrades=regrades)


@blueprint.get(f"{ADDRESS}/<int:response_id>")
@open_to(Audience.STAFF)
def mark(assignment_id: int, response_id: int) -> str:
    """Show one written answer with what it may earn."""
    desk = _desk(assignment_id)
    one = desk.find(response_id)
    seen = {"mark": in_points(one.mark), "revision": str(one.revision), "together": True}
    comment = one.hand.comment if one.hand else ""
    return _page(desk, one, MarkForm(written=one, comment=comment, **seen))


def _page(desk: _Desk, one: Written, form: MarkForm, *, met: bool = False) -> str:
    return render_template("results/mark.html", desk=desk, one=one, form=form, met=met, AGREE=AGREE)


@blueprint.post(f"{ADDRESS}/<int:response_id>")
@open_to(Audience.STAFF)
def give(assignment_id: int, response_id: int) -> Response | tuple[str, int]:
    """Give a written answer its mark, then show the next one that waits."""
    desk = _desk(assignment_id)
    one = desk.find(response_id)
    form = MarkForm(request.form, written=one)
    if not form.validate():
        return _page(desk, one, form), 422
    alike = desk.queue.alike(one) if form.together.data else ()
    seen, work = int(form.revision.data), db.session()
    try:
        marked = give_mark(
            work, one, alike, form.parts, form.comment.data, seen, access.me().id, db.now()
        )
    except MarkedMeanwhile:
        return _met(assignment_id, response_id, form)
    work.commit()
    following = desk.queue.waiting_after(one, besides=alike)
    if following is None:
        flash("Everything here is marked.")
    elif marked > 1:
        flash(f"{plural(marked, 'answer')} in the same words marked.")
    return redirect(desk.where(following), 303)


def _met(assignment_id: int, response_id: int, form: MarkForm) -> tuple[str, int]:
    """Show both marks of an answer that two people marked at once; the first one stands."""
    parts = form.parts
    db.give_up()
    desk = _desk(assignment_id)
    one = desk.find(response_id)
    form.mark.raw_data = [f"{in_points(parts):f}"]
    form.revision.data = str(one.revision)
    return _page(desk, one, form, met=True), 409
