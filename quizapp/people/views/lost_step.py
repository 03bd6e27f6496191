"""Somebody lost their phone and their codes: an administrator takes the second step away."""

from flask import abort, flash, render_template, request
from werkzeug import Response

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.core.refusal import Refused
from quizapp.models import User
from quizapp.people.forms import ProveForm
from quizapp.people.service import accounts, second_steps
from quizapp.people.views.blueprint import blueprint
from quizapp.people.views.everyone import back_to, other_person
from quizapp.people.views.signing import proved, shown_again


def _protected(user_id: int) -> User:
    """Return somebody else who is asked for codes, or end with 404."""
    user = other_person(user_id)
    if user.totp_secret is None:
        abort(404)
    return user


def _page(user: User, form: ProveForm) -> str:
    return render_template("people/lost_step.html", user=user, form=form)


@blueprint.get("/people/<int:user_id>/second-step")
@open_to(Audience.ADMINISTRATOR)
def lost_step(user_id: int) -> str:
    """Say what taking a person's second step away does, and ask for the passphrase."""
    return _page(_protected(user_id), ProveForm())


@blueprint.post("/people/<int:user_id>/second-step")
@open_to(Audience.ADMINISTRATOR)
def forget_step(user_id: int) -> Response | tuple[str, int]:
    """Ask a person for no code any more, and sign them out: a lost phone may be signed in."""
    user, form = _protected(user_id), ProveForm(request.form)
    if not form.validate():
        return _page(user, form), 422
    try:
        proved(form)
    except Refused as refusal:
        return shown_again(_page(user, form), refusal)
    user = _protected(user_id)
    second_steps.switch_off(db.session(), user.id, access.me().id, db.now())
    accounts.close_sessions(db.session(), user.id)
    flash(f"{user.name} is asked for no code any more, and has to sign in again.")
    db.session().commit()
    return back_to(user)
