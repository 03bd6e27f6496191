"""The second step at sign-in: switched on and off by staff themselves, and asked for."""

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug import Response

from quizapp import access, asked_step, db
from quizapp.access import Audience, open_to
from quizapp.core.refusal import Refused
from quizapp.forms import refuse
from quizapp.people import credentials, next_page, passwords
from quizapp.people.forms import CodeOfStepForm, ProveForm, SecondStepForm
from quizapp.people.qr import qr
from quizapp.people.queries import accounts as found
from quizapp.people.service import accounts, second_steps
from quizapp.people.views.blueprint import blueprint
from quizapp.people.views.signing import proved, shown_again, start_session

TOO_SHORT = (
    f"Without a second step staff need at least {passwords.LEAST_OF_STAFF} characters. "
    "Change your passphrase first."
)
ASKED_FOR = "Your school asks it of you, so it cannot be switched off."


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@open_to(Audience.ANYONE)
def sign_in_code() -> Response | str | tuple[str, int]:
    """Let somebody in who has given the passphrase, once they give a code as well."""
    target = next_page.relative(request.values.get("next"))
    half = found.half_signed_in(db.session(), session.get("token"), db.now())
    if half is None:
        return redirect(url_for("people.sign_in", next=target), 303)
    form = CodeOfStepForm(request.form)

    def page() -> str:
        return render_template("people/sign_in_code.html", form=form, target=target)

    if request.method != "POST" or not form.validate():
        return page(), 422 if form.errors else 200
    try:
        credentials.check_code(half.user_id, form.code.data, db.now())
    except Refused as refusal:
        refuse(form, "code", refusal.message)
        return shown_again(page(), refusal)
    accounts.close_session(db.session(), half.user_id, half.session_id, db.now())
    start_session(half.user_id)
    db.session().commit()
    return redirect(target or url_for("people.home"), 303)


def _setting_page(form: SecondStepForm | None, proof: ProveForm) -> str:
    """Show how to switch the second step on, or that it is on."""
    who = access.me()
    on = found.has_second_step(db.session(), who.id)
    form = form or SecondStepForm(secret=second_steps.keepsake(who.login).secret)
    if form.secret.errors:
        form.secret.data = second_steps.keepsake(who.login).secret
    keepsake = second_steps.keepsake(who.login, form.secret.data)
    return render_template(
        "people/second_step.html",
        on=on,
        required=asked_step.is_asked_of(who.role),
        form=form,
        proof=proof,
        secret=" ".join(keepsake.secret[at : at + 4] for at in range(0, 32, 4)),
        picture=qr(keepsake.address, "QR code for your app"),
    )


@blueprint.route("/account/second-step", methods=["GET", "POST"])
@open_to(Audience.STAFF)
def second_step() -> Response | str | tuple[str, int]:
    """Show the secret for a person's app, and switch the second step on once they have it."""
    who, form = access.me(), SecondStepForm(request.form)
    if request.method != "POST":
        return _setting_page(None, ProveForm())
    if not form.validate():
        return _setting_page(form, ProveForm()), 422
    try:
        proved(form)
        codes = second_steps.switch_on(
            db.session(), who.id, form.secret.data, form.code.data, db.now()
        )
    except Refused as refusal:
        if isinstance(refusal, second_steps.WrongCode):
            refuse(form, "code", refusal.message)
        db.give_up()
        return shown_again(_setting_page(form, ProveForm()), refusal)
    page = render_template("people/recovery_codes.html", codes=codes)
    accounts.close_sessions(db.session(), who.id)
    start_session(who.id)
    db.session().commit()
    return page


@blueprint.post("/account/second-step/codes")
@open_to(Audience.STAFF)
def recovery_codes() -> Response | str | tuple[str, int]:
    """Give a person new recovery codes; the old ones stop working."""
    proof = ProveForm(request.form)
    if not proof.validate():
        return _setting_page(None, proof), 422
    try:
        proved(proof)
    except Refused as refusal:
        return shown_again(_setting_page(None, proof), refusal)
    codes = second_steps.new_recovery_codes(db.session(), access.me().id, db.now())
    page = render_template("people/recovery_codes.html", codes=codes)
    db.session().commit()
    return page


@blueprint.post("/account/second-step/off")
@open_to(Audience.STAFF)
def second_step_off() -> Response | tuple[str, int]:
    """Switch the second step off, for a passphrase that is long enough without."""
    proof, who = ProveForm(request.form), access.me()
    if not proof.validate():
        return _setting_page(None, proof), 422
    try:
        proved(proof)
    except Refused as refusal:
        return shown_again(_setting_page(None, proof), refusal)
    if asked_step.is_asked_of(who.role):
        refuse(proof, "current", ASKED_FOR)
        return _setting_page(None, proof), 422
    if len(proof.current.data) < passwords.LEAST_OF_STAFF:
        refuse(proof, "current", TOO_SHORT)
        return _setting_page(None, proof), 422
    second_steps.switch_off(db.session(), who.id, who.id, db.now())
    flash("The second step is off.")
    db.session().commit()
    return redirect(url_for("people.account"), 303)
