"""A school with everyone in it, for tests that try every page as everyone.

Ten principals stand for all who may ask: nobody signed in (anon), students of the class (S1 and S2
in section A, S4 in section B), of another class (S3) and suspended (SX), an assistant of section A
(TA), the class's teacher (T1), another class's (T2) and an administrator (ADM). What nobody may
know too early or ever is planted as canaries: `KEY-` in everything that gives a key away, `PII-` in
everything about a person, and odd scores.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from quizapp import create_app, db
from quizapp.access import token_hash
from quizapp.config import Settings
from quizapp.core.kinds import KINDS
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Base,
    Challenge,
    Classroom,
    Enrolment,
    HandMark,
    Invitation,
    LoginSession,
    Misreading,
    Passage,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
    Regrade,
    Regraded,
    Response,
    User,
)
from tests import make
from tests.conftest import SECRET
from tests.hurry import hurry

PRINCIPALS = ("anon", "S1", "S2", "S3", "S4", "SX", "TA", "T1", "T2", "ADM")
DAY = timedelta(days=1)
HIDDEN_SCORE, SHOWN_SCORE = "73.19", "42.42"
CODE = "TESTS333"
INVITED = "an-invitation-of-the-tests"
# Fields of a record that students see before any release.
SHOWN = {
    *("id", "type", "answer", "difficulty", "skill", "topic", "stem", "text", "left", "right"),
    *("extra_right", "category", "categories", "options"),
}
ANSWERS: dict[str, Any] = {
    "single": 1,
    "multi": [0, 2],
    "tfns": "true",
    "match": [0, 0, None],
    "order": [1, 0, 2, 3],
    "classify": [1, None, 0],
    "cloze": [0, 0],
    "short": "a crossing",
}

ROWS = {table.name: str(select(table)) for table in Base.metadata.sorted_tables}


def planted(value: Any, name: str = "") -> Any:
    """Return a record in which everything that gives the key away is a canary."""
    if isinstance(value, dict):
        inside = {key: name if name in {"feedback", "rubric"} else key for key in value}
        return {key: planted(inner, inside[key]) for key, inner in value.items()}
    if isinstance(value, list):
        return [planted(inner, name) for inner in value]
    if not isinstance(value, str) or name in SHOWN:
        return value
    return "swap" if name in {"misreading", "true"} else f"KEY-{name} {value}"


def planted_argument() -> dict[str, Any]:
    """Return changes to a passage in which all that tells how it argues is a canary."""
    argument = make.PASSAGE["argument"]
    tension, assumption = argument["tensions"][0], argument["assumptions"][0]
    return {
        "claims": [{"id": "1.1", "text": "KEY-claim", "kind": "check"}],
        "argument": {
            "tensions": [tension | {"text": "KEY-tension", "fair": "KEY-fair"}],
            "assumptions": [assumption | {"text": "KEY-assumption"}],
            "map": "[Gain]: KEY-gain (P3)\n  + <KEY-way>: KEY-step #critique",
        },
    }


@dataclass
class WholeSchool:
    """The school: its people by principal, and the ids of what is in it."""

    app: Flask
    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        """Return the engine of the app."""
        return cast("Engine", self.app.extensions["quiz_engine"])

    @property
    def file(self) -> Path:
        """Return the SQLite database."""
        return Path(str(self.engine.url.database))

    def keep(self) -> None:
        """Remember the database as it is now."""
        self.engine.dispose()
        shutil.copy(self.file, self.file.with_suffix(".kept"))

    def restore(self) -> None:
        """Bring the database and everyone's browser back as they were kept."""
        self.engine.dispose()
        for rest in self.file.parent.glob(f"{self.file.name}-*"):
            rest.unlink()
        shutil.copy(self.file.with_suffix(".kept"), self.file)
        self.clients = {name: self._client(name) for name in PRINCIPALS}

    def _client(self, name: str) -> FlaskClient:
        """Return a browser as this principal's was when everyone signed in."""
        client = self.app.test_client()
        if name in self.cookies:
            client.set_cookie("session", self.cookies[name])
        return client

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every table, as the database has it."""
        with self.engine.connect() as connection:
            return {
                name: sorted(map(tuple, connection.exec_driver_sql(rows).all()), key=repr)
                for name, rows in ROWS.items()
            }

    def add_people(self, work: Session, one: Classroom, other: Classroom) -> None:
        """Add the ten principals but anon, each in their place."""
        seats: dict[str, tuple[str, Classroom | None, str, str | None]] = {
            "S1": ("student", one, "student", "A"),
            "S2": ("student", one, "student", "A"),
            "S3": ("student", other, "student", None),
            "S4": ("student", one, "student", "B"),
            "SX": ("student", one, "student", "A"),
            "TA": ("assistant", one, "assistant", "A"),
            "T1": ("instructor", one, "instructor", None),
            "T2": ("instructor", other, "instructor", None),
            "ADM": ("administrator", None, "", None),
        }
        for name, (role, classroom, seat, section) in seats.items():
            login = f"pii-{name.lower()}-login"
            user = make.make_user(work, f"PII-{name}-name", role=role, login=login)
            self.people[name] = user
            self.ids[name] = user.id
            if classroom is not None:
                make.enrol(work, classroom, user, role=seat, section=section)
        self.people["SX"].suspended_at = make.AT
        self.people["T2"].totp_secret = "A" * 32

    def add_questions(self, work: Session, passage: Passage) -> list[Question]:
        """Add one question of every kind, with canaries."""
        made = []
        for kind in KINDS:
            written = planted(make.record(kind, ask="Who says so?", note="Hard."))
            del written["type"], written["id"]
            made.append(make.make_question(work, passage, kind, **written))
        return made

    def give(
        self, work: Session, name: str, classroom: Classroom, quiz: Quiz, **changes: Any
    ) -> Assignment:
        """Give a quiz to a class; nothing of it is shown before it closes, and then all."""
        terms: dict[str, Any] = {
            f"show_{what}": "close" for what in ("score", "answers", "key", "explanation")
        }
        terms |= {"show_argument": True, "share_figures": True}
        given = make.make_assignment(
            work, classroom, quiz, title=f"Assignment {name}", **terms | changes
        )
        self.ids[f"assignment {name}"] = given.id
        return given

    def answer(
        self, work: Session, name: str, given: Assignment, who: str, **changes: Any
    ) -> Attempt:
        """Add an attempt in which every question but the last is answered."""
        lines = work.scalars(
            select(QuestionVersion)
            .join(QuizQuestion, QuizQuestion.question_id == QuestionVersion.question_id)
            .where(QuizQuestion.quiz_id == given.quiz_id)
            .order_by(QuizQuestion.position)
        ).all()
        attempt = make.make_attempt(
            work,
            given,
            self.people[who],
            [line.id for line in lines],
            out_of=make.in_parts(100),
            **changes,
        )
        self.ids[f"attempt {name}"] = attempt.id
        places = work.scalars(
            select(AttemptQuestion)
            .where(AttemptQuestion.attempt_id == attempt.id)
            .order_by(AttemptQuestion.position)
        ).all()
        done = attempt.submitted_at is not None
        for line, place in zip(lines[:-1], places[:-1], strict=True):
            work.add(
                Response(
                    attempt_question_id=place.id,
                    answer=ANSWERS[line.kind],
                    sequence=1,
                    saved_at=attempt.started_at,
                    mark=make.in_parts(0.37) if done else None,
                )
            )
        work.flush()
        return attempt

    def mark_by_hand(self, work: Session, name: str, attempt: Attempt) -> None:
        """Answer the last question, which is written, and let the teacher mark and comment it."""
        last = work.scalars(
            select(AttemptQuestion.id)
            .where(AttemptQuestion.attempt_id == attempt.id)
            .order_by(AttemptQuestion.position.desc())
        ).first()
        mark = make.in_parts(0.25)
        given = {"attempt_question_id": last, "sequence": 1, "saved_at": attempt.started_at}
        work.add(Response(answer=ANSWERS["short"], mark=mark, **given))
        work.flush()
        work.add(
            HandMark(
                response_id=last,
                mark=mark,
                comment="KEY-comment",
                marked_by=self.ids["T1"],
                marked_at=attempt.started_at,
                revision=1,
            )
        )
        work.flush()
        self.ids[f"response {name}"] = last or 0

    def regrade(self, work: Session, name: str, attempt: Attempt, reason: str) -> None:
        """Give everyone the full mark for the first question of an attempt's assignment."""
        place = work.scalars(
            select(AttemptQuestion).where(
                AttemptQuestion.attempt_id == attempt.id, AttemptQuestion.position == 1
            )
        ).one()
        made = Regrade(
            assignment_id=attempt.assignment_id,
            version_id=place.version_id,
            policy="full",
            reason=reason,
            made_by=self.ids["T1"],
            made_at=attempt.started_at,
        )
        work.add(made)
        work.flush()
        marks = {"before": make.in_parts(0.37), "after": make.in_parts(1)}
        work.add(Regraded(regrade_id=made.id, attempt_question_id=place.id, affects=True, **marks))
        work.flush()
        self.ids |= {f"regrade {name}": made.id, f"version {name}": place.version_id}

    def challenge(self, work: Session, name: str, attempt: Attempt, **answered: Any) -> None:
        """Let the student challenge the first question of their attempt."""
        place = work.scalars(
            select(AttemptQuestion.id).where(
                AttemptQuestion.attempt_id == attempt.id, AttemptQuestion.position == 1
            )
        ).one()
        values = {"reason": "It can be read both ways.", "quote": "", "created_at": make.AT}
        made = Challenge(attempt_question_id=place, **values | answered)
        work.add(made)
        work.flush()
        self.ids[f"challenge {name}"] = made.id

    def add_assignments(self, work: Session, one: Classroom, other: Classroom, quiz: Quiz) -> None:
        """Give the quiz in every state, with S1 in the middle of it or done."""
        now = db.now()
        opened = {"opens_at": now - 2 * DAY}
        closed = opened | {"closes_at": now - DAY}
        done = {"started_at": now - DAY - DAY / 2, "submitted_at": now - DAY - DAY / 4}
        given = self.give(work, "open", one, quiz, **opened, closes_at=now + DAY, time_limit_s=600)
        under_way = {"started_at": now, "deadline_at": now + timedelta(seconds=600)}
        self.answer(work, "open", given, "S1", **under_way)
        handed_in = self.answer(
            work,
            "handed in",
            given,
            "S2",
            started_at=now,
            submitted_at=now,
            score=make.in_parts(float(HIDDEN_SCORE)),
        )
        self.mark_by_hand(work, "handed in", handed_in)
        self.regrade(work, "open", handed_in, "KEY-reason")
        self.challenge(work, "handed in", handed_in)
        self.give(work, "future", one, quiz, opens_at=now + DAY, closes_at=now + 2 * DAY)
        hidden = {f"show_{what}": "never" for what in ("score", "answers", "key", "explanation")}
        given = self.give(work, "unreleased", one, quiz, **closed, **hidden)
        score = make.in_parts(float(HIDDEN_SCORE))
        told = {"answer": "KEY-answer", "answered_by": self.ids["T1"], "answered_at": now}
        hidden_now = self.answer(work, "unreleased", given, "S1", score=score, **done)
        self.challenge(work, "unreleased", hidden_now, **told)
        given = self.give(work, "released", one, quiz, **closed)
        score = make.in_parts(float(SHOWN_SCORE))
        for who in ("S1", "S4"):
            attempt = self.answer(work, f"released of {who}", given, who, score=score, **done)
            self.mark_by_hand(work, f"released of {who}", attempt)
            self.challenge(work, f"released of {who}", attempt)
            if who == "S1":
                self.regrade(work, "released", attempt, "Two readings are possible.")
        self.give(work, "archived", one, quiz, **opened, archived_at=now)
        during = {f"show_{what}": "during" for what in ("score", "answers", "key", "explanation")}
        self.give(work, "practice", one, quiz, **opened, practice=True, **during)
        given = self.give(work, "of the other class", other, quiz, **opened, closes_at=now + DAY)
        self.answer(work, "of S3", given, "S3", started_at=now)

    def add_invitation(self, work: Session, name: str, token: str, **values: Any) -> None:
        """Add a link that can be used."""
        now: datetime = db.now()
        made = Invitation(
            token_hash=token_hash(token),
            created_at=now,
            expires_at=now + DAY,
            **{"role": "assistant", "section": "A", "invited_by": self.ids["T1"]} | values,
        )
        work.add(made)
        work.flush()
        self.ids[f"invitation {name}"] = made.id

    def sign_everyone_in(self) -> None:
        """Sign every principal in on a device, and remember the devices."""
        for name, user in self.people.items():
            cookie = make.sign_in(self.app, user).get_cookie("session")
            assert cookie is not None
            self.cookies[name] = cookie.value
        with db.writing(self.engine) as work:
            # Nobody's session is renewed meanwhile, however long the tests take.
            work.execute(update(LoginSession).values(seen_at=db.now() + DAY / 24))
            for name in self.people:
                found = select(LoginSession.id).where(LoginSession.user_id == self.ids[name])
                self.ids[f"session of {name}"] = work.scalars(found).one()


