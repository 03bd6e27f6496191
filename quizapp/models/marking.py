"""What people decide about marks after a quiz has been sat: marks given by hand."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.models.activity import Response
from quizapp.models.base import Base
from quizapp.models.people import User


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
