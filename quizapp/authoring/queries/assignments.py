"""Assignments as their forms need them: what may be given, and what has begun."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from quizapp.authoring.terms import Terms
from quizapp.core.scoring import Grading
from quizapp.models import Assignment, Attempt, Question, Quiz, QuizQuestion


@dataclass(frozen=True)
class Begun:
    """How many attempts of an assignment there are, and how many are going on."""

    attempts: int
    going_on: int


@dataclass(frozen=True)
class PutAway:
    """An assignment that was put away."""

    id: int
    title: str
    archived_at: datetime
    attempts: int


def ready_quizzes(work: Session) -> list[tuple[int, str]]:
    """Return the quizzes that can be given, as id and title with the number of questions."""
    rows = work.execute(
        select(Quiz.id, Quiz.title, func.count(QuizQuestion.id))
        .join(QuizQuestion, QuizQuestion.quiz_id == Quiz.id)
        .join(QuizQuestion.question)
        .where(Quiz.archived_at.is_(None), Question.state == "ready")
        .group_by(Quiz.id)
        .order_by(Quiz.key.is_(None), Quiz.title, Quiz.id)
    )
    return [(quiz_id, f"{title} ({count})") for quiz_id, title, count in rows]


def quiz_title(work: Session, assignment: Assignment) -> str:
    """Return the title of the quiz that an assignment gives."""
    return work.scalars(select(Quiz.title).where(Quiz.id == assignment.quiz_id)).one()


def begun(work: Session, assignment: Assignment) -> Begun:
    """Return how far an assignment has been taken."""
    going_on = func.coalesce(func.sum(case((Attempt.submitted_at.is_(None), 1), else_=0)), 0)
    row = work.execute(
        select(func.count(), going_on).where(Attempt.assignment_id == assignment.id)
    ).one()
    return Begun(*row)


def put_away(work: Session, class_id: int) -> list[PutAway]:
    """Return the assignments of a class that were put away, the latest first."""
    attempts = (
        select(func.count())
        .where(Attempt.assignment_id == Assignment.id)
        .correlate(Assignment)
        .scalar_subquery()
    )
    rows = work.execute(
        select(Assignment.id, Assignment.title, Assignment.archived_at, attempts)
        .where(Assignment.classroom_id == class_id, Assignment.archived_at.is_not(None))
        .order_by(Assignment.archived_at.desc())
    )
    return [PutAway(*row) for row in rows]


def terms(assignment: Assignment) -> Terms:
    """Return the terms that an assignment has now."""
    limit = assignment.time_limit_s
    return Terms(
        title=assignment.title,
        practice=assignment.practice,
        opens_at=assignment.opens_at,
        closes_at=assignment.closes_at,
        time_limit=None if limit is None else timedelta(seconds=limit),
        attempts_allowed=assignment.attempts_allowed,
        grading=cast("Grading", assignment.grading),
        shuffle_questions=assignment.shuffle_questions,
        shuffle_choices=assignment.shuffle_choices,
        release=assignment.release(),
        share_figures=assignment.share_figures,
    )
