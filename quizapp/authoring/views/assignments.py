"""Giving a quiz to a class, changing on which terms, and putting it away."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms.fields import SelectChoice

from quizapp import db
from quizapp.access import Audience, me, open_to, taught_assignment, taught_class
from quizapp.authoring import presets
from quizapp.authoring.forms.assignments import AssignForm, TermsForm, begun
from quizapp.authoring.forms.search import choice
from quizapp.authoring.queries import assignments as queries
from quizapp.authoring.service import assignments as service
from quizapp.authoring.terms import cautions, in_words
from quizapp.authoring.views import blueprint
from quizapp.forms import refuse
from quizapp.models import Assignment, Classroom
from quizapp.pages import plural


@blueprint.get("/classes/<int:class_id>/assignments/new")
@open_to(Audience.INSTRUCTOR)
def assign(class_id: int) -> str:
    """Show the form on which a quiz is given to a class, begun from a preset."""
    classroom = taught_class(db.session(), me(), class_id)
    name = choice(request.args, "preset", presets.PRESETS) or "graded"
    now = db.now()
    data = presets.preset(name, now.astimezone(ZoneInfo(classroom.time_zone)))
    quiz = request.args.get("quiz", "")
    form = _assign_form(classroom, now, data=data | {"quiz": quiz})
    return _assign_page(classroom, form, name)


@blueprint.post("/classes/<int:class_id>/assignments/new")
@open_to(Audience.INSTRUCTOR)
def give(class_id: int) -> tuple[str, int] | str | Response:
    """Give a quiz to a class, or say at the field why it cannot be."""
    work, who, now = db.session(), me(), db.now()
    classroom = taught_class(work, who, class_id)
    form = _assign_form(classroom, now, formdata=request.form)
    good = form.validate()
    if request.form.get("do") == "preview":
        return _assign_page(classroom, form)
    if not good:
        return _assign_page(classroom, form), 422
    try:
        made = service.assign(work, classroom, int(form.quiz.data), form.terms(), who.id, now)
    except service.NothingReady as refused:
        refuse(form, "quiz", refused.message)
        return _assign_page(classroom, form), refused.status
    flash(" ".join([f"{made.title} is given to {classroom.name}.", *form.notes]))
    work.commit()
    return redirect(url_for("people.classroom", class_id=classroom.id), 303)


@blueprint.get("/assignments/<int:assignment_id>/edit")
@open_to(Audience.INSTRUCTOR)
def edit_assignment(assignment_id: int) -> str:
    """Show the terms of an assignment."""
    work = db.session()
    found = taught_assignment(work, me(), assignment_id)
    classroom = taught_class(work, me(), found.classroom_id)
    data = begun(queries.terms(found), classroom.time_zone)
    form = TermsForm(data=data, zone=classroom.time_zone, now=db.now(), past=True)
    return _edit_page(found, classroom, form)


@blueprint.post("/assignments/<int:assignment_id>/edit")
@open_to(Audience.INSTRUCTOR)
def change_assignment(assignment_id: int) -> tuple[str, int] | str | Response:
    """Change the terms of an assignment, and the deadlines of open attempts with them."""
    work, who, now = db.session(), me(), db.now()
    found = taught_assignment(work, who, assignment_id)
    classroom = taught_class(work, who, found.classroom_id)
    form = TermsForm(request.form, zone=classroom.time_zone, now=now, past=True)
    good = form.validate()
    if request.form.get("do") == "preview":
        return _edit_page(found, classroom, form)
    if not good:
        return _edit_page(found, classroom, form), 422
    moved = service.change(work, found, form.terms(), who.id, now)
    ends = f"{plural(moved, 'open attempt')} will end at another time." if moved else ""
    flash(" ".join([f"{found.title} is changed.", ends, *form.notes]).strip())
    work.commit()
    return redirect(url_for("people.classroom", class_id=classroom.id), 303)


@blueprint.post("/assignments/<int:assignment_id>/archive")
@open_to(Audience.INSTRUCTOR)
def archive_assignment(assignment_id: int) -> Response:
    """Put an assignment away with all its attempts, or bring it back."""
    work, who = db.session(), me()
    found = taught_assignment(work, who, assignment_id)
    archived = request.form.get("do") != "restore"
    service.set_archived(work, found, who.id, db.now(), archived=archived)
    flash(
        "Put away. All attempts are kept, and you can bring it back here."
        if archived
        else f"{found.title} is back."
    )
    work.commit()
    return redirect(url_for(".edit_assignment", assignment_id=found.id), 303)


@blueprint.get("/classes/<int:class_id>/assignments/archived")
@open_to(Audience.INSTRUCTOR)
def archived_assignments(class_id: int) -> str:
    """Show what was put away in a class."""
    work = db.session()
    classroom = taught_class(work, me(), class_id)
    return render_template(
        "authoring/put_away.html",
        classroom=classroom,
        assignments=queries.put_away(work, classroom.id),
    )


def _assign_form(classroom: Classroom, now: datetime, **options: Any) -> AssignForm:  # noqa: ANN401 - as WTForms takes them
    form = AssignForm(zone=classroom.time_zone, now=now, past=False, **options)
    quizzes = queries.ready_quizzes(db.session())
    form.quiz.choices = [SelectChoice(str(quiz_id), title) for quiz_id, title in quizzes]
    return form


def _assign_page(classroom: Classroom, form: AssignForm, name: str = "") -> str:
    return render_template(
        "authoring/assign.html", preset=name, presets=presets, **_told(classroom, form)
    )


def _edit_page(assignment: Assignment, classroom: Classroom, form: TermsForm) -> str:
    work = db.session()
    return render_template(
        "authoring/assignment_edit.html",
        assignment=assignment,
        quiz_title=queries.quiz_title(work, assignment),
        begun=queries.begun(work, assignment),
        **_told(classroom, form),
    )


def _told(classroom: Classroom, form: TermsForm) -> dict[str, object]:
    """Return the form, and what it would mean as far as it makes sense."""
    sensible = not form.errors and all(
        field.data is not None for field in (form.grading, form.show_score)
    )
    terms = form.terms() if sensible else None
    return {
        "classroom": classroom,
        "form": form,
        "sentences": in_words(terms, classroom.time_zone, db.now()) if terms else [],
        "cautions": [*cautions(terms), *form.notes] if terms else [],
    }
