"""The quiz builder: pick questions, put them in order, say what each is worth."""

from decimal import Decimal
from typing import Literal, cast

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from quizapp import db
from quizapp.access import Audience, me, open_to
from quizapp.authoring.balance import Line
from quizapp.authoring.forms.quizzes import LineForm, TitleForm
from quizapp.authoring.forms.search import number
from quizapp.authoring.queries import bank
from quizapp.authoring.queries import questions as question_queries
from quizapp.authoring.queries import quizzes as queries
from quizapp.authoring.queries.passages import shelf
from quizapp.authoring.rights import check
from quizapp.authoring.service import quizzes as service
from quizapp.authoring.views import blueprint
from quizapp.authoring.views.questions import author, searched
from quizapp.authoring.views.quizzes import found_quiz, weighed
from quizapp.models import Quiz

PAGE_SIZE = 20
LARGEST_ID = 2**31 - 1


@blueprint.get("/quizzes/<int:quiz_id>/edit")
@open_to(Audience.INSTRUCTOR)
def edit_quiz(quiz_id: int) -> str:
    """Show the builder."""
    found = found_quiz(quiz_id)
    check(found, author(), from_file=found.key is not None)
    lines = queries.lines(db.session(), found)
    return _page(found, lines, TitleForm(title=found.title), _line_forms(lines))


@blueprint.post("/quizzes/<int:quiz_id>/edit")
@open_to(Audience.INSTRUCTOR)
def arrange_quiz(quiz_id: int) -> tuple[str, int] | Response:
    """Save title, order and points; then move or remove a question, if a button of it was used."""
    work = db.session()
    found = found_quiz(quiz_id, lock=True)
    check(found, author(), from_file=found.key is not None)
    lines = queries.lines(work, found)
    form, line_forms = TitleForm(request.form), _line_forms(lines)
    good = [form.validate(), *(line_form.validate() for line_form in line_forms.values())]
    if not all(good):
        return _page(found, lines, form, line_forms), 422
    places = {line_id: _place(line_form) for line_id, line_form in line_forms.items()}
    service.arrange(work, found, form.title.data, places, author(), db.now())
    step, _, line_id = request.form.get("do", "").partition(":")
    if step in {"up", "down", "remove"}:
        wanted = number({"id": line_id}, "id", LARGEST_ID) or abort(400)
        step = cast("Literal['up', 'down', 'remove']", step)
        service.move(work, found, wanted, step, author(), db.now())
    work.commit()
    return _back(found)


@blueprint.post("/quizzes/<int:quiz_id>/questions")
@open_to(Audience.INSTRUCTOR)
def add_question(quiz_id: int) -> Response:
    """Put a question at the end of a quiz."""
    work = db.session()
    found = found_quiz(quiz_id, lock=True)
    wanted = number(request.form, "question", LARGEST_ID) or abort(400)
    question = question_queries.find(work, wanted) or abort(404)
    service.add_question(work, found, question, author(), db.now())
    work.commit()
    return _back(found, "add")


def _back(quiz: Quiz, part: str | None = None) -> Response:
    """Return to the builder with the same search, so that picking goes on where it was."""
    search = searched(shelf(db.session()))
    at = url_for(".edit_quiz", quiz_id=quiz.id, _anchor=part, **search.at(search.page))
    return redirect(at, 303)


def _line_forms(lines: list[Line]) -> dict[int, LineForm]:
    return {
        line.id: LineForm(
            request.form,
            prefix=f"line-{line.id}-",
            position=line.position,
            points=Decimal(line.points) / 100,
        )
        for line in lines
    }


def _place(form: LineForm) -> service.Place:
    position, points = cast("tuple[Decimal, Decimal]", (form.position.data, form.points.data))
    return service.Place(int(position), int(points * 100))


def _page(quiz: Quiz, lines: list[Line], form: TitleForm, line_forms: dict[int, LineForm]) -> str:
    work = db.session()
    shelved = shelf(work)
    passage = quiz.passage.to_core()
    search = searched(shelved)
    offered = bank.Search(**{**vars(search), "state": "ready", "passage": passage.key})
    return render_template(
        "authoring/quiz_edit.html",
        quiz=quiz,
        form=form,
        line_forms=line_forms,
        use=queries.use(work, quiz, me().id),
        found=bank.bank_page(work, offered, PAGE_SIZE),
        search=search,
        shelf=shelved,
        picked={line.question_id for line in lines},
        **weighed(lines, passage),
    )
