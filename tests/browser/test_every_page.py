"""Every page is sound: axe in both themes and sizes, no fault, no sideways scroll at 320 px.

The pages come from the app's own addresses, so that a new page cannot be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Engine, select
from werkzeug.routing import Rule

from quizapp import create_app, db, serving, simulation
from quizapp.access import Audience
from quizapp.config import Settings
from quizapp.core.kinds import KINDS
from quizapp.models import Attempt, AttemptQuestion, Enrolment, QuestionVersion, Regrade, User
from quizapp.people.passwords import hashed
from tests.browser.visit import visiting
from tests.make import make_user
from tests.services.server import quiz_server

NOT_PAGES = {"healthz", "readyz", "metrics", "results.newest"} | {
    f"results.{file}" for file in ("scores_csv", "responses_csv", "questions_csv", "workbook")
}
ELSEWHERE = {
    "people.accept_invitation",
    "authoring.edit_question",
    "authoring.edit_quiz",
    "authoring.draw_quiz",
}
# The first needs a link that works once, which the story opens; the others a copy of one's own.


@dataclass
class Demo:
    """A served demo class, and what its addresses take."""

    app: Flask
    url: str
    logins: dict[str, tuple[str, str]]
    ids: dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    settings = Settings(data=tmp_path_factory.mktemp("demo"))
    serving.make_data_directory(settings)
    serving.prepare(settings)
    app = create_app(settings)
    engine: Engine = app.extensions["quiz_engine"]
    accounts = simulation.fill_demo(engine, db.now())
    rosa = ("rosa-admin", "maple otter lantern sky")
    with db.writing(engine) as work:
        make_user(work, "Rosa", role="administrator", login=rosa[0], password_hash=hashed(rosa[1]))
        make_user(work, "Nils", role="instructor", totp_secret="A" * 32)
    logins = {account.login: (account.login, account.phrase) for account in accounts}
    logins[rosa[0]] = rosa
    ids = _ids(engine)
    engine.dispose()
    with quiz_server(settings.data) as server:
        yield Demo(app, server.url, logins, ids)


def _ids(engine: Engine) -> dict[str, dict[str, object]]:
    """Return the values that addresses take, and those of pages that need others."""
    with db.open_session(engine, writes=False) as work:
        attempt = work.scalars(
            select(Attempt).join(Attempt.user).where(User.login == "demo-alma", Attempt.score > 0)
        ).first()
        assert attempt is not None
        written = work.scalars(
            select(AttemptQuestion)
            .join(AttemptQuestion.version)
            .where(AttemptQuestion.attempt_id == attempt.id, QuestionVersion.kind == "short")
        ).one()
        class_id = work.scalar(
            select(Enrolment.classroom_id).where(Enrolment.user_id == attempt.user_id)
        )
        shared = {
            "class_id": class_id,
            "assignment_id": attempt.assignment_id,
            "attempt_id": attempt.id,
            "user_id": attempt.user_id,
            "position": 1,
            "response_id": written.id,
            "version_id": written.version_id,
            "question_id": 1,
            "passage_id": 1,
            "quiz_id": 1,
            "kind": "single",
            "code": "ABCDEFGH",
        }
        regrade = work.scalars(select(Regrade)).one()
        over = select(Attempt.id).where(
            Attempt.assignment_id == regrade.assignment_id, Attempt.user_id == attempt.user_id
        )
        protected = select(User.id).where(User.totp_secret.is_not(None))
        # The open assignment has neither a regrade nor its argument shown.
        own = {
            "people.lost_step": {"user_id": work.scalar(protected)},
            "results.regraded": {"assignment_id": regrade.assignment_id, "regrade_id": regrade.id},
            "answering.argument": {"attempt_id": work.scalar(over)},
        }
    return {"": shared} | {endpoint: shared | ids for endpoint, ids in own.items()}


def _pages(demo: Demo, audience: Audience, student: bool) -> list[str]:
    """Return the addresses of the pages for an audience, with this demo's own values."""
    urls = demo.app.url_map.bind("")
    return [
        urls.build(rule.endpoint, _values(rule, demo.ids.get(rule.endpoint, demo.ids[""])))
        for rule in demo.app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint not in NOT_PAGES | ELSEWHERE
        and demo.app.view_functions[rule.endpoint].audience == audience
        and rule.endpoint.startswith("answering.") == student
    ]


def _values(rule: Rule, ids: dict[str, object]) -> dict[str, object]:
    return {name: ids[name] for name in rule.arguments}


def _sign_in(visit, who: tuple[str, str]) -> None:  # noqa: ANN001 - a Visit
    visit.go("/sign-in")
    visit.page.get_by_label("User name").fill(who[0])
    visit.page.locator("input[type=password]").fill(who[1])
    visit.page.locator("main form button.main").click()
    visit.page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.mark.timeout(400)
def test_pages_for_anyone(demo: Demo, browser: Browser) -> None:
    with visiting(browser, demo.url) as visit:
        for page in [*_pages(demo, Audience.ANYONE, student=False), "/nowhere"]:
            visit.allowed = {404} if page == "/nowhere" else set()
            visit.go(page)
            visit.audit()
        visit.found_sound()


@pytest.mark.timeout(400)
def test_pages_for_a_student(demo: Demo, browser: Browser) -> None:
    with visiting(browser, demo.url) as visit:
        _sign_in(visit, demo.logins["demo-alma"])
        for page in _pages(demo, Audience.SIGNED_IN, student=True):
            visit.go(page)
            visit.audit()
        visit.found_sound()


@pytest.mark.timeout(600)
def test_pages_for_an_instructor(demo: Demo, browser: Browser) -> None:
    with visiting(browser, demo.url) as visit:
        _sign_in(visit, demo.logins["demo-instructor"])
        pages = [
            *_pages(demo, Audience.SIGNED_IN, student=False),
            *_pages(demo, Audience.STAFF, student=False),
            *_pages(demo, Audience.INSTRUCTOR, student=False),
            *(f"/questions/new/{kind}" for kind in KINDS if kind != "single"),
        ]
        for page in pages:
            visit.go(page)
            visit.audit()
        for original in ("/questions/1", "/quizzes/1"):
            visit.go(original)
            visit.page.get_by_role("button", name="Make a copy").click()
            visit.page.wait_for_url("**/edit")
            visit.audit()
        visit.found_sound()


@pytest.mark.timeout(400)
def test_pages_for_an_administrator(demo: Demo, browser: Browser) -> None:
    with visiting(browser, demo.url) as visit:
        _sign_in(visit, demo.logins["rosa-admin"])
        for page in _pages(demo, Audience.ADMINISTRATOR, student=False):
            visit.go(page)
            visit.audit()
        visit.found_sound()
