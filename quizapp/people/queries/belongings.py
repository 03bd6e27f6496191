"""What belongs to a person: every row of theirs, found by following the tables' own references.

A row is a person's when its `user_id` names them, or when it hangs from a row of theirs. Other
columns that name a person (`created_by`, `actor_id`) say what they did to things of the school.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, inspect, or_, select
from sqlalchemy.orm import Session

from quizapp.models import (
    Assignment,
    AuditEntry,
    Base,
    Classroom,
    Question,
    QuestionVersion,
    User,
)

USERS: Table = inspect(User).local_table  # type: ignore[assignment]
AUDIT: Table = inspect(AuditEntry).local_table  # type: ignore[assignment]
SECRET_ENDINGS = ("_hash", "_secret")
"""Columns that prove who somebody is end so: nobody gets to see what is in them."""
Row = dict[str, Any]


def conditions(user_id: int) -> dict[Table, ColumnElement[bool]]:
    """Return the tables with rows of a person, each after those it hangs from, and which rows."""
    found: dict[Table, ColumnElement[bool]] = {}
    for table in Base.metadata.sorted_tables:
        parts = [USERS.c.id == user_id] if table is USERS else []
        for column in table.columns:
            for key in column.foreign_keys:
                target = key.column
                if target.table is USERS:
                    parts += [column == user_id] if column.name == "user_id" else []
                elif target.table in found:
                    parts.append(column.in_(select(target).where(found[target.table])))
        if parts:
            found[table] = or_(*parts)
    return found


def mentions() -> list[Column[Any]]:
    """Return the columns that say who did something to a thing of the school."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name != "user_id"
        and any(key.column.table is USERS for key in column.foreign_keys)
    ]


def subjects(work: Session, user_id: int) -> list[str]:
    """Return how the audit names the person and the rows of theirs: 'user 7', 'enrolment 9'."""
    named = []
    for table, mine in conditions(user_id).items():
        noun = "user" if table is USERS else table.name.replace("_", " ")
        keys = list(table.primary_key.columns)
        named += [f"{noun} {key}" for key in work.scalars(select(keys[0]).where(mine))]
    return named


def everything(work: Session, user_id: int, now: datetime) -> Row:
    """Return all that is kept about a person, ready for JSON; nothing about anyone else.

    Questions' keys and texts are not theirs and stay out: a file like this may be handed over
    while the class still answers.
    """
    rows = {
        table.name: [
            _own(column_values._mapping, table, user_id)  # noqa: SLF001 - SQLAlchemy's public name
            for column_values in work.execute(
                select(table).where(mine).order_by(*table.primary_key.columns)
            )
        ]
        for table, mine in conditions(user_id).items()
    }
    return {
        "made_at": now.isoformat(),
        "rows": rows,
        "names": _names(work, rows),
        "did": {
            f"{column.table.name}.{column.name}": _did(work, column, user_id)
            for column in mentions()
        },
        "accounted": _accounted(work, user_id),
    }


def _own(values: Any, table: Table, user_id: int) -> Row:  # noqa: ANN401 - a row's mapping
    """Return a row without secrets, and without who else is named in it."""
    row = {}
    for column in table.columns:
        value = values[column.name]
        if column.name.endswith(SECRET_ENDINGS):
            value = None if value is None else "kept secret"
        elif any(key.column.table is USERS for key in column.foreign_keys) and value != user_id:
            value = None if value is None else "someone else"
        row[column.name] = value.isoformat() if isinstance(value, datetime) else value
    return row


def _names(work: Session, rows: dict[str, list[Row]]) -> dict[str, dict[str, str]]:
    """Return what the classes, assignments and questions that the rows number are called."""
    classes = [row["classroom_id"] for row in rows["enrolment"]]
    assignments = [row["assignment_id"] for row in rows["attempt"]]
    versions = [row["version_id"] for row in rows["attempt_question"]]
    asked = (
        select(QuestionVersion.id, Question.key, QuestionVersion.number)
        .join(QuestionVersion.question)
        .where(QuestionVersion.id.in_(versions))
    )
    named = select(Classroom.id, Classroom.name).where(Classroom.id.in_(classes))
    given = select(Assignment.id, Assignment.title).where(Assignment.id.in_(assignments))
    return {
        "classroom": {str(key): name for key, name in work.execute(named)},
        "assignment": {str(key): title for key, title in work.execute(given)},
        "question_version": {
            str(key): f"{question}, version {number}"
            for key, question, number in work.execute(asked)
        },
    }


def _did(work: Session, column: Column[Any], user_id: int) -> list[Row]:
    """Return which things of the school a person made or changed, and when."""
    table = column.table
    shown = [c for c in table.columns if c.primary_key or c.name in {"at", "created_at", "action"}]
    found = work.execute(select(*shown).where(column == user_id).order_by(*table.primary_key))
    return [
        {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in row._mapping.items()  # noqa: SLF001 - SQLAlchemy's public name
        }
        for row in found
    ]


def _accounted(work: Session, user_id: int) -> list[Row]:
    """Return what others, or they themselves, changed about a person."""
    about = and_(AuditEntry.subject.in_(subjects(work, user_id)))
    return [
        {
            "at": entry.at.isoformat(),
            "by": "this person" if entry.actor_id == user_id else "someone else",
            "action": entry.action,
            "subject": entry.subject,
            "before": entry.before,
            "after": entry.after,
        }
        for entry in work.scalars(select(AuditEntry).where(about).order_by(AuditEntry.id))
    ]
