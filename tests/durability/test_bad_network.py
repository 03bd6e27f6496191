"""Behind a network that drops, delays, doubles, swaps, cuts and resets: "Saved" is the truth.

A real browser, a real server, and a proxy between them that harms what the page sends.
"""

import os
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, select

from quizapp import db
from quizapp.config import Settings
from quizapp.models import AttemptQuestion, Response, ResponseChange
from tests.answering.conftest import Desk
from tests.conftest import SECRET, School
from tests.services.proxy import FAULTS, bad_network
from tests.services.server import quiz_server

SEED = int(os.environ.get("QUIZ_TEST_SEED", "1"))
PATIENCE_MS = 60_000


def answer(page: Page, text: str) -> None:
    """Write an answer, and wait until the page says that it is saved."""
    page.get_by_role("textbox").fill(text)
    expect(page.locator("#saved")).to_have_text("✓ Saved", timeout=PATIENCE_MS)


def stored(engine: Engine, attempt_id: int) -> tuple[str | None, list[str | None]]:
    """Return the answer that counts, and all that were given, in the order of their numbers."""
    with db.open_session(engine, writes=False) as work:
        place = select(AttemptQuestion.id).where(
            AttemptQuestion.attempt_id == attempt_id, AttemptQuestion.position == 1
        )
        latest = work.scalar(select(Response.answer).where(Response.attempt_question_id.in_(place)))
        history = work.scalars(
            select(ResponseChange.answer)
            .where(ResponseChange.attempt_question_id.in_(place))
            .order_by(ResponseChange.sequence, ResponseChange.id)
        )
        return latest, list(history)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("answers", [12, pytest.param(200, marks=pytest.mark.long)])
def test_what_the_page_called_saved_is_stored_in_order(
    app: Flask, school: School, settings: Settings, browser: Browser, answers: int
) -> None:
    student = Desk(school).student().start(Desk(school).given("short"))
    cookie = student.client.get_cookie("session")
    assert cookie is not None
    engine = app.extensions["quiz_engine"]
    with (
        quiz_server(settings.data, QUIZ_SECRET_KEY=SECRET) as server,
        bad_network(urlsplit(server.url).port or 0, SEED) as proxy,
    ):
        context = browser.new_context()
        url = f"http://127.0.0.1:{proxy.port}"
        context.add_cookies([{"name": "session", "value": cookie.value, "url": url}])
        page = context.new_page()
        page.goto(url + student.at(1))
        expect(page.locator("#answer")).to_be_visible()
        called_saved = []
        for number in range(answers):
            answer(page, f"answer {number}")
            called_saved.append(f"answer {number}")
            latest, history = stored(engine, student.attempt_id)
            assert latest == f"answer {number}"
            assert [text for text in history if text in called_saved] == called_saved
        context.close()
    assert set(proxy.done) == set(FAULTS) or answers < 50
    assert proxy.done.total() - proxy.done["none"] > answers // 2
