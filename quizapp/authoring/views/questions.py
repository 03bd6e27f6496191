"""The question bank: find a question, and see everything about one."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from quizapp import db
from quizapp.access import Audience, me, open_to
from quizapp.authoring import words
from quizapp.authoring.differences import differences
from quizapp.authoring.drafts import findings
from quizapp.authoring.forms import search as form
from quizapp.authoring.problems import labels
from quizapp.authoring.queries import bank
from quizapp.authoring.queries import questions as queries
from quizapp.authoring.queries.passages import Shelf, misreading_names, shelf
from quizapp.authoring.records import sheet
from quizapp.authoring.rights import Author, may_change
from quizapp.authoring.service import questions as service
from quizapp.authoring.sheets import WAIVABLE
from quizapp.authoring.views import blueprint
from quizapp.core.question import Shuffle
from quizapp.models import Question
from quizapp.pooled import pooled_figures

MOST_PAGES = 100_000
PREVIEW = Shuffle("preview", choices=False)
"""Choices as written, so that an author finds them again; steps and right sides shuffled."""


def author() -> Author:
    """Return who is writing."""
    who = me()
    return Author(who.id, administers=who.rank >= Audience.ADMINISTRATOR)


def found_question(question_id: int) -> Question:
    """Return a question with its passage, or end with 404."""
    return queries.find(db.session(), question_id) or abort(404)


@blueprint.get("/questions")
@open_to(Audience.INSTRUCTOR)
def questions() -> str:
    """Show the bank, narrowed to what was searched for."""
    work = db.session()
    shelved = shelf(work)
    wanted = searched(shelved)
    found = bank.bank_page(work, wanted)
    return render_template(
        "authoring/questions.html",
        found=found,
        figures=pooled_figures(work, [row.id for row in found.rows], me().id),
        search=wanted,
        shelf=shelved,
        words=words,
    )


def searched(shelved: Shelf) -> bank.Search:
    """Return what the address asks for; a value that no filter offers does not narrow."""
    sent = request.args
    return bank.Search(
        text=form.words(sent),
        passage=form.choice(sent, "passage", {passage.key for passage in shelved.passages}),
        skill=form.choice(sent, "skill", shelved.skills),
        kind=form.choice(sent, "kind", words.KIND_NAMES),
        difficulty=form.choice(sent, "difficulty", words.DIFFICULTIES),
        paragraph=form.number(sent, "paragraph", shelved.most_paragraphs),
        state=form.choice(sent, "state", words.STATES),
        page=form.number(sent, "page", MOST_PAGES) or 1,
    )


@blueprint.get("/questions/<int:question_id>")
@open_to(Audience.INSTRUCTOR)
def question(question_id: int) -> str:
    """Show a question as students see it and with its key, its versions and where it is used."""
    work = db.session()
    found = found_question(question_id)
    versions = queries.versions(work, found)
    numbers = {version.number: version for version in versions}
    asked = form.number(request.args, "version", found.latest)
    version = numbers.get(asked or found.latest, versions[0])
    before = numbers.get(version.number - 1)
    core = version.to_core()
    shown = core.present(PREVIEW)
    passage = found.passage.to_core()
    return render_template(
        "authoring/question.html",
        question=found,
        passage=passage,
        versions=versions,
        version=version,
        core=core,
        shown=shown,
        findings=findings(core, passage),
        labels={**words.FIELDS, **dict(labels(sheet(version.content)))},
        definitions=passage.beside(shown.kind, shown.offered),
        changes=differences(before.content, version.content) if before else [],
        use=queries.use(work, found, me().id),
        figures=pooled_figures(work, [found.id], me().id)[found.id],
        misreadings=misreading_names(work),
        waivable=WAIVABLE,
        own=may_change(found, author(), from_file=found.source_file is not None),
        words=words,
    )


@blueprint.post("/questions/<int:question_id>/copy")
@open_to(Audience.INSTRUCTOR)
def copy_question(question_id: int) -> Response:
    """Make a copy that belongs to the person who asked for it."""
    work = db.session()
    found = found_question(question_id)
    content = queries.newest(work, found).to_core()
    copy = service.copy_question(work, found, content, author(), db.now())
    flash(f"This copy is yours: {copy.key}. It is a draft.")
    work.commit()
    return redirect(url_for(".edit_question", question_id=copy.id), 303)


@blueprint.post("/questions/<int:question_id>/state")
@open_to(Audience.INSTRUCTOR)
def set_state(question_id: int) -> Response:
    """Make a question a draft, ready or retired."""
    work = db.session()
    found = queries.find(work, question_id, lock=True) or abort(404)
    state = form.choice(request.form, "state", words.STATES) or abort(400)
    content = queries.newest(work, found).to_core()
    service.set_state(work, found, content, state, author(), db.now())
    flash(f"{found.key} is now {words.STATES[state].lower()}. {words.STATE_MEANINGS[state]}")
    work.commit()
    return redirect(url_for(".question", question_id=found.id), 303)


@blueprint.post("/questions/<int:question_id>/delete")
@open_to(Audience.INSTRUCTOR)
def delete_question(question_id: int) -> Response:
    """Delete a question that nothing uses."""
    work = db.session()
    found = queries.find(work, question_id, lock=True) or abort(404)
    service.delete_question(work, found, author(), db.now())
    flash(f"{found.key} is deleted.")
    work.commit()
    return redirect(url_for(".questions"), 303)
