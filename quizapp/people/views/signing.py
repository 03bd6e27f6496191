"""Signing in and out."""

from flask import Response, make_response, redirect, render_template, request, session, url_for
from werkzeug import Response as AnyResponse

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.core.refusal import Refused
from quizapp.forms import refuse
from quizapp.people import credentials, next_page
from quizapp.people.devices import device_name
from quizapp.people.forms import NewPasswordForm, ProveForm, SecondStepForm, SignInForm
from quizapp.people.queries import accounts as found
from quizapp.people.service import accounts
from quizapp.people.views.blueprint import blueprint
from quizapp.turnstile import in_turn


def client_address() -> str:
    """Return the address a request comes from, as far as trusted proxies tell."""
    return request.remote_addr or "unknown"


def start_session(user_id: int, *, step_due: bool = False) -> None:
    """Sign a person in on this device under a new token; to be committed by the view."""
    device = device_name(request.user_agent.string)
    token = accounts.open_session(db.session(), user_id, device, db.now(), step_due=step_due)
    session.clear()
    session["token"] = token


def proved(form: ProveForm | NewPasswordForm | SecondStepForm) -> None:
    """Make sure that it is the signed-in person who asks: a device may be in other hands.

    Raises what credentials.check refuses, with the message at the field.
    """
    try:
        credentials.check(access.me().login, form.current.data, client_address(), db.now())
    except Refused as refusal:
        wrong = isinstance(refusal, credentials.WrongPassword)
        refuse(form, "current", "That is not your passphrase." if wrong else refusal.message)
        raise


def shown_again(page: str, refusal: Refused) -> Response:
    """Return a form with what was refused, under the refusal's status."""
    response = make_response(page, refusal.status)
    if isinstance(refusal, credentials.TooManyTries):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


@blueprint.route("/sign-in", methods=["GET", "POST"])
@open_to(Audience.ANYONE)
@in_turn
def sign_in() -> AnyResponse | tuple[str, int]:
    """Sign a person in with user name and passphrase."""
    target = next_page.relative(request.values.get("next"))
    home = url_for("people.home")
    if access.viewer() is not None:
        return redirect(target or home, 303)
    form = SignInForm(request.form)
    if request.method != "POST" or not form.validate():
        page = render_template("people/sign_in.html", form=form, target=target)
        return page, 422 if form.errors else 200
    try:
        user_id = credentials.check(form.login.data, form.password.data, client_address(), db.now())
    except Refused as refusal:
        refuse(form, "password", refusal.message)
        return shown_again(
            render_template("people/sign_in.html", form=form, target=target), refusal
        )
    step_due = found.has_second_step(db.session(), user_id)
    start_session(user_id, step_due=step_due)
    db.session().commit()
    if step_due:
        return redirect(url_for("people.sign_in_code", next=target), 303)
    return redirect(target or home, 303)


@blueprint.post("/sign-out")
@open_to(Audience.SIGNED_IN)
def sign_out() -> AnyResponse:
    """Sign this device out, and have the browser forget what it kept."""
    who = access.me()
    accounts.close_session(db.session(), who.id, who.session_id, db.now())
    session.clear()
    db.session().commit()
    response = redirect(url_for("people.home"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
