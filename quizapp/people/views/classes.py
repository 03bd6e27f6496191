"""A teacher's classes: the list, which is their home, and the page of one class."""

from functools import cache
from zoneinfo import available_timezones

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug import Response

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.people import codes
from quizapp.people.forms import ClassForm
from quizapp.people.links import as_typed, link
from quizapp.people.qr import qr
from quizapp.people.queries import classes as found
from quizapp.people.queries.attention import attention
from quizapp.people.service import classes as service
from quizapp.people.service import students
from quizapp.people.views.blueprint import blueprint


@cache
def _zones() -> list[str]:
    """Return the time zones of places, and UTC."""
    places = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
    return ["UTC", *sorted(z for z in available_timezones() if z.partition("/")[0] in places)]


@blueprint.get("/classes")
@open_to(Audience.STAFF)
def classes() -> str:
    """Show a member of staff their classes and what is open in each."""
    work, who, now = db.session(), access.me(), db.now()
    return render_template(
        "people/classes.html",
        classes=found.classes(work, who.id, now),
        attention=attention(work, who.id),
        now=now,
    )


@blueprint.route("/classes/new", methods=["GET", "POST"])
@open_to(Audience.INSTRUCTOR)
def new_class() -> Response | tuple[str, int]:
    """Make a class."""
    settings = current_app.extensions["quiz_settings"]
    form = ClassForm(request.form, data={"time_zone": settings.time_zone}, zones=_zones())
    if request.method != "POST" or not form.validate():
        page = render_template("people/edit_class.html", form=form, classroom=None)
        return page, 422 if form.errors else 200
    classroom = service.make_class(
        db.session(), form.name.data, form.time_zone.data, access.me().id, db.now()
    )
    db.session().commit()
    return redirect(url_for("people.classroom", class_id=classroom.id), 303)


@blueprint.get("/classes/<int:class_id>")
@open_to(Audience.STAFF)
def classroom(class_id: int) -> str:
    """Show a class: its code for the projector, its students, assignments and staff."""
    work, who, now = db.session(), access.me(), db.now()
    seat = access.staff_seat(work, who, class_id)
    address = link("people.join", code=seat.classroom.join_code)
    return render_template(
        "people/classroom.html",
        classroom=seat.classroom,
        seat=seat,
        code=codes.shown(seat.classroom.join_code),
        join_page=as_typed(link("people.join")),
        join_qr=qr(address, "QR code of the page to join this class"),
        students=found.students(work, seat),
        removed=found.removed(work, class_id) if seat.role == "instructor" else [],
        given=found.given(work, class_id, who.id, now),
        staff=found.staff(work, class_id),
        now=now,
    )


@blueprint.get("/classes/<int:class_id>/code")
@open_to(Audience.INSTRUCTOR)
def class_code(class_id: int) -> str:
    """Show a class's code and QR code alone, as large as the projector allows."""
    classroom = access.taught_class(db.session(), access.me(), class_id)
    address = link("people.join", code=classroom.join_code)
    return render_template(
        "people/class_code.html",
        classroom=classroom,
        code=codes.shown(classroom.join_code),
        join_page=as_typed(link("people.join")),
        join_qr=qr(address, "QR code of the page to join this class"),
    )


@blueprint.route("/classes/<int:class_id>/edit", methods=["GET", "POST"])
@open_to(Audience.INSTRUCTOR)
def edit_class(class_id: int) -> Response | tuple[str, int]:
    """Change a class's name and time zone."""
    classroom = access.taught_class(db.session(), access.me(), class_id)
    form = ClassForm(request.form, obj=classroom, zones=_zones())
    if request.method != "POST" or not form.validate():
        page = render_template("people/edit_class.html", form=form, classroom=classroom)
        return page, 422 if form.errors else 200
    service.change_class(
        db.session(),
        classroom,
        form.name.data,
        form.time_zone.data,
        access.me().id,
        db.now(),
    )
    db.session().commit()
    return redirect(url_for("people.classroom", class_id=class_id), 303)


@blueprint.post("/classes/<int:class_id>/code")
@open_to(Audience.INSTRUCTOR)
def rotate_code(class_id: int) -> Response:
    """Give a class a new join code."""
    who = access.me()
    classroom = access.taught_class(db.session(), who, class_id)
    service.rotate_code(db.session(), classroom, who.id, db.now())
    flash("The class has a new code. The old one no longer works.")
    db.session().commit()
    return redirect(url_for("people.classroom", class_id=class_id), 303)


@blueprint.post("/classes/<int:class_id>/joining")
@open_to(Audience.INSTRUCTOR)
def set_joining(class_id: int) -> Response:
    """Open or close joining by code."""
    who = access.me()
    classroom = access.taught_class(db.session(), who, class_id)
    is_open = request.form.get("open") == "yes"
    service.set_joining(db.session(), classroom, who.id, db.now(), is_open=is_open)
    flash("Students can join." if is_open else "Nobody can join with the code now.")
    db.session().commit()
    return redirect(url_for("people.classroom", class_id=class_id), 303)


@blueprint.post("/classes/<int:class_id>/staff/<int:user_id>/remove")
@open_to(Audience.INSTRUCTOR)
def remove_colleague(class_id: int, user_id: int) -> Response:
    """Take a colleague out of a class; nobody takes themselves out, so that one teacher stays."""
    who = access.me()
    access.taught_class(db.session(), who, class_id)
    row = found.colleague(db.session(), class_id, user_id)
    if row is None or user_id == who.id:
        abort(404)
    colleague, enrolment = row
    students.remove(db.session(), enrolment, who.id, db.now())
    flash(f"{colleague.name} no longer sees this class.")
    db.session().commit()
    return redirect(url_for("people.classroom", class_id=class_id), 303)
