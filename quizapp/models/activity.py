"""What students make: assignments given to them, their attempts, and their responses."""

from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.core.question import Answer
from quizapp.core.schedule import Allowance, Release, Window
from quizapp.models.base import Base, Json
from quizapp.models.content import QuestionVersion, Quiz
from quizapp.models.people import Classroom, Enrolment, User, one_of

GRADINGS = ("best", "first", "last", "mean")
RELEASES = ("during", "submit", "close", "never")


class Assignment(Base):
    """A quiz given to a class: when, how long, how often, how graded, what is shown when."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint(one_of("grading", GRADINGS), name="grading"),
        *(
            CheckConstraint(one_of(f"show_{what}", RELEASES), name=f"show_{what}")
            for what in ("score", "answers", "key", "explanation")
        ),
        CheckConstraint("closes_at IS NULL OR opens_at < closes_at", name="window"),
        CheckConstraint("time_limit_s > 0", name="time_limit"),
        CheckConstraint("attempts_allowed > 0", name="attempts_allowed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    classroom_id: Mapped[int] = mapped_column(ForeignKey(Classroom.id), index=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey(Quiz.id), index=True)
    title: Mapped[str] = mapped_column(String(200))
    practice: Mapped[bool]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    time_limit_s: Mapped[int | None]
    attempts_allowed: Mapped[int | None]
    grading: Mapped[str] = mapped_column(String(10))
    shuffle_questions: Mapped[bool]
    shuffle_choices: Mapped[bool]
    show_score: Mapped[str] = mapped_column(String(10))
    show_answers: Mapped[str] = mapped_column(String(10))
    show_key: Mapped[str] = mapped_column(String(10))
    show_explanation: Mapped[str] = mapped_column(String(10))
    show_argument: Mapped[bool] = mapped_column(server_default=text("false"))
    # How the passage argues, from when the explanations are shown.
    share_figures: Mapped[bool] = mapped_column(server_default=text("false"))
    # The mean and the median of the class; core.sharing says when.
    created_by: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    classroom: Mapped[Classroom] = relationship(lazy="raise")
    quiz: Mapped[Quiz] = relationship(lazy="raise")

    def window(self) -> Window:
        """Return when and how often it may be taken, as the rules know it."""
        limit = None if self.time_limit_s is None else timedelta(seconds=self.time_limit_s)
        return Window(self.opens_at, self.closes_at, limit, self.attempts_allowed)

    def release(self) -> Release:
        """Return what is shown when, as the rules know it."""
        whens = self.show_score, self.show_answers, self.show_key, self.show_explanation
        return Release(*whens, argument=self.show_argument)  # type: ignore[arg-type]


class Accommodation(Base):
    """More time for one student in one class; it applies to every assignment there."""

    __tablename__ = "accommodation"
    __table_args__ = (CheckConstraint("extra_time_percent BETWEEN 0 AND 400", name="extra_time"),)

    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey(Enrolment.id, ondelete="CASCADE"), primary_key=True
    )
    extra_time_percent: Mapped[int]
    no_timer: Mapped[bool]

    def allowance(self) -> Allowance:
        """Return the accommodation as the rules know it."""
        return Allowance(self.extra_time_percent, self.no_timer)


class Attempt(Base):
    """One student's way through one assignment. It pins the question versions it shows."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("assignment_id", "user_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("score BETWEEN 0 AND out_of", name="score"),
        Index(
            "uq_attempt_open",
            "assignment_id",
            "user_id",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
        Index(
            "ix_attempt_due",
            "deadline_at",
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
        Index("ix_attempt_user_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey(Assignment.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(32))
    shuffle_choices: Mapped[bool] = mapped_column(server_default=text("false"))
    # As the assignment was when it began: a page that is open must mean the same when it is sent.
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    submitted_by_clock: Mapped[bool]
    score: Mapped[int | None] = mapped_column(BigInteger)
    # In parts (core.marks); set when the attempt is submitted, then only with one of its marks.
    out_of: Mapped[int] = mapped_column(BigInteger)
    assignment: Mapped[Assignment] = relationship(lazy="raise")
    user: Mapped[User] = relationship(lazy="raise")
    questions: Mapped[list["AttemptQuestion"]] = relationship(
        lazy="raise", order_by="AttemptQuestion.position"
    )


class AttemptQuestion(Base):
    """A pinned question version in its place in an attempt, and the student's flag on it."""

    __tablename__ = "attempt_question"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position"),
        CheckConstraint("position > 0", name="position"),
        CheckConstraint("points BETWEEN 1 AND 10000", name="points"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey(Attempt.id))
    position: Mapped[int]
    # Counted from 1, as printed.
    version_id: Mapped[int] = mapped_column(ForeignKey(QuestionVersion.id), index=True)
    points: Mapped[int]
    # In hundredths of a point.
    flagged: Mapped[bool] = mapped_column(server_default=text("false"))
    dropped: Mapped[bool] = mapped_column(server_default=text("false"))
    # Counts neither for the score nor for the most that can be reached (a regrade says so).
    version: Mapped[QuestionVersion] = relationship(lazy="raise")
    response: Mapped["Response | None"] = relationship(lazy="raise")


class Response(Base):
    """What a student has answered to one question of one attempt, and its mark."""

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("sequence >= 0", name="sequence"),
        CheckConstraint("mark >= 0", name="mark"),
    )

    attempt_question_id: Mapped[int] = mapped_column(
        ForeignKey(AttemptQuestion.id), primary_key=True, autoincrement=False
    )
    answer: Mapped[Answer | None] = mapped_column(Json)
    # By authored positions (core.question.Answer); NULL when it was cleared again.
    sequence: Mapped[int] = mapped_column(BigInteger)
    # The highest change number taken; a lower one that arrives later is stale.
    saved_at: Mapped[datetime]
    mark: Mapped[int | None] = mapped_column(BigInteger)
    # In parts; set when the attempt is submitted (in practice: when the answer is checked), then
    # only by hand (HandMark) or by a regrade.


class ResponseChange(Base):
    """The history of a response: every accepted change, in order."""

    __tablename__ = "response_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_question_id: Mapped[int] = mapped_column(ForeignKey(AttemptQuestion.id), index=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    answer: Mapped[Answer | None] = mapped_column(Json)
    saved_at: Mapped[datetime]
