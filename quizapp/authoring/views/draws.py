"""Drawing a quiz by a plan and a seed: shown first, with what it changes, then put in place."""

import secrets
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from werkzeug import Response
from wtforms.fields import SelectChoice

from quizapp import db
from quizapp.access import Audience, me, open_to
from quizapp.authoring import words
from quizapp.authoring.balance import balance, comparison
from quizapp.authoring.draws import Proposal, propose
from quizapp.authoring.forms.draws import LARGEST_SEED, NOBODY, DrawForm, FillForm
from quizapp.authoring.queries import draws as queries
from quizapp.authoring.queries import quizzes as quiz_queries
from quizapp.authoring.rights import check
from quizapp.authoring.service import draws as service
from quizapp.authoring.views import blueprint
from quizapp.authoring.views.questions import author
from quizapp.authoring.views.quizzes import found_quiz
from quizapp.core.demand import NotDrawn
from quizapp.core.passage import Passage
from quizapp.models import Quiz


@blueprint.get("/quizzes/<int:quiz_id>/draw")
@open_to(Audience.INSTRUCTOR)
def draw_quiz(quiz_id: int) -> tuple[str, int] | str | Response:
    """Show the form, and what it draws once it is filled in."""
    found = found_quiz(quiz_id)
    check(found, author(), from_file=found.key is not None)
    form = _offer(DrawForm(request.args if "plan" in request.args else None), found)
    if "plan" not in request.args:
        form.plan.data = next((value for value, _ in form.plan.choices), "")
        return _page(found, form)
    if not form.validate():
        return _page(found, form), 422
    if form.seed.data is None:
        # A seed in the address shows the same quiz however often the page is loaded.
        asked = {"plan": form.plan.data, "retake": form.retake.data}
        at = url_for(".draw_quiz", quiz_id=quiz_id, seed=secrets.randbelow(LARGEST_SEED), **asked)
        return redirect(at, 303)
    return _page(found, form, _drawn(found, form))


@blueprint.post("/quizzes/<int:quiz_id>/draw")
@open_to(Audience.INSTRUCTOR)
def fill_quiz(quiz_id: int) -> tuple[str, int] | Response:
    """Put what was shown in the place of the quiz's questions."""
    work = db.session()
    found = found_quiz(quiz_id, lock=True)
    check(found, author(), from_file=found.key is not None)
    form = _offer(FillForm(request.form), found)
    if not form.validate():
        return _page(found, form), 422
    drawn = _drawn(found, form)
    if isinstance(drawn, NotDrawn) or request.form.get("shown") != " ".join(drawn.keys):
        raise service.DrawnOtherwise
    left_out = _had(found, form).title
    service.fill(work, found, form.plan.data, drawn, left_out, author(), db.now())
    flash(f"The quiz now has the questions that seed {drawn.seed} draws.")
    work.commit()
    return redirect(url_for(".quiz", quiz_id=found.id), 303)


def _offer(form: DrawForm, quiz: Quiz) -> DrawForm:
    """Give a form the plans of the passage and the classes of the person who asks."""
    plans = quiz.passage.to_core().draws
    form.plan.choices = [(name, words.plan(name, plan.length)) for name, plan in plans.items()]
    classes = quiz_queries.classes_taught(db.session(), me().id)
    form.retake.choices = [
        SelectChoice(NOBODY, "No class: nothing is left out"),
        *(SelectChoice(str(class_id), name) for class_id, name in classes),
    ]
    return form


def _had(quiz: Quiz, form: DrawForm) -> queries.Had:
    if form.retake.data == NOBODY:
        return queries.Had()
    return queries.had(db.session(), int(form.retake.data), quiz.passage_id)


def _drawn(quiz: Quiz, form: DrawForm) -> Proposal | NotDrawn:
    passage = quiz.passage.to_core()
    had = _had(quiz, form)
    return propose(
        queries.pool(db.session(), quiz.passage_id),
        passage.draws[form.plan.data],
        int(cast("int", form.seed.data)),
        _names(passage),
        had.last,
        had.ever,
    )


def _names(passage: Passage) -> dict[str, str]:
    skills = {skill.id: skill.name for skill in passage.skills}
    return skills | words.KIND_NAMES | words.DIFFICULTIES


def _page(quiz: Quiz, form: DrawForm, drawn: Proposal | NotDrawn | None = None) -> str:
    passage = quiz.passage.to_core()
    shape = ([skill.id for skill in passage.skills], len(passage.paragraphs))
    lines = quiz_queries.lines(db.session(), quiz)
    proposal = drawn if isinstance(drawn, Proposal) else None
    return render_template(
        "authoring/quiz_draw.html",
        quiz=quiz,
        passage=passage,
        form=form,
        refused=drawn.reason if isinstance(drawn, NotDrawn) else "",
        proposal=proposal,
        had=_had(quiz, form) if drawn else None,
        names=_names(passage),
        replaced=len(lines),
        compared=comparison(balance(lines, *shape), balance(proposal.lines, *shape))
        if proposal
        else None,
        words=words,
    )
