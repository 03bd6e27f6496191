"""Joining a class with its code."""

import secrets

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug import Response as AnyResponse

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.core.refusal import Refused
from quizapp.forms import refuse
from quizapp.models import Classroom
from quizapp.people import codes, credentials
from quizapp.people.forms import CodeForm, JoinForm
from quizapp.people.links import as_typed, link
from quizapp.people.service import joining
from quizapp.people.views.blueprint import blueprint
from quizapp.people.views.signing import client_address, shown_again, start_session
from quizapp.turnstile import in_turn


def _visitor() -> str:
    """Return what tells this browser from others at the same address."""
    who = access.viewer()
    if who is not None:
        return f"user {who.id}"
    return str(session.setdefault("visitor", secrets.token_hex(8)))


@blueprint.route("/join", methods=["GET", "POST"])
@blueprint.route("/join/<code>", methods=["GET", "POST"])
@open_to(Audience.ANYONE)
@in_turn
def join(code: str | None = None) -> AnyResponse | str | tuple[str, int]:
    """Let a student into a class: with one press when signed in, else with a name."""
    typed = code or request.args.get("code", "")
    given = {"code": codes.shown(codes.read(typed)) if codes.is_code(typed) else typed[:20]}
    who = access.viewer()
    form = CodeForm(request.form, data=given) if who else JoinForm(request.form, data=given)
    if request.method != "POST":
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        found = credentials.class_of_code(
            form.code.data, _visitor(), client_address(), db.now(), newcomer=who is None
        )
    except Refused as refusal:
        refuse(form, "code", refusal.message)
        return shown_again(_page(form), refusal)
    try:
        return _join_signed_in(found, who) if who else _join_as_new(found, form.name.data)
    except Refused as refusal:
        db.give_up()
        refuse(form, "code", refusal.message)
        return shown_again(_page(form), refusal)


def _page(form: CodeForm | JoinForm) -> str:
    return render_template("people/join.html", form=form)


def _join_signed_in(classroom: Classroom, who: access.Viewer) -> AnyResponse:
    joining.join(db.session(), classroom, who.id, who.role, db.now())
    flash(f"You are in {classroom.name}.")
    db.session().commit()
    return redirect(url_for("people.home"), 303)


def _join_as_new(classroom: Classroom, name: str) -> str:
    """Make the account and show its passphrase, this once: it is kept only as a hash."""
    issued = credentials.issue(1)[0]
    user = joining.join_as_new(db.session(), classroom, name, issued.password_hash, db.now())
    start_session(user.id)
    db.session().commit()
    return render_template(
        "people/joined.html",
        class_name=classroom.name,
        name=user.name,
        login=user.login,
        phrase=issued.phrase,
        sign_in_page=as_typed(link("people.sign_in")),
    )
