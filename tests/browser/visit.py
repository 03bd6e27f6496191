"""A person at a browser: every page they see is checked for faults that no person should meet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

SIZES = ((1280, 900), (390, 844))
NARROWEST = 320
WIDEN = "spacing => { document.body.style.letterSpacing = spacing }"
# Letters are wider on other machines than on this one.
# The innermost parts that reach beyond the window, but for what scrolls by itself.
TOO_WIDE = """width => [...document.querySelectorAll("main *")]
  .filter(part => part.getBoundingClientRect().right > width && !part.closest(".wide"))
  .slice(-3).map(part => `${part.tagName}.${part.className}`)"""
LOOKS = Path(__file__).with_name("looks.js").read_text()
AXE = f"{Axe().axe_script}\n{LOOKS}"
RUN = """async ([where, options]) => {
  looks.mark();
  return (await axe.run(where, options)).violations;
}"""
REPEATED = ["main tr:nth-child(n+9)", "main li:nth-child(n+9)"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


@dataclass
class Visit:
    """One person's browser window, and what went wrong in it."""

    page: Page
    site: str
    faults: list[str] = field(default_factory=list)
    allowed: set[int] = field(default_factory=set)
    # Statuses from 400 on that the story means to meet.
    audits: bool = True

    def watch(self) -> None:
        """Note every console error, refused resource, server error and foreign request."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._response)
        self.page.on("request", self._request)

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(path if path.startswith("http") else self.site + path)

    def audit(self) -> None:
        """Check the present page with axe, in both themes and sizes, and for sideways scroll."""
        if not self.audits:
            return
        where = self.page.url.removeprefix(self.site)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            shape = None
            for theme in ("light", "dark"):
                # Colours that are still on their way from one theme to the other are not looked at.
                self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                # Where nothing but colours has changed, the other rules would find the same again.
                same = shape == (shape := self.page.evaluate("looks.shape()"))
                # Rows far down are drawn as those above them: to see each of them once is enough.
                first = (width, theme) == (SIZES[0][0], "light")
                leaving_out = [] if first else REPEATED
                for found in self._violations(COLOURS if same else RULES, leaving_out):
                    places = [node["html"][:80] for node in found["nodes"][:3]]
                    self.faults.append(f"{where} {width} {theme}: {found['id']} at {places}")
        self.page.set_viewport_size({"width": NARROWEST, "height": 700})
        self.page.evaluate(WIDEN, ".03em")
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > NARROWEST:
            parts = self.page.evaluate(TOO_WIDE, NARROWEST)
            self.faults.append(f"{where} scrolls sideways at {NARROWEST}: {wide} by {parts}")
        self.page.evaluate(WIDEN, "")
        if (headings := self.page.locator("h1").count()) != 1:
            self.faults.append(f"{where} has {headings} headings of the first level")
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})

    def found_sound(self) -> None:
        """Fail with every fault that was met, each once."""
        faults = list(dict.fromkeys(self.faults))
        assert not faults, "\n".join(faults)

    def _violations(self, rules: object, leaving_out: list[str]) -> list[dict[str, Any]]:
        """Return what axe finds; it stays in the page, since it is long to read."""
        where = {"exclude": [[part] for part in leaving_out]}
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        return self.page.evaluate(RUN, [where, options])

    def _console(self, message: ConsoleMessage) -> None:
        expected = any(str(status) in message.text for status in self.allowed)
        if message.type in {"error", "warning"} and not expected:
            self.faults.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self.faults.append(f"{response.status} for {response.url}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.faults.append(f"foreign request: {request.url}")


@contextmanager
def visiting(browser: Browser, site: str, *, scripts: bool = True) -> Iterator[Visit]:
    """Give a person a browser window of their own until the block ends."""
    context = browser.new_context(java_script_enabled=scripts, reduced_motion="reduce")
    visit = Visit(context.new_page(), site)
    visit.watch()
    try:
        yield visit
    finally:
        context.close()
