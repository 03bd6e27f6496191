"""A passage's full text on the command line: flask passage attach and remove."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.authoring.queries.passages import by_key, keys
from quizapp.authoring.service import passages as service
from quizapp.forms import clean
from quizapp.models import Passage

passage = AppGroup("passage", help="The reading: attach its full text for the class, or remove it.")

LARGEST = 1024 * 1024


@passage.command("attach")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--passage", "key", default="", help="Which passage, if there are several.")
def attach(file: Path, key: str) -> None:
    """Let classes read the text of FILE instead of the digest.

    One paragraph a block, with an empty line between; UTF-8. The text stays in the database.
    """
    text = _read(file)
    with db.writing(db.engine()) as work:
        found = _passage(work, key)
        try:
            service.attach(work, found, text, None, db.now())
        except service.TextDoesNotFit as refused:
            lines = [f"{file}:{misfit.line}: {misfit.message}" for misfit in refused.misfits]
            raise click.ClickException("\n".join(["Nothing was attached.", *lines])) from None
        click.echo(f"Classes now read the full text of {found.key}.")


@passage.command("remove")
@click.option("--passage", "key", default="", help="Which passage, if there are several.")
def remove(key: str) -> None:
    """Remove the full text, so that classes read the digest."""
    with db.writing(db.engine()) as work:
        found = _passage(work, key)
        try:
            service.detach(work, found, None, db.now())
        except service.NothingAttached:
            raise click.ClickException(f"{found.key} has no full text attached.") from None
        click.echo(f"Classes now read the digest of {found.key}.")


def _read(file: Path) -> str:
    if file.stat().st_size > LARGEST:
        raise click.ClickException(f"{file}: larger than 1 MB, so hardly one article.")
    data = file.read_bytes()
    try:
        return clean(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise click.ClickException(f"{file}:{line}: not UTF-8; save the file as UTF-8.") from None


def _passage(work: Session, key: str) -> Passage:
    known = keys(work)
    if not known:
        raise click.ClickException("There is no passage yet: run flask bank load first.")
    if not key and len(known) > 1:
        raise click.ClickException(f"Say which with --passage: {', '.join(known)}.")
    found = by_key(work, key or known[0])
    if found is None:
        raise click.ClickException(f"There is no passage {key!r}. There is: {', '.join(known)}.")
    return found
