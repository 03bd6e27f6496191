"""The passage: its digest, and the full text that an instructor may attach for the class."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from quizapp import db
from quizapp.access import Audience, me, open_to
from quizapp.authoring.forms.passages import TextForm
from quizapp.authoring.queries import passages as queries
from quizapp.authoring.service import passages as service
from quizapp.authoring.views import blueprint
from quizapp.core.fulltext import Misfit
from quizapp.core.passage import reading
from quizapp.models import Passage


def found_passage(passage_id: int) -> Passage:
    """Return a passage, or end with 404."""
    return db.session().get(Passage, passage_id) or abort(404)


@blueprint.get("/passages/<int:passage_id>")
@open_to(Audience.INSTRUCTOR)
def passage(passage_id: int) -> str:
    """Show a passage as the class reads it."""
    return _page(found_passage(passage_id), TextForm())


@blueprint.post("/passages/<int:passage_id>/text")
@open_to(Audience.INSTRUCTOR)
def attach_text(passage_id: int) -> tuple[str, int] | Response:
    """Attach a full text that fits the passage, or say line by line why it does not."""
    work = db.session()
    found = found_passage(passage_id)
    form = TextForm(request.form)
    if not form.validate():
        return _page(found, form), 422
    try:
        service.attach(work, found, form.text.data, me().id, db.now())
    except service.TextDoesNotFit as refused:
        return _page(found, form, refused.misfits), refused.status
    flash("The class now reads the full text.")
    work.commit()
    return redirect(url_for(".passage", passage_id=found.id), 303)


@blueprint.post("/passages/<int:passage_id>/text/remove")
@open_to(Audience.INSTRUCTOR)
def remove_text(passage_id: int) -> Response:
    """Remove the full text again."""
    work = db.session()
    found = found_passage(passage_id)
    service.detach(work, found, me().id, db.now())
    flash("The full text is removed. The class now reads the digest.")
    work.commit()
    return redirect(url_for(".passage", passage_id=found.id), 303)


def _page(found: Passage, form: TextForm, misfits: tuple[Misfit, ...] = ()) -> str:
    core = found.to_core()
    return render_template(
        "authoring/passage.html",
        passage=core,
        passage_id=found.id,
        attached=found.full_text is not None,
        reading=reading(core, found.full_text),
        questions=queries.question_count(db.session(), found),
        form=form,
        misfits=misfits,
    )
