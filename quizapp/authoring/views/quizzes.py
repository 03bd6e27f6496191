"""Quizzes: the list, one of them with its balance, and the builder."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms.fields import SelectChoice

from quizapp import db
from quizapp.access import Audience, me, open_to
from quizapp.authoring import words
from quizapp.authoring.balance import Line, balance
from quizapp.authoring.forms.quizzes import TITLE, NewQuizForm
from quizapp.authoring.queries import quizzes as queries
from quizapp.authoring.queries.passages import shelf
from quizapp.authoring.rights import may_change
from quizapp.authoring.service import quizzes as service
from quizapp.authoring.views import blueprint
from quizapp.authoring.views.questions import author
from quizapp.core.passage import Passage
from quizapp.models import Quiz


def found_quiz(quiz_id: int, *, lock: bool = False) -> Quiz:
    """Return a quiz with its passage, or end with 404."""
    return queries.find(db.session(), quiz_id, lock=lock) or abort(404)


def weighed(lines: Sequence[Line], passage: Passage) -> dict[str, object]:
    """Return the questions of a quiz and their balance, as templates show them."""
    skills = [skill.id for skill in passage.skills]
    return {
        "lines": lines,
        "balance": balance(lines, skills, len(passage.paragraphs)),
        "passage": passage,
        "words": words,
    }


@blueprint.get("/quizzes")
@open_to(Audience.INSTRUCTOR)
def quizzes() -> str:
    """Show all quizzes, or those that were put away."""
    archived = request.args.get("archived") == "1"
    rows = queries.quizzes(db.session(), archived=archived)
    return render_template("authoring/quizzes.html", quizzes=rows, archived=archived)


@blueprint.get("/quizzes/new")
@open_to(Audience.INSTRUCTOR)
def new_quiz() -> str:
    """Show the form of a new quiz."""
    return render_template("authoring/quiz_new.html", form=_new_form())


@blueprint.post("/quizzes/new")
@open_to(Audience.INSTRUCTOR)
def make_quiz() -> tuple[str, int] | Response:
    """Make a quiz, empty or as a copy of another."""
    work = db.session()
    form = _new_form()
    if not form.validate():
        return render_template("authoring/quiz_new.html", form=form), 422
    kind, _, number = form.begin.data.partition(":")
    title = form.title.data
    if kind == "copy":
        made = service.copy_quiz(work, found_quiz(int(number)), title, author(), db.now())
    else:
        made = service.new_quiz(work, int(number), title, author(), db.now())
    work.commit()
    page = ".draw_quiz" if kind == "draw" else ".edit_quiz"
    return redirect(url_for(page, quiz_id=made.id), 303)


def _new_form() -> NewQuizForm:
    work = db.session()
    shelved = shelf(work)
    form = NewQuizForm(request.form)
    empty = [
        SelectChoice(f"empty:{shelved.ids[p.key]}", f"Nothing yet, about {p.title}")
        for p in shelved.passages
    ]
    drawn = [
        SelectChoice(f"draw:{shelved.ids[p.key]}", f"Questions drawn by a plan, about {p.title}")
        for p in shelved.passages
        if p.draws
    ]
    copies = [
        SelectChoice(f"copy:{row.id}", f"A copy of {row.title}") for row in queries.quizzes(work)
    ]
    form.begin.choices = [*empty, *drawn, *copies]
    return form


@blueprint.get("/quizzes/<int:quiz_id>")
@open_to(Audience.INSTRUCTOR)
def quiz(quiz_id: int) -> str:
    """Show a quiz with its questions, its balance and where it is given."""
    work = db.session()
    found = found_quiz(quiz_id)
    return render_template(
        "authoring/quiz.html",
        quiz=found,
        use=queries.use(work, found, me().id),
        classes=queries.classes_taught(work, me().id),
        own=may_change(found, author(), from_file=found.key is not None),
        **weighed(queries.lines(work, found), found.passage.to_core()),
    )


@blueprint.post("/quizzes/<int:quiz_id>/copy")
@open_to(Audience.INSTRUCTOR)
def copy_quiz(quiz_id: int) -> Response:
    """Make a copy that belongs to the person who asked for it."""
    work = db.session()
    found = found_quiz(quiz_id)
    title = f"{found.title[: TITLE - 7]} (copy)"
    copy = service.copy_quiz(work, found, title, author(), db.now())
    flash("This copy is yours to change.")
    work.commit()
    return redirect(url_for(".edit_quiz", quiz_id=copy.id), 303)


@blueprint.post("/quizzes/<int:quiz_id>/archive")
@open_to(Audience.INSTRUCTOR)
def archive_quiz(quiz_id: int) -> Response:
    """Put a quiz away, or bring it back."""
    work = db.session()
    found = found_quiz(quiz_id, lock=True)
    archived = request.form.get("do") != "restore"
    service.set_archived(work, found, author(), db.now(), archived=archived)
    flash(
        "The quiz is put away. What is given to classes stays, and you can bring the quiz back."
        if archived
        else "The quiz is back."
    )
    work.commit()
    return redirect(url_for(".quiz", quiz_id=found.id), 303)
