"""What people say about marks after a quiz: marks by hand, regrades, and students' challenges."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.core.regrade import POLICIES
from quizapp.models.activity import Assignment, AttemptQuestion, Response
from quizapp.models.base import Base, Json
from quizapp.models.content import QuestionVersion
from quizapp.models.people import User, one_of


class HandMark(Base):
    """The mark that a person gave a written answer; `Response.mark` holds the same number."""

    __tablename__ = "hand_mark"
    __table_args__ = (
        CheckConstraint("mark >= 0", name="mark"),
        CheckConstraint("revision > 0", name="revision"),
    )

    response_id: Mapped[int] = mapped_column(
        ForeignKey(Response.attempt_question_id), primary_key=True, autoincrement=False
    )
    mark: Mapped[int] = mapped_column(BigInteger)
    # In parts (core.marks).
    comment: Mapped[str] = mapped_column(String(2_000))
    # To the student; '' when there is none.
    marked_by: Mapped[int] = mapped_column(ForeignKey(User.id))
    marked_at: Mapped[datetime]
    revision: Mapped[int]
    # How often it was given: two who mark at once see by it that they met.


class Regrade(Base):
    """How the answers to one question version count in one assignment, in place of its key.

    The newest that was not undone is in force, for attempts submitted before and after it alike.
    """

    __tablename__ = "regrade"
    __table_args__ = (
        CheckConstraint(one_of("policy", tuple(POLICIES)), name="policy"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone"),
        Index("ix_regrade_assignment_id_version_id", "assignment_id", "version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey(Assignment.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(QuestionVersion.id))
    policy: Mapped[str] = mapped_column(String(10))
    corrected: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # The question as it should have been; it need not be a version, because files own theirs.
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(1_000))
    made_by: Mapped[int] = mapped_column(ForeignKey(User.id))
    made_at: Mapped[datetime]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    undone_at: Mapped[datetime | None]


class Regraded(Base):
    """What a regrade did to one answer that had been submitted by then."""

    __tablename__ = "regraded"
    __table_args__ = (Index("ix_regraded_attempt_question_id", "attempt_question_id"),)

    regrade_id: Mapped[int] = mapped_column(ForeignKey(Regrade.id), primary_key=True)
    attempt_question_id: Mapped[int] = mapped_column(
        ForeignKey(AttemptQuestion.id), primary_key=True
    )
    before: Mapped[int] = mapped_column(BigInteger)
    after: Mapped[int] = mapped_column(BigInteger)
    # Both in parts.
    affects: Mapped[bool]
    # Whether the mark changed, or whether the question counts: then the student is told.
    seen_at: Mapped[datetime | None]
    # When the student put the notice away.


class Challenge(Base):
    """A student's reason why a question is at fault, and what its teacher answered."""

    __tablename__ = "challenge"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answer"),
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answered_by"),
        Index("ix_challenge_attempt_question_id", "attempt_question_id"),
        Index(
            "uq_challenge_open",
            "attempt_question_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_question_id: Mapped[int] = mapped_column(ForeignKey(AttemptQuestion.id))
    reason: Mapped[str] = mapped_column(String(1_000))
    quote: Mapped[str] = mapped_column(String(200))
    # Words of the passage; '' when there are none.
    created_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(String(1_000))
    answered_by: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    answered_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    # When the student put the notice of the answer away.
