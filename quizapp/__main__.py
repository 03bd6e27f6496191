"""Start the app: `python -m quizapp run`, or `demo` on data that is thrown away."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import click
import segno
from sqlalchemy.exc import DatabaseError

from quizapp import db, serving
from quizapp.config import ROOT, Settings, UnsafeSettings
from quizapp.damage import Damaged
from quizapp.loading import BankRefused
from quizapp.schema import TooNew


@click.group()
def main() -> None:
    """Start the quiz app."""


@main.command()
@click.option("--lan", is_flag=True, help="Let the classroom's own network in, over plain http.")
def run(lan: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Set up what is missing and serve the app."""
    settings = _settings(lan=lan)
    steps = _prepared(settings)
    _announce(settings, steps, lan=lan)
    os.execv(sys.executable, _server())  # noqa: S606 - the server takes this process's place


def _prepared(settings: Settings) -> serving.FirstSteps:
    serving.make_data_directory(settings)
    click.echo("Preparing the database and loading the questions...", err=True)
    try:
        steps = serving.prepare(settings)
    except (UnsafeSettings, BankRefused, Damaged, TooNew) as error:
        raise click.ClickException(str(error)) from None
    except DatabaseError as error:
        raise click.ClickException(f"The database cannot be used: {error.orig}") from None
    except OSError as error:
        raise click.ClickException(f"The data directory cannot be used: {error}") from None
    for problem in steps.problems:
        click.echo(str(problem), err=True)
    if steps.problems:
        click.echo("These files were not loaded; the questions of before are served.", err=True)
    for warning in steps.warnings:
        click.echo(warning, err=True)
    return steps


def _settings(*, lan: bool) -> Settings:
    """Return the settings, put into the environment for the server that reads them next."""
    if lan:
        port = os.environ.get("QUIZ_BIND", "127.0.0.1:8000").rpartition(":")[2]
        os.environ["QUIZ_BIND"] = f"0.0.0.0:{port}"
        os.environ["QUIZ_PLAIN_HTTP"] = "1"
        os.environ.setdefault("QUIZ_BASE_URL", f"http://{serving.lan_address()}:{port}")
    try:
        settings = Settings.from_environ()
        settings.check()
    except UnsafeSettings as error:
        raise click.ClickException(str(error)) from None
    return settings


def _server() -> list[str]:
    return [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "quizapp" / "gunicorn_conf.py")]


def _announce(settings: Settings, steps: serving.FirstSteps, *, lan: bool) -> None:
    join = f"{settings.address}/join"
    click.echo(f"\n  The quiz app is at    {settings.address}")
    if steps.setup_token:
        link = f"{settings.address}/invitations/{steps.setup_token}"
        click.echo(f"  Make your account at  {link}")
        click.echo("                        (works once, for the next 60 minutes)")
    if steps.classroom is not None and steps.classroom.join_open:
        code = steps.classroom.join_code
        click.echo(f"  Students join at      {join} with the code {code[:4]}-{code[4:]}")
        if lan:
            click.echo("  or scan this:\n")
            segno.make(f"{join}/{code}").terminal(compact=True)
    click.echo("\n  Stop with Ctrl-C.\n")


@main.command()
def demo() -> None:
    """Serve two simulated classes from a directory that is removed afterwards."""
    from quizapp import progress, simulation  # noqa: PLC0415 - only the demo needs them

    with tempfile.TemporaryDirectory(prefix="quiz-demo-") as folder:
        os.environ["QUIZ_DATA"] = folder
        os.environ.pop("QUIZ_DATABASE_URL", None)
        settings = _settings(lan=False)
        _prepared(settings)
        engine = db.make_engine(settings)
        accounts = simulation.fill_demo(
            engine, db.now(), lambda students: progress.with_progress(students, "Students")
        )
        engine.dispose()
        click.echo(f"\n  The demo is at        {settings.address}")
        for account in accounts:
            click.echo(f"  {account.who:<21} {account.login}, passphrase {account.phrase}")
        click.echo("\n  Stop with Ctrl-C; everything is thrown away.\n")
        with subprocess.Popen(_server(), cwd=Path.cwd()) as server:  # noqa: S603 - our own server
            # So that the directory is removed then, too.
            signal.signal(signal.SIGTERM, lambda *_: server.terminate())
            try:
                server.wait()
            except KeyboardInterrupt:
                server.wait()


if __name__ == "__main__":
    main()
