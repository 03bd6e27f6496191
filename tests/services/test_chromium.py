"""The browser of the tests renders pages, keeps visitors apart and goes away."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.services.chromium import NoChromiumError, chromium_program


def test_the_browser_renders_a_page(browser: Browser) -> None:
    with browser.new_context() as context, context.new_page() as page:
        page.goto("data:text/html,<h1>Eight ships</h1><script>document.title='run'</script>")
        assert page.get_by_role("heading").inner_text() == "Eight ships"
        assert page.title() == "run"


def test_the_browser_can_go_without_scripts(browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context, context.new_page() as page:
        page.goto("data:text/html,<title>still</title><script>document.title='run'</script>")
        assert page.title() == "still"


def test_the_browser_asked_for_is_the_one_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "my-browser"
    program.touch(mode=0o755)
    monkeypatch.setenv("QUIZ_CHROMIUM", str(program))
    assert chromium_program() == str(program)


def test_a_browser_that_is_missing_is_not_silently_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QUIZ_CHROMIUM", "/nowhere/browser")
    with pytest.raises(NoChromiumError, match="/nowhere/browser"):
        chromium_program()


def test_a_browser_without_a_window_is_preferred(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("QUIZ_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("tests.services.chromium.UNPACKED", "/nowhere")
    for name in ("chromium", "chromium-headless-shell"):
        (tmp_path / name).touch(mode=0o755)
        assert chromium_program() == str(tmp_path / name)


def test_a_machine_without_a_browser_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUIZ_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("tests.services.chromium.UNPACKED", "/nowhere")
    with pytest.raises(NoChromiumError, match="QUIZ_CHROMIUM"):
        chromium_program()
