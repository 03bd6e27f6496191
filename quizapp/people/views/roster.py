"""Bringing a list of students in: preview first, then accounts and cards."""

from flask import render_template, request

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.models import Classroom
from quizapp.people import credentials, roster
from quizapp.people.queries import students as found
from quizapp.people.service import students
from quizapp.people.views.blueprint import blueprint
from quizapp.people.views.cards import Card, cards_page

SHOWN_ROWS = 200
SHOWN_PROBLEMS = 50
CARRIED_BYTES = 240_000
"""How much text the page itself can carry from the preview to the confirmation."""


@blueprint.route("/classes/<int:class_id>/roster", methods=["GET", "POST"], endpoint="roster")
@open_to(Audience.INSTRUCTOR)
def show_roster(class_id: int) -> str | tuple[str, int]:
    """Show what a list would add, and add it when that is confirmed."""
    classroom = access.taught_class(db.session(), access.me(), class_id)
    if request.method != "POST":
        return _page(classroom, "", None)
    text, listed = _submitted(classroom)
    if listed.problems:
        return _page(classroom, text, listed), 422
    if request.form.get("do") != "create":
        return _page(classroom, text, listed)
    return _create(classroom, text, listed)


def _submitted(classroom: Classroom) -> tuple[str, roster.Roster]:
    """Return the text that was pasted or uploaded, and what it says."""
    text = request.form.get("text", "")
    file = request.files.get("file")
    if file is not None and file.filename:
        text, problems = roster.decoded(file.stream.read(roster.MOST_BYTES + 1))
        if problems:
            return "", roster.Roster((), tuple(problems))
    return text, found.checked_roster(db.session(), classroom.id, text)


def _page(classroom: Classroom, text: str, listed: roster.Roster | None) -> str:
    is_large = len(text.encode(errors="replace")) > CARRIED_BYTES
    return render_template(
        "people/roster.html",
        classroom=classroom,
        text=text,
        is_large=is_large,
        listed=listed,
        shown_rows=SHOWN_ROWS,
        shown_problems=SHOWN_PROBLEMS,
    )


def _create(classroom: Classroom, text: str, listed: roster.Roster) -> str | tuple[str, int]:
    """Make the accounts, and show their passphrases this once, as cards to print."""
    issued = credentials.issue(len(listed.rows))
    students.hold(db.session(), classroom.id)
    # Hashing took a while: somebody may have brought the same list in meanwhile.
    listed = found.checked_roster(db.session(), classroom.id, text)
    if listed.problems:
        return _page(classroom, text, listed), 422
    newcomers = [
        students.Newcomer(row, new.password_hash)
        for row, new in zip(listed.rows, issued, strict=True)
    ]
    users = students.add_students(db.session(), classroom.id, newcomers, access.me().id, db.now())
    cards = [
        Card(user.name, user.login, new.phrase, row.section)
        for user, new, row in zip(users, issued, listed.rows, strict=True)
    ]
    db.session().commit()
    return cards_page(classroom, cards)
