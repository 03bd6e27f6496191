"""Inviting staff, and accepting an invitation."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug import Response

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.forms import refuse
from quizapp.models import Classroom
from quizapp.people import credentials
from quizapp.people.forms import AccountForm, AssistantForm, StaffForm
from quizapp.people.links import link
from quizapp.people.queries import accounts as places
from quizapp.people.queries import classes as found
from quizapp.people.queries import people
from quizapp.people.service import accounts, invitations
from quizapp.people.views.blueprint import blueprint
from quizapp.people.views.signing import shown_again, start_session


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@open_to(Audience.ANYONE)
def accept_invitation(token: str) -> Response | str | tuple[str, int]:
    """Let an invited person make their account, or join a class with the one they have."""
    invitation = invitations.open_invitation(db.session(), token, db.now())
    name = invitation.classroom_id and found.name(db.session(), invitation.classroom_id)
    form = AccountForm(request.form)

    def page() -> str:
        return render_template(
            "people/accept_invitation.html", form=form, invitation=invitation, class_name=name
        )

    who = access.viewer()
    if request.method != "POST":
        return page()
    if who is not None:
        classroom_id = invitations.accept_as(db.session(), token, who.id, db.now())
        db.session().commit()
        return redirect(url_for("people.classroom", class_id=classroom_id), 303)
    if not form.validate():
        return page(), 422
    account = invitations.Account(
        form.name.data, form.login.data, credentials.hashed(form.password.data)
    )
    try:
        user = invitations.accept(db.session(), token, account, db.now())
    except accounts.LoginTaken as refusal:
        refuse(form, "login", refusal.message)
        db.give_up()
        return shown_again(page(), refusal)
    start_session(user.id)
    flash(f"Welcome, {user.name}.")
    db.session().commit()
    return redirect(url_for("people.home"), 303)


def _invite_page(
    form: AssistantForm | StaffForm, classroom: Classroom | None, made: str | None = None
) -> str:
    class_id = None if classroom is None else classroom.id
    return render_template(
        "people/invite.html",
        form=form,
        classroom=classroom,
        made=made,
        waiting=people.open_invitations(db.session(), class_id, db.now()),
        zone=places.time_zone(db.session(), access.me().id),
    )


@blueprint.route("/classes/<int:class_id>/invite", methods=["GET", "POST"])
@open_to(Audience.INSTRUCTOR)
def invite(class_id: int) -> str | tuple[str, int]:
    """Make a link that lets a colleague into a class; it is shown once."""
    classroom = access.taught_class(db.session(), access.me(), class_id)
    form = AssistantForm(request.form)
    if request.method != "POST" or not form.validate():
        return _invite_page(form, classroom), 422 if form.errors else 200
    role = form.role.data
    token = invitations.invite(
        db.session(),
        role,
        invited_by=access.me().id,
        classroom_id=classroom.id,
        section=form.section.data if role == "assistant" else None,
        now=db.now(),
    )
    page = _invite_page(form, classroom, link("people.accept_invitation", token=token))
    db.session().commit()
    return page


@blueprint.post("/classes/<int:class_id>/invitations/<int:invitation_id>/withdraw")
@open_to(Audience.INSTRUCTOR)
def withdraw_invitation(class_id: int, invitation_id: int) -> Response:
    """Make a link into a class worthless."""
    who = access.me()
    access.taught_class(db.session(), who, class_id)
    invitations.withdraw(db.session(), invitation_id, class_id, who.id, db.now())
    flash("The link no longer works.")
    db.session().commit()
    return redirect(url_for("people.invite", class_id=class_id), 303)


@blueprint.route("/people/invite", methods=["GET", "POST"])
@open_to(Audience.ADMINISTRATOR)
def invite_staff() -> str | tuple[str, int]:
    """Make a link for a new instructor or administrator; it is shown once."""
    form = StaffForm(request.form)
    if request.method != "POST" or not form.validate():
        return _invite_page(form, None), 422 if form.errors else 200
    token = invitations.invite(
        db.session(), form.role.data, invited_by=access.me().id, now=db.now()
    )
    page = _invite_page(form, None, link("people.accept_invitation", token=token))
    db.session().commit()
    return page


@blueprint.post("/people/invitations/<int:invitation_id>/withdraw")
@open_to(Audience.ADMINISTRATOR)
def withdraw_staff_invitation(invitation_id: int) -> Response:
    """Make a link for new staff worthless."""
    invitations.withdraw(db.session(), invitation_id, None, access.me().id, db.now())
    flash("The link no longer works.")
    db.session().commit()
    return redirect(url_for("people.invite_staff"), 303)
