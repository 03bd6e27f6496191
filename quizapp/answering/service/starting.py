"""Starting an attempt: one at a time, as often as allowed, with the questions as they now are."""

import secrets
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from quizapp.answering.given import Given
from quizapp.answering.service.ending import finalise
from quizapp.answering.service.inserting import dialect_of, insert_into
from quizapp.core import schedule
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.core.question import Shuffle
from quizapp.core.refusal import Refused
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Question,
    QuestionVersion,
    QuizQuestion,
)

NEWEST_TRY: Final = (
    select(Attempt.id, Attempt.number, Attempt.submitted_at)
    .where(Attempt.assignment_id == bindparam("which"), Attempt.user_id == bindparam("whose"))
    .order_by(Attempt.number.desc())
    .limit(1)
)
QUESTIONS_NOW: Final = (
    select(
        QuestionVersion.id,
        QuizQuestion.points,
        Assignment.shuffle_questions,
        Assignment.shuffle_choices,
    )
    .join(Question, Question.id == QuestionVersion.question_id)
    .join(QuizQuestion, QuizQuestion.question_id == Question.id)
    .join(Assignment, Assignment.quiz_id == QuizQuestion.quiz_id)
    .where(
        Assignment.id == bindparam("which"),
        Question.state == "ready",
        QuestionVersion.number == Question.latest,
    )
    .order_by(QuizQuestion.position)
)
PINNED: Final = insert(AttemptQuestion)


class NotOpenYet(Refused):
    """This assignment is not open yet. Its page says when it opens."""

    message = __doc__


class AssignmentClosed(Refused):
    """This assignment is closed, so it cannot be started any more."""

    message = __doc__


class NoTriesLeft(Refused):
    """All tries of this assignment are used."""

    message = __doc__


class NothingToAnswer(Refused):
    """This assignment has no questions ready yet. Please tell your teacher."""

    message = __doc__


def start(work: Session, given: Given, user_id: int, now: datetime) -> int:
    """Return the id of the student's open attempt, started now unless one is going on.

    Refuses when the assignment is not open, no try is left, or no question is ready.
    """
    going_on = given.open_try
    if going_on is not None:
        if schedule.takes_answers(going_on.deadline_at, now):
            return going_on.id
        finalise(work, going_on.id, going_on.deadline_at or now, by_clock=True)
    reason = schedule.not_open(given.window, now)
    if reason is not None:
        raise NotOpenYet if reason == "early" else AssignmentClosed
    mine = {"which": given.id, "whose": user_id}
    newest = work.connection().execute(NEWEST_TRY, mine).first()
    open_id, used, ended = newest or (None, 0, None)
    if open_id is not None and ended is None:
        return open_id
    if schedule.tries_left(given.window, used) == 0:
        raise NoTriesLeft
    started = _started(work, given, user_id, used + 1, now)
    if started is None:
        # The same person in another tab was quicker by a moment: both go on with that attempt.
        started = work.connection().execute(NEWEST_TRY, mine).scalar_one()
    return started


def _started(work: Session, given: Given, user_id: int, number: int, now: datetime) -> int | None:
    """Add an attempt with its questions; None when another one took its number first."""
    connection = work.connection()
    rows = connection.execute(QUESTIONS_NOW, {"which": given.id}).all()
    if not rows:
        raise NothingToAnswer
    seed = secrets.token_hex(16)
    attempt = {
        "assignment_id": given.id,
        "user_id": user_id,
        "number": number,
        "seed": seed,
        "shuffle_choices": rows[0].shuffle_choices,
        "started_at": now,
        "deadline_at": given.at_once(now),
        "submitted_by_clock": False,
        "out_of": sum(row.points for row in rows) * PARTS_PER_HUNDREDTH,
    }
    attempt_id: int | None = connection.execute(
        _first_of_its_number(dialect_of(work)), attempt
    ).scalar_one_or_none()
    if attempt_id is not None:
        order = Shuffle(seed, choices=rows[0].shuffle_questions).order(len(rows), "questions")
        asked = [
            {"position": at, "version_id": rows[i].id, "points": rows[i].points}
            for at, i in enumerate(order, start=1)
        ]
        connection.execute(PINNED, [{"attempt_id": attempt_id, **one} for one in asked])
    return attempt_id


@cache
def _first_of_its_number(dialect: str) -> Any:  # noqa: ANN401 - either database's own type
    """Return the statement that begins an attempt unless there is one; built once.

    One number a try and one open attempt a student: the database keeps both, whoever races.
    """
    return insert_into(dialect, Attempt).on_conflict_do_nothing().returning(Attempt.id)
