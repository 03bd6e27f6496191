"""Whatever is sent to any address, nobody sees an error of ours, and a refusal changes nothing.

The forms come from the pages, and the pages from links, so that a new form cannot be forgotten.
"""

import io
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from sqlalchemy import Engine
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from quizapp import create_app
from quizapp.answering.pace import Pace
from quizapp.config import Settings
from quizapp.forms import clean
from quizapp.models import Base
from quizapp.people.names import login_key
from tests.bad_values import BYTES, IDS
from tests.conftest import SECRET
from tests.lived_in import lived_in
from tests.walk import Form, forms, parsed, walk

MOST_TRIES = 40
"""For one address: a sample, the same each time, of every field with every value."""
MOST_ADDRESSES = 120
FORM = "application/x-www-form-urlencoded"
WRITTEN = {"text", "textarea", "search", "number", "datetime-local"}
SCRIPTED = {"authoring.preview": "authoring.write_question"}
"""What only scripts send, and whose form it is that they send."""

ROUTES = create_app(Settings(secret_key=SECRET)).url_map
CHANGES = sorted({rule.endpoint for rule in ROUTES.iter_rules() if "POST" in rule.methods})
Sent = dict[str, list[bytes]]


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

    def send(self, who: str, address: str, body: Any, **options: Any) -> TestResponse:
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
        version = self.watch.execute("PRAGMA data_version").fetchone()
        if version == self.version:
            return []
        now = contents(self.watch)
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


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Any,
    compiled_templates: BytecodeCache,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    (folder / "quiz.db").write_bytes(sqlite_template.read_bytes())
    app = create_app(Settings(data=folder, secret_key=SECRET))
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


def tries(form: Form) -> Iterator[tuple[str, Sent]]:
    """Yield which field is spoiled, and what is sent: every field with every value."""
    good: Sent = {name: [v.encode() for v in values] for name, values in form.data().items()}
    # The rows of a list are read alike: one of each will do.
    names = list({re.sub(r"\d+", "0", name): name for name in form.named()}.values())
    for value in BYTES:
        yield "", {name: [value] for name in form.named()}
        for name in names:
            yield name, {**good, name: [value]}
    for name in names:
        others = {other: values for other, values in good.items() if other != name}
        yield "", others
        yield "", {**good, name: [b"1", b"2", b"<b>"] * 5}
        yield "", {**others, f"{name}[]": [b"1"], f"{name}[0]": [b"1"], f"{name}.x": [b"1"]}


def faults(world: World, form: Form, spoiled: str, sent: Sent, answer: TestResponse) -> list[str]:
    """Return what is wrong with an answer to a form."""
    found = []
    changed = world.changed()
    refused = 400 <= answer.status_code < 500
    if answer.status_code not in {200, 303} and not refused:
        found.append(f"status {answer.status_code}")
    if "Traceback" in answer.text or "sqlalchemy" in answer.text:
        found.append("tells of our code")
    if refused and changed:
        found.append(f"refused and changed {changed}")
    if answer.status_code == 422 and answer.mimetype == "text/html":
        found += unkind(form, spoiled, sent, answer.text)
    return found


def unkind(form: Form, spoiled: str, sent: Sent, html: str) -> list[str]:
    """Return what a page that asks for a correction fails to say or to keep."""
    found = []
    page = parsed(html)
    told = [
        element
        for element in page.iter()
        if "error" in element.get("class", "").split() or element.get("role") == "alert"
    ]
    if not any("".join(element.itertext()).strip() for element in told):
        found.append("asks for a correction without a message")
    entry = form.named().get(spoiled)
    if entry is None or entry.type not in WRITTEN:
        return found
    text = sent[spoiled][0].decode(errors="replace")
    again = [f.named() for f in forms(form.action, html) if f.action == form.action]
    # What cannot be written on a page at all need not be kept.
    if (
        text == clean(text)
        and "\ufffd" not in text
        and not any(spoiled in named and alike(named[spoiled].value, text) for named in again)
    ):
        found.append("loses what was typed")
    return found


def alike(one: str, other: str) -> bool:
    """Tell whether two texts are the same but for spaces, and capitals as in user names."""
    return login_key(" ".join(one.split())) == login_key(" ".join(other.split()))


def shown(value: Any) -> str:
    """Return something short enough for a list of failures."""
    text = repr(value)
    return text if len(text) < 60 else f"{text[:57]}..."


@pytest.mark.parametrize("endpoint", CHANGES)
def test_a_form_takes_anything_and_never_breaks(world: World, endpoint: str) -> None:
    makes = world.forms[endpoint]
    every = [(who, form, *attempt) for who, form in makes for attempt in tries(form)]
    chosen = random.Random(endpoint).sample(every, min(MOST_TRIES, len(every)))
    failures = []
    for who, form, spoiled, sent in chosen:
        answer = world.send(who, form.action, urlencode(sent, doseq=True).encode())
        failures += [
            f"{form.action} {spoiled or 'several'} {shown(sent.get(spoiled, sent))}: {fault}"
            for fault in faults(world, form, spoiled, sent, answer)
        ]
    assert not failures, "\n".join(failures)


def test_every_form_was_found_by_following_links(world: World) -> None:
    assert set(CHANGES) == set(world.forms)


def spoiled_addresses(rule: Rule) -> Iterator[str]:
    """Yield an address for each id in it with each value that names nothing."""
    for name in rule.arguments:
        for value in IDS:
            address = str(rule).replace(f"<int:{name}>", value).replace(f"<{name}>", value)
            yield re.sub("<[^>]*>", "1", address)


