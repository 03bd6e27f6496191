"""Makers of test data: each takes only what the test is about and fills in the rest."""

import secrets
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp.access import token_hash
from quizapp.core.fingerprint import fingerprint
from quizapp.core.marks import PARTS_PER_HUNDREDTH, PARTS_PER_POINT
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Classroom,
    Enrolment,
    LoginSession,
    Misreading,
    Passage,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
    User,
)

AT = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
"""The moment most tests happen at: a Monday morning."""

PASSAGE: dict[str, Any] = {
    "key": "harbour",
    "title": "A bridge for the old harbour",
    "byline": "A made-up opinion article",
    "paragraphs": [
        {"number": 1, "heading": "The bridge", "text": "The writer says a bridge is planned."},
        {"number": 2, "heading": "The ferry", "text": "She reports that the ferry is often late."},
        {"number": 3, "heading": "The hope", "text": "She hopes the bridge could help the shops."},
    ],
    "quotes": [{"p": 2, "text": "often late"}],
    "skills": [
        {"id": "c-detail", "name": "Detail", "definition": "Find it.", "family": "content"},
        {"id": "r-claim", "name": "Claim", "definition": "Name it.", "family": "reasoning"},
    ],
    "topics": ["bridge", "ferry"],
    "claims": [{"id": "1.1", "text": "a bridge is planned", "kind": "check"}],
    "argument": {
        "tensions": [
            {
                "id": "T1",
                "text": "The bridge is planned and hoped for.",
                "paras": [1],
                "fair": "Both can be.",
                "topics": ["bridge"],
            }
        ],
        "assumptions": [{"id": "A1", "text": "A bridge is wanted.", "step": "the whole"}],
        "map": "[Gain]: The shops gain. (P3)\n  + <Way>: A bridge brings people. #critique",
    },
    "draws": {"short": {"shares": [{"skills": ["c-detail"], "count": 1}]}},
}


def record(kind: str = "single", **changes: Any) -> dict[str, Any]:
    """Return a valid question record of a kind."""
    return {
        "id": f"{kind.upper()}1",
        "type": kind,
        "skill": "c-detail",
        "difficulty": "E",
        "paras": [1],
        "topic": "bridge",
        "explanation": "The first paragraph says that a bridge is planned, and by whom it is (P1).",
        **deepcopy(KINDS[kind]),
        **changes,
    }


