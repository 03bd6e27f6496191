"""What the page of one attempt reads."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp import parsed, rulings
from quizapp.core.itemstats.rows import Try
from quizapp.core.passage import reading
from quizapp.core.question import Shuffle
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Enrolment,
    HandMark,
    Passage,
    QuestionVersion,
    Quiz,
    Response,
    User,
)
from quizapp.results.attempts import AttemptResult, Place
from quizapp.results.queries.students import STUDENTS, TRIES
from quizapp.results.queries.text import misreadings


def attempt_result(work: Session, attempt: Attempt, assignment: Assignment) -> AttemptResult:
    """Return one attempt with its questions, answers and marks."""
    student = work.execute(
        STUDENTS.where(
            User.id == attempt.user_id, Enrolment.classroom_id == assignment.classroom_id
        )
    ).one()
    tries = work.execute(
        TRIES.where(Attempt.assignment_id == assignment.id, Attempt.user_id == attempt.user_id)
    )
    passage = work.execute(
        select(Passage.id, Passage.content_hash, Passage.full_text)
        .join(Quiz, Quiz.passage_id == Passage.id)
        .where(Quiz.id == assignment.quiz_id)
    ).one()
    parsed_passage = parsed.passage(work, passage.id, passage.content_hash)
    others = tuple(sorted((Try(*row) for row in tries), key=lambda one: one.number))
    return AttemptResult(
        attempt=next(one for one in others if one.id == attempt.id),
        student=student.name,
        login=student.login,
        section=student.section,
        others=others,
        shuffle=Shuffle(attempt.seed, choices=attempt.shuffle_choices),
        passage=parsed_passage,
        reading=reading(parsed_passage, passage.full_text),
        misreadings={code: one.name for code, one in misreadings(work).items()},
        places=_places(work, attempt),
    )


def _places(work: Session, attempt: Attempt) -> tuple[Place, ...]:
    rows = work.execute(
        select(
            AttemptQuestion.id,
            AttemptQuestion.position,
            AttemptQuestion.points,
            AttemptQuestion.flagged,
            AttemptQuestion.version_id,
            QuestionVersion.content_hash,
            Response.answer,
            Response.mark,
            HandMark.comment,
            AttemptQuestion.dropped,
        )
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.version_id)
        .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
        .outerjoin(HandMark, HandMark.response_id == AttemptQuestion.id)
        .where(AttemptQuestion.attempt_id == attempt.id)
        .order_by(AttemptQuestion.position)
    ).all()
    questions = parsed.questions(work, {row.version_id: row.content_hash for row in rows})
    ruled = rulings.in_force(work, attempt.assignment_id)
    return tuple(
        Place(
            row.id,
            row.position,
            row.points,
            row.flagged,
            questions[row.version_id],
            row.answer,
            row.mark,
            row.comment,
            row.dropped,
            ruled.get(row.version_id),
        )
        for row in rows
    )
