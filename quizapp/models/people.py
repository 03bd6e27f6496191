"""Who uses the app: users, their signed-in devices, classes and who belongs to them."""

from datetime import datetime

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

from quizapp.models.base import Base

USER_ROLES = ("student", "assistant", "instructor", "administrator")
ENROLMENT_ROLES = ("student", "assistant", "instructor")


def one_of(column: str, values: tuple[str, ...]) -> str:
    """Return the SQL that keeps a column to a list of words."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class User(Base):
    """A person with an account. Students need no e-mail address."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint(one_of("role", USER_ROLES), name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    login: Mapped[str] = mapped_column(String(100), unique=True)
    # The user name as compared: NFKC, case folded, trimmed. See people.names.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    suspended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    # When a device of theirs was last signed in or out; open devices keep times of their own.
    totp_secret: Mapped[str | None] = mapped_column(String(32))
    # What their phone shares with us; set once they are asked for codes at sign-in.
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    # The newest step of which a code was taken: none is taken twice.
    held_at: Mapped[datetime | None]
    # Since when nothing of theirs may be erased or removed for its age.
    erase_at: Mapped[datetime | None]
    # When they will be erased, unless an administrator takes it back.
    erased_at: Mapped[datetime | None]
    # Since when this row is all that is left of them, and says nothing about them.


class LoginSession(Base):
    """One signed-in device. Deleting the row signs the device out at once."""

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # SHA-256 of the random token in the cookie, so that a copy of the table opens nothing.
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    # Renewed at most every few minutes; idle time is counted from here.
    step_due: Mapped[bool] = mapped_column(server_default=text("false"))
    # The passphrase was given but not yet the code: such a device may only give the code.
    user: Mapped[User] = relationship(lazy="raise")


class RecoveryCode(Base):
    """A code on paper for whoever has lost their phone. It works once: using it deletes the row."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class Invitation(Base):
    """A link that lets one person make an account, once and for a limited time."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint(one_of("role", USER_ROLES), name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    classroom_id: Mapped[int | None] = mapped_column(ForeignKey("classroom.id"))
    section: Mapped[str | None] = mapped_column(String(40))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Classroom(Base):
    """A class: students and instructors who share assignments."""

    __tablename__ = "classroom"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    join_code: Mapped[str] = mapped_column(String(8), unique=True)
    join_open: Mapped[bool]
    time_zone: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class Enrolment(Base):
    """That a person belongs to a class, as what, and since when no longer."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("classroom_id", "user_id"),
        CheckConstraint(one_of("role", ENROLMENT_ROLES), name="role"),
        Index("ix_enrolment_user_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    classroom_id: Mapped[int] = mapped_column(ForeignKey(Classroom.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    role: Mapped[str] = mapped_column(String(20))
    section: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    classroom: Mapped[Classroom] = relationship(lazy="raise")
    user: Mapped[User] = relationship(lazy="raise")


class Throttle(Base):
    """How often something was tried in a window of time, shared by all workers and nodes."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    started_at: Mapped[datetime]
    count: Mapped[int] = mapped_column(server_default=text("0"))
