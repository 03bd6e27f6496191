"""A class that has sat a quiz: Ben, Dora and Eli in section A, Finn in B, and two assistants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest

from quizapp import db
from quizapp.core.question import Answer
from quizapp.models import Assignment, Attempt, Question, User
from tests import make
from tests.conftest import School
from tests.results.sat import make_attempt

KINDS = ("single", "multi", "match", "short")
BEN: tuple[Answer | None, ...] = (0, [0, 1], [0, 1, 2], "a bridge and the ferry")
DORA: tuple[Answer | None, ...] = (1, [0, 2], [0, 3, 2], "=SUM(A1)")
FINN: tuple[Answer | None, ...] = (2, [2, 3], [0, None, None], None)


@dataclass
class Sat:
    """An assignment that Ben, Dora and Finn have finished, and Eli has not started."""

    school: School
    assignment: Assignment
    questions: Sequence[Question]
    dora: User
    eli: User
    finn: User
    helper: User
    # Assists section A.
    newcomer: User
    # Assists, and has been given no section yet.
    attempts: dict[str, Attempt]

    def address(self, rest: str = "summary") -> str:
        """Return the address of a page of the assignment's results."""
        return f"/assignments/{self.assignment.id}/{rest}"


@pytest.fixture
def sat(school: School) -> Sat:
    """Return a class that has sat a quiz of four kinds of question, one point each."""
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        questions = [make.make_question(work, school.passage, kind) for kind in KINDS]
        quiz = make.make_quiz(work, school.passage, questions)
        assignment = make.make_assignment(work, school.classroom, quiz)
        people = {name: make.make_user(work, name) for name in ("Dora", "Eli", "Finn")}
        helper = make.make_user(work, "Amy", role="assistant")
        newcomer = make.make_user(work, "Nia", role="assistant")
        for name, section in (("Dora", "A"), ("Eli", "A"), ("Finn", "B")):
            make.enrol(work, school.classroom, people[name], section=section)
        make.enrol(work, school.classroom, helper, role="assistant", section="A")
        make.enrol(work, school.classroom, newcomer, role="assistant")
        attempts = {
            "Ben": make_attempt(work, assignment, school.ben, BEN),
            "Dora": make_attempt(work, assignment, people["Dora"], DORA, took=timedelta(minutes=5)),
            "Finn": make_attempt(work, assignment, people["Finn"], FINN, submitted_by_clock=True),
        }
    return Sat(
        school,
        assignment,
        questions,
        people["Dora"],
        people["Eli"],
        people["Finn"],
        helper,
        newcomer,
        attempts,
    )
