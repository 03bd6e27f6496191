"""Whatever people write is shown as they wrote it: no page and no file takes it for a command."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from jinja2 import BytecodeCache
from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp import create_app, db
from quizapp.config import Settings
from quizapp.core.fingerprint import fingerprint
from quizapp.core.kinds import KINDS
from quizapp.models import (
    Assignment,
    Challenge,
    Classroom,
    Enrolment,
    Invitation,
    LoginSession,
    Misreading,
    Passage,
    QuestionVersion,
    Quiz,
    Response,
    User,
)
from tests.browser.visit import visiting
from tests.conftest import SECRET
from tests.hurry import hurry
from tests.lived_in import PHRASE, Lived, lived_in
from tests.services.server import quiz_server
from tests.walk import parsed, walk

HOSTILE = (
    '\'"><img src=x onerror="window.__x=1"><svg/onload=window.__x=1>'
    "</textarea></title></script><script>window.__x=1</script>&lt;i&gt;"
)
IMAGE = "<img src=x onerror=window.__x=1>"
BRACES = "{{7*7}}{%x%}"
COLUMNS: dict[type, tuple[str, ...]] = {
    User: ("name",),
    Classroom: ("name",),
    Enrolment: ("section",),
    LoginSession: ("device",),
    Misreading: ("name",),
    Quiz: ("title",),
    Assignment: ("title",),
    Challenge: ("reason", "quote"),
}
"""The text that people write, or bring in with a file. User names have no such signs."""
WRITTEN = {"title", "byline", "heading", "text", "name", "definition"}
WRITTEN |= {"stem", "explanation", "feedback", "left", "right", "category", "model_answer", "note"}
WRITTEN |= {"categories", "extra_right", "options", "accept", "true", "false", "not-stated"}
SHORT = {"name", "heading"}
KEPT = {"quotes", "misreadings", "claims"}
"""Parts of records that have to fit other parts to the letter."""


def tag(where: str) -> str:
    """Return how hostile text is recognised, wherever it turns up."""
    return f"[{where}]"


def hostile(where: str, text: str = "", *, braces: bool = True) -> str:
    """Return a text that is formula, markup, script and template at once."""
    return f"=1+1 {text}{tag(where)}{HOSTILE}{BRACES if braces else ''}"


def spoiled(content: Any, where: str, name: str = "") -> Any:
    """Return a record with everything hostile that an author writes freely."""
    if isinstance(content, dict):
        return {
            key: value if key in KEPT else spoiled(value, where, key)
            for key, value in content.items()
        }
    if isinstance(content, list):
        return [spoiled(value, where, name) for value in content]
    if not isinstance(content, str) or name not in WRITTEN:
        return content
    if name in SHORT:
        return f"{content}{IMAGE}"
    return content + hostile(where, braces="{{" not in content)


def spoil(work: Session) -> set[str]:
    """Make all text in the tables hostile; return the tags of what must be seen somewhere."""
    for table, columns in COLUMNS.items():
        for row in work.scalars(select(table)):
            for column in columns:
                setattr(row, column, hostile(f"{table.__name__}.{column}"))
    for invitation in work.scalars(select(Invitation)):
        invitation.section = hostile("Invitation.section")
    for passage in work.scalars(select(Passage)):
        passage.content = spoiled(passage.content, "passage")
        passage.title = passage.content["title"]
        passage.content_hash = fingerprint(passage.content)
        passage.full_text = [hostile("full_text", text) for text in passage.full_text or ()]
    for version in work.scalars(select(QuestionVersion)):
        version.content = spoiled(version.content, version.kind)
        version.content_hash = fingerprint(version.content)
    for response in work.scalars(select(Response)):
        if isinstance(response.answer, str):
            response.answer = hostile("answer")
    for challenge in work.scalars(select(Challenge).where(Challenge.answer.is_not(None))):
        challenge.answer = hostile("Challenge.answer")
    columns_of_tables = ["Challenge.answer"]
    columns_of_tables += [f"{table.__name__}.{c}" for table, cs in COLUMNS.items() for c in cs]
    return {tag(name) for name in (*columns_of_tables, *KINDS, "passage", "full_text", "answer")}


@pytest.fixture(scope="module")
def lived(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Any,
    compiled_templates: BytecodeCache,
) -> Iterator[Lived]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "quiz.db").write_bytes(sqlite_template.read_bytes())
    app = create_app(Settings(data=folder, secret_key=SECRET))
    hurry(app.extensions["quiz_engine"])
    app.jinja_env.bytecode_cache = compiled_templates
    app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    lived = lived_in(app)
    with db.writing(app.extensions["quiz_engine"]) as work:
        lived.planted = spoil(work)
    yield lived
    app.extensions["quiz_engine"].dispose()


@pytest.fixture(scope="module")
def pages(lived: Lived) -> dict[tuple[str, str], str]:
    """Return every page of every person, by person and address."""
    return {
        (who, address): html
        for who, client in lived.clients.items()
        for address, html in walk(client, lived.starts[who]).items()
    }


def commands(html: str) -> list[str]:
    """Return what in a page a browser would obey, and we have not written."""
    found = []
    for element in parsed(html).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and not element.get("src", "").startswith("/static/"):
            found.append("a script of its own")
        if element.tag in {"img", "iframe", "object", "embed"}:
            found.append(f"<{element.tag} src={element.get('src')}>")
        found += [f"{element.tag} {name}" for name in element.attrib if name.startswith("on")]
        found += ["javascript:" for name in element.attrib.values() if "javascript:" in name]
    if "]'\"><img" in html or "49{%x%}" in html:
        found.append("text as it was written, or worked out")
    return found


def test_no_page_obeys_what_people_wrote(lived: Lived, pages: dict[tuple[str, str], str]) -> None:
    faults = [f"{key}: {found}" for key, html in pages.items() for found in commands(html)]
    assert not faults, "\n".join(faults)
    everything = "".join(pages.values())
    assert {seen for seen in lived.planted if seen not in everything} == set()
    assert "{{7*7}}{%x%}" in everything


def test_files_for_spreadsheets_hold_no_formula(lived: Lived) -> None:
    teacher = lived.clients["teacher"]
    for name in ("scores", "responses"):
        answer = teacher.get(f"/assignments/1/{name}.csv")
        assert answer.status_code == 200
        cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
        assert any(tag("User.name") in cell for cell in cells)
        assert [cell for cell in cells if cell.lstrip("\ufeff")[:1] in set("=+-@\t\r")] == []


def with_text(seen: dict[tuple[str, str], str], who: str) -> list[str]:
    """Return one address of each make for a person."""
    makes = {
        re.sub(r"\d+", "0", urlsplit(address).path): address
        for person, address in seen
        if person == who
    }
    return sorted(makes.values())


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("who", "index"), [("teacher", 1), ("student", 2)])
def test_a_browser_runs_nothing_that_people_wrote(
    lived: Lived, pages: dict[tuple[str, str], str], browser: Browser, who: str, index: int
) -> None:
    engine = lived.app.extensions["quiz_engine"]
    with db.open_session(engine, writes=False) as work:
        login = work.get_one(User, index).login
    folder = lived.app.extensions["quiz_settings"].data
    with quiz_server(folder) as server, visiting(browser, server.url) as visit:
        visit.page.on("dialog", lambda dialog: visit.faults.append(f"dialog {dialog.message}"))
        visit.go("/sign-in")
        visit.page.get_by_label("User name").fill(login)
        visit.page.locator("input[type=password]").fill(PHRASE)
        visit.page.locator("main form button.main").click()
        visit.page.wait_for_url(lambda url: "/sign-in" not in url)
        addresses = with_text(pages, who)
        assert len(addresses) > 5
        for address in addresses:
            visit.go(address)
            if visit.page.evaluate("window.__x") is not None:
                visit.faults.append(f"{address} ran what was written")
        visit.found_sound()
