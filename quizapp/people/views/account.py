"""A person's own account: their devices and their passphrase."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug import Response

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.core.refusal import Refused
from quizapp.people import credentials, passwords
from quizapp.people.forms import NewPasswordForm
from quizapp.people.queries import accounts as found
from quizapp.people.service import accounts
from quizapp.people.views.blueprint import blueprint
from quizapp.people.views.signing import proved, shown_again, start_session


def _page(form: NewPasswordForm) -> str:
    who = access.me()
    return render_template(
        "people/account.html",
        form=form,
        least=form.least,
        devices=found.devices(db.session(), who.id, who.role, db.now()),
        this_device=who.session_id,
        second_step=found.has_second_step(db.session(), who.id),
        place=found.time_zone(db.session(), who.id),
    )


def _new_password_form() -> NewPasswordForm:
    who = access.me()
    short = not who.is_staff or found.has_second_step(db.session(), who.id)
    least = passwords.LEAST_OF_STUDENTS if short else passwords.LEAST_OF_STAFF
    known = [who.name, who.login, *found.class_names(db.session(), who.id)]
    return NewPasswordForm(request.form, least=least, known=known)


@blueprint.get("/account")
@open_to(Audience.SIGNED_IN)
def account() -> str:
    """Show a person's devices, and let them change their passphrase."""
    return _page(_new_password_form())


@blueprint.post("/account/passphrase")
@open_to(Audience.SIGNED_IN)
def change_passphrase() -> Response | tuple[str, int]:
    """Change a person's passphrase, which signs their other devices out."""
    form, who = _new_password_form(), access.me()
    if not form.validate():
        return _page(form), 422
    try:
        proved(form)
    except Refused as refusal:
        return shown_again(_page(form), refusal)
    password_hash = credentials.hashed(form.password.data)
    accounts.set_password(db.session(), who.id, password_hash, who.id, db.now())
    start_session(who.id)
    flash("Your passphrase is changed. Other devices are signed out.")
    db.session().commit()
    return redirect(url_for("people.account"), 303)


@blueprint.post("/account/devices/<int:session_id>/sign-out")
@open_to(Audience.SIGNED_IN)
def sign_out_device(session_id: int) -> Response:
    """Sign one of a person's devices out."""
    accounts.close_session(db.session(), access.me().id, session_id, db.now())
    flash("That device is signed out.")
    db.session().commit()
    return redirect(url_for("people.account"), 303)


@blueprint.post("/account/sign-out-everywhere")
@open_to(Audience.SIGNED_IN)
def sign_out_everywhere() -> Response:
    """Sign a person out on every device but this one, which gets a new session."""
    who = access.me()
    accounts.close_sessions(db.session(), who.id)
    start_session(who.id)
    flash("All other devices are signed out.")
    db.session().commit()
    return redirect(url_for("people.account"), 303)
