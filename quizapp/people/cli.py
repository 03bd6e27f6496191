"""People from the command line: the first set-up link, an account, a new passphrase."""

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.models import User
from quizapp.models.people import USER_ROLES
from quizapp.people import names, passwords, phrases
from quizapp.people.service import accounts, second_steps, setup_invitation

people = AppGroup("people", help="Accounts: set up the first, add one, give a new passphrase.")


def setup_link() -> str | None:
    """Return the address that sets up the first account, or None when there is one."""
    with db.writing(db.engine()) as work:
        token = setup_invitation(work, db.now())
    if token is None:
        return None
    # Not url_for: that takes a command for a request by a name that QUIZ_HOSTS may not have.
    path = current_app.url_map.bind("").build("people.accept_invitation", {"token": token})
    return f"{current_app.extensions['quiz_settings'].address}{path}"


@people.command("setup-link")
def print_setup_link() -> None:
    """Print the one-time link to set up the first account; it works for 60 minutes."""
    link = setup_link()
    click.echo(link or "There is an administrator already, who can invite others on the page.")


@people.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(USER_ROLES), default="instructor", show_default=True)
@click.option("--login", default="", help="User name; made from the name when left out.")
def add(name: str, role: str, login: str) -> None:
    """Make an account for NAME and print its user name and passphrase."""
    name = names.clean_name(name)
    login = names.login_key(login) or names.suggested_login(name)
    if not names.is_name(name):
        raise click.ClickException(names.NAME_RULE)
    if not names.is_login(login):
        raise click.ClickException(names.LOGIN_RULE)
    phrase = phrases.new_phrase()
    password_hash = passwords.hashed(phrase)
    try:
        with db.writing(db.engine()) as work:
            accounts.add_user(work, name, login, role, password_hash, db.now())
    except accounts.LoginTaken as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(f"User name:  {login}\nPassphrase: {phrase}")


@people.command("new-passphrase")
@click.argument("login")
def new_passphrase(login: str) -> None:
    """Give LOGIN a new passphrase, print it, and sign them out everywhere."""
    phrase = phrases.new_phrase()
    password_hash = passwords.hashed(phrase)
    with db.writing(db.engine()) as work:
        accounts.set_password(work, _id_of(work, login), password_hash, None, db.now())
    click.echo(f"Passphrase: {phrase}")


@people.command("forget-second-step")
@click.argument("login")
def forget_second_step(login: str) -> None:
    """Ask LOGIN for no code at sign-in any more: they lost their phone and their codes."""
    with db.writing(db.engine()) as work:
        second_steps.switch_off(work, _id_of(work, login), None, db.now())
    click.echo("They are asked for no code until they switch the second step on again.")


def _id_of(work: Session, login: str) -> int:
    user_id = work.scalar(select(User.id).where(User.login == names.login_key(login)))
    if user_id is None:
        raise click.ClickException(f"Nobody has the user name {login}.")
    return user_id
