"""Everyone with an account: administrators look after them here."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from quizapp import access, db
from quizapp.access import RANK, Audience, open_to
from quizapp.models import User
from quizapp.people.forms import ProveForm
from quizapp.people.names import clean_name
from quizapp.people.queries import accounts as places
from quizapp.people.queries import people as found
from quizapp.people.service import accounts, erasing
from quizapp.people.views.blueprint import blueprint


@blueprint.get("/people")
@open_to(Audience.ADMINISTRATOR)
def people_list() -> str:
    """Show everyone with an account."""
    search = clean_name(request.args.get("search", ""))[:100]
    role = request.args.get("role", "")
    role = role if role in RANK else ""
    page = request.args.get("page", 1, type=int)
    return render_template(
        "people/people_list.html",
        people=found.people(db.session(), search, role, min(page, 1_000_000)),
        search=search,
        role=role,
        place=places.time_zone(db.session(), access.me().id),
        unprotected=not places.has_second_step(db.session(), access.me().id),
    )


def other_person(user_id: int) -> User:
    """Return somebody else, or end with 404: nobody locks themselves out."""
    user = found.person(db.session(), user_id)
    if user is None or user.id == access.me().id:
        abort(404)
    return user


def person_page(user: User, form: ProveForm) -> str:
    """Return the page about a person, with the form that has them erased."""
    return render_template(
        "people/person.html",
        user=user,
        form=form,
        undo=erasing.UNDO,
        places=found.places(db.session(), user.id),
        zone=places.time_zone(db.session(), access.me().id),
    )


@blueprint.get("/people/<int:user_id>")
@open_to(Audience.ADMINISTRATOR)
def person(user_id: int) -> str:
    """Show a person's account: what they are, where they belong, and whether they may sign in."""
    user = found.person(db.session(), user_id)
    if user is None:
        abort(404)
    return person_page(user, ProveForm())


def back_to(user: User) -> Response:
    """Return the way back to the page about a person."""
    return redirect(url_for("people.person", user_id=user.id), 303)


@blueprint.post("/people/<int:user_id>/suspend")
@open_to(Audience.ADMINISTRATOR)
def suspend(user_id: int) -> Response:
    """Keep a person out, at once."""
    user = other_person(user_id)
    accounts.suspend(db.session(), user, access.me().id, db.now())
    flash(f"{user.name} is suspended and signed out everywhere.")
    db.session().commit()
    return back_to(user)


@blueprint.post("/people/<int:user_id>/restore")
@open_to(Audience.ADMINISTRATOR)
def restore(user_id: int) -> Response:
    """Let a suspended person in again."""
    user = other_person(user_id)
    accounts.restore(db.session(), user, access.me().id, db.now())
    flash(f"{user.name} can sign in again.")
    db.session().commit()
    return back_to(user)


@blueprint.post("/people/<int:user_id>/role")
@open_to(Audience.ADMINISTRATOR)
def change_role(user_id: int) -> Response:
    """Make a person something else."""
    user, role = other_person(user_id), request.form.get("role", "")
    if role not in RANK:
        abort(400)
    accounts.change_role(db.session(), user, role, access.me().id, db.now())
    flash(f"{user.name} is now {role} and has to sign in again.")
    db.session().commit()
    return back_to(user)
