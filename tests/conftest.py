"""What all tests share: an app on a fresh database, and three people: Ada, Ben and Cleo."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from quizapp import create_app, db, schema
from quizapp.answering.pace import Pace
from quizapp.apart import Apart
from quizapp.config import Settings
from quizapp.models import Classroom, Passage, User
from quizapp.monitoring import Readiness
from quizapp.parsed import Kept
from quizapp.results.views.summaries import MOST_KEPT
from quizapp.turnstile import Turnstile
from tests import make
from tests.hurry import hurry
from tests.services.fixtures import browser, postgres
from tests.world import SECRET, world

__all__ = ["SECRET", "browser", "postgres", "world"]

# A property is tried on a few examples, on many with --hypothesis-profile=thorough; a slow machine
# is no failure.
hypothesis_settings.register_profile("quiz", max_examples=20, deadline=None)
hypothesis_settings.register_profile("thorough", max_examples=2_000, deadline=None)
hypothesis_settings.load_profile("quiz")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated, empty SQLite database to copy."""
    folder = tmp_path_factory.mktemp("template")
    engine = db.make_engine(Settings(data=folder, secret_key=SECRET))
    schema.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return folder / "quiz.db"


@pytest.fixture(scope="session")
def postgres_template(request: pytest.FixtureRequest) -> str:
    """Return the name of a migrated, empty PostgreSQL database to copy."""

    def prepare(url: str) -> None:
        engine = db.make_engine(Settings(database_url=url, secret_key=SECRET))
        schema.upgrade(engine)
        engine.dispose()

    return request.getfixturevalue("postgres").template(prepare)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test marked `both_databases` once on each database."""
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database", ["sqlite", "postgresql"], indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave tests of properties untraced, and put tests that wait between those that work.

    To trace properties is slow, and what must be covered is not left to chance. Who waits for a
    server leaves a core free: two such files at the same time would waste it.
    """
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.no_cover)
    files = dict.fromkeys(item.path for item in items)
    waiting = [file for file in files if file.parent.name == "durability"]
    working = [file for file in files if file.parent.name != "durability"]
    place = {f: n / len(part) for part in (waiting, working) for n, f in enumerate(part)}
    items.sort(key=lambda item: place[item.path])


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """Return which database a test runs on: SQLite unless it is marked `both_databases`."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> Iterator[Settings]:
    """Return settings with a fresh, migrated, empty database."""
    if database == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "quiz.db")
        yield Settings(data=tmp_path, secret_key=SECRET)
        return
    template = request.getfixturevalue("postgres_template")
    with request.getfixturevalue("postgres").database(template) as url:
        yield Settings(data=tmp_path, database_url=url, secret_key=SECRET)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Return where apps of one run share their compiled templates: each takes a while."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


def make_app(settings: Settings, compiled_templates: BytecodeCache) -> Flask:
    """Return the app as it runs, but for CSRF, which has tests of its own."""
    app = create_app(settings)
    hurry(app.extensions["quiz_engine"])
    app.jinja_env.bytecode_cache = compiled_templates
    app.config["WTF_CSRF_ENABLED"] = False
    app.testing = True
    # As in production: an unexpected error is a page, and the test sees its status.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def own_app(settings: Settings, compiled_templates: BytecodeCache) -> Iterator[Flask]:
    """Return an app that no other test uses: this one may add addresses to it."""
    app = make_app(settings, compiled_templates)
    yield app
    app.extensions["quiz_engine"].dispose()


@pytest.fixture(scope="session")
def lent_app(compiled_templates: BytecodeCache) -> Flask:
    """Return the app that tests use one after the other: making its addresses takes a while."""
    return make_app(Settings(secret_key=SECRET), compiled_templates)


@pytest.fixture
def app(lent_app: Flask, settings: Settings) -> Iterator[Flask]:
    """Return the app on a fresh database, with nothing in it from the test before."""
    engine = db.make_engine(settings)
    hurry(engine)
    config = dict(lent_app.config)
    own = {
        "quiz_settings": settings,
        "quiz_engine": engine,
        "quiz_readiness": Readiness(engine, settings),
        "quiz_pace": Pace(),
        "quiz_numbers": Kept(MOST_KEPT),
        "quiz_apart": Apart(settings),
        "quiz_turnstile": Turnstile(),
    }
    assert own.keys() == {name for name in lent_app.extensions if name.startswith("quiz_")}
    lent_app.extensions |= own
    yield lent_app
    lent_app.config.clear()
    lent_app.config.update(config)
    engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser-like client that nobody is signed in on."""
    return app.test_client()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the app of this test, with CSRF as in production, and return its address."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    # It looks that often whether it is to stop.
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def work(app: Flask) -> Iterator[Session]:
    """Return an open writing Session, for tests of services without pages."""
    with db.open_session(app.extensions["quiz_engine"], writes=True) as session:
        yield session


@dataclass
class School:
    """Ada teaches the class, Ben is in it, Cleo is in none; and the passage about the harbour."""

    app: Flask
    ada: User
    ben: User
    cleo: User
    classroom: Classroom
    passage: Passage

    def add(self, build: Callable[..., object], *things: object, **changes: object) -> object:
        """Call a maker in a transaction of its own and return what it made."""
        with db.writing(self.app.extensions["quiz_engine"]) as work:
            return build(work, *things, **changes)

    def as_(self, person: User) -> FlaskClient:
        """Return a client on which this person is signed in."""
        return make.sign_in(self.app, person)


@pytest.fixture
def school(app: Flask) -> School:
    """Return a small school, committed, so that pages see it."""
    with db.writing(app.extensions["quiz_engine"]) as work:
        ada = make.make_user(work, "Ada", role="instructor")
        ben, cleo = make.make_user(work, "Ben"), make.make_user(work, "Cleo")
        classroom = make.make_class(work, ada)
        make.enrol(work, classroom, ben)
        passage = make.make_passage(work)
    return School(app, ada, ben, cleo, classroom, passage)
