"""What is kept about people, on the command line: hand it over, erase it, remove what is old."""

import json

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.models import User
from quizapp.people import names, purging
from quizapp.people.queries import belongings
from quizapp.people.service import erasing
from quizapp.people.service.retention import Keep

privacy = AppGroup("privacy", help="What is kept about people: hand over, erase, remove old.")


def _person(work: Session, login: str) -> User:
    user = work.scalar(select(User).where(User.login == names.login_key(login)))
    if user is None or user.erased_at is not None:
        raise click.ClickException(f"Nobody has the user name {login}.")
    return user


@privacy.command("export")
@click.argument("login")
@click.option("--output", type=click.Path(dir_okay=False, allow_dash=True), default="-")
def export(login: str, output: str) -> None:
    """Write all that is kept about LOGIN as JSON, and nothing about anyone else."""
    with db.open_session(db.engine(), writes=False) as work:
        found = belongings.everything(work, _person(work, login).id, db.now())
    with click.open_file(output, "w", encoding="utf-8") as out:
        out.write(json.dumps(found, indent=2, ensure_ascii=False) + "\n")


@privacy.command("erase")
@click.argument("login")
@click.confirmation_option(prompt="All that belongs to this person goes, for good. Erase?")
def erase(login: str) -> None:
    """Erase all that belongs to LOGIN, at once and for good."""
    try:
        with db.writing(db.engine()) as work:
            gone = erasing.erase(work, _person(work, login), None, db.now())
    except erasing.OnHold as refusal:
        raise click.ClickException(refusal.message) from None
    for table, count in gone.items():
        click.echo(f"{table}: {count}")


@privacy.command("purge")
def purge() -> None:
    """Remove what is older than it is kept; the server does so every day by itself."""
    for name, count in purging.purge(
        db.engine(), Keep.by(current_app.extensions["quiz_settings"])
    ).items():
        click.echo(f"{name}: {count}")
