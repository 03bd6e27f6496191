"""Quizzes: the list of them, one with its questions, and where it is given."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, contains_eager

from quizapp.authoring.balance import Line
from quizapp.authoring.queries.bank import newest
from quizapp.models import (
    Assignment,
    Attempt,
    Classroom,
    Enrolment,
    Passage,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
    User,
)


@dataclass(frozen=True)
class QuizRow:
    """One quiz as the list shows it."""

    id: int
    title: str
    key: str | None
    passage: str
    author: str | None
    archived_at: datetime | None
    questions: int
    ready: int
    points: int
    """In hundredths of a point, of the questions that students get."""
    given: int


@dataclass(frozen=True)
class Given:
    """An assignment of a quiz in a class that the viewer teaches."""

    id: int
    title: str
    classroom: str


@dataclass(frozen=True)
class QuizUse:
    """Where a quiz is given; assignments of other teachers' classes are only counted."""

    assignments: list[Given]
    elsewhere: int
    attempts: int


def quizzes(work: Session, *, archived: bool = False) -> list[QuizRow]:
    """Return all quizzes, ready forms first, then by title."""
    ready = case((Question.state == "ready", 1), else_=0)
    given = (
        select(func.count())
        .select_from(Assignment)
        .where(Assignment.quiz_id == Quiz.id, Assignment.archived_at.is_(None))
        .scalar_subquery()
    )
    rows = work.execute(
        select(
            Quiz.id,
            Quiz.title,
            Quiz.key,
            Passage.title,
            User.name,
            Quiz.archived_at,
            func.count(QuizQuestion.id),
            func.coalesce(func.sum(ready), 0),
            func.coalesce(func.sum(ready * QuizQuestion.points), 0),
            given,
        )
        .join(Quiz.passage)
        .join(User, User.id == Quiz.created_by, isouter=True)
        .join(QuizQuestion, QuizQuestion.quiz_id == Quiz.id, isouter=True)
        .join(Question, Question.id == QuizQuestion.question_id, isouter=True)
        .where(Quiz.archived_at.is_not(None) if archived else Quiz.archived_at.is_(None))
        .group_by(Quiz.id, Passage.title, User.name)
        .order_by(Quiz.key.is_(None), Quiz.title, Quiz.id)
    )
    return [QuizRow(*row) for row in rows]


def find(work: Session, quiz_id: int, *, lock: bool = False) -> Quiz | None:
    """Return a quiz with its passage, or None; locked, nobody else changes it meanwhile."""
    wanted = (
        select(Quiz)
        .join(Quiz.passage)
        .options(contains_eager(Quiz.passage))
        .where(Quiz.id == quiz_id)
    )
    return work.scalar(wanted.with_for_update(of=Quiz) if lock else wanted)


def lines(work: Session, quiz: Quiz) -> list[Line]:
    """Return the questions of a quiz in order, each as its newest version is."""
    rows = work.execute(
        newest(
            select(QuizQuestion, Question.key, Question.state, QuestionVersion)
            .select_from(QuizQuestion)
            .join(QuizQuestion.question)
        )
        .where(QuizQuestion.quiz_id == quiz.id)
        .order_by(QuizQuestion.position, QuizQuestion.id)
    )
    return [
        line(version, key, state, place.id, place.position, place.points)
        for place, key, state, version in rows
    ]


def line(
    version: QuestionVersion, key: str, state: str, place_id: int, position: int, points: int
) -> Line:
    """Return what the maker of a quiz needs to know of a question in its place."""
    content = version.content
    return Line(
        id=place_id,
        question_id=version.question_id,
        key=key,
        slug=content["id"],
        position=position,
        points=points,
        state=state,
        kind=version.kind,
        skill=version.skill,
        difficulty=version.difficulty,
        paras=tuple(content["paras"]),
        topic=content["topic"],
        enemies=frozenset(content.get("enemies", ())),
        stem=content["stem"],
    )


def use(work: Session, quiz: Quiz, viewer_id: int) -> QuizUse:
    """Return the assignments and attempts of a quiz."""
    taught = select(Enrolment.classroom_id).where(
        Enrolment.user_id == viewer_id,
        Enrolment.role == "instructor",
        Enrolment.removed_at.is_(None),
    )
    rows = work.execute(
        select(
            Assignment.id,
            Assignment.title,
            Classroom.name,
            Assignment.classroom_id.in_(taught),
        )
        .join(Assignment.classroom)
        .where(Assignment.quiz_id == quiz.id, Assignment.archived_at.is_(None))
        .order_by(Classroom.name, Assignment.title)
    ).all()
    attempts = work.scalar(
        select(func.count())
        .select_from(Attempt)
        .join(Attempt.assignment)
        .where(Assignment.quiz_id == quiz.id)
    )
    own = [Given(*row[:3]) for row in rows if row[3]]
    return QuizUse(own, len(rows) - len(own), attempts or 0)


def classes_taught(work: Session, viewer_id: int) -> list[tuple[int, str]]:
    """Return the classes that a person teaches, as id and name."""
    rows = work.execute(
        select(Classroom.id, Classroom.name)
        .join(Enrolment, Enrolment.classroom_id == Classroom.id)
        .where(
            Enrolment.user_id == viewer_id,
            Enrolment.role == "instructor",
            Enrolment.removed_at.is_(None),
            Classroom.archived_at.is_(None),
        )
        .order_by(Classroom.name, Classroom.id)
    )
    return [(class_id, name) for class_id, name in rows]
