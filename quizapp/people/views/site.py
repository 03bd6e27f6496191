"""The site itself: whether its data are safe, for administrators."""

from flask import current_app, render_template

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.backups.state import state
from quizapp.people.queries import accounts as places
from quizapp.people.views.blueprint import blueprint


@blueprint.get("/site")
@open_to(Audience.ADMINISTRATOR)
def site() -> str:
    """Show how old the newest backup is, and what went wrong with the last one."""
    now = db.now()
    return render_template(
        "people/site.html",
        backups=state(current_app.extensions["quiz_settings"], now),
        engine=db.engine().dialect.name,
        now=now,
        place=places.time_zone(db.session(), access.me().id),
    )
