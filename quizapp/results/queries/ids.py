"""Ids handed to a statement as one value, however many they are.

A statement may hold 65,535 values on PostgreSQL and 32,766 on SQLite: a large class has more.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, BindParameter, Integer, Select, bindparam, cast, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class each(FunctionElement[Any]):  # noqa: N801 - SQLAlchemy names functions so
    """A row for each element of a list that is written as JSON."""

    name = "json_each"
    inherit_cache = True


@compiles(each, "postgresql")
def _on_postgresql(element: each, compiler: SQLCompiler, **values: Any) -> str:  # noqa: ANN401
    return f"json_array_elements_text{compiler.process(element.clause_expr, **values)}"


@compiles(each)
def _on_sqlite(element: each, compiler: SQLCompiler, **values: Any) -> str:  # noqa: ANN401
    return f"json_each{compiler.process(element.clause_expr, **values)}"


def named_ids(name: str) -> Select[int]:
    """Find the ids of a list that is given by this name when the statement is run."""
    return _found(bindparam(name, type_=JSON))


def these_ids(ids: Iterable[int]) -> Select[int]:
    """Find the ids of this list."""
    return _found(literal(list(ids), JSON))


def _found(listed: BindParameter[Any]) -> Select[int]:
    return select(cast(each(listed).table_valued("value").c.value, Integer))
