"""The whole story in a real browser: set up, join, take form A, review, class summary.

Two people at once, on SQLite and on PostgreSQL, with scripts and without. Every page on the way is
checked with axe in both themes and sizes.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, expect

from quizapp import serving
from quizapp.config import ROOT, Settings
from tests.browser.answers import answer
from tests.browser.visit import Visit, visiting
from tests.services.server import quiz_server

FORM_A: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "questions" / "alwaght" / "form-a.yaml").read_text()
)["questions"]
WRONG = "A06"
CHOSEN = "Officials, leaving open"
# The one question that Ben gets wrong, and how the option begins that he chooses.


@dataclass
class Site:
    """A freshly prepared server, as `./quiz run` starts it."""

    url: str
    setup: str
    code: str


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> Iterator[Site]:
    url = ""
    if database == "postgresql":
        url = request.getfixturevalue("fresh_postgres")
    settings = Settings(data=tmp_path / "data", database_url=url)
    serving.make_data_directory(settings)
    steps = serving.prepare(settings)
    assert steps.classroom is not None
    with quiz_server(settings.data, url) as server:
        yield Site(server.url, f"/invitations/{steps.setup_token}", steps.classroom.join_code)


@pytest.fixture
def fresh_postgres(request: pytest.FixtureRequest) -> Iterator[str]:
    with request.getfixturevalue("postgres").database() as url:
        yield url


def set_up_account(visit: Visit, setup: str) -> None:
    visit.go(setup)
    visit.audit()
    visit.page.get_by_label("Your name").fill("Ada Example")
    visit.page.get_by_label("User name").fill("ada")
    for field in visit.page.locator("input[type=password]").all():
        field.fill("slate pier cedar lamp")
    visit.page.locator("main form button.main").click()


def join(visit: Visit, code: str, name: str) -> None:
    visit.go(f"/join/{code}")
    visit.audit()
    visit.page.get_by_label("Your name").fill(name)
    visit.page.get_by_role("button", name="Join", exact=True).click()
    visit.audit()
    visit.page.get_by_role("link", name="I have written them down").click()


def start(visit: Visit) -> None:
    visit.audit()
    visit.page.locator("main a").filter(has_text=re.compile("form A")).first.click()
    visit.audit()
    visit.page.get_by_role("button", name="Start", exact=True).click()


def take(visit: Visit, wrong: str, *, scripts: bool) -> None:
    """Answer all ten questions, one of them wrong, and go to the page that submits."""
    for record in FORM_A:
        visit.audit()
        if record["id"] == wrong:
            visit.page.locator("label.opt").filter(has_text=CHOSEN).click()
        else:
            answer(visit.page, record)
        if scripts:
            expect(visit.page.locator("#saved")).to_contain_text("Saved")
        visit.page.locator("#next").click()


@pytest.mark.both_databases
@pytest.mark.timeout(300)
def test_a_teacher_and_a_student_go_all_the_way(
    site: Site, browser: Browser, database: str
) -> None:
    with visiting(browser, site.url) as ada, visiting(browser, site.url) as ben:
        # The pages are the same on both databases: once is enough for axe.
        ada.audits = ben.audits = database == "sqlite"
        set_up_account(ada, site.setup)
        ada.audit()
        join(ben, site.code, "Ben Example")
        start(ben)
        take(ben, WRONG, scripts=True)
        expect(ben.page.locator("main")).to_contain_text("answered 10 of 10")
        ben.audit()
        ben.page.get_by_role("button", name="Submit").click()
        expect(ben.page.locator("main")).to_contain_text("9")
        ben.audit()
        ben.page.goto(ben.page.url.rstrip("/") + "/6")
        expect(ben.page.locator("main")).to_contain_text("your answer")
        expect(ben.page.locator(".passage li.cited").first).to_be_visible()
        ben.audit()

        ada.go("/classes")
        ada.page.get_by_role("link", name="Sample class").first.click()
        expect(ada.page.locator("main")).to_contain_text("Ben Example")
        ada.audit()
        ada.go("/assignments/1/summary")
        expect(ada.page.locator("main")).to_contain_text("Ben Example")
        ada.audit()
        assert scores(ada)["Ben Example"] == ("9", "10")
        ada.page.locator("main a").filter(has_text="Ben Example").first.click()
        expect(ada.page.locator("main")).to_contain_text("9")
        ada.audit()
        ada.found_sound()
        ben.found_sound()


def scores(visit: Visit) -> dict[str, tuple[str, str]]:
    """Return score and maximum by name, from the CSV that the summary offers."""
    reply = visit.page.request.get(f"{visit.site}/assignments/1/scores.csv")
    rows = csv.DictReader(io.StringIO(reply.text().removeprefix("\ufeff")))
    return {row["student"]: (row["score"], row["out of"]) for row in rows}


@pytest.mark.timeout(300)
def test_the_same_without_scripts(site: Site, browser: Browser) -> None:
    with visiting(browser, site.url, scripts=False) as ben:
        ben.audits = False
        join(ben, site.code, "Ben Example")
        start(ben)
        take(ben, WRONG, scripts=False)
        expect(ben.page.locator("main")).to_contain_text("answered 10 of 10")
        ben.page.get_by_role("button", name="Submit").click()
        expect(ben.page.locator("main")).to_contain_text("9")
        ben.found_sound()
