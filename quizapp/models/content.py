"""What instructors make: passages, questions in versions, and quizzes."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.core.kinds import KINDS
from quizapp.core.kinds import Question as CoreQuestion
from quizapp.core.kinds import question as read_question
from quizapp.core.passage import Passage as CorePassage
from quizapp.models.base import Base, Json
from quizapp.models.people import User, one_of

QUESTION_STATES = ("draft", "ready", "retired")


class Passage(Base):
    """A reading. Its digest comes from a file; its full text only from an instructor."""

    __tablename__ = "passage"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    full_text: Mapped[list[str] | None] = mapped_column(Json)
    # Attached locally, one string a paragraph, shown instead of the digest; never exported.

    def to_core(self) -> CorePassage:
        """Return the passage as the rules know it."""
        return CorePassage.model_validate(self.content)


class Misreading(Base):
    """A named error behind wrong choices, loaded from the bank's files."""

    __tablename__ = "misreading"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    description: Mapped[str] = mapped_column(String(200))


class Question(Base):
    """An item with a key that never changes; what it says lives in its versions."""

    __tablename__ = "question"
    __table_args__ = (CheckConstraint(one_of("state", QUESTION_STATES), name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(90), unique=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey(Passage.id), index=True)
    state: Mapped[str] = mapped_column(String(10))
    source_file: Mapped[str | None] = mapped_column(String(200))
    # Set when a file owns the question: then it is changed there and not in the page.
    created_by: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    latest: Mapped[int]
    # The number of the newest version.
    passage: Mapped[Passage] = relationship(lazy="raise")
    versions: Mapped[list["QuestionVersion"]] = relationship(
        lazy="raise", back_populates="question", order_by="QuestionVersion.number"
    )


class QuestionVersion(Base):
    """Content that never changes once saved. Skill and difficulty repeat it for searching."""

    __tablename__ = "question_version"
    __table_args__ = (
        UniqueConstraint("question_id", "number"),
        CheckConstraint(one_of("kind", tuple(KINDS)), name="kind"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    skill: Mapped[str] = mapped_column(String(40))
    difficulty: Mapped[str] = mapped_column(String(1))
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    created_by: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    question: Mapped[Question] = relationship(lazy="raise", back_populates="versions")

    def to_core(self) -> CoreQuestion:
        """Return the question as the rules know it."""
        return read_question(self.content)


class Quiz(Base):
    """An ordered choice of questions."""

    __tablename__ = "quiz"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(90), unique=True)
    # Set for ready forms that come with the bank, such as alwaght-A.
    title: Mapped[str] = mapped_column(String(200))
    passage_id: Mapped[int] = mapped_column(ForeignKey(Passage.id))
    created_by: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    draw_plan: Mapped[str | None] = mapped_column(String(40))
    # Set, like the next three, when its questions were drawn: the passage's plan they keep to.
    draw_seed: Mapped[int | None]
    draw_keys: Mapped[list[str] | None] = mapped_column(Json)
    # The keys that were drawn, in order; whoever changes the quiz by hand departs from them.
    draw_retake: Mapped[str | None] = mapped_column(String(200))
    # The title of what the class had last and was left out, when it is a retake.
    passage: Mapped[Passage] = relationship(lazy="raise")
    questions: Mapped[list["QuizQuestion"]] = relationship(
        lazy="raise", order_by="QuizQuestion.position", cascade="all, delete-orphan"
    )


class QuizQuestion(Base):
    """A question's place in a quiz and what it is worth there."""

    __tablename__ = "quiz_question"
    __table_args__ = (
        UniqueConstraint("quiz_id", "question_id"),
        CheckConstraint("points BETWEEN 1 AND 10000", name="points"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey(Quiz.id, ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), index=True)
    position: Mapped[int]
    points: Mapped[int]
    # In hundredths of a point.
    question: Mapped[Question] = relationship(lazy="raise")
