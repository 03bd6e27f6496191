"""What the pages of an attempt read, in few statements of exactly the columns they show.

Whose attempt it is, is part of every question asked here: what does not belong to `user_id` is
not found. These are the statements of the busiest pages: built once, and run on the connection,
which spares what the Session would do to rows that are only read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from quizapp import parsed, rulings
from quizapp.answering.queries.terms import RELEASE, TERMS, AnyRow, release, window
from quizapp.answering.sitting import Place, Sitting
from quizapp.core.kinds import Question as CoreQuestion
from quizapp.core.passage import reading
from quizapp.core.question import Answer, Shuffle
from quizapp.core.regrade import Ruling
from quizapp.core.schedule import shown
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Challenge,
    Classroom,
    Enrolment,
    HandMark,
    Misreading,
    Passage,
    QuestionVersion,
    Quiz,
    Regrade,
    Response,
)
from quizapp.who import theirs

# Whoever has left the class no longer meets what they did there.
STILL_THERE = (
    (Enrolment.classroom_id == Assignment.classroom_id)
    & (Enrolment.user_id == Attempt.user_id)
    & (Enrolment.role == "student")
    & Enrolment.removed_at.is_(None)
)
OWN_ATTEMPT = theirs(
    select(Attempt.id, Attempt.deadline_at)
    .join(Assignment, Assignment.id == Attempt.assignment_id)
    .join(Enrolment, STILL_THERE)
    .where(Attempt.id == bindparam("attempt_id")),
    Attempt.user_id,
)
# Seldom so, and then there is more to ask for: to look costs less than to ask in vain.
REGRADED = select(Regrade.id).where(Regrade.assignment_id == Assignment.id).exists()
CHALLENGED = (
    select(Challenge.id)
    .join(AttemptQuestion, AttemptQuestion.id == Challenge.attempt_question_id)
    .where(AttemptQuestion.attempt_id == Attempt.id)
    .exists()
)
HEADER_OF_ANYONE = (
    select(
        Attempt.id,
        Attempt.number,
        Attempt.seed,
        Attempt.started_at,
        Attempt.deadline_at,
        Attempt.submitted_at,
        Attempt.submitted_by_clock,
        Attempt.score,
        Attempt.out_of,
        *TERMS,
        Assignment.share_figures,
        Attempt.shuffle_choices,
        Passage.id.label("passage_id"),
        Passage.content_hash,
        Passage.full_text,
        REGRADED.label("regraded"),
        CHALLENGED.label("challenged"),
    )
    .join(Assignment, Assignment.id == Attempt.assignment_id)
    .join(Enrolment, STILL_THERE)
    .join(Classroom, Classroom.id == Assignment.classroom_id)
    .join(Quiz, Quiz.id == Assignment.quiz_id)
    .join(Passage, Passage.id == Quiz.passage_id)
    .where(Attempt.id == bindparam("attempt_id"))
)
HEADER = HEADER_OF_ANYONE.where(Attempt.user_id == bindparam("whose"))
OWN_HEADER = theirs(HEADER_OF_ANYONE, Attempt.user_id)
PLACES = (
    select(
        AttemptQuestion.position,
        AttemptQuestion.points,
        AttemptQuestion.flagged,
        AttemptQuestion.dropped,
        AttemptQuestion.version_id,
        QuestionVersion.content_hash,
        Response.answer,
        Response.sequence,
        Response.mark,
    )
    .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.version_id)
    .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
    .where(AttemptQuestion.attempt_id == bindparam("which"))
    .order_by(AttemptQuestion.position)
)


def sitting(work: Session, user_id: int, attempt_id: int) -> Sitting | None:
    """Return this person's attempt with all its questions, or None."""
    asked = {"attempt_id": attempt_id, "whose": user_id}
    header = work.connection().execute(HEADER, asked).one_or_none()
    return None if header is None else sitting_under(work, header)


def sitting_under(work: Session, header: AnyRow) -> Sitting:
    """Return the attempt that a header is of, with all its questions."""
    passage = parsed.passage(work, header.passage_id, header.content_hash)
    return Sitting(
        id=header.id,
        number=header.number,
        started_at=header.started_at,
        deadline_at=header.deadline_at,
        submitted_at=header.submitted_at,
        by_clock=header.submitted_by_clock,
        score=header.score,
        out_of=header.out_of,
        assignment_id=header.assignment_id,
        title=header.title,
        practice=header.practice,
        window=window(header),
        release=release(header),
        grading=header.grading,
        share_figures=header.share_figures,
        classroom=header.classroom,
        zone=header.time_zone,
        passage=passage,
        reading=reading(passage, header.full_text),
        places=_places(work, header),
        regraded=header.regraded,
        challenged=header.challenged,
    )


