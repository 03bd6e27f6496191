"""Everything that a class summary is made from, told in one word by one statement.

Asked every few seconds by pages that keep themselves up to date, and before a summary that has
been made already is shown again. So it must change with anything that a summary shows, whoever
changed it: it is read from the rows themselves, which nobody has to remember to count. What is
not read follows from what is: answers and the history of an attempt stay as they are once it is
submitted, until all of it goes; marks move by hand or by a regrade; versions never change.
"""

from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    aggregate_order_by,
    bindparam,
    exists,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from quizapp import access
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Classroom,
    Enrolment,
    HandMark,
    Misreading,
    Passage,
    Question,
    Quiz,
    QuizQuestion,
    Regrade,
    ResponseChange,
    User,
)
from quizapp.results.queries.summary import AnyRow
from quizapp.who import AnySelect, theirs

CELL, ROW = (literal_column(f"'{mark}'", String) for mark in ("\x1f", "\x1e"))
"""What ends cells and rows; no name holds them."""
Column = InstrumentedAttribute[Any] | ColumnElement[Any]

MINE, STUDENT = aliased(Enrolment), aliased(Enrolment)


def _row(*columns: Column) -> ColumnElement[str]:
    """Return one row as a text, in which NULL is nothing."""
    # As SQL and not as values, which would be put into the statement anew each time.
    return func.concat(*(part for column in columns for part in (column, CELL)))


def _told(order: Column, *columns: Column) -> ColumnElement[str]:
    """Return all rows as one text."""
    rows = func.aggregate_strings(_row(*columns), ROW)  # type: ignore[arg-type]
    return aggregate_order_by(rows, order)


SEEN = (STUDENT.classroom_id == Assignment.classroom_id) & access.sees(MINE, STUDENT)
HISTORY = exists().where(
    AttemptQuestion.attempt_id == Attempt.id,
    ResponseChange.attempt_question_id == AttemptQuestion.id,
)
STUDENTS = (
    select(_told(User.id, User.id, User.name, User.login, STUDENT.section))
    .join(STUDENT, STUDENT.user_id == User.id)
    .where(SEEN)
)
TRIES = (
    select(
        _told(
            Attempt.id,
            Attempt.id,
            Attempt.user_id,
            Attempt.number,
            Attempt.started_at,
            Attempt.submitted_at,
            Attempt.submitted_by_clock,
            Attempt.score,
            Attempt.out_of,
            HISTORY,
        )
    )
    .join(STUDENT, STUDENT.user_id == Attempt.user_id)
    .where(Attempt.assignment_id == Assignment.id, SEEN)
)
MARKED_BY_HAND = (
    select(func.sum(HandMark.revision))
    .join(AttemptQuestion, AttemptQuestion.id == HandMark.response_id)
    .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
    .where(Attempt.assignment_id == Assignment.id)
)
REGRADES = select(_told(Regrade.id, Regrade.id, Regrade.undone_at)).where(
    Regrade.assignment_id == Assignment.id
)
QUESTIONS = (
    select(
        _told(
            QuizQuestion.position,
            QuizQuestion.position,
            QuizQuestion.points,
            Question.id,
            Question.key,
            Question.state,
            Question.latest,
        )
    )
    .join(Question, Question.id == QuizQuestion.question_id)
    .where(QuizQuestion.quiz_id == Assignment.quiz_id)
)
MISREADINGS = select(
    _told(Misreading.code, Misreading.code, Misreading.name, Misreading.description)
)
PARTS = (STUDENTS, TRIES, MARKED_BY_HAND, REGRADES, QUESTIONS, MISREADINGS)
STATE_OF_ANYONE: AnySelect = (
    select(
        # In one column, since each takes PostgreSQL's driver its time.
        _row(
            *Assignment.__table__.columns,
            *Classroom.__table__.columns,
            MINE.role,
            MINE.section,
            Passage.content_hash,
        ),
        *(part.scalar_subquery() for part in PARTS),
    )
    .select_from(Assignment)
    .join(
        MINE,
        (MINE.classroom_id == Assignment.classroom_id)
        & (MINE.role != "student")
        & MINE.removed_at.is_(None),
    )
    .join(Classroom, Classroom.id == Assignment.classroom_id)
    .join(Quiz, Quiz.id == Assignment.quiz_id)
    .join(Passage, Passage.id == Quiz.passage_id)
    .where(Assignment.id == bindparam("assignment_id"))
)
STATE = STATE_OF_ANYONE.where(MINE.user_id == bindparam("user_id"))
OWN_STATE = theirs(STATE_OF_ANYONE, MINE.user_id)


def stamp(work: Session, user_id: int, assignment_id: int) -> str | None:
    """Return a word that changes with the summary that this member of staff sees of an assignment.

    None when they are not of its class's staff: the same statement finds who may ask.
    """
    values = {"user_id": user_id, "assignment_id": assignment_id}
    row = work.connection().execute(STATE, values).one_or_none()
    return None if row is None else stamp_in(row)


def stamp_in(row: AnyRow) -> str:
    """Return the word that a row of STATE or OWN_STATE tells."""
    told = repr(tuple(row[: 1 + len(PARTS)]))
    return blake2b(told.encode(), digest_size=16).hexdigest()
