"""Progress: a bar on a terminal, plain lines elsewhere, and never in the way."""

import io
import sys

import pytest

from quizapp.progress import with_progress


class Terminal(io.StringIO):
    """Standard error as a terminal has it."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(with_progress("abc", "Loading")) == ["a", "b", "c"]
    assert "Loading" in terminal.getvalue()
    assert "100%" in terminal.getvalue()


def test_a_file_gets_a_few_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(with_progress(range(9), "Loading")) == list(range(9))
    assert capsys.readouterr().err.splitlines() == [
        "Loading: 2 of 9",
        "Loading: 4 of 9",
        "Loading: 6 of 9",
        "Loading: 8 of 9",
        "Loading: 9 of 9",
    ]


def test_nothing_to_do_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(with_progress([], "Loading")) == []
    assert capsys.readouterr().err == ""
