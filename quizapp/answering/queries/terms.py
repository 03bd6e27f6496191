"""What several queries share: the terms of an assignment, as columns and as the rules know them."""

from datetime import timedelta
from typing import Any, TypeAlias

from sqlalchemy import Row

from quizapp.core.schedule import Release, Window
from quizapp.models import Assignment, Classroom

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

RELEASE = (
    Assignment.practice,
    Assignment.show_score,
    Assignment.show_answers,
    Assignment.show_key,
    Assignment.show_explanation,
    Assignment.show_argument,
)
TERMS = (
    Assignment.id.label("assignment_id"),
    Assignment.title,
    Assignment.opens_at,
    Assignment.closes_at,
    Assignment.time_limit_s,
    Assignment.attempts_allowed,
    Assignment.grading,
    *RELEASE,
    Classroom.name.label("classroom"),
    Classroom.time_zone,
)


def window(row: AnyRow) -> Window:
    """Return when and how often an assignment may be taken."""
    limit = None if row.time_limit_s is None else timedelta(seconds=row.time_limit_s)
    return Window(row.opens_at, row.closes_at, limit, row.attempts_allowed)


def release(row: AnyRow) -> Release:
    """Return what an assignment shows when."""
    whens = row.show_score, row.show_answers, row.show_key, row.show_explanation
    return Release(*whens, argument=row.show_argument)
