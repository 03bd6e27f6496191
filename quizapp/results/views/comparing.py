"""Two assignments, or two sections, side by side."""

from collections.abc import Mapping, Sequence

from flask import render_template, request

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.models import Assignment
from quizapp.results.queries import comparing
from quizapp.results.views.blueprint import blueprint
from quizapp.results.views.large import apart_if_large, most

Side = tuple[Assignment, str]


@blueprint.get("/classes/<int:class_id>/compare")
@open_to(Audience.STAFF)
@apart_if_large
def compare(class_id: int) -> str:
    """Show two assignments or two sections of a class side by side."""
    work = db.session()
    seat = access.staff_seat(work, access.me(), class_id)
    given = comparing.assignments(work, seat, db.now())
    sections = comparing.sections(work, seat)
    first, second = (_side(side, given, sections) for side in ("first", "second"))
    chosen = first is not None and second is not None and first != second
    return render_template(
        "results/compare.html",
        seat=seat,
        given=given,
        sections=sections,
        first=first,
        second=second,
        same=first is not None and first == second,
        found=comparing.comparison(work, seat, first, second, most=most())
        if chosen and first is not None and second is not None
        else None,
    )


def _side(name: str, given: Mapping[int, Assignment], sections: Sequence[str]) -> Side | None:
    """Return what the address asks for on one side; what this class does not have is not asked."""
    number, section = request.args.get(name, ""), request.args.get(f"{name}_section", "")
    known = {str(key): assignment for key, assignment in given.items()}
    if number not in known:
        return None
    return known[number], section if section in sections else ""
