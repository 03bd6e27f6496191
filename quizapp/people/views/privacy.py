"""What is kept about people: administrators hand it over, have it erased, see for how long."""

import json

from flask import Response, abort, current_app, flash, make_response, render_template, request
from werkzeug import Response as AnyResponse

from quizapp import access, audit, db
from quizapp.access import Audience, open_to
from quizapp.core.refusal import Refused
from quizapp.people.forms import ProveForm
from quizapp.people.queries import belongings
from quizapp.people.queries import people as found
from quizapp.people.service import erasing, retention
from quizapp.people.service.retention import Keep
from quizapp.people.views.blueprint import blueprint
from quizapp.people.views.everyone import back_to, other_person, person_page
from quizapp.people.views.signing import proved, shown_again


@blueprint.get("/people/kept")
@open_to(Audience.ADMINISTRATOR)
def kept() -> str:
    """Show what is kept for how long, and how much of it is due to go."""
    keep = Keep.by(current_app.extensions["quiz_settings"])
    return render_template("people/kept.html", rules=retention.rules(db.session(), keep, db.now()))


@blueprint.post("/people/<int:user_id>/export")
@open_to(Audience.ADMINISTRATOR)
def export_person(user_id: int) -> Response:
    """Hand over all that is kept about a person, and account for it."""
    user = found.person(db.session(), user_id)
    if user is None:
        abort(404)
    audit.record(db.session(), access.me().id, "export person", f"user {user_id}", db.now())
    said = json.dumps(
        belongings.everything(db.session(), user_id, db.now()), indent=2, ensure_ascii=False
    )
    response = make_response(said + "\n")
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = f'attachment; filename="person-{user_id}.json"'
    db.session().commit()
    return response


@blueprint.post("/people/<int:user_id>/erase")
@open_to(Audience.ADMINISTRATOR)
def plan_erasure(user_id: int) -> AnyResponse | tuple[str, int]:
    """Have a person erased in a week, once whoever asks has proved who they are."""
    form, who = ProveForm(request.form), access.me()
    if not form.validate():
        return person_page(other_person(user_id), form), 422
    other_person(user_id)
    try:
        proved(form)
    except Refused as refusal:
        return shown_again(person_page(other_person(user_id), form), refusal)
    user = other_person(user_id)
    erasing.plan(db.session(), user, who.id, db.now())
    flash(f"{user.name} will be erased. You can take it back here until then.")
    db.session().commit()
    return back_to(user)


@blueprint.post("/people/<int:user_id>/keep")
@open_to(Audience.ADMINISTRATOR)
def take_erasure_back(user_id: int) -> AnyResponse:
    """Do not erase a person after all."""
    user = other_person(user_id)
    erasing.take_back(db.session(), user, access.me().id, db.now())
    flash(f"{user.name} will not be erased, and stays suspended until you restore them.")
    db.session().commit()
    return back_to(user)


@blueprint.post("/people/<int:user_id>/hold")
@open_to(Audience.ADMINISTRATOR)
def hold_person(user_id: int) -> AnyResponse:
    """Keep everything of a person, however old, until the hold ends."""
    user, held = other_person(user_id), request.form.get("held") == "1"
    erasing.hold(db.session(), user, access.me().id, db.now(), held=held)
    flash(f"{user.name} is on hold." if held else f"{user.name} is no longer on hold.")
    db.session().commit()
    return back_to(user)
