"""A real browser for the tests: the machine's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

UNPACKED = Path(__file__).parents[2] / ".cache" / "chromium" / "chromium"
# A browser under test calls nobody but the server under test.
QUIET = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 20_000
"""How long a page may take to become what a test expects, on a machine that does much else."""


class NoChromiumError(Exception):
    """No Chromium on this machine: `./quiz test` gets one, or set QUIZ_CHROMIUM."""


def chromium_program() -> str:
    """Return the path of the browser: the one asked for, our own, or the machine's.

    Raises NoChromiumError if there is none.
    """
    if asked := os.environ.get("QUIZ_CHROMIUM"):
        if not shutil.which(asked):
            raise NoChromiumError(f"QUIZ_CHROMIUM={asked} is not a program")
        return asked
    for name in (str(UNPACKED), "chromium-headless-shell", "chromium", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise NoChromiumError(NoChromiumError.__doc__)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser without a window until the block ends."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_program(),
            args=QUIET,
            # Root and containers cannot have the sandbox; it sees no page but our own.
            chromium_sandbox=False,
        )
        try:
            yield browser
        finally:
            browser.close()
