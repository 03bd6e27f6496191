"""Backups from the command line: make one, look whether it is whole, put it back."""

from collections.abc import Callable
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from quizapp import db, progress
from quizapp.backups import making, restoring
from quizapp.backups.archive import BadBackup, make_key
from quizapp.backups.databases import CannotBackUp
from quizapp.backups.restoring import CannotRestore, Opened
from quizapp.config import Settings

backup = AppGroup("backup", help="Backups of the database and the secret key.")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
IDENTITY = click.option("--identity", type=FILE, help="The key file of an encrypted backup.")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["quiz_settings"]
    return settings


@backup.command("create")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Another folder than QUIZ_BACKUP_FOLDER.",
)
@click.option(
    "--if-due",
    is_flag=True,
    help="Only if the newest is older than QUIZ_BACKUP_HOURS; then remove the oldest as well.",
)
def create(folder: Path | None, *, if_due: bool) -> None:
    """Make a backup while the server runs, and print where it is."""
    settings = _settings()
    try:
        with making.alone(settings) as alone:
            if not alone:
                raise click.ClickException("Another backup is being made at this moment.")
            if if_due and not making.is_due(settings, db.now()):
                return
            click.echo(_create(settings, folder or settings.backups).file)
            if if_due:
                making.forget_oldest(settings)
            making.forget_failure(settings)
    except (CannotBackUp, BadBackup, OSError) as error:
        making.note_failure(settings, error)
        raise click.ClickException(str(error)) from None


def _create(settings: Settings, folder: Path) -> making.Backup:
    with progress.steps(len(making.STEPS), "Backup") as done:
        return making.create(db.engine(), settings, folder, db.now(), done)


@backup.command("verify")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@IDENTITY
@click.pass_context
def verify(context: click.Context, files: tuple[Path, ...], identity: Path | None) -> None:
    """Look whether each FILE is whole: every file, every row, nothing damaged."""
    whole = [_is_whole(file, identity) for file in files]
    context.exit(0 if all(whole) else 1)


def _is_whole(file: Path, identity: Path | None) -> bool:
    """Say on the terminal whether a backup is whole, or what is wrong with it."""
    try:
        _with(file, identity, lambda found: click.echo(f"{file.name} is whole: {_told(found)}"))
    except click.ClickException as problem:
        click.echo(f"{file.name} is not: {problem.message}", err=True)
        return False
    return True


@backup.command("restore")
@click.argument("file", type=FILE)
@IDENTITY
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, identity: Path | None, *, yes: bool) -> None:
    """Put FILE in the place of the present data, which is kept beside it."""
    settings, engine = _settings(), db.engine()
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put_back(found: Opened) -> None:
        restoring.refuse_what_does_not_fit(engine, settings, found.manifest)
        click.echo(f"The backup: {_told(found)}")
        if not yes:
            click.confirm("Put it in the place of the present data?", abort=True)
        erased = restoring.erased_since(engine, found.manifest)
        aside = restoring.restore(engine, settings, found, db.now())
        click.echo(
            "Restored. Start the server."
            if aside is None
            else f"Restored; what was there before is in {aside}. Start the server."
        )
        for login in restoring.logins(engine, erased):
            click.echo(f"Erased after that backup, and here again: flask privacy erase {login}")

    _with(file, identity, put_back, settings.data)


def _with(
    file: Path, identity: Path | None, then: Callable[[Opened], None], folder: Path | None = None
) -> None:
    """Open a backup, hand it on, and say on the terminal what stands in the way."""
    try:
        with restoring.opened(db.engine(), file, identity, folder) as found:
            then(found)
    except (BadBackup, CannotBackUp, CannotRestore, OSError) as error:
        raise click.ClickException(str(error)) from None


def _told(found: Opened) -> str:
    rows = found.manifest.rows
    counts = (("user_account", "people"), ("attempt", "attempts"), ("response", "answers"))
    what = ", ".join(f"{rows.get(table, 0)} {name}" for table, name in counts)
    return f"made {found.manifest.made_at:%Y-%m-%d %H:%M} UTC, with {what}."


@backup.command("key")
@click.argument("file", type=click.Path(path_type=Path))
def key(file: Path) -> None:
    """Write a new key into FILE, to be kept away from the server, and print its public part."""
    try:
        recipient = make_key(file)
    except OSError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"QUIZ_BACKUP_RECIPIENT={recipient}")
    click.echo(
        f"Keep {file} in a safe place that is not this server: without it nobody, you "
        "included, can restore.",
        err=True,
    )
