"""What tests of people share: somebody with a passphrase, and a class code that works."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.models import AuditEntry, Classroom, User
from quizapp.people import passwords
from tests import make
from tests.conftest import School

PHRASE = "maple otter lantern sky"


@pytest.fixture(scope="session")
def phrase_hash() -> str:
    """Return the hash of PHRASE, made once: each takes a while."""
    return passwords.hashed(PHRASE)


@pytest.fixture
def dora(school: School, phrase_hash: str) -> User:
    """Return a student of Ada's class who signs in as 'dora' with PHRASE."""
    dora = school.add(make.make_user, "Dora", login="dora", password_hash=phrase_hash)
    school.add(make.enrol, school.classroom, dora)
    return dora


@pytest.fixture
def admin(school: School, phrase_hash: str) -> User:
    """Return an administrator who signs in as 'root' with PHRASE."""
    return school.add(
        make.make_user, "Rosa", login="root", role="administrator", password_hash=phrase_hash
    )


CODE = "ABCD2345"


@pytest.fixture
def open_class(school: School) -> Classroom:
    """Return Ada's class, whose code is CODE."""

    def set_code(work: Session) -> Classroom:
        classroom = work.get_one(Classroom, school.classroom.id)
        classroom.join_code = CODE
        return classroom

    return school.add(set_code)


def sign_in(client: FlaskClient, login: str, password: str = PHRASE, **more: str) -> TestResponse:
    """Send the sign-in form."""
    return client.post("/sign-in", data={"login": login, "password": password, **more})


def rows(school: School, statement: Select[Any]) -> list[Any]:
    """Return what a statement finds, in a transaction of its own."""
    return school.add(lambda work: list(work.scalars(statement)))


def audit(school: School) -> list[str]:
    """Return what has been accounted for, in order."""
    return rows(school, select(AuditEntry.action).order_by(AuditEntry.id))
