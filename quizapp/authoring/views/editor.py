"""The question editor: one form for each kind, with a preview and what the rules find."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from quizapp import db
from quizapp.access import Audience, open_to
from quizapp.authoring import words
from quizapp.authoring.drafts import Draft, judged
from quizapp.authoring.problems import labels
from quizapp.authoring.queries import questions as queries
from quizapp.authoring.queries.passages import by_key, chosen, misreading_names, shelf
from quizapp.authoring.records import sheet as sheet_of
from quizapp.authoring.rights import check
from quizapp.authoring.service import questions as service
from quizapp.authoring.sheets import (
    ROW_LISTS,
    WAIVABLE,
    WAIVERS,
    Sheet,
    acted,
    blank,
    filled_in,
)
from quizapp.authoring.views import blueprint
from quizapp.authoring.views.questions import PREVIEW, author, found_question
from quizapp.core.kinds import KINDS
from quizapp.core.passage import Passage
from quizapp.forms import clean
from quizapp.models import Question

CHANGED = (
    "Someone saved another version while you were writing. Yours is kept below. "
    "Look at theirs, then save again to put yours on top."
)
NOT_READY = (
    "This question is ready, so it must keep to the rules. "
    "Mend what is named below, or make it a draft first."
)


@blueprint.get("/questions/new/<kind>")
@open_to(Audience.INSTRUCTOR)
def new_question(kind: str) -> str:
    """Show the empty form of a kind."""
    if kind not in KINDS:
        abort(404)
    return _page(Draft(blank(kind)), _chosen_passage())


@blueprint.post("/questions/new/<kind>")
@open_to(Audience.INSTRUCTOR)
def write_question(kind: str) -> tuple[str, int] | str | Response:
    """Save a new draft, or show the form again with what is in the way."""
    if kind not in KINDS:
        abort(404)
    work = db.session()
    passage = _chosen_passage()
    sheet = _sent(kind)
    changed = acted(sheet, request.form.get("do", ""))
    if changed is not None:
        return _page(Draft(changed), passage)
    owner = by_key(work, passage.key) or abort(404)
    draft = judged(sheet, service.next_slug(work, owner), passage, misreading_names(work))
    if request.form.get("do") == "preview":
        return _page(draft, passage)
    if draft.question is None:
        return _page(draft, passage), 422
    made = service.new_question(work, owner, draft.question, author(), db.now())
    flash(f"Saved as {made.key}. It is a draft.")
    work.commit()
    return redirect(url_for(".question", question_id=made.id), 303)


@blueprint.get("/questions/<int:question_id>/edit")
@open_to(Audience.INSTRUCTOR)
def edit_question(question_id: int) -> str:
    """Show the form of a question, filled in."""
    work = db.session()
    found = found_question(question_id)
    check(found, author(), from_file=found.source_file is not None)
    content = queries.newest(work, found).content
    passage = found.passage.to_core()
    draft = judged(sheet_of(content), content["id"], passage, misreading_names(work), content)
    return _page(draft, passage, found)


@blueprint.post("/questions/<int:question_id>/edit")
@open_to(Audience.INSTRUCTOR)
def rewrite_question(question_id: int) -> tuple[str, int] | str | Response:
    """Save a new version, or show the form again with what is in the way."""
    work = db.session()
    found = queries.find(work, question_id, lock=True) or abort(404)
    check(found, author(), from_file=found.source_file is not None)
    content = queries.newest(work, found).content
    passage = found.passage.to_core()
    sheet = _sent(content["type"])
    changed = acted(sheet, request.form.get("do", ""))
    if changed is not None:
        return _page(Draft(changed), passage, found)
    draft = judged(sheet, content["id"], passage, misreading_names(work), content)
    if request.form.get("do") == "preview":
        return _page(draft, passage, found)
    refusal = _refusal(draft, found)
    if draft.question is None or refusal:
        return _page(draft, passage, found, refusal), 422
    saved = service.save_version(work, found, draft.question, author(), db.now())
    flash(f"Saved as version {found.latest}." if saved else "Nothing was changed.")
    work.commit()
    return redirect(url_for(".question", question_id=found.id), 303)


@blueprint.post("/questions/preview")
@open_to(Audience.INSTRUCTOR)
def preview() -> str:
    """Show what a form makes so far, as a piece of the editor's page."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        abort(400)
    # This comes at every pause in typing and writes nothing: let the next writer in.
    db.give_up()
    with db.open_session(db.engine(), writes=False) as work:
        passage = chosen(work, request.form.get("passage", "")) or abort(404)
        draft = judged(_sent(kind), "preview", passage, misreading_names(work))
    return render_template("authoring/_preview.html", **_shown(draft, passage))


def _refusal(draft: Draft, question: Question) -> str:
    """Return why a good form cannot be saved now, or ''."""
    if request.form.get("base", "") != str(question.latest):
        return CHANGED
    if question.state == "ready" and draft.missing:
        return NOT_READY
    return ""


def _sent(kind: str) -> Sheet:
    sent = {name: [clean(value) for value in values] for name, values in request.form.lists()}
    return filled_in(kind, sent)


def _chosen_passage() -> Passage:
    """Return the passage asked for, or the first; end with 404 when there is none."""
    return chosen(db.session(), request.values.get("passage", "")) or abort(404)


def _shown(draft: Draft, passage: Passage) -> dict[str, object]:
    shown = draft.question.present(PREVIEW) if draft.question else None
    return {
        "draft": draft,
        "shown": shown,
        "definitions": passage.beside(shown.kind, shown.offered) if shown else (),
        "labels": {**words.FIELDS, **dict(labels(draft.sheet))},
    }


def _page(
    draft: Draft, passage: Passage, question: Question | None = None, refusal: str = ""
) -> str:
    work = db.session()
    return render_template(
        "authoring/editor.html",
        question=question,
        passage=passage,
        refusal=refusal,
        passages=[] if question else shelf(work).passages,
        misreadings=misreading_names(work),
        row_lists=ROW_LISTS[draft.sheet.kind],
        waivers=WAIVERS,
        waivable=WAIVABLE,
        words=words,
        **_shown(draft, passage),
    )
