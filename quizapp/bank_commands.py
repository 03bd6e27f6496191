"""The question bank on the command line: flask bank lint, new, schema, load and export."""

import inspect
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from quizapp import db, exporting, loading
from quizapp.bank.files import Bank, Depth, read_bank
from quizapp.bank.json_schema import file_schema
from quizapp.bank.problem import FILE, Problem
from quizapp.bank.starting import started
from quizapp.bank.writing import written
from quizapp.config import ROOT
from quizapp.core.kinds import KINDS
from quizapp.core.lint import RULES
from quizapp.core.lint.article import Article, article
from quizapp.core.passage import Passage
from quizapp.pages import plural
from quizapp.progress import with_progress

bank = AppGroup("bank", help="The question bank: check, load and write question files.")

_RULE = click.Choice([rule.id for rule in RULES], case_sensitive=False)
_ARTICLE = "QUIZ_ARTICLE_"
_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How problems are told.",
)
FULL_DRAWS = 1000


def _home() -> Path:
    """Return the folder of the bank, by a short name where there is one."""
    home = ROOT / "questions"
    return home.relative_to(Path.cwd()) if home.is_relative_to(Path.cwd()) else home


@bank.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_FORMAT
@click.option("--rule", type=_RULE, help="One rule only.")
@click.option("--explain", type=_RULE, help="Say what a rule is about, and check nothing.")
@click.option("--full", is_flag=True, help="Draw a thousand trial quizzes instead of a few.")
def lint(
    paths: tuple[Path, ...],
    form: str,
    rule: str | None,
    explain: str | None,
    full: bool,  # noqa: FBT001
) -> None:
    """Check question files and folders; without PATHS the whole bank. Needs no database.

    Ends with 1 when there is an error, with 0 otherwise. A file that cannot be read is reported
    even when one rule is asked for. To look for copied runs of words, set QUIZ_ARTICLE_ and the
    passage's key in capitals, with _ for each -, to the path of a text file with the article: its
    title, then its paragraphs, with an empty line after each.
    """
    if explain is not None:
        click.echo(_explained(explain))
        return
    depth = Depth(_articles(), FULL_DRAWS) if full else Depth(_articles())
    found = read_bank(paths or (_home(),), _home(), depth)
    wanted = {rule, FILE}
    problems = [each for each in found.problems if rule is None or each.rule in wanted]
    if form == "json":
        _say_as_json(problems)
    else:
        _say(found, problems)
    if rule in {None, "SRC-03"}:
        _say_skipped(found, depth)
    if any(problem.severity == "error" for problem in problems):
        raise SystemExit(1)


def _explained(rule_id: str) -> str:
    rule = next(rule for rule in RULES if rule.id == rule_id)
    checks = (inspect.getdoc(check) or "" for check in rule.checks)
    return "\n\n".join((f"{rule.id} ({rule.severity}): {rule.name}", *checks))


def _articles() -> dict[str, Article]:
    """Return the articles whose paths the environment gives, by the keys of their passages."""
    found = {}
    for name, path in os.environ.items():
        if name.startswith(_ARTICLE) and path:
            try:
                text = Path(path).read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise click.ClickException(f"{name}: the article cannot be read: {error}") from None
            found[name.removeprefix(_ARTICLE).lower().replace("_", "-")] = article(text)
    return found


def _say_as_json(problems: Sequence[Problem]) -> None:
    click.echo(json.dumps([asdict(problem) for problem in problems], indent=2))


def _say(found: Bank, problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem))
    for item, waiver in found.waivers:
        click.echo(f"waived: {waiver.rule} {item}: {waiver.reason}")
    errors = sum(problem.severity == "error" for problem in problems)
    questions = sum(len(folder.questions) for folder in found.folders)
    click.echo(
        f"{plural(questions, 'question')} read: {plural(errors, 'error')}, "
        f"{plural(len(problems) - errors, 'warning')}."
    )


def _say_skipped(found: Bank, depth: Depth) -> None:
    """Say loudly which passages that quote an article could not be held against it."""
    for passage in (folder.passage for folder in found.folders):
        if passage.quotes and passage.key not in depth.articles:
            name = _ARTICLE + passage.key.upper().replace("-", "_")
            click.echo(
                f"SKIPPED: SRC-03 for passage '{passage.key}'. Nobody has looked for copied runs "
                f"of words: set {name} to the path of the article's text.",
                err=True,
            )


@bank.command("new")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--passage", "key", help="The passage's key; needed where there are several.")
@click.option("--output", type=click.File("x", encoding="utf-8", lazy=True), default="-")
def new(kind: str, key: str | None, output: IO[str]) -> None:
    """Write a file with one question to fill in, and what belongs in each field beside it.

    Put it into the passage's folder, as in --output questions/alwaght/mine.yaml. A file that is
    there already is left alone.
    """
    output.write(started(kind, _passage(key)))


def _passage(key: str | None) -> Passage:
    """Return the bank's passage with this key; without one, the only passage."""
    folders = read_bank([_home()], _home(), Depth(whole=False)).folders
    passages = {folder.passage.key: folder.passage for folder in folders}
    wanted = next(iter(passages)) if key is None and len(passages) == 1 else key
    if wanted not in passages:
        names = ", ".join(sorted(passages)) or "there is none yet"
        raise click.ClickException(f"Name one of the passages with --passage: {names}.")
    return passages[wanted]


@bank.command("schema")
@click.option("--output", type=click.File("w", encoding="utf-8", lazy=True), default="-")
def schema(output: IO[str]) -> None:
    """Write the JSON Schema of question files, with which editors complete and check them.

    The bank's own copy is questions/schema.json; files name it in their first line.
    """
    output.write(file_schema())


@bank.command("load")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@_FORMAT
def load(path: Path | None, form: str) -> None:
    """Bring the database in line with question files; without PATH with the whole bank.

    All or nothing: an error in a file is named with its line, and nothing is loaded. What the bank
    has as a whole is not judged here, so that a question more or less can be loaded.
    """
    found = read_bank([path or _home()], _home(), Depth(whole=False))
    step = partial(with_progress, label="Loading questions")
    try:
        with db.writing(db.engine()) as work:
            report = loading.load(work, found, db.now(), step)
    except loading.BankRefused as refusal:
        if form == "json":
            _say_as_json(refusal.problems)
            raise SystemExit(1) from None
        raise click.ClickException(refusal.message) from None
    except DBAPIError as error:
        raise _no_database(error) from None
    if form == "json":
        _say_as_json(found.problems)
        return
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
