"""An INSERT that says what to do when the row is there already, on either database."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quizapp.models.base import Base


def dialect_of(work: Session) -> str:
    """Return which database it is: 'sqlite' or 'postgresql'."""
    return work.get_bind().dialect.name


def insert_into(dialect: str, table: type[Base]) -> Any:  # noqa: ANN401 - either database's own type
    """Return an INSERT that can say what to do about a conflict."""
    return {"sqlite": sqlite, "postgresql": postgresql}[dialect].insert(table)
