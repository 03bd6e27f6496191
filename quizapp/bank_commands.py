"""The question bank on the command line: flask bank lint, load and export."""

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from quizapp import db, exporting, loading
from quizapp.bank.files import Bank, read_bank
from quizapp.bank.problem import FILE, Problem
from quizapp.bank.writing import written
from quizapp.config import ROOT
from quizapp.core.lint import RULES
from quizapp.pages import plural
from quizapp.progress import with_progress

bank = AppGroup("bank", help="The question bank: check, load and write question files.")

_RULE_IDS = [rule.id for rule in RULES]


def _home() -> Path:
    """Return the folder of the bank, by a short name where there is one."""
    home = ROOT / "questions"
    return home.relative_to(Path.cwd()) if home.is_relative_to(Path.cwd()) else home


@bank.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--rule", type=click.Choice(_RULE_IDS, case_sensitive=False), help="One rule only.")
def lint(paths: tuple[Path, ...], form: str, rule: str | None) -> None:
    """Check question files and folders; without PATHS the whole bank. Needs no database.

    Ends with 1 when there is an error, with 0 otherwise. A file that cannot be read is reported
    even when one rule is asked for.
    """
    found = read_bank(paths or (_home(),), _home())
    wanted = {rule, FILE}
    problems = [each for each in found.problems if rule is None or each.rule in wanted]
    if form == "json":
        click.echo(json.dumps([asdict(problem) for problem in problems], indent=2))
    else:
        _say(found, problems)
    if any(problem.severity == "error" for problem in problems):
        raise SystemExit(1)


def _say(found: Bank, problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    questions = sum(len(folder.questions) for folder in found.folders)
    click.echo(
        f"{plural(questions, 'question')} read: {plural(errors, 'error')}, "
        f"{plural(len(problems) - errors, 'warning')}."
    )


@bank.command("load")
@click.argument("path", required=False, type=click.Path(path_type=Path))
def load(path: Path | None) -> None:
    """Bring the database in line with question files; without PATH with the whole bank.

    All or nothing: an error in a file is named with its line, and nothing is loaded.
    """
    found = read_bank([path or _home()], _home())
    step = partial(with_progress, label="Loading questions")
    try:
        with db.writing(db.engine()) as work:
            report = loading.load(work, found, db.now(), step)
    except loading.BankRefused as refusal:
        raise click.ClickException(refusal.message) from None
    except DBAPIError as error:
        raise _no_database(error) from None
    for name, keys in report.changes.items():
        click.echo(f"{name.capitalize()}: {', '.join(keys)}")
    click.echo(f"Unchanged: {plural(len(report.unchanged), 'question')}.")


@bank.command("export")
@click.option("--passage", "key", help="The passage's key; needed where there are several.")
@click.option("--output", type=click.File("w", encoding="utf-8", lazy=True), default="-")
def export(key: str | None, output: IO[str]) -> None:
    """Write a passage's ready questions as a question file, wherever they were written.

    The full text that an instructor attached to a passage is never written.
    """
    try:
        with db.open_session(db.engine(), writes=False) as work:
            passage, questions = exporting.ready_questions(work, key)
    except exporting.NoSuchPassage as refusal:
        raise click.ClickException(refusal.message) from None
    except DBAPIError as error:
        raise _no_database(error) from None
    output.write(written(passage, questions))
    click.echo(f"Wrote {plural(len(questions), 'question')} about {passage}.", err=True)


def _no_database(error: DBAPIError) -> click.ClickException:
    return click.ClickException(
        f"The database cannot be used: {str(error.orig).splitlines()[0]}\n"
        "Start the app once with ./quiz run, or bring its tables up to date with flask db upgrade."
    )