def _places(work: Session, header: AnyRow) -> tuple[Place, ...]:
    rows = work.connection().execute(PLACES, {"which": header.id}).all()
    questions = parsed.questions(work, {row.version_id: row.content_hash for row in rows})
    submitted = header.submitted_at is not None
    # Needed only where marks can be seen.
    seen = header.regraded and (submitted or header.practice)
    ruled = rulings.in_force(work, header.assignment_id) if seen else {}
    shuffle = Shuffle(header.seed, choices=header.shuffle_choices)
    return tuple(
        _place(
            row,
            questions[row.version_id],
            ruled.get(row.version_id),
            shuffle,
            submitted=submitted,
        )
        for row in rows
    )


def _place(
    row: AnyRow,
    question: CoreQuestion,
    ruling: Ruling | None,
    shuffle: Shuffle,
    *,
    submitted: bool,
) -> Place:
    return Place(
        row.position,
        row.points,
        row.flagged,
        question,
        shuffle,
        row.answer,
        row.sequence or 0,
        0 if row.mark is None and submitted else row.mark,
        row.dropped,
        ruling,
    )


@dataclass(frozen=True)
class Slot:
    """A question in an attempt, held for an answer to be saved into it."""

    id: int
    assignment_id: int
    version_id: int
    points: int
    question: CoreQuestion
    shuffle: Shuffle
    answer: Answer | None
    sequence: int
    checked: bool
    deadline_at: datetime | None
    submitted_at: datetime | None


SLOT_OF_ANYONE: Select[*tuple[Any, ...]] = (
    select(
        AttemptQuestion.id,
        AttemptQuestion.points,
        AttemptQuestion.version_id,
        QuestionVersion.content_hash,
        Response.answer,
        Response.sequence,
        Response.mark,
        Attempt.seed,
        Attempt.deadline_at,
        Attempt.submitted_at,
        Attempt.shuffle_choices,
        Attempt.assignment_id,
    )
    .select_from(Attempt)
    .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
    .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.version_id)
    .join(Assignment, Assignment.id == Attempt.assignment_id)
    .join(Enrolment, STILL_THERE)
    .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
    .where(
        Attempt.id == bindparam("attempt_id"),
        AttemptQuestion.position == bindparam("position"),
    )
    # The attempt stays locked until the commit, so that nobody submits it in the meantime.
    .with_for_update(of=Attempt, key_share=True)
)
SLOT = SLOT_OF_ANYONE.where(Attempt.user_id == bindparam("whose"))
OWN_SLOT = theirs(SLOT_OF_ANYONE, Attempt.user_id)


def slot(work: Session, user_id: int, attempt_id: int, position: int) -> Slot | None:
    """Return a question of this person's attempt, with the attempt locked, or None."""
    asked = {"attempt_id": attempt_id, "whose": user_id, "position": position}
    row = work.connection().execute(SLOT, asked).one_or_none()
    return None if row is None else slot_in(work, row)


def slot_in(work: Session, row: AnyRow) -> Slot:
    """Return the question that a row of SLOT or OWN_SLOT is of."""
    questions = parsed.questions(work, {row.version_id: row.content_hash})
    return Slot(
        id=row.id,
        assignment_id=row.assignment_id,
        version_id=row.version_id,
        points=row.points,
        question=questions[row.version_id],
        shuffle=Shuffle(row.seed, choices=row.shuffle_choices),
        answer=row.answer,
        sequence=row.sequence or 0,
        checked=row.mark is not None,
        deadline_at=row.deadline_at,
        submitted_at=row.submitted_at,
    )


def checks(work: Session, assignment_id: int) -> bool:
    """Tell whether an answer is checked at once: practice that shows something meanwhile."""
    row = work.execute(select(*RELEASE).where(Assignment.id == assignment_id)).one()
    return shown(release(row), submitted=False, practice=row.practice, closed=False).anything


MISREADINGS = select(Misreading.code, Misreading.name)
COMMENT = (
    select(HandMark.comment)
    .join(AttemptQuestion, AttemptQuestion.id == HandMark.response_id)
    .where(
        AttemptQuestion.attempt_id == bindparam("which"),
        AttemptQuestion.position == bindparam("where"),
    )
)


def misreadings(work: Session) -> dict[str, str]:
    """Return the name of every misreading, by code."""
    return dict(work.connection().execute(MISREADINGS).all())


def comment(work: Session, attempt_id: int, position: int) -> str | None:
    """Return what the marker of an answer told the student, or None when a person marked none."""
    asked = {"which": attempt_id, "where": position}
    return work.connection().execute(COMMENT, asked).scalar_one_or_none()
