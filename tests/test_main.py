"""Starting the app as a teacher does: what is made, what is printed, what a second start keeps."""

import re
import stat
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from quizapp import __main__, serving
from quizapp.config import ROOT, Settings, UnsafeSettings
from tests.services.process import leashed, running
from tests.services.server import free_port, plain_environment, responds

BAD_FILE = "passage: harbour\nquestions: [{id: X01}]\n"


@contextmanager
def started(data: Path, *options: str) -> Iterator[tuple[str, str]]:
    """Start the app on a data directory; give its address and what it printed."""
    port = free_port()
    environment = plain_environment() | {
        "QUIZ_DATA": str(data),
        "QUIZ_BIND": f"127.0.0.1:{port}",
        "QUIZ_WORKERS": "1",
    }
    url = f"http://127.0.0.1:{port}"
    log = data.parent / f"log-{port}"
    command = leashed([sys.executable, "-m", "quizapp", "run", *options])
    ready = partial(responds, f"{url}/healthz")
    with running(command, ready, log, env=environment, cwd=ROOT, seconds=90):
        yield url, log.read_text()


def found(url: str) -> str:
    """Return a page."""
    with urllib.request.urlopen(url) as reply:  # noqa: S310 - our own server
        return str(reply.read().decode())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the data of the starts is to be: the first of them makes it."""
    return tmp_path_factory.mktemp("school") / "data"


def code(printed: str) -> str:
    """Return the code to join with, as a start prints it."""
    found = re.search(r"with the code (\w{4}-\w{4})", printed)
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def first(data: Path) -> str:
    """Start the app for the first time; return what it printed."""
    with started(data) as (url, printed):
        assert f"The quiz app is at    {url}" in printed
        link = re.search(r"Make your account at  (\S+)", printed)
        assert link is not None
        assert "Set up your account" in found(link[1])
        assert "Join a class" in found(f"{url}/join/{code(printed).replace('-', '')}")
    return printed


@pytest.mark.usefixtures("first")
def test_the_first_start_makes_everything_and_prints_what_to_hand_on(data: Path) -> None:
    assert mode(data) == 0o700
    assert mode(data / "secret.key") == 0o600
    assert mode(data / "quiz.db") == 0o600


def test_a_second_start_keeps_the_data_and_lan_prints_an_address_and_a_code_to_scan(
    data: Path, first: str
) -> None:
    secret = (data / "secret.key").read_text()
    with started(data, "--lan") as (url, printed):
        assert code(first) == code(printed)
        assert (data / "secret.key").read_text() == secret
        port = url.rpartition(":")[2]
        assert f"http://{serving.lan_address()}:{port}" in printed
        assert "or scan this" in printed
        assert "█" in printed


def test_an_open_network_over_plain_http_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZ_BIND", "0.0.0.0:8000")
    result = CliRunner().invoke(__main__.main, ["run"])
    assert result.exit_code == 1
    assert "QUIZ_BIND is open to the network over plain http" in result.output


def test_a_setting_that_makes_no_sense_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZ_WORKERS", "many")
    result = CliRunner().invoke(__main__.main, ["run"])
    assert result.exit_code == 1
    assert "QUIZ_WORKERS" in result.output


def test_a_broken_question_file_does_not_stop_a_school_that_has_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path / "data")
    serving.make_data_directory(settings)
    serving.prepare(settings)
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "bad.yaml").write_text(BAD_FILE)
    monkeypatch.setattr(serving, "ROOT", tmp_path)
    steps = serving.prepare(settings)
    assert steps.problems[0].line
    assert steps.classroom is not None
    with pytest.raises(serving.loading.BankRefused):
        serving.prepare(Settings(data=fresh(tmp_path)))


def fresh(folder: Path) -> Path:
    """Return a data directory without questions of before."""
    settings = Settings(data=folder / "fresh")
    serving.make_data_directory(settings)
    return settings.data


def test_a_known_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings, match="at least 32"):
        Settings(data=tmp_path, secret_key="changeme").secret()


@pytest.mark.timeout(240)
def test_the_demo_shows_a_class_and_leaves_nothing_behind(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = plain_environment() | {
        "QUIZ_BIND": f"127.0.0.1:{port}",
        "QUIZ_WORKERS": "1",
        "TMPDIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "quizapp", "demo"]
    log = tmp_path.parent / f"demo-{port}"
    ready = partial(responds, f"{url}/healthz")
    with running(command, ready, log, env=environment, cwd=ROOT, seconds=110) as process:
        assert "demo-instructor, passphrase" in log.read_text()
        assert list(tmp_path.glob("quiz-demo-*/quiz.db")) != []
        process.terminate()
        process.wait(30)
    assert list(tmp_path.iterdir()) == []