KINDS: dict[str, dict[str, Any]] = {
    "single": {
        "stem": "What does the writer say is planned?",
        "options": [
            {"text": "A bridge", "key": True, "feedback": "That is what she says first (P1)."},
            {"text": "A tunnel", "feedback": "No tunnel is named here (P1).", "misreading": "swap"},
            {"text": "A ferry", "feedback": "The ferry is there already (P2)."},
        ],
    },
    "multi": {
        "stem": "Which TWO things does the writer name?",
        "options": [
            {"text": "A bridge", "key": True, "feedback": "Needed: she names it first (P1)."},
            {"text": "A ferry", "key": True, "feedback": "Needed: she names it next (P2)."},
            {
                "text": "A tunnel",
                "feedback": "Not needed: no tunnel is named (P1).",
                "misreading": "swap",
            },
            {"text": "A train", "feedback": "Not needed: no train is named here (P1)."},
        ],
    },
    "tfns": {
        "stem": "The ferry is always on time.",
        "answer": "false",
        "feedback": {
            "true": "She reports the opposite about it (P2).",
            "false": "Right: she reports it as often late (P2).",
            "not-stated": "She does speak about the ferry (P2).",
        },
        "misreadings": {"true": "swap"},
    },
    "match": {
        "stem": "Match each thing to what the writer says of it.",
        "pairs": [
            {"left": "Bridge", "right": "planned", "feedback": "She opens with the bridge (P1)."},
            {
                "left": "Ferry",
                "right": "late",
                "feedback": "She reports delays of the ferry (P2).",
                "misreading": "swap",
            },
            {"left": "Shops", "right": "hoped for", "feedback": "They come in at the end (P3)."},
        ],
        "extra_right": ["closed"],
    },
    "order": {
        "stem": "Put the writer's points in the order she makes them.",
        "sequence": [
            {"text": "The bridge", "feedback": "She opens with the bridge (P1)."},
            {
                "text": "The ferry",
                "feedback": "It comes after the bridge (P2).",
                "misreading": "swap",
            },
            {"text": "The shops", "feedback": "They come in at the end (P3)."},
            {"text": "The end", "feedback": "Nothing at all follows after it (P3)."},
        ],
    },
    "classify": {
        "stem": "Sort the points by how sure the writer is.",
        "categories": ["Stated", "Hoped"],
        "cards": [
            {
                "text": "A bridge is planned",
                "category": "Stated",
                "feedback": "It is said flatly (P1).",
            },
            {
                "text": "The ferry is late",
                "category": "Stated",
                "feedback": "It is reported as usual (P2).",
            },
            {
                "text": "The shops gain",
                "category": "Hoped",
                "feedback": "She hopes it helps (P3).",
                "misreading": "swap",
            },
        ],
    },
    "cloze": {
        "stem": "The writer says a {{1}} is planned because the {{2}} is late.",
        "blanks": [
            {
                "options": ["bridge", "tunnel"],
                "key": 0,
                "feedback": "She says that a bridge is planned (P1).",
            },
            {
                "options": ["train", "ferry"],
                "key": 1,
                "feedback": "She says so of the ferry (P2).",
                "misreading": "swap",
            },
        ],
    },
    "short": {
        "stem": "Name what is planned, and what runs late.",
        "model_answer": "A bridge is planned; the ferry runs late.",
        "rubric": [
            {"points": 1, "text": "Names the bridge"},
            {"points": 1, "text": "Names the ferry"},
        ],
        "accept": [["bridge", "a crossing"], ["ferry", "boat"]],
    },
}


def make_user(work: Session, name: str = "Ben", **changes: Any) -> User:
    """Add a person; a student unless a role is given."""
    values = {
        "name": name,
        "login": f"{name.lower()}-{secrets.token_hex(3)}",
        "role": "student",
        "password_hash": None,
        "created_at": AT,
    }
    user = User(**values | changes)
    work.add(user)
    work.flush()
    return user


def make_class(work: Session, teacher: User | None = None, **changes: Any) -> Classroom:
    """Add a class, taught by `teacher` if given."""
    values = {
        "name": "Year 11 Media",
        "join_code": secrets.token_hex(4).upper(),
        "join_open": True,
        "time_zone": "UTC",
        "created_at": AT,
    }
    classroom = Classroom(**values | changes)
    work.add(classroom)
    work.flush()
    if teacher is not None:
        enrol(work, classroom, teacher, role="instructor")
    return classroom


def enrol(work: Session, classroom: Classroom, user: User, **changes: Any) -> Enrolment:
    """Put a person into a class; as a student unless a role is given."""
    values = {
        "classroom_id": classroom.id,
        "user_id": user.id,
        "role": "student",
        "section": None,
        "created_at": AT,
    }
    enrolment = Enrolment(**values | changes)
    work.add(enrolment)
    work.flush()
    return enrolment


def make_passage(work: Session, **changes: Any) -> Passage:
    """Add the passage about the harbour, and the one misreading its questions name."""
    content = PASSAGE | changes
    passage = Passage(
        key=content["key"],
        title=content["title"],
        content=content,
        content_hash=fingerprint(content),
    )
    work.add(passage)
    if work.get(Misreading, "swap") is None:
        work.add(Misreading(code="swap", name="one thing for another", description="Swaps them."))
    work.flush()
    return passage


