"""What a regrade reads: the question version at fault, its other versions, and who sat it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from quizapp import parsed
from quizapp.core.kinds import Question as CoreQuestion
from quizapp.core.regrade import POLICIES, NotComparable, Sat, check_comparable
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    HandMark,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
    Regrade,
    Regraded,
    Response,
    User,
)
from quizapp.results.printed import Printed

SAT = (
    select(
        AttemptQuestion.id,
        AttemptQuestion.attempt_id,
        User.name,
        Attempt.number,
        AttemptQuestion.points,
        AttemptQuestion.dropped,
        Response.answer,
        func.coalesce(Response.mark, 0),
        HandMark.response_id.is_not(None),
        Attempt.score,
        Attempt.out_of,
    )
    .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
    .join(User, User.id == Attempt.user_id)
    .outerjoin(Response, Response.attempt_question_id == AttemptQuestion.id)
    .outerjoin(HandMark, HandMark.response_id == AttemptQuestion.id)
    .where(Attempt.submitted_at.is_not(None))
    .order_by(func.lower(User.name), User.id, Attempt.number)
)


def printed(work: Session, assignment: Assignment, version_id: int) -> Printed | None:
    """Return a version that an attempt at the assignment pinned or its quiz holds, or None."""
    row = work.execute(
        select(QuestionVersion, Question)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(QuestionVersion.id == version_id)
    ).one_or_none()
    if row is None or not _given(work, assignment, version_id, row[1].id):
        return None
    version, question = row
    rows = work.execute(
        select(QuestionVersion.id, QuestionVersion.number, QuestionVersion.content_hash)
        .where(QuestionVersion.question_id == question.id)
        .order_by(QuestionVersion.number.desc())
    ).all()
    known = parsed.questions(work, {one.id: one.content_hash for one in rows})
    found = known[version.id]
    others = [(one.number, known[one.id]) for one in rows if one.id != version.id]
    return Printed(
        version.id,
        version.number,
        question.id,
        question.key,
        question.latest,
        question.source_file,
        question.created_by,
        found,
        tuple((number, other) for number, other in others if _comparable(found, other)),
    )


def _comparable(found: CoreQuestion, other: CoreQuestion) -> bool:
    try:
        check_comparable(found, other)
    except NotComparable:
        return False
    return True


def _given(work: Session, assignment: Assignment, version_id: int, question_id: int) -> bool:
    pinned = (
        select(AttemptQuestion.id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .where(Attempt.assignment_id == assignment.id, AttemptQuestion.version_id == version_id)
    )
    in_quiz = (
        select(QuizQuestion.id)
        .join(Quiz, Quiz.id == QuizQuestion.quiz_id)
        .where(Quiz.id == assignment.quiz_id, QuizQuestion.question_id == question_id)
    )
    return any(work.execute(one.limit(1)).first() for one in (pinned, in_quiz))


def sat(work: Session, assignment_id: int, version_id: int) -> list[Sat]:
    """Return every submitted answer to a version in an assignment, by name."""
    rows = work.execute(
        SAT.where(Attempt.assignment_id == assignment_id, AttemptQuestion.version_id == version_id)
    )
    return [Sat(*row) for row in rows]  # type: ignore[arg-type] # a Row tells ten types


@dataclass(frozen=True)
class Made:
    """A regrade that was made, and what it did."""

    id: int
    version_id: int
    key: str
    question: CoreQuestion
    policy: str
    corrected: CoreQuestion | None
    reason: str
    maker: str
    made_at: datetime
    undoer: str | None
    undone_at: datetime | None
    in_force: bool

    @property
    def says(self) -> str:
        """Return what its policy is, in words."""
        return POLICIES[self.policy]


def made(work: Session, assignment_id: int) -> list[Made]:
    """Return all regrades of an assignment, the newest first."""
    maker, undoer = aliased(User), aliased(User)
    rows = work.execute(
        select(Regrade, Question.key, QuestionVersion.content_hash, maker.name, undoer.name)
        .join(QuestionVersion, QuestionVersion.id == Regrade.version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(maker, maker.id == Regrade.made_by)
        .outerjoin(undoer, undoer.id == Regrade.undone_by)
        .where(Regrade.assignment_id == assignment_id)
        .order_by(Regrade.id.desc())
    ).all()
    questions = parsed.questions(work, {row[0].version_id: row[2] for row in rows})
    newest: dict[int, int] = {}
    for row in rows:
        if row[0].undone_at is None:
            newest.setdefault(row[0].version_id, row[0].id)
    return [
        Made(
            one.id,
            one.version_id,
            key,
            questions[one.version_id],
            one.policy,
            _corrected(one),
            one.reason,
            by,
            one.made_at,
            undone_by,
            one.undone_at,
            newest.get(one.version_id) == one.id,
        )
        for one, key, _, by, undone_by in rows
    ]


def _corrected(one: Regrade) -> CoreQuestion | None:
    if one.corrected is None or one.fingerprint is None:
        return None
    return parsed.corrected(one.corrected, one.fingerprint)


@dataclass(frozen=True)
class Effect:
    """What a regrade did to one answer: its mark before and after, in parts."""

    attempt_id: int
    position: int
    student: str
    number: int
    before: int
    after: int


def effects(work: Session, regrade_id: int) -> list[Effect]:
    """Return what a regrade did to those it affected, by name."""
    rows = work.execute(
        select(
            Attempt.id,
            AttemptQuestion.position,
            User.name,
            Attempt.number,
            Regraded.before,
            Regraded.after,
        )
        .join(AttemptQuestion, AttemptQuestion.id == Regraded.attempt_question_id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(User, User.id == Attempt.user_id)
        .where(Regraded.regrade_id == regrade_id, Regraded.affects.is_(True))
        .order_by(func.lower(User.name), User.id, Attempt.number)
    )
    return [Effect(*row) for row in rows]
