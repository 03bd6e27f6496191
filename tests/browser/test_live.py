"""The class summary in a real browser while students submit: numbers move and nothing else does."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from quizapp import db
from quizapp.config import Settings
from quizapp.models import Assignment, User
from quizapp.people.passwords import hashed
from tests import make
from tests.browser.visit import visiting
from tests.results.sat import make_attempt
from tests.services.server import quiz_server

PHRASE = "maple otter lantern sky"


@dataclass
class Served:
    """A served class with an assignment, and who has not sat it yet."""

    url: str
    engine: Engine
    login: str
    assignment: Assignment
    waiting: list[User]

    def submit(self) -> None:
        """Let the next student hand in a right answer."""
        with db.writing(self.engine) as work:
            make_attempt(work, self.assignment, self.waiting.pop(), [0, "false"])


@pytest.fixture
def served(tmp_path: Path, sqlite_template: Path) -> Iterator[Served]:
    shutil.copy(sqlite_template, tmp_path / "quiz.db")
    engine = db.make_engine(Settings(data=tmp_path, secret_key="0" * 40))
    with db.writing(engine) as work:
        ada = make.make_user(work, "Ada", role="instructor", password_hash=hashed(PHRASE))
        classroom = make.make_class(work, ada)
        passage = make.make_passage(work)
        asked = [make.make_question(work, passage, kind) for kind in ("single", "tfns")]
        quiz = make.make_quiz(work, passage, asked)
        given = make.make_assignment(work, classroom, quiz, opens_at=db.now() - timedelta(hours=1))
        students = [make.make_user(work, f"Student {number}") for number in range(12)]
        for student in students:
            make.enrol(work, classroom, student)
        for student in students[:8]:
            make_attempt(work, given, student, [1, "true"])
    with quiz_server(tmp_path) as server:
        yield Served(server.url, engine, ada.login, given, students[8:])
    engine.dispose()


@pytest.mark.timeout(180)
def test_numbers_come_in_while_scroll_focus_and_opened_parts_stay(
    served: Served, browser: Browser
) -> None:
    with visiting(browser, served.url) as ada:
        ada.go(f"/sign-in?next=/assignments/{served.assignment.id}/summary")
        ada.page.get_by_label("User name").fill(served.login)
        ada.page.locator("input[type=password]").fill(PHRASE)
        ada.page.locator("main form button.main").click()
        tile = ada.page.locator("[data-said]")
        expect(tile).to_contain_text("8 of 12")
        expect(ada.page.get_by_text("come in by themselves")).to_be_visible()
        ada.page.evaluate("window.same = true")
        opened = ada.page.locator(".students details")
        opened.locator("summary").click()
        link = ada.page.locator(".students").get_by_role("link", name="Student 3")
        link.focus()
        before = link.bounding_box()["y"]
        served.submit()
        expect(tile).to_contain_text("9 of 12")
        expect(ada.page.locator("#announcer")).to_contain_text("9 of 12")
        assert ada.page.evaluate("window.same") is True
        assert opened.evaluate("part => part.open") is True
        expect(link).to_be_focused()
        # Scrolling knows no fractions of a pixel.
        assert abs(link.bounding_box()["y"] - before) < 1
        ada.audit()
        ada.found_sound()


@pytest.mark.timeout(180)
def test_a_page_that_nobody_looks_at_asks_for_nothing(served: Served, browser: Browser) -> None:
    with visiting(browser, served.url) as ada:
        ada.go(f"/sign-in?next=/assignments/{served.assignment.id}/summary")
        ada.page.get_by_label("User name").fill(served.login)
        ada.page.locator("input[type=password]").fill(PHRASE)
        ada.page.locator("main form button.main").click()
        asked: list[str] = []
        ada.page.on("request", lambda sent: asked.append(sent.url))
        with ada.page.expect_request("**/newest*", timeout=20_000):
            pass
        ada.page.evaluate(
            "Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
        asked.clear()
        ada.page.wait_for_timeout(7_000)
        assert asked == []