def make_question(
    work: Session,
    passage: Passage,
    kind: str = "single",
    *,
    state: str = "ready",
    source_file: str | None = None,
    created_by: int | None = None,
    **changes: Any,
) -> Question:
    """Add a question of a kind with one version; `changes` go into its record."""
    content = record(kind, **{"id": f"{kind.upper()}{secrets.token_hex(3)}", **changes})
    question = Question(
        key=f"{passage.key}-{content['id']}",
        passage_id=passage.id,
        state=state,
        source_file=source_file,
        created_by=created_by,
        created_at=AT,
        latest=1,
    )
    work.add(question)
    work.flush()
    work.add(
        QuestionVersion(
            question_id=question.id,
            number=1,
            kind=kind,
            skill=content["skill"],
            difficulty=content["difficulty"],
            content=content,
            content_hash=fingerprint(content),
            created_by=None,
            created_at=AT,
        )
    )
    work.flush()
    return question


def make_quiz(
    work: Session, passage: Passage, questions: list[Question], points: int = 100, **changes: Any
) -> Quiz:
    """Add a quiz of these questions in this order, each worth `points` hundredths."""
    values = {"title": "Form A", "passage_id": passage.id, "created_at": AT, "created_by": None}
    quiz = Quiz(**values | changes)
    work.add(quiz)
    work.flush()
    for position, question in enumerate(questions, start=1):
        work.add(
            QuizQuestion(quiz_id=quiz.id, question_id=question.id, position=position, points=points)
        )
    work.flush()
    return quiz


def make_assignment(work: Session, classroom: Classroom, quiz: Quiz, **changes: Any) -> Assignment:
    """Give a quiz to a class: open, without limits, everything shown after submitting."""
    values = {
        "classroom_id": classroom.id,
        "quiz_id": quiz.id,
        "title": quiz.title,
        "practice": False,
        "opens_at": AT,
        "closes_at": None,
        "time_limit_s": None,
        "attempts_allowed": 1,
        "grading": "best",
        "shuffle_questions": False,
        "shuffle_choices": False,
        "show_score": "submit",
        "show_answers": "submit",
        "show_key": "submit",
        "show_explanation": "submit",
        "created_by": None,
        "created_at": AT,
    }
    assignment = Assignment(**values | changes)
    work.add(assignment)
    work.flush()
    return assignment


def make_attempt(
    work: Session,
    assignment: Assignment,
    user: User,
    versions: list[int] | None = None,
    **changes: Any,
) -> Attempt:
    """Start an attempt, without questions unless versions of some are pinned."""
    values = {
        "assignment_id": assignment.id,
        "user_id": user.id,
        "number": 1,
        "seed": "0" * 32,
        "started_at": AT,
        "deadline_at": None,
        "submitted_at": None,
        "submitted_by_clock": False,
        "score": None,
        "out_of": len(versions or ()) * PARTS_PER_POINT,
    }
    attempt = Attempt(**values | changes)
    work.add(attempt)
    work.flush()
    for position, version_id in enumerate(versions or (), start=1):
        work.add(
            AttemptQuestion(
                attempt_id=attempt.id, position=position, version_id=version_id, points=100
            )
        )
    work.flush()
    return attempt


def in_parts(points: float) -> int:
    """Return points as parts, for tests that speak of points."""
    return round(points * 100) * PARTS_PER_HUNDREDTH


def sign_in(
    app: Flask, user: User, client: FlaskClient | None = None, **changes: Any
) -> FlaskClient:
    """Return a client on which this person is signed in."""
    client = client or app.test_client()
    token = secrets.token_urlsafe(32)
    from quizapp import db  # noqa: PLC0415 - tests of core use this module without the app

    with db.writing(app.extensions["quiz_engine"]) as work:
        values = {"device": "a test", "created_at": db.now(), "seen_at": db.now()} | changes
        work.add(LoginSession(token_hash=token_hash(token), user_id=user.id, **values))
    with client.session_transaction() as cookie:
        cookie["token"] = token
    return client
