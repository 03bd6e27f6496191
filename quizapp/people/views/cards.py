"""Sign-in cards: printed once, because passphrases are kept only as hashes."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template, request

from quizapp import access, db
from quizapp.access import Audience, open_to
from quizapp.models import Classroom
from quizapp.people import credentials
from quizapp.people.links import as_typed, link
from quizapp.people.qr import qr
from quizapp.people.queries import classes as found
from quizapp.people.service import students as service
from quizapp.people.views.blueprint import blueprint


@dataclass(frozen=True)
class Card:
    """What a student's card says."""

    name: str
    login: str
    phrase: str
    section: str | None


def cards_page(classroom: Classroom, cards: Iterable[Card]) -> str:
    """Return the page with cards, ordered as they are handed out."""
    return render_template(
        "people/cards.html",
        classroom=classroom,
        cards=sorted(cards, key=lambda card: (card.section or "", card.name.casefold())),
        sign_in_page=as_typed(link("people.sign_in")),
        sign_in_qr=qr(link("people.sign_in"), "QR code of the page to sign in"),
    )


@blueprint.route("/classes/<int:class_id>/cards", methods=["GET", "POST"])
@open_to(Audience.INSTRUCTOR)
def cards(class_id: int) -> str | tuple[str, int]:
    """Give chosen students new passphrases, and show them as cards to print."""
    who = access.me()
    seat = access.staff_seat(db.session(), who, class_id)
    classroom = access.taught_class(db.session(), who, class_id)
    students = found.students(db.session(), seat)
    chosen = set(request.form.getlist("student", type=int)) & {s.id for s in students}
    if request.method != "POST" or not chosen:
        asked = request.method == "POST"
        page = render_template(
            "people/choose_cards.html", classroom=classroom, students=students, nobody=asked
        )
        return page, 422 if asked else 200
    issued = dict(zip(sorted(chosen), credentials.issue(len(chosen)), strict=True))
    hashes = {user_id: new.password_hash for user_id, new in issued.items()}
    given = service.give_passphrases(db.session(), class_id, hashes, who.id, db.now())
    db.session().commit()
    return cards_page(
        classroom,
        [Card(user.name, user.login, issued[user.id].phrase, section) for user, section in given],
    )
