"""Walking through the app as a person does: every page that links lead to, and its forms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient

ENTERED = {"input", "select", "textarea", "button"}
PRESSED = {"submit", "image", "button", "reset"}


@dataclass(frozen=True)
class Entry:
    """A field of a form: what it is called, of which type it is, what it holds to begin with."""

    name: str
    type: str
    value: str
    on: bool
    # Whether a browser would send it without being told to: not an empty tick box, no button.


@dataclass(frozen=True)
class Form:
    """A form that sends a change: where to, what is in it, and the page that holds it."""

    page: str
    action: str
    entries: tuple[Entry, ...]

    def data(self) -> dict[str, list[str]]:
        """Return what a browser would send if nothing were touched."""
        sent: dict[str, list[str]] = {}
        for entry in self.entries:
            if entry.on and entry.type != "file":
                sent.setdefault(entry.name, []).append(entry.value)
        return sent

    def named(self) -> dict[str, Entry]:
        """Return the first field of every name."""
        return {entry.name: entry for entry in reversed(self.entries) if entry.name}


@lru_cache(maxsize=2)
def parsed(html: str) -> Element:
    """Return a page as browsers understand it."""
    tree: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return tree


def walk(client: FlaskClient, starts: Sequence[str]) -> dict[str, str]:
    """Return every page that a person comes to from some pages by links, by its address."""
    pages: dict[str, str] = {}
    ahead = list(starts)
    seen = {start.partition("?")[0] for start in starts}
    while ahead:
        address = ahead.pop(0)
        response = client.get(address)
        assert response.status_code < 500, f"{response.status_code} at {address}"
        if response.mimetype != "text/html":
            continue
        pages[address] = response.text
        found = [response.location] if response.location else links(response.text)
        for link in found:
            target = _inside(urljoin(address, link))
            path = target.partition("?")[0]
            if target and path not in seen:
                # One search or order of a list is like another.
                seen.add(path)
                ahead.append(target)
    return pages


def links(html: str) -> list[str]:
    """Return where the links of a page lead."""
    return [link.get("href", "") for link in parsed(html).iter("a")]


def _inside(address: str) -> str:
    """Return an address of this site without its fragment, '' for another site's."""
    parts = urlsplit(address)
    if parts.netloc not in {"", "localhost"} or parts.scheme not in {"", "http"}:
        return ""
    if parts.path.startswith("/static/"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def forms(address: str, html: str) -> Iterator[Form]:
    """Yield the forms of a page that send a change, once more for each address of a button."""
    for form in parsed(html).iter("form"):
        if form.get("method", "get").lower() != "post":
            continue
        entries = tuple(entry for element in form.iter() for entry in _entries(element))
        others = [e.get("formaction") for e in form.iter("button") if e.get("formaction")]
        for action in dict.fromkeys([form.get("action") or address, *others]):
            yield Form(address, _inside(urljoin(address, action)), entries)


def _entries(element: Element) -> Iterator[Entry]:
    name = element.get("name", "")
    if element.tag not in ENTERED or not name or name == "csrf_token":
        return
    kind = element.get("type", "text").lower() if element.tag == "input" else element.tag
    if element.get("hidden") is not None:
        kind = "hidden"
    value = element.get("value", "")
    on = element.tag != "button" and kind not in PRESSED
    if kind in {"checkbox", "radio"}:
        on, value = element.get("checked") is not None, element.get("value", "on")
    elif kind == "textarea":
        value = "".join(element.itertext())
    elif kind == "select":
        options = list(element.iter("option"))
        taken = [o for o in options if o.get("selected") is not None] or options[:1]
        value = taken[0].get("value", "") if taken else ""
    yield Entry(name, kind, value, on)
