"""Fill a database with what is measured: a class of 300 at work and a class of 30 that is done."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from quizapp import access, db, loading, schema
from quizapp.answering.queries import attempts
from quizapp.answering.sitting import Sitting
from quizapp.authoring.presets import AT_ONCE
from quizapp.config import ROOT
from quizapp.core.marks import PARTS_PER_POINT
from quizapp.core.question import Answer, Presented
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Enrolment,
    LoginSession,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
    Response,
    User,
)
from quizapp.people import passwords
from quizapp.people.service import classes
from quizapp.simulation.model import Tendencies, readers
from quizapp.simulation.sitting import sit

STUDENTS = 300
SUBMITTING = 100
DONE = 30
PHRASE = "maple otter lantern sky"
AN_HOUR = timedelta(hours=1)
YESTERDAY = timedelta(days=1)

Fields: TypeAlias = dict[str, list[str]]


@dataclass(frozen=True)
class Browser:
    """A signed-in person's cookie, and the token that their forms carry."""

    user_id: int
    cookie: str
    csrf: str


@dataclass(frozen=True, eq=False)
class Sheet:
    """One attempt of one student, with what may be sent to each of its questions."""

    browser: Browser
    sitting: Sitting

    def fields(self, position: int, turn: int) -> Fields:
        """Return an answer to a question as its page sends it; the next turn sends another."""
        return chosen(self.sitting.places[position - 1].presented, turn)

    def answer(self, position: int, turn: int) -> Answer | None:
        """Return what must be stored once that has been acknowledged."""
        place = self.sitting.places[position - 1]
        return place.question.read(self.fields(position, turn), place.shuffle)


@dataclass(frozen=True)
class Crowd:
    """Who and what is in the database, ready for requests to be made of it."""

    teacher: Browser
    students: list[Browser]
    logins: list[str]
    join_code: str
    saving: list[Sheet]
    submitting: list[Sheet]
    lesson_id: int
    done: list[Sheet]
    done_id: int


def chosen(shown: Presented, turn: int) -> Fields:
    """Return a whole answer to a question; each turn takes the next choice."""
    if shown.rows:
        return {
            row.name: [row.choices[(i + turn) % len(row.choices)].value]
            for i, row in enumerate(shown.rows)
        }
    if shown.choices:
        count = len(shown.choices)
        return {"choice": [shown.choices[(i + turn) % count].value for i in range(shown.asked)]}
    return {"text": [f"Because the article says so, reason {turn}."]}


def fill(app: Flask) -> Crowd:
    """Make the tables, load the bank and bring everybody in."""
    engine: Engine = app.extensions["quiz_engine"]
    schema.upgrade(engine)
    # Once, because each takes tens of milliseconds; nobody here keeps a secret.
    kept = passwords.hashed(PHRASE)
    with db.writing(engine) as work:
        loading.load_folder(work, ROOT / "questions", db.now())
        teacher = _people(work, ["teacher"], "instructor", kept)[0]
        class_id, join_code, ids = _class(work, teacher, STUDENTS, "student", kept)
        saving, submitting, lesson = (give(work, class_id, form, teacher) for form in "ABC")
        browsers = _signed_in(app, work, [teacher, *ids])
        done_id, done = _class_done(app, work, teacher, kept)
        return Crowd(
            teacher=browsers[0],
            students=browsers[1:],
            logins=[f"student-{i}" for i in range(1, STUDENTS + 1)],
            join_code=join_code,
            saving=_begun(work, saving, browsers[1:]),
            submitting=_begun(work, submitting, browsers[1 : SUBMITTING + 1]),
            lesson_id=lesson,
            done=done,
            done_id=done_id,
        )


def _people(work: Session, logins: Sequence[str], role: str, kept: str) -> list[int]:
    """Add people in one statement and return their ids; the app's own way takes ten for each."""
    same = {"role": role, "password_hash": kept, "created_at": db.now() - YESTERDAY}
    rows = [{"name": login.title(), "login": login, **same} for login in logins]
    work.execute(insert(User), rows)
    found = dict(work.execute(select(User.login, User.id)).all())
    return [found[login] for login in logins]


def _class(
    work: Session, teacher: int, size: int, name: str, kept: str
) -> tuple[int, str, list[int]]:
    """Return the id of a class, its join code and the ids of its students."""
    then = db.now() - YESTERDAY
    classroom = classes.make_class(work, f"Class of {size}", "UTC", teacher, then)
    ids = _people(work, [f"{name}-{i}" for i in range(1, size + 1)], "student", kept)
    same = {"classroom_id": classroom.id, "role": "student", "created_at": then}
    work.execute(insert(Enrolment), [{"user_id": user_id, **same} for user_id in ids])
    return classroom.id, classroom.join_code, ids


