"""An INSERT that says what to do when the row is there already, on either database."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quizapp.models.base import Base


def insert_into(work: Session, table: type[Base]) -> Any:  # noqa: ANN401 - either database's own type
    """Return an INSERT that can say what to do about a conflict."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[work.get_bind().dialect.name]
    return dialect.insert(table)
