"""What tests save: waiting for the disk, and wording statements that were worded before."""

from typing import Any

from sqlalchemy import Dialect, Engine, event

_KNOWN: dict[str, tuple[Dialect, dict[Any, Any]]] = {}
"""For each kind of database what speaks to it, and the statements that it has put into words."""


def hurry(engine: Engine) -> None:
    """Let a database that is thrown away after a test cost less.

    It need not be written through to the disk: tests of power cuts start real servers. To put
    statements into words takes a third of a short test, so all engines of a run share what the
    first that met a database has learnt.
    """
    name = engine.name
    if name == "sqlite":
        event.listen(engine, "connect", lambda link, _: link.execute("PRAGMA synchronous=OFF"))
    if name in _KNOWN:
        engine.dialect, worded = _KNOWN[name]
        engine.update_execution_options(compiled_cache=worded)
        return
    met = engine.dialect
    event.listen(engine, "first_connect", lambda *_: _KNOWN.setdefault(name, (met, {})))
