"""The audit: who changed what, when, from which value to which."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.models.base import Base, Json
from quizapp.models.people import User


class AuditEntry(Base):
    """One change worth accounting for. Rows are only ever added."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    action: Mapped[str] = mapped_column(String(60))
    # A verb phrase such as 'rotate join code'.
    subject: Mapped[str] = mapped_column(String(60))
    # What it was done to, such as 'classroom 3'.
    before: Mapped[Any | None] = mapped_column(Json)
    after: Mapped[Any | None] = mapped_column(Json)
