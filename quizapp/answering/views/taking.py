"""One question at a time: its page, saving an answer, and the student's flag."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import abort, current_app, jsonify, redirect, render_template, request, url_for
from flask import make_response as respond
from werkzeug import Response

from quizapp import db
from quizapp.access import Audience, me, met, open_to
from quizapp.answering.pace import Pace
from quizapp.answering.queries import attempts
from quizapp.answering.queries.attempts import Slot
from quizapp.answering.service import saving
from quizapp.answering.sitting import Place, Sitting, seconds_left
from quizapp.answering.views import blueprint
from quizapp.answering.views.fetching import own_sitting, place_in, wants_json
from quizapp.core.question import Answer, InvalidAnswer, Presented

ADDRESS = "/attempts/<int:attempt_id>/questions/<int:position>"
LAST_SEQUENCE = 2**53
"""The highest number that every browser counts to exactly."""


@blueprint.get(ADDRESS)
@open_to(Audience.SIGNED_IN, attempts.OWN_HEADER)
def question(attempt_id: int, position: int) -> Response:
    """Show one question beside the passage; a script is told how the question stands."""
    now = db.now()
    sitting = own_sitting(attempt_id, now, met())
    place = place_in(sitting, position)
    if wants_json():
        return jsonify(
            submitted=sitting.submitted_at is not None,
            sequence=place.sequence,
            remaining=sitting.remaining(now),
        )
    if sitting.submitted_at is not None:
        return redirect(url_for("answering.review", attempt_id=sitting.id), 303)
    return respond(_page(sitting, place, place.presented, now))


def _page(
    sitting: Sitting,
    place: Place,
    shown: Presented,
    now: datetime,
    problem: InvalidAnswer | None = None,
    note: str | None = None,
) -> str:
    due = sitting.shown_of(place, now)
    names = attempts.misreadings(db.session()) if due.anything else {}
    return render_template(
        "answering/question.html",
        sitting=sitting,
        place=place,
        shown=shown,
        definitions=sitting.beside(place),
        reviewed=place.reviewed(due, names) if due.anything else None,
        checks=sitting.checks(now),
        remaining=sitting.remaining(now),
        problem=problem,
        note=note,
    )


@blueprint.post(ADDRESS)
@open_to(Audience.SIGNED_IN, attempts.OWN_SLOT)
@db.reads_first
def save(attempt_id: int, position: int) -> Response:
    """Save an answer, then show the question asked for; a script gets an acknowledgement."""
    now, sent = db.now(), request.form.to_dict(flat=False)
    slot = _held(attempt_id, now)
    if slot.checked and "sequence" not in sent:
        # The page of a checked answer has no inputs, so it only says where to go next.
        return redirect(_target(attempt_id, position, sent), 303)
    checks = sent.get("go") == ["check"]
    if checks:
        # Held again, for marking: what gets the mark must be what is stored.
        db.take_turn(db.session())
        slot = attempts.slot(db.session(), me().id, attempt_id, position) or abort(404)
    try:
        sequence, answer = _saved(slot, sent, now)
        if checks:
            saving.check_response(db.session(), slot, answer, now)
    except InvalidAnswer as problem:
        return _invalid(attempt_id, position, sent, problem, now)
    except saving.AnsweredElsewhere as elsewhere:
        return _elsewhere(attempt_id, position, elsewhere, now)
    db.session().commit()
    if wants_json():
        return _acknowledged(slot, sequence, answer, now)
    return redirect(_target(attempt_id, position, sent), 303)


@blueprint.post(f"{ADDRESS}/flag")
@open_to(Audience.SIGNED_IN, attempts.OWN_SLOT)
def flag(attempt_id: int, position: int) -> Response:
    """Set or take down a flag, and save the answer when the whole page was sent."""
    now, sent = db.now(), request.form.to_dict(flat=False)
    slot = _held(attempt_id, now)
    flagged = sent.get("flagged") == ["1"]
    try:
        if "sequence" in sent:
            _saved(slot, sent, now)
        saving.flag(db.session(), slot, now, flagged=flagged)
    except InvalidAnswer as problem:
        return _invalid(attempt_id, position, sent, problem, now)
    except saving.AnsweredElsewhere as elsewhere:
        return _elsewhere(attempt_id, position, elsewhere, now)
    db.session().commit()
    if wants_json():
        return jsonify(flagged=flagged)
    return redirect(_target(attempt_id, position, {}), 303)


def _held(attempt_id: int, now: datetime) -> Slot:
    """Return the question of the student's own attempt, held for saving, or end with 404."""
    pace: Pace = current_app.extensions["quiz_pace"]
    pace.take((me().id, attempt_id), now)
    row = met()
    if row is None:
        abort(404)
    return attempts.slot_in(db.session(), row)


def _saved(
    slot: Slot, sent: Mapping[str, Sequence[str]], now: datetime
) -> tuple[int, Answer | None]:
    sequence = _sequence(sent)
    answer = slot.question.read(sent, slot.shuffle)
    saving.save_response(db.session(), slot, answer, sequence, now)
    return sequence, answer


def _sequence(sent: Mapping[str, Sequence[str]]) -> int:
    """Return the number of a change. Raises InvalidAnswer when the page did not count."""
    values = set(sent.get("sequence", ()))
    value = values.pop() if len(values) == 1 else ""
    if not (value.isascii() and value.isdigit() and len(value) < 17 and int(value) > 0):
        raise InvalidAnswer("sequence", "This page is out of date. Reload it and answer again.")
    return min(int(value), LAST_SEQUENCE)


def _target(attempt_id: int, position: int, sent: Mapping[str, Sequence[str]]) -> str:
    go = next(iter(sent.get("go", ())), "")
    if go == "submit":
        return url_for("answering.submit", attempt_id=attempt_id)
    if go.isascii() and go.isdigit() and len(go) <= 3:
        position = int(go)
    return url_for("answering.question", attempt_id=attempt_id, position=position)


def _acknowledged(slot: Slot, sequence: int, answer: Answer | None, now: datetime) -> Response:
    complete = slot.question.complete(answer)
    state = "unanswered" if answer is None else "answered" if complete else "unfinished"
    remaining = seconds_left(slot.deadline_at, now)
    return jsonify(saved=True, sequence=sequence, state=state, remaining=remaining)


def _invalid(
    attempt_id: int,
    position: int,
    sent: Mapping[str, Sequence[str]],
    problem: InvalidAnswer,
    now: datetime,
) -> Response:
    """Show the page again with what was sent and the message at its field; nothing was saved."""
    db.give_up()
    if wants_json():
        return respond(jsonify(field=problem.field, message=problem.message), 422)
    sitting = own_sitting(attempt_id, now)
    place = place_in(sitting, position)
    return respond(_page(sitting, place, place.presented.filled(sent), now, problem), 422)


def _elsewhere(
    attempt_id: int, position: int, elsewhere: saving.AnsweredElsewhere, now: datetime
) -> Response:
    """Show what was saved last, from wherever it came; what was sent now is older."""
    db.give_up()
    if wants_json():
        return respond(jsonify(elsewhere=True, message=elsewhere.message), 409)
    sitting = own_sitting(attempt_id, now)
    place = place_in(sitting, position)
    page = _page(sitting, place, place.presented, now, note=elsewhere.message)
    return respond(page, 409)
