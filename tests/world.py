"""A school that is put back after every request, so that anything may be sent to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from quizapp import create_app
from quizapp.answering.pace import Pace
from quizapp.config import Settings
from quizapp.models import Base
from tests.hurry import hurry
from tests.lived_in import lived_in
from tests.walk import Form, forms, walk

SECRET = "a-secret-of-the-tests-0123456789abcdef"
FORM = "application/x-www-form-urlencoded"
SCRIPTED = {"authoring.preview": "authoring.write_question"}
"""What only scripts send, and whose form it is that they send."""
ROUTES = create_app(Settings(secret_key=SECRET)).url_map


def shown(value: object) -> str:
    """Return something short enough for a list of failures."""
    text = repr(value)
    return text if len(text) < 60 else f"{text[:57]}..."


@dataclass
class World:
    """The school, the forms in it, and how its tables were before anything was sent."""

    app: Flask
    clients: dict[str, str]
    # The cookie of each person: a client of its own for each request sends it unchanged.
    pages: dict[str, dict[str, str]]
    forms: dict[str, list[tuple[str, Form]]]
    watch: Any
    kept: Any
    rows: dict[str, list[Any]]
    version: Any = None
    accounted: list[str] = field(default_factory=list)
    # The actions that the last request wrote into the audit.

    def send(self, who: str, address: str, body: bytes | None, **options: Any) -> TestResponse:
        """Send a form, or ask for a page if there is no body, from a browser of its own."""
        self.app.extensions["quiz_pace"] = Pace()
        client: FlaskClient = self.app.test_client(use_cookies=False)
        headers = {"Cookie": self.clients[who], **options.pop("headers", {})}
        if body is None:
            return client.get(address, headers=headers)
        options = {"content_type": FORM, **options}
        return client.post(address, data=body, headers=headers, **options)

    def changed(self) -> list[str]:
        """Return the tables that were changed, and put everything back as it was."""
        self.accounted = []
        version = self.watch.execute("PRAGMA data_version").fetchone()
        if version == self.version:
            return []
        now = contents(self.watch)
        older = len(self.rows["audit_entry"])
        self.accounted = [action for _, _, _, action, *_ in now["audit_entry"][older:]]
        self.kept.backup(self.watch)
        self.version = self.watch.execute("PRAGMA data_version").fetchone()
        return [name for name, rows in self.rows.items() if rows != now[name]]


def contents(connection: Any) -> dict[str, list[Any]]:
    """Return all rows of all tables but the counts of tries, which outlive a refusal."""
    names = [table.name for table in Base.metadata.sorted_tables if table.name != "throttle"]
    return {
        name: connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - our own
        for name in names
    }


@pytest.fixture(scope="session")
def world(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
    compiled_templates: BytecodeCache,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    (folder / "quiz.db").write_bytes(sqlite_template.read_bytes())
    app = create_app(Settings(data=folder, secret_key=SECRET))
    hurry(app.extensions["quiz_engine"])
    app.jinja_env.bytecode_cache = compiled_templates
    app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    lived = lived_in(app)
    pages = {who: walk(client, lived.starts[who]) for who, client in lived.clients.items()}
    cookies = {who: cookie(client) for who, client in lived.clients.items()}
    engine: Engine = app.extensions["quiz_engine"]
    with engine.connect() as connection:
        watch = connection.connection.driver_connection
        kept = type(watch)(":memory:")
        watch.backup(kept)
        world = World(app, cookies, pages, by_endpoint(app, pages), watch, kept, contents(watch))
        world.version = watch.execute("PRAGMA data_version").fetchone()
        yield world
        kept.close()
    engine.dispose()


def cookie(client: FlaskClient) -> str:
    """Return the cookie that says who is signed in on a client."""
    found = client.get_cookie("session")
    return f"session={found.value}" if found else ""


def by_endpoint(app: Flask, pages: dict[str, dict[str, str]]) -> dict[str, list[tuple[str, Form]]]:
    """Return whose form it is and the form, one of each make, for every address that takes one."""
    found: dict[str, dict[tuple[str, ...], tuple[str, Form]]] = {}
    urls = app.url_map.bind("localhost")
    for who, seen in pages.items():
        for address, html in seen.items():
            for form in forms(address, html):
                endpoint, _ = urls.match(form.action.partition("?")[0], "POST")
                makes = found.setdefault(endpoint, {})
                makes.setdefault(tuple(sorted(form.named())), (who, form))
    for scripted, written in SCRIPTED.items():
        found[scripted] = {
            make: (who, replace(form, action=urls.build(scripted)))
            for make, (who, form) in found[written].items()
        }
    return {endpoint: list(makes.values()) for endpoint, makes in found.items()}
