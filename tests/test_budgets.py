"""What a page may cost, whatever the clock says: statements, bytes, and requests of a browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath

import brotli

from quizapp.assets import STATIC
from tests.statements import counted
from tests.world import World

MOST_STATEMENTS = 12
MOST_BYTES = 60_000
"""Of the page and all that it needs to be seen and to work, compressed as a proxy does."""
MOST_REQUESTS = 25
LOADED = re.compile(
    r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]*? (?:href|src)="/static/\w+/([^"]+)"'
)
IMPORTED = re.compile(r'^(?:import|export) .*?"(\.[^"]+)";', re.MULTILINE)


def pages(world: World) -> Iterator[tuple[str, str, str]]:
    """Yield who meets each page, its address, and the page."""
    for who, met in world.pages.items():
        for address, html in met.items():
            yield who, address, html


def needed(html: str) -> set[str]:
    """Return the names of all static files that a browser fetches for a page."""
    ahead = LOADED.findall(html)
    found: set[str] = set()
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += imports(name)
    return found


def imports(name: str) -> list[str]:
    if not name.endswith(".js"):
        return []
    folder = str(Path(name).parent)
    return [normpath(join(folder, one)) for one in IMPORTED.findall((STATIC / name).read_text())]


def compressed(content: bytes) -> int:
    return len(brotli.compress(content, quality=5))


def test_a_module_that_a_module_imports_is_found() -> None:
    assert "js/outbox.js" in needed('<script type="module" src="/static/0/js/autosave.js">')


def test_every_page_is_light(world: World) -> None:
    sizes = {name: compressed((STATIC / name).read_bytes()) for name in files()}
    heavy = {
        (who, address): weight
        for who, address, html in pages(world)
        if (weight := compressed(html.encode()) + sum(map(sizes.__getitem__, needed(html))))
        > MOST_BYTES
    }
    assert heavy == {}


def test_every_page_needs_few_requests(world: World) -> None:
    counts = {(who, address): 1 + len(needed(html)) for who, address, html in pages(world)}
    assert {page: count for page, count in counts.items() if count > MOST_REQUESTS} == {}


def test_every_page_takes_few_statements(world: World) -> None:
    many = {}
    for who, address, _ in pages(world):
        world.send(who, address, None)
        with counted(world.app) as sent:
            world.send(who, address, None)
        # Where two summaries lie side by side, each may take what one takes.
        if len(sent) > MOST_STATEMENTS * (2 if "/compare?" in address else 1):
            many[who, address] = len(sent)
    assert many == {}


def files() -> list[str]:
    return [str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file()]
