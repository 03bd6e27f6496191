"""The audit, read by administrators and changed by nobody."""

from flask import render_template, request

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.people.names import clean_name
from quizapp.people.queries import accounts as places
from quizapp.people.queries import entries as found
from quizapp.people.views.blueprint import blueprint


@blueprint.get("/people/audit")
@open_to(Audience.ADMINISTRATOR)
def audit_log() -> str:
    """Show who changed what."""
    search = clean_name(request.args.get("search", ""))[:100]
    subject = clean_name(request.args.get("subject", ""))[:60]
    page = request.args.get("page", 1, type=int)
    return render_template(
        "people/audit.html",
        entries=found.entries(db.session(), search, subject, min(page, 1_000_000)),
        search=search,
        subject=subject,
        place=places.time_zone(db.session(), access.me().id),
    )