def give(work: Session, class_id: int, form: str, teacher_id: int) -> int:
    """Give a class a form of the bank and return the assignment's id."""
    quiz = work.scalars(select(Quiz).where(Quiz.key == f"alwaght-{form}")).one()
    at = db.now() - YESTERDAY
    assignment = Assignment(
        classroom_id=class_id,
        quiz_id=quiz.id,
        title=quiz.title,
        practice=False,
        opens_at=at,
        closes_at=db.now() + YESTERDAY,
        time_limit_s=int(AN_HOUR.total_seconds()),
        attempts_allowed=1,
        **AT_ONCE,
        created_by=teacher_id,
        created_at=at,
    )
    work.add(assignment)
    work.flush()
    return assignment.id


def _signed_in(app: Flask, work: Session, user_ids: Sequence[int]) -> list[Browser]:
    """Sign people in without the passphrase, which would take most of the time."""
    tokens = {user_id: secrets.token_urlsafe(32) for user_id in user_ids}
    same = {"device": "bench", "created_at": db.now(), "seen_at": db.now()}
    rows = [
        {"user_id": user_id, "token_hash": access.token_hash(token), **same}
        for user_id, token in tokens.items()
    ]
    work.execute(insert(LoginSession), rows)
    return [_browser(app, user_id, token) for user_id, token in tokens.items()]


def _browser(app: Flask, user_id: int, token: str) -> Browser:
    with app.test_request_context():
        session["token"] = token
        csrf = generate_csrf()
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return Browser(user_id, serializer.dumps(dict(session)), csrf)


def _begun(work: Session, assignment_id: int, browsers: Sequence[Browser]) -> list[Sheet]:
    """Start an attempt of each student, with an answer to each question."""
    versions = _versions(work, assignment_id)
    same = {
        "assignment_id": assignment_id,
        "number": 1,
        "shuffle_choices": True,
        "started_at": db.now(),
        "deadline_at": db.now() + AN_HOUR,
        "submitted_by_clock": False,
        "out_of": len(versions) * PARTS_PER_POINT,
    }
    ids = [browser.user_id for browser in browsers]
    work.execute(insert(Attempt), [{"user_id": i, "seed": f"seed {i}", **same} for i in ids])
    attempt_of = dict(
        work.execute(
            select(Attempt.user_id, Attempt.id).where(Attempt.assignment_id == assignment_id)
        ).all()
    )
    work.execute(
        insert(AttemptQuestion),
        [
            {"attempt_id": attempt_of[i], "position": at, "version_id": version, "points": 100}
            for i in ids
            for at, version in enumerate(versions, start=1)
        ],
    )
    sheets = [sheet(work, browser, attempt_of[browser.user_id]) for browser in browsers]
    work.execute(insert(Response), list(_answers(work, assignment_id, sheets)))
    return sheets


def _versions(work: Session, assignment_id: int) -> list[int]:
    return list(
        work.scalars(
            select(QuestionVersion.id)
            .join(Question, Question.id == QuestionVersion.question_id)
            .join(QuizQuestion, QuizQuestion.question_id == Question.id)
            .join(Assignment, Assignment.quiz_id == QuizQuestion.quiz_id)
            .where(Assignment.id == assignment_id, QuestionVersion.number == Question.latest)
            .order_by(QuizQuestion.position)
        )
    )


def sheet(work: Session, browser: Browser, attempt_id: int) -> Sheet:
    """Return an attempt as it stands now."""
    found = attempts.sitting(work, browser.user_id, attempt_id)
    if found is None:
        raise LookupError(attempt_id)
    return Sheet(browser, found)


def _answers(
    work: Session, assignment_id: int, sheets: Sequence[Sheet]
) -> Iterator[dict[str, object]]:
    """Yield a first answer to every question of these attempts, as rows."""
    rows = work.execute(
        select(AttemptQuestion.id, AttemptQuestion.attempt_id, AttemptQuestion.position)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .where(Attempt.assignment_id == assignment_id)
    )
    place_ids = {(attempt_id, position): place_id for place_id, attempt_id, position in rows}
    for one in sheets:
        for place in one.sitting.places:
            yield {
                "attempt_question_id": place_ids[one.sitting.id, place.position],
                "answer": one.answer(place.position, 0),
                "sequence": 1,
                "saved_at": db.now(),
            }


def _class_done(app: Flask, work: Session, teacher: int, kept: str) -> tuple[int, list[Sheet]]:
    """Add a class of 30 in which everybody has sat form A, each as an invented student would."""
    class_id, _, ids = _class(work, teacher, DONE, "reader", kept)
    assignment_id = give(work, class_id, "A", teacher)
    start = db.now() - AN_HOUR
    for user_id, reader in zip(ids, readers([f"reader {i}" for i in ids], "bench"), strict=True):
        sit(work, assignment_id, user_id, reader, Tendencies("bench"), start, db.now())
    found = dict(
        work.execute(
            select(Attempt.user_id, Attempt.id).where(Attempt.assignment_id == assignment_id)
        ).all()
    )
    browsers = _signed_in(app, work, ids)
    return assignment_id, [sheet(work, one, found[one.user_id]) for one in browsers]