def build(app: Flask) -> WholeSchool:
    """Return the school, committed, with everyone signed in."""
    school = WholeSchool(app)
    with db.writing(app.extensions["quiz_engine"]) as work:
        classes = [
            make.make_class(work, name=f"PII-class-{name}", join_code=code)
            for name, code in (("1", CODE), ("2", "TESTS222"))
        ]
        one, other = classes
        school.ids |= {"class": one.id, "other class": other.id}
        school.add_people(work, one, other)
        passage = make.make_passage(work, **planted_argument())
        school.ids["passage"] = passage.id
        work.get_one(Misreading, "swap").name = "KEY-misreading"
        questions = school.add_questions(work, passage)
        quiz = make.make_quiz(work, passage, questions, created_by=school.ids["T1"])
        school.ids |= {"quiz": quiz.id, "question": questions[0].id}
        line = select(QuizQuestion.id).where(QuizQuestion.quiz_id == quiz.id)
        school.ids["line"] = work.scalars(line.order_by(QuizQuestion.position)).first() or 0
        unused = make.make_question(work, passage, "single", state="draft")
        unused.created_by = school.ids["T1"]
        school.ids["unused question"] = unused.id
        school.add_assignments(work, one, other, quiz)
        school.add_invitation(work, "of the class", INVITED, classroom_id=one.id)
        school.add_invitation(work, "of the other class", "another", classroom_id=other.id)
        school.add_invitation(work, "of the site", "third", role="instructor", section=None)
        seat = select(Enrolment.id).where(Enrolment.user_id == school.ids["S1"])
        school.ids["seat of S1"] = work.scalars(seat).one()
    school.sign_everyone_in()
    return school


@pytest.fixture(scope="module")
def whole_school(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
    compiled_templates: BytecodeCache,
) -> Iterator[WholeSchool]:
    """Give the school on SQLite to all tests of a module; they restore what they change."""
    folder = tmp_path_factory.mktemp("school")
    shutil.copy(sqlite_template, folder / "quiz.db")
    app = create_app(Settings(data=folder, secret_key=SECRET))
    hurry(app.extensions["quiz_engine"])
    app.jinja_env.bytecode_cache = compiled_templates
    app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    school = build(app)
    school.keep()
    school.restore()
    yield school
    school.engine.dispose()
