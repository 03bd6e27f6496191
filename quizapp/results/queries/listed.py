"""All values of a group as one list: a row an attempt is read quicker than a row an answer."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class listed(FunctionElement[list[Any]]):  # noqa: N801 - SQLAlchemy names functions so
    """The values of a column in the rows of a group, in no order but that of its other lists."""

    name = "listed"
    type = JSON()
    inherit_cache = True


@compiles(listed, "sqlite")
def _on_sqlite(element: listed, compiler: SQLCompiler, **values: Any) -> str:  # noqa: ANN401
    return f"json_group_array({compiler.process(element.clauses, **values)})"


@compiles(listed, "postgresql")
def _on_postgresql(element: listed, compiler: SQLCompiler, **values: Any) -> str:  # noqa: ANN401
    return f"json_agg({compiler.process(element.clauses, **values)})"
