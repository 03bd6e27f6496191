"""A school where something of everything is there, so that every page and every form can be met."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.core.kinds import KINDS
from quizapp.models import Assignment, Classroom, LoginSession, Quiz, User
from quizapp.people.passwords import hashed
from quizapp.people.service import invite
from tests import make

PHRASE = "maple otter lantern sky"
FULL_TEXT = ["The full first part.", "The full second part.", "The full third part."]
STARTS = {
    "": ("/sign-in", "/join", "/join/ABCD2345"),
    "student": ("/assignments", "/account", "/join", "/attempts/2/submit", "/attempts/1/review"),
    "teacher": (
        "/classes",
        "/questions",
        "/quizzes",
        "/account",
        "/quizzes/2/draw?plan=short&seed=1",
    ),
    "administrator": ("/people", "/people/invite", "/site", "/classes", "/account"),
    "half": ("/sign-in/code",),
}
"""Where each person begins to look around; '' is nobody."""


@dataclass
class Lived:
    """The app, and the browsers of a teacher, a student, an administrator and nobody ('')."""

    app: Flask
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    starts: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(STARTS))
    planted: set[str] = field(default_factory=set)
    # What a test has put into its texts.


def lived_in(app: Flask) -> Lived:
    """Return an app with a school in it that has been used for a while."""
    lived = Lived(app)
    engine = app.extensions["quiz_engine"]
    with db.writing(engine) as work:
        phrase = hashed(PHRASE)
        people = {
            "teacher": make.make_user(work, "Ada", role="instructor", password_hash=phrase),
            "student": make.make_user(work, "Ben", password_hash=phrase),
            "administrator": make.make_user(
                work, "Rosa", role="administrator", totp_secret="A" * 32
            ),
        }
        classroom = _class(work, people["teacher"], people["student"])
        assignments = _assignments(work, people["teacher"], classroom)
        token = invite(work, "instructor", invited_by=people["administrator"].id, now=db.now())
    lived.starts[""] = (*STARTS[""], f"/invitations/{token}")
    lived.clients = {"": app.test_client()}
    lived.clients |= {name: make.sign_in(app, person) for name, person in people.items()}
    # Of the administrator, who has given the passphrase here and not yet the code.
    lived.clients["half"] = make.sign_in(app, people["administrator"], step_due=True)
    make.sign_in(app, people["teacher"])
    _sit(lived.clients["student"], assignments)
    _regrade(lived.clients["teacher"], assignments[0])
    _challenge(lived.clients["student"], lived.clients["teacher"], assignments[0])
    with db.writing(engine) as work:
        # Nobody's session is renewed meanwhile, so that what changes is what a request changed.
        work.execute(update(LoginSession).values(seen_at=db.now() + timedelta(hours=1)))
    return lived


def _class(work: Session, teacher: User, student: User) -> Classroom:
    classroom = make.make_class(work, teacher, join_code="ABCD2345", created_at=db.now())
    gone = make.make_user(work, "Dora")
    make.make_user(work, "Eve", suspended_at=make.AT)
    make.make_user(work, "Finn", suspended_at=make.AT, erase_at=db.now() + timedelta(days=7))
    make.enrol(work, classroom, student, section="A")
    make.enrol(work, classroom, gone, section="A", removed_at=make.AT)
    amy = make.make_user(work, "Amy", role="assistant", totp_secret="A" * 32)
    make.enrol(work, classroom, amy, role="assistant", section="A")
    invite(
        work,
        "assistant",
        invited_by=teacher.id,
        classroom_id=classroom.id,
        section="A",
        now=db.now(),
    )
    return classroom


def _assignments(work: Session, teacher: User, classroom: Classroom) -> list[Assignment]:
    """Give a quiz of every kind twice; the teacher has drafts and a quiz of their own besides."""
    passage = make.make_passage(work)
    passage.full_text = FULL_TEXT
    asked = [make.make_question(work, passage, kind, created_by=teacher.id) for kind in KINDS]
    make.make_question(work, passage, created_by=teacher.id, state="draft")
    quiz: Quiz = make.make_quiz(work, passage, asked, created_by=teacher.id)
    make.make_quiz(work, passage, asked[:3], created_by=teacher.id, title="Form B")
    yesterday = db.now() - timedelta(days=1)
    return [
        make.make_assignment(
            work, classroom, quiz, title=title, opens_at=yesterday, show_argument=True
        )
        for title in ("Sat", "Going on", "To do")
    ]


def _regrade(teacher: FlaskClient, assignment: Assignment) -> None:
    """Decide that the second question counts in full, which the student had left blank."""
    question = teacher.get(f"/assignments/{assignment.id}/summary/questions/2").text
    (where,) = re.findall(rf"/assignments/{assignment.id}/regrade/\d+", question)
    data = {"policy": "full", "reason": "Two readings are possible.", "go": "preview"}
    (seen,) = re.findall(r'name="seen" value="(\w+)"', teacher.post(where, data=data).text)
    confirmed = data | {"go": "confirm", "seen": seen}
    assert teacher.post(where, data=confirmed).status_code == 303


def _challenge(student: FlaskClient, teacher: FlaskClient, assignment: Assignment) -> None:
    """Challenge the first two questions; the teacher answers the first."""
    data = {"reason": "It can be read both ways.", "quote": "full second part"}
    for position in (1, 2):
        sent = student.post(f"/attempts/1/review/{position}/challenge", data=data)
        assert sent.status_code == 303, sent.text
    page = teacher.get(f"/assignments/{assignment.id}/challenges").text
    where = re.findall(rf"/assignments/{assignment.id}/challenges/\d+", page)[0]
    assert teacher.post(where, data={"answer": "It says so twice."}).status_code == 303


def _sit(student: FlaskClient, assignments: list[Assignment]) -> None:
    """Submit the first assignment and leave the second open."""
    for number, assignment in enumerate(assignments[:2], start=1):
        started = student.post(f"/assignments/{assignment.id}")
        assert started.status_code == 303, started.text
        for position, answer in ((1, {"choice": "0"}), (len(KINDS), {"text": "A bridge."})):
            saved = student.post(
                f"/attempts/{number}/questions/{position}", data={**answer, "sequence": "1"}
            )
            assert saved.status_code == 303, saved.text
    assert student.post("/attempts/1/submit").status_code == 303
