"""The class summary while students submit: the page again, as soon as anything in it changed."""

from flask import Response, request

from quizapp import renewing
from quizapp.access import Audience, open_to
from quizapp.results.queries import live
from quizapp.results.views.blueprint import blueprint
from quizapp.results.views.large import apart_if_large
from quizapp.results.views.summaries import present_stamp, summary_page


@blueprint.get("/assignments/<int:assignment_id>/summary/newest")
@open_to(Audience.STAFF, live.OWN_STATE)
@apart_if_large
def newest(assignment_id: int) -> str | Response:
    """Give the summary again if anything changed since a page was made, and nothing otherwise."""
    renewing.unattended()
    stamp = present_stamp(assignment_id)
    if request.args.get("since") == stamp:
        return Response(status=204)
    return summary_page(assignment_id, stamp)