@pytest.mark.parametrize("who", ["", "student", "teacher", "administrator"])
def test_an_address_that_names_nothing_is_a_page_that_says_so(world: World, who: str) -> None:
    every = [
        (method, address)
        for rule in ROUTES.iter_rules()
        for method in ("GET", "POST")
        if method in (rule.methods or ())
        for address in spoiled_addresses(rule)
    ]
    failures = []
    for method, address in random.Random(who).sample(every, MOST_ADDRESSES):
        answer = world.send(who, address, b"" if method == "POST" else None)
        changed = world.changed()
        if answer.status_code >= 500 or "Traceback" in answer.text:
            failures.append(f"{method} {shown(address)}: {answer.status_code}")
        if changed:
            failures.append(f"{method} {shown(address)} changed {changed}")
    assert len(every) > MOST_ADDRESSES
    assert not failures, "\n".join(failures)


@pytest.mark.parametrize("who", ["", "student", "teacher", "administrator"])
def test_a_search_in_an_address_may_hold_anything(world: World, who: str) -> None:
    names = {
        "next",
        "page",
        "version",
        *re.findall(r"[?&;](\w+)=", "".join(world.pages[who].values())),
    }
    names |= {
        e.get("name", "") for html in world.pages[who].values() for e in parsed(html).iter("input")
    }
    every = [
        (address.partition("?")[0], name, value)
        for address in sorted(world.pages[who])
        for name in sorted(names)
        for value in BYTES
    ]
    failures = []
    for address, name, value in random.Random(who).sample(every, MOST_ADDRESSES):
        answer = world.send(who, f"{address}?{urlencode({name: value})[:8_000]}", None)
        if answer.status_code >= 500 or "Traceback" in answer.text:
            failures.append(f"{address} {name} {shown(value)}: {answer.status_code}")
        if world.changed():
            failures.append(f"{address} {name} {shown(value)}: asking changed something")
    assert not failures, "\n".join(failures)


LISTS = {
    "wrong encoding": (b"Name\nAnna\nJos\xe9\n", "Line 3:"),
    "UTF-16": ("Anna\nJosé\n".encode("utf-16"), "Line 1:"),
    "NUL": (b"Anna\nBe\0n\n", "Line 2:"),
    "3 MB": (b"Anna Bell;;A\n" * 250_000, "Line 1:"),
    "no CSV": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "Line 1:"),
    "open quotation mark": (b'Anna\n"Bea\nCarl\n', "Line 2:"),
    "only empty lines": (b"\n\n;;\n", "Line 1:"),
    "the same name twice": (b"Anna\nBea\nanna\n", "Line 3:"),
    "a user name twice": (b"Anna;anna.1\nBea;ANNA.1\n", "Line 2:"),
    "too many columns": (b"Name;Section\nAnna;A;x;y\n", "Line 2:"),
    "a name of 200": (b"Anna\n" + b"x" * 200 + b"\n", "Line 2:"),
    "a cell of 200,000": (b"Anna\n" + b"x" * 200_000 + b"\n", "Line 2:"),
}


@pytest.mark.parametrize("fault", LISTS)
@pytest.mark.parametrize("do", ["preview", "create"])
def test_a_list_that_cannot_be_read_is_refused_by_line(world: World, fault: str, do: str) -> None:
    content, line = LISTS[fault]
    files = {"do": do, "file": (io.BytesIO(content), "list.csv")}
    answer = world.send("teacher", "/classes/1/roster", files, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert line in answer.text
    assert world.changed() == []


BOUNDARY = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nA\r\n'
BODIES = {
    "over the limit": (b"name=" + b"x" * (10 * 1024 * 1024), FORM, {413}),
    "one field too large": (b"name=" + b"x" * 300_000, FORM, {413}),
    "too many parts": (PART * 501 + b"--b--\r\n", BOUNDARY, {413}),
    "cut off": (PART[:60], BOUNDARY, {400, 422}),
    "no boundary": (PART, "multipart/form-data", {400, 422}),
    "another boundary": (PART, "multipart/form-data; boundary=c", {400, 422}),
    "no form": (b'{"name": "A"}', "application/json", {400, 415, 422}),
    "no type": (b"name=A", "", {400, 415, 422}),
    "an encoding nobody knows": (b"name=A", "text/plain; charset=nobody", {400, 415, 422}),
    "bytes": (bytes(range(256)) * 4, FORM, {400, 422}),
}


@pytest.mark.parametrize("fault", BODIES)
@pytest.mark.parametrize("address", ["/classes/new", "/attempts/2/questions/1"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_body_that_is_no_form_is_refused(
    world: World, fault: str, address: str, accept: str
) -> None:
    body, content_type, expected = BODIES[fault]
    who = "teacher" if address == "/classes/new" else "student"
    headers = {"Accept": accept}
    answer = world.send(who, address, body, content_type=content_type, headers=headers)
    assert answer.status_code in expected
    assert world.changed() == []


def test_a_script_that_saves_nonsense_is_told_why(world: World) -> None:
    saves = [form for _, form in world.forms["answering.save"]]
    every = [(form, *attempt) for form in saves for attempt in tries(form)]
    failures = []
    for form, spoiled, sent in random.Random("script").sample(every, MOST_TRIES):
        body = urlencode(sent, doseq=True).encode()
        answer = world.send("student", form.action, body, headers={"Accept": "application/json"})
        changed = world.changed()
        said = answer.get_json(silent=True) or {}
        if answer.status_code == 200 and said.get("saved"):
            continue
        if answer.status_code not in {409, 422} or not said.get("message") or changed:
            failures.append(f"{spoiled} {shown(sent)}: {answer.status_code} {said} {changed}")
    assert not failures, "\n".join(failures)
