"""An assignment of one question of every kind, given to Ben's class, and ways to answer it."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp import db
from quizapp.core.kinds import KINDS
from quizapp.models import Assignment, Attempt, User
from tests import make
from tests.conftest import School

LATER = timedelta(days=1)


def give(work: Session, school: School, *kinds: str, **changes: Any) -> Assignment:
    """Add questions of these kinds (of every kind if none is named), a quiz, and an assignment."""
    asked = [make.make_question(work, school.passage, kind) for kind in kinds or KINDS]
    quiz = make.make_quiz(work, school.passage, asked)
    now = db.now()
    values = {"opens_at": now - LATER, "created_at": now}
    return make.make_assignment(work, school.classroom, quiz, **(values | changes))


@dataclass
class Student:
    """A student with a browser: starts, answers and submits through the pages."""

    client: FlaskClient
    attempt_id: int = 0
    sequence: dict[int, int] = field(default_factory=dict)

    def start(self, assignment: Assignment) -> "Student":
        """Press the one button of the start page."""
        response = self.client.post(f"/assignments/{assignment.id}")
        assert response.status_code == 303, response.text
        self.attempt_id = int(re.findall(r"/attempts/(\d+)/", response.location)[0])
        return self

    def at(self, position: int) -> str:
        """Return the address of a question."""
        return f"/attempts/{self.attempt_id}/questions/{position}"

    def page(self, position: int = 1) -> str:
        """Return the page of a question."""
        return self.client.get(self.at(position)).text

    def post(self, position: int, *, script: bool = False, **fields: Any) -> TestResponse:
        """Send an answer as the page does, or as its script does."""
        self.sequence[position] = self.sequence.get(position, 0) + 1
        headers = {"Accept": "application/json"} if script else {}
        data = {"sequence": self.sequence[position], **fields}
        return self.client.post(self.at(position), data=data, headers=headers)

    def submit(self) -> TestResponse:
        """Press the button that ends it."""
        return self.client.post(f"/attempts/{self.attempt_id}/submit")

    def review(self, position: int | None = None) -> str:
        """Return the review of the attempt, or of one question."""
        where = "" if position is None else f"/{position}"
        return self.client.get(f"/attempts/{self.attempt_id}/review{where}").text


@dataclass
class Desk:
    """What a test of answering needs at hand."""

    school: School

    def given(self, *kinds: str, **changes: Any) -> Assignment:
        """Give the class an assignment."""
        return self.school.add(give, self.school, *kinds, **changes)  # type: ignore[return-value]

    def student(self, person: User | None = None) -> Student:
        """Return Ben, or another person, with a browser of their own."""
        return Student(self.school.as_(person or self.school.ben))

    def attempt(self, attempt_id: int) -> Attempt:
        """Return an attempt as it now stands in the database."""
        with Session(self.school.app.extensions["quiz_engine"]) as work:
            return work.get_one(Attempt, attempt_id)

    def move(self, attempt_id: int, **changes: Any) -> None:
        """Change an attempt behind everybody's back, such as when it began."""
        with db.writing(self.school.app.extensions["quiz_engine"]) as work:
            for name, value in changes.items():
                setattr(work.get_one(Attempt, attempt_id), name, value)


@pytest.fixture
def desk(school: School) -> Desk:
    """Return the desk of Ben's class."""
    return Desk(school)
