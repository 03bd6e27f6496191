"""An address, a file or a body that makes no sense is refused in words, and changes nothing."""

import io
import random
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.routing import Rule
from werkzeug.test import encode_multipart

from tests.bad_values import BYTES, IDS
from tests.walk import parsed
from tests.world import FORM, ROUTES, World, shown

MOST_TRIES = 120
"""For one person: a sample, the same each time, of every address with every value."""


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
    for method, address in random.Random(who).sample(every, MOST_TRIES):
        answer = world.send(who, address, b"" if method == "POST" else None)
        changed = world.changed()
        if answer.status_code >= 500 or "Traceback" in answer.text:
            failures.append(f"{method} {shown(address)}: {answer.status_code}")
        if changed:
            failures.append(f"{method} {shown(address)} changed {changed}")
    assert len(every) > MOST_TRIES
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
    for address, name, value in random.Random(who).sample(every, MOST_TRIES):
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
    file = FileStorage(io.BytesIO(content), "list.csv")
    boundary, body = encode_multipart({"do": do, "file": file})
    kind = f"multipart/form-data; boundary={boundary}"
    answer = world.send("teacher", "/classes/1/roster", body, content_type=kind)
    assert answer.status_code == 422
    assert line in answer.text
    assert world.changed() == []


BOUNDARY = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nA\r\n'
BODIES = {
    "over the limit": (b"name=" + b"x" * (10 * 1024 * 1024), FORM, {413}),
    "a form over its limit": (b"a&" * 600_000, FORM, {413}),
    "one field too large": (PART[:-3] + b"x" * 300_000 + b"\r\n--b--\r\n", BOUNDARY, {413}),
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
