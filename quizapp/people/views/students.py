"""One student of a class, as the teacher looks after them."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.core.schedule import Allowance
from quizapp.models import Classroom, Enrolment, User
from quizapp.people import credentials
from quizapp.people.forms import StudentForm
from quizapp.people.queries import students as found
from quizapp.people.service import students as service
from quizapp.people.views.blueprint import blueprint
from quizapp.people.views.cards import Card, cards_page


def _student(class_id: int, user_id: int) -> tuple[Classroom, User, Enrolment]:
    """Return a class this person teaches and a student of it, or end with 404."""
    classroom = access.taught_class(db.session(), access.me(), class_id)
    row = found.student(db.session(), class_id, user_id)
    if row is None:
        abort(404)
    return classroom, *row


@blueprint.route("/classes/<int:class_id>/students/<int:user_id>", methods=["GET", "POST"])
@open_to(Audience.INSTRUCTOR)
def student(class_id: int, user_id: int) -> Response | tuple[str, int]:
    """Change a student's accommodation and section."""
    classroom, user, enrolment = _student(class_id, user_id)
    allowance = found.allowance(db.session(), enrolment.id)
    form = StudentForm(
        request.form,
        data={
            "section": enrolment.section,
            "extra_time_percent": allowance.extra_time_percent,
            "no_timer": allowance.no_timer,
        },
    )
    if request.method != "POST" or not form.validate():
        page = render_template(
            "people/student.html",
            form=form,
            classroom=classroom,
            user=user,
            enrolment=enrolment,
            sections=found.sections(db.session(), class_id),
        )
        return page, 422 if form.errors else 200
    wanted = Allowance(int(form.extra_time_percent.data or 0), form.no_timer.data)
    who, now = access.me(), db.now()
    service.set_accommodation(db.session(), enrolment, wanted, who.id, now)
    service.set_section(db.session(), enrolment, form.section.data or None, who.id, now)
    flash(f"Saved for {user.name}.")
    db.session().commit()
    return redirect(url_for("people.classroom", class_id=class_id), 303)


@blueprint.post("/classes/<int:class_id>/students/<int:user_id>/remove")
@open_to(Audience.INSTRUCTOR)
def remove_student(class_id: int, user_id: int) -> Response:
    """Take a student out of the class; their attempts stay."""
    _classroom, user, enrolment = _student(class_id, user_id)
    service.remove(db.session(), enrolment, access.me().id, db.now())
    flash(f"{user.name} is no longer in the class. Their attempts are kept.")
    db.session().commit()
    return redirect(url_for("people.classroom", class_id=class_id), 303)


@blueprint.post("/classes/<int:class_id>/students/<int:user_id>/put-back")
@open_to(Audience.INSTRUCTOR)
def put_back_student(class_id: int, user_id: int) -> Response:
    """Put a removed student back into the class."""
    _classroom, user, enrolment = _student(class_id, user_id)
    service.put_back(db.session(), enrolment, access.me().id, db.now())
    flash(f"{user.name} is in the class again.")
    db.session().commit()
    return redirect(url_for("people.classroom", class_id=class_id), 303)


@blueprint.post("/classes/<int:class_id>/students/<int:user_id>/passphrase")
@open_to(Audience.INSTRUCTOR)
def new_passphrase(class_id: int, user_id: int) -> str:
    """Give a student a new passphrase and show it, this once, as a card."""
    classroom, _user, _enrolment = _student(class_id, user_id)
    issued = credentials.issue(1)[0]
    given = service.give_passphrases(
        db.session(), class_id, {user_id: issued.password_hash}, access.me().id, db.now()
    )
    if not given:
        abort(404)
    db.session().commit()
    return cards_page(
        classroom, [Card(user.name, user.login, issued.phrase, section) for user, section in given]
    )
