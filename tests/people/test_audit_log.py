"""The audit page: administrators read who changed what, and find it."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from quizapp import audit, db
from quizapp.models import User
from quizapp.people.queries import entries as found
from tests.conftest import School
from tests.people.conftest import PHRASE, sign_in
from tests.people.conftest import audit as actions


@pytest.fixture
def reader(school: School, admin: User, client: FlaskClient) -> FlaskClient:
    """Give the administrator's browser, after Ada changed things."""
    assert admin
    for number in range(3):
        school.add(
            audit.record,
            school.ada.id,
            "rotate join code" if number else "change class",
            "classroom 1",
            db.now() + timedelta(seconds=number),
            before={"name": "<b>Old</b>"} if number else None,
            after="New",
        )
    sign_in(client, "root")
    return client


def test_changes_are_listed_newest_first_with_their_values(reader: FlaskClient) -> None:
    page = reader.get("/people/audit").text
    assert page.index("rotate join code") < page.index("change class")
    assert "&lt;b&gt;Old&lt;/b&gt;" in page
    assert "3 entries" in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("search=rotate", "2 entries"),
        ("search=ADA", "3 entries"),
        ("search=nobody", "Nothing fits"),
        ("subject=classroom+1", "3 entries"),
        ("subject=classroom", "Nothing fits"),
        ("search=%25", "Nothing fits"),
        ("page=99999999999999999999", "3 entries"),
        ("page=x", "3 entries"),
    ],
)
def test_entries_are_found(reader: FlaskClient, query: str, count: str) -> None:
    assert count in reader.get(f"/people/audit?{query}").text


def test_a_long_audit_has_pages(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "PAGE", 2)
    assert "page 1 of 2" in reader.get("/people/audit").text
    assert "change class" in reader.get("/people/audit?page=2").text


def test_a_wrong_passphrase_for_an_account_is_accounted_for(
    school: School, dora: User, client: FlaskClient
) -> None:
    sign_in(client, dora.login, "wrong")
    sign_in(client, "nobody", PHRASE)
    assert actions(school) == ["fail to sign in"]
