"""Attempts as the database holds them once students have sat: for tests that only read."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.core.question import Answer
from quizapp.core.scoring import grade
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Question,
    QuestionVersion,
    QuizQuestion,
    Response,
    User,
)
from tests.make import AT


def pinned(work: Session, assignment: Assignment) -> list[tuple[QuestionVersion, int]]:
    """Return the newest versions of an assignment's questions, with their points."""
    rows = work.execute(
        select(QuestionVersion, QuizQuestion.points)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .where(
            QuizQuestion.quiz_id == assignment.quiz_id, QuestionVersion.number == Question.latest
        )
        .order_by(QuizQuestion.position)
    )
    return [(version, points) for version, points in rows]


def make_attempt(
    work: Session,
    assignment: Assignment,
    user: User,
    answers: Sequence[Answer | None],
    *,
    started_at: datetime = AT,
    took: timedelta | None = timedelta(minutes=10),
    **changes: Any,
) -> Attempt:
    """Add an attempt with its answers, graded unless `took` is None: then it is still open."""
    places = pinned(work, assignment)
    marks = [
        grade(version.to_core(), answer, points)
        for (version, points), answer in zip(places, answers, strict=True)
    ]
    done = None if took is None else started_at + took
    values = {
        "number": 1,
        "seed": "0" * 32,
        "started_at": started_at,
        "deadline_at": None,
        "submitted_at": done,
        "submitted_by_clock": False,
        "score": None if done is None else sum(marks),
        "out_of": sum(points for _, points in places) * PARTS_PER_HUNDREDTH,
    }
    attempt = Attempt(assignment_id=assignment.id, user_id=user.id, **values | changes)
    work.add(attempt)
    work.flush()
    for position, ((version, points), answer, mark) in enumerate(
        zip(places, answers, marks, strict=True), start=1
    ):
        place = AttemptQuestion(
            attempt_id=attempt.id, position=position, version_id=version.id, points=points
        )
        work.add(place)
        work.flush()
        if answer is not None:
            work.add(
                Response(
                    attempt_question_id=place.id,
                    answer=answer,
                    sequence=1,
                    saved_at=started_at + timedelta(minutes=position),
                    mark=None if done is None else mark,
                )
            )
    work.flush()
    return attempt


def answers_of(work: Session, attempt: Attempt) -> Mapping[int, int | None]:
    """Return the mark of each position of an attempt."""
    rows = work.execute(
        select(AttemptQuestion.position, Response.mark)
        .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
        .where(AttemptQuestion.attempt_id == attempt.id)
    )
    return dict(rows.tuples().all())
