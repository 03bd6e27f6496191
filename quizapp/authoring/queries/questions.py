"""One question with everything its page shows: versions, who made them, and where it is used."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from quizapp.core.kinds import Question as CoreQuestion
from quizapp.core.kinds import question as read_question
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Classroom,
    Enrolment,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
    User,
)

MOST_VERSIONS = 100


@dataclass(frozen=True)
class Version:
    """One version of a question, who saved it and when."""

    number: int
    saved_at: datetime
    author: str | None
    content: dict[str, Any]

    def to_core(self) -> CoreQuestion:
        """Return the question as the rules know it."""
        return read_question(self.content)


@dataclass(frozen=True)
class Given:
    """An assignment whose quiz holds the question."""

    id: int
    title: str
    classroom: str


@dataclass(frozen=True)
class Use:
    """Where a question is used; assignments of other teachers' classes are only counted."""

    quizzes: list[tuple[int, str]]
    assignments: list[Given]
    elsewhere: int
    attempts: int


def find(work: Session, question_id: int, *, lock: bool = False) -> Question | None:
    """Return a question with its passage, or None; locked, nobody else changes it meanwhile."""
    wanted = (
        select(Question)
        .join(Question.passage)
        .options(contains_eager(Question.passage))
        .where(Question.id == question_id)
    )
    return work.scalar(wanted.with_for_update(of=Question) if lock else wanted)


def versions(work: Session, question: Question) -> list[Version]:
    """Return the versions of a question, the newest first."""
    rows = work.execute(
        select(
            QuestionVersion.number, QuestionVersion.created_at, User.name, QuestionVersion.content
        )
        .join(User, User.id == QuestionVersion.created_by, isouter=True)
        .where(QuestionVersion.question_id == question.id)
        .order_by(QuestionVersion.number.desc())
        .limit(MOST_VERSIONS)
    )
    return [Version(*row) for row in rows]


def newest(work: Session, question: Question) -> QuestionVersion:
    """Return a question's newest version."""
    return work.scalars(
        select(QuestionVersion).where(
            QuestionVersion.question_id == question.id, QuestionVersion.number == question.latest
        )
    ).one()


def use(work: Session, question: Question, viewer_id: int) -> Use:
    """Return the quizzes, assignments and attempts that use a question."""
    quizzes = work.execute(
        select(Quiz.id, Quiz.title)
        .join(QuizQuestion, QuizQuestion.quiz_id == Quiz.id)
        .where(QuizQuestion.question_id == question.id, Quiz.archived_at.is_(None))
        .order_by(Quiz.title)
    )
    given = work.execute(
        select(Assignment.id, Assignment.title, Classroom.name, Enrolment.id.is_not(None))
        .join(Assignment.classroom)
        .join(Enrolment, _teaches(viewer_id), isouter=True)
        .where(_gives(question))
        .order_by(Classroom.name, Assignment.title)
    ).all()
    attempts = work.scalar(
        select(func.count(func.distinct(AttemptQuestion.attempt_id)))
        .join(AttemptQuestion.version)
        .where(QuestionVersion.question_id == question.id)
    )
    own = [Given(*row[:3]) for row in given if row[3]]
    return Use([(i, title) for i, title in quizzes], own, len(given) - len(own), attempts or 0)


def _teaches(viewer_id: int) -> Any:  # noqa: ANN401 - an SQL expression
    return and_(
        Enrolment.classroom_id == Assignment.classroom_id,
        Enrolment.user_id == viewer_id,
        Enrolment.role == "instructor",
        Enrolment.removed_at.is_(None),
    )


def _gives(question: Question) -> Any:  # noqa: ANN401 - an SQL expression
    """Return whether an assignment's quiz holds the question, or an attempt at it showed it."""
    in_quiz = select(QuizQuestion.quiz_id).where(QuizQuestion.question_id == question.id)
    shown = (
        select(Attempt.assignment_id)
        .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
        .join(AttemptQuestion.version)
        .where(QuestionVersion.question_id == question.id)
    )
    return or_(Assignment.quiz_id.in_(in_quiz), Assignment.id.in_(shown))
