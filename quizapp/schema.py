"""The shape of the database: bring it up to date, and tell how it differs from the models."""

from typing import TYPE_CHECKING

from sqlalchemy import Engine

from quizapp import db
from quizapp.config import ROOT

if TYPE_CHECKING:
    from alembic.config import Config


class TooNew(Exception):
    """The tables are of a newer version of the app than this one."""

    def __init__(self) -> None:
        super().__init__(
            "The tables are of a newer version of the app. Get that version back, or bring back "
            "the backup that was made before the upgrade: flask backup restore FILE"
        )


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - takes half a second; pages never need it

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up to a revision, the newest unless said otherwise."""
    from alembic import command  # noqa: PLC0415 - see above

    config = _config()
    with db.writing(engine) as work:
        connection = work.connection()
        db.be_patient(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the tables back to a revision; 'base' is the empty database."""
    from alembic import command  # noqa: PLC0415 - see above

    config = _config()
    with db.writing(engine) as work:
        connection = work.connection()
        db.be_patient(connection)
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def knows(revision: str) -> bool:
    """Tell whether this version of the app has the migration of that name."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    scripts = ScriptDirectory.from_config(_config())
    return revision in {script.revision for script in scripts.walk_revisions()}


def refuse_newer(engine: Engine) -> None:
    """Raise TooNew when the tables have been through a migration that this version has not."""
    present = _present(engine)
    if present is not None and not knows(present):
        raise TooNew


def _present(engine: Engine) -> str | None:
    """Return the last migration that the tables have been through."""
    from alembic.migration import MigrationContext  # noqa: PLC0415 - see above

    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_behind(engine: Engine) -> bool:
    """Tell whether there are tables, and migrations that they have not been through."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    return _present(engine) not in {None, ScriptDirectory.from_config(_config()).get_current_head()}


def differences(engine: Engine) -> list[object]:
    """Return how the tables differ from the models; nothing when they are equal."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - see above
    from alembic.migration import MigrationContext  # noqa: PLC0415 - see above

    from quizapp.models import Base  # noqa: PLC0415 - see above

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def draft(engine: Engine, message: str, number: str) -> None:
    """Write the migration that takes the tables of `engine` to the models; read it before use."""
    from alembic import command  # noqa: PLC0415 - see above

    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=number)
