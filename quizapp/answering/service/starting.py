"""Starting an attempt: one at a time, as often as allowed, with the questions as they now are."""

import secrets
from datetime import datetime

from sqlalchemy import Select, select
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
    newest = work.execute(_newest_try(given.id, user_id)).first()
    open_id, used, ended = newest or (None, 0, None)
    if open_id is not None and ended is None:
        return open_id
    if schedule.tries_left(given.window, used) == 0:
        raise NoTriesLeft
    started = _started(work, given, user_id, used + 1, now)
    if started is None:
        # The same person in another tab was quicker by a moment: both go on with that attempt.
        started = work.execute(_newest_try(given.id, user_id)).scalar_one()
    return started


def _newest_try(assignment_id: int, user_id: int) -> Select[int, int, datetime | None]:
    return (
        select(Attempt.id, Attempt.number, Attempt.submitted_at)
        .where(Attempt.assignment_id == assignment_id, Attempt.user_id == user_id)
        .order_by(Attempt.number.desc())
        .limit(1)
    )


def _started(work: Session, given: Given, user_id: int, number: int, now: datetime) -> int | None:
    """Add an attempt with its questions; None when another one took its number first."""
    seed = secrets.token_hex(16)
    chosen = _questions_now(work, given.id, seed)
    if not chosen:
        raise NothingToAnswer
    shuffles = select(Assignment.shuffle_choices).where(Assignment.id == given.id)
    # One number a try and one open attempt a student: the database keeps both, whoever races.
    attempt_id = work.execute(
        insert_into(dialect_of(work), Attempt)
        .values(
            assignment_id=given.id,
            user_id=user_id,
            number=number,
            seed=seed,
            shuffle_choices=shuffles.scalar_subquery(),
            started_at=now,
            deadline_at=given.at_once(now),
            submitted_by_clock=False,
            out_of=sum(points for _, points in chosen) * PARTS_PER_HUNDREDTH,
        )
        .on_conflict_do_nothing()
        .returning(Attempt.id)
    ).scalar_one_or_none()
    if attempt_id is not None:
        work.add_all(
            AttemptQuestion(
                attempt_id=attempt_id, position=position, version_id=version, points=points
            )
            for position, (version, points) in enumerate(chosen, start=1)
        )
        work.flush()
    return attempt_id


def _questions_now(work: Session, assignment_id: int, seed: str) -> list[tuple[int, int]]:
    """Return the newest ready versions of an assignment's questions and their points, in order."""
    rows = work.execute(
        select(QuestionVersion.id, QuizQuestion.points, Assignment.shuffle_questions)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .join(Assignment, Assignment.quiz_id == QuizQuestion.quiz_id)
        .where(
            Assignment.id == assignment_id,
            Question.state == "ready",
            QuestionVersion.number == Question.latest,
        )
        .order_by(QuizQuestion.position)
    ).all()
    shuffled = bool(rows) and rows[0].shuffle_questions
    order = Shuffle(seed, choices=shuffled).order(len(rows), "questions")
    return [(rows[i].id, rows[i].points) for i in order]
