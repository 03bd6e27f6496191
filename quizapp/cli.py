"""The command line of an administrator: flask db, backup, bank, passage, people and privacy."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from quizapp import db, schema
from quizapp.authoring.cli import passage
from quizapp.backups.cli import backup
from quizapp.bank_commands import bank
from quizapp.deploy import check
from quizapp.people.cli import people
from quizapp.people.privacy_cli import privacy

database = AppGroup("db", help="The shape of the database.")


@database.command("upgrade")
def upgrade() -> None:
    """Bring the tables up to date."""
    try:
        schema.refuse_newer(db.engine())
    except schema.TooNew as problem:
        raise click.ClickException(str(problem)) from None
    schema.upgrade(db.engine())
    click.echo("The database is up to date.")


@database.command("draft")
@click.argument("number")
@click.argument("message")
def draft(number: str, message: str) -> None:
    """Write migration NUMBER from the models, to be read and tried before it is used."""
    schema.draft(current_app.extensions["quiz_engine"], message, number)


def init_app(app: Flask) -> None:
    """Give an app its commands."""
    app.cli.add_command(database)
    app.cli.add_command(check)
    app.cli.add_command(backup)
    app.cli.add_command(bank)
    app.cli.add_command(people)
    app.cli.add_command(privacy)
    app.cli.add_command(passage)
