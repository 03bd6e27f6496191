"""What PostgreSQL does with people's words: it can hold all of them, and repeats none in errors."""

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry

from quizapp.config import UnsafeSettings


def init_engine(engine: Engine) -> None:
    """Look at each connection of PostgreSQL, and at each error that comes from one."""
    # Before SQLAlchemy's own first look, which breaks on some encodings.
    event.listen(engine, "connect", _refuse_other_letters, insert=True)
    event.listen(engine, "handle_error", _leave_out_values)


def _refuse_other_letters(connection: Any, _record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - a DBAPI's own type
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise UnsafeSettings(
            f"The database of QUIZ_DATABASE_URL has the encoding {encoding}. Make one with "
            "createdb --encoding=UTF8 --template=template0"
        )


def _leave_out_values(context: ExceptionContext) -> None:
    """Keep to the first line of an error: those below it hold the row that was refused."""
    whole = str(context.original_exception)
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            said = str(error.args[0]).replace(whole, whole.partition("\n")[0])
            error.args = (said, *error.args[1:])
