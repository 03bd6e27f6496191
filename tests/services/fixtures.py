"""The services as pytest fixtures; each starts when a test first asks for it, once a run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.services.chromium import chromium
from tests.services.postgres import Postgres, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Give a throw-away PostgreSQL cluster; `postgres.database()` makes a fresh database."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a browser; each test opens its own `browser.new_context()` and closes it."""
    with chromium() as running_browser:
        yield running_browser
