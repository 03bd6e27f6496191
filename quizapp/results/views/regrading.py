"""Regrading: proposed with every mark that would change, confirmed with a reason, undone."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.core.correcting import PICKABLE
from quizapp.core.regrade import Proposal, Ruling, propose, shown_as
from quizapp.models import Assignment
from quizapp.results.forms.regrading import RegradeForm
from quizapp.results.printed import Printed
from quizapp.results.queries import regrading as found
from quizapp.results.service.regrading import (
    NotAsShown,
    make_regrade,
    mend_question,
    undo_regrade,
)
from quizapp.results.sorting import LISTED
from quizapp.results.views.blueprint import blueprint

ADDRESS = "/assignments/<int:assignment_id>/regrade/<int:version_id>"
MADE = "/assignments/<int:assignment_id>/regrades/<int:regrade_id>"


def _load(assignment_id: int, version_id: int) -> tuple[Assignment, Printed]:
    """Return an assignment this person teaches and a version given in it, or end with 404."""
    work = db.session()
    assignment = access.taught_assignment(work, access.me(), assignment_id)
    printed = found.printed(work, assignment, version_id)
    if printed is None:
        abort(404)
    return assignment, printed


def _may_mend(printed: Printed) -> bool:
    """Tell whether a corrected question can become the next version of this one."""
    mine = printed.created_by == access.me().id or access.me().rank is Audience.ADMINISTRATOR
    return mine and printed.source_file is None and printed.latest == printed.number


@blueprint.get(ADDRESS)
@open_to(Audience.INSTRUCTOR)
def regrade(assignment_id: int, version_id: int) -> str:
    """Show the question and ask what should happen with it."""
    assignment, printed = _load(assignment_id, version_id)
    return _page(assignment, printed, RegradeForm(printed=printed, mend=_may_mend(printed)))


@blueprint.post(ADDRESS)
@open_to(Audience.INSTRUCTOR)
def propose_regrade(assignment_id: int, version_id: int) -> Response | tuple[str, int]:
    """Show what a regrade would change, or put it in force when that is confirmed."""
    assignment, printed = _load(assignment_id, version_id)
    form = RegradeForm(request.form, printed=printed)
    ruling = form.ruling() if form.validate() else None
    if ruling is None:
        return _page(assignment, printed, form), 422
    confirmed = request.form.get("go") == "confirm"
    if not confirmed or not form.has_reason():
        return _dry_run(assignment, printed, form, ruling), 422 if confirmed else 200
    try:
        return _confirm(assignment, printed, form, ruling)
    except NotAsShown as refused:
        db.give_up()
        assignment, printed = _load(assignment_id, version_id)
        return _dry_run(assignment, printed, form, ruling, changed=refused.message), 409


def _dry_run(
    assignment: Assignment, printed: Printed, form: RegradeForm, ruling: Ruling, changed: str = ""
) -> str:
    """Return the page with what the ruling would change, and why it is shown again, if it is."""
    answers = found.sat(db.session(), assignment.id, printed.version_id)
    proposal = propose(ruling, printed.question, answers)
    seen = shown_as(ruling, proposal)
    return _page(assignment, printed, form, proposal=proposal, seen=seen, changed=changed)


def _confirm(
    assignment: Assignment, printed: Printed, form: RegradeForm, ruling: Ruling
) -> Response:
    work, now, who = db.session(), db.now(), access.me().id
    seen = request.form.get("seen", "")
    made = make_regrade(work, assignment.id, printed, ruling, seen, who, now)
    picked = ruling.corrected is not None and not form.version.data
    if form.mend.data and picked and _may_mend(printed):
        mend_question(work, printed, ruling.corrected or printed.question, who, now)
    work.commit()
    return redirect(url_for("results.regraded", assignment_id=assignment.id, regrade_id=made), 303)


def _page(
    assignment: Assignment,
    printed: Printed,
    form: RegradeForm,
    *,
    proposal: Proposal | None = None,
    seen: str = "",
    changed: str = "",
) -> str:
    seat = access.staff_seat(db.session(), access.me(), assignment.classroom_id)
    return render_template(
        "results/regrade.html",
        assignment=assignment,
        seat=seat,
        printed=printed,
        form=form,
        proposal=proposal,
        seen=seen,
        changed=changed,
        most=_most(),
        pickable=printed.question.type in PICKABLE,
        may_mend=_may_mend(printed),
    )


def _most() -> int | None:
    """Return how many are listed; all, when these are asked for."""
    return None if request.values.get("students") == "all" else LISTED


@blueprint.get(MADE)
@open_to(Audience.INSTRUCTOR)
def regraded(assignment_id: int, regrade_id: int) -> str:
    """Show a regrade that was made, and whose marks it changed."""
    work = db.session()
    assignment = access.taught_assignment(work, access.me(), assignment_id)
    one = next((one for one in found.made(work, assignment.id) if one.id == regrade_id), None)
    if one is None:
        abort(404)
    return render_template(
        "results/regraded.html",
        assignment=assignment,
        seat=access.staff_seat(work, access.me(), assignment.classroom_id),
        made=one,
        effects=found.effects(work, regrade_id),
        most=_most(),
    )


@blueprint.post(f"{MADE}/undo")
@open_to(Audience.INSTRUCTOR)
def undo(assignment_id: int, regrade_id: int) -> Response:
    """Take a regrade back."""
    work = db.session()
    assignment = access.taught_assignment(work, access.me(), assignment_id)
    if not any(one.id == regrade_id for one in found.made(work, assignment.id)):
        abort(404)
    undo_regrade(work, assignment.id, regrade_id, access.me().id, db.now())
    work.commit()
    flash("The regrade is undone: every mark is what it was before.")
    return redirect(
        url_for("results.regraded", assignment_id=assignment.id, regrade_id=regrade_id), 303
    )
