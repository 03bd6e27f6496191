"""The files in deploy/ name only what there is, and the settings in them are safe."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from flask import Flask

from quizapp import deploy, turnstile, writers
from quizapp.apart import LONGEST_S
from quizapp.config import ROOT, Settings
from tests.conftest import SECRET
from tests.services.server import plain_environment

GUNICORN = ROOT / "quizapp" / "gunicorn_conf.py"
DEPLOY = ROOT / "deploy"


def environment(text: str) -> dict[str, str]:
    """Return the variables that a file for systemd sets."""
    return dict(re.findall(r"^(QUIZ_\w+)=(.+)$", text, re.MULTILINE))


def test_the_settings_of_the_service_are_safe() -> None:
    settings = Settings.from_environ(environment((DEPLOY / "quiz.env").read_text()))
    assert settings.data == Path("/var/lib/quiz")
    safe = settings.model_copy(update={"secret_key": SECRET})
    safe.check()
    assert list(deploy._network(safe)) == []


@pytest.mark.parametrize("name", ["quiz.env", "compose.yaml", "Dockerfile"])
def test_every_setting_in_a_file_is_one(name: str) -> None:
    known = {f"QUIZ_{setting.upper()}" for setting in Settings.model_fields} | {"QUIZ_PASSWORD"}
    assert set(re.findall(r"QUIZ_[A-Z_]+", (DEPLOY / name).read_text())) <= known


def test_the_service_starts_the_app_as_quiz_run_does() -> None:
    unit = (DEPLOY / "quiz.service").read_text()
    assert "ExecStart=/opt/quiz/.venv/bin/python -m quizapp run\n" in unit
    assert 'exec $PYTHON -m quizapp run "$@"' in (ROOT / "quiz").read_text()
    assert "User=quiz\n" in unit
    assert "StateDirectory=quiz\n" in unit


def test_commands_find_the_data_of_the_service(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    assert app
    settings.data.chmod(0o700)
    text = (DEPLOY / "quiz.env").read_text().replace("/var/lib/quiz", str(settings.data))
    (tmp_path / "quiz.env").write_text(f"{text}QUIZ_SECRET_KEY={SECRET}\n")
    section = (ROOT / "docs" / "operations.md").read_text().partition("## As a service")[2]
    recipe = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)[1]
    for old, new in (
        ("/etc/quiz.env", str(tmp_path / "quiz.env")),
        ("runuser -u quiz -- .venv/bin/flask", f"{sys.executable} -m flask"),
    ):
        assert old in recipe
        recipe = recipe.replace(old, new)
    looked = subprocess.run(
        ["/bin/sh", "-c", recipe],
        cwd=ROOT,
        env=plain_environment(),
        check=False,
        capture_output=True,
        text=True,
    )
    found = [line for line in looked.stdout.splitlines() if "runs as root" not in line]
    assert found in ([], ["Nothing to mend."]), looked.stdout + looked.stderr


def test_the_app_keeps_idle_connections_longer_than_nginx() -> None:
    nginx = re.search(r"keepalive_timeout (\d+)s;", (DEPLOY / "nginx.conf").read_text())
    # Read, not imported: that would make greenlets of the threads of the tests.
    ours = re.search(r"^keepalive = (\d+)$", GUNICORN.read_text(), re.MULTILINE)
    assert nginx is not None
    assert ours is not None
    assert int(nginx[1]) < int(ours[1])


def test_the_server_says_that_it_runs_and_its_workers_do_what_nobody_asks_for() -> None:
    text = GUNICORN.read_text()
    started = re.findall(r"^    (\w+)\.start\(worker\.app\.callable\)", text, re.MULTILINE)
    assert started == ["sweeper", "purging", "daily"]
    assert re.findall(r"^def on_starting.*\n.*\n    (.*)$", text, re.MULTILINE) == [
        "running.hold(_settings)"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "timeout = 30",
        "graceful_timeout = 30",
        "limit_request_line = 4094",
        "limit_request_fields = 100",
        "limit_request_field_size = 8190",
    ],
)
def test_the_server_waits_and_reads_no_longer_than_it_should(line: str) -> None:
    assert line in GUNICORN.read_text().splitlines()


@pytest.mark.long
def test_systemd_finds_no_fault_in_the_service_and_little_exposure(tmp_path: Path) -> None:
    # Needs systemd-analyze: what the service starts is put where it is on this machine.
    unit = tmp_path / "quiz.service"
    text = (DEPLOY / "quiz.service").read_text()
    text = text.replace("/opt/quiz/.venv/bin/python", sys.executable).replace("/opt/quiz", "/tmp")  # noqa: S108 - any folder
    unit.write_text(text)
    analyze = str(shutil.which("systemd-analyze"))
    for words in (["verify"], ["security", "--offline=true", "--threshold=20"]):
        looked = subprocess.run(
            [analyze, *words, str(unit)], check=False, capture_output=True, text=True
        )
        assert looked.returncode == 0, looked.stdout + looked.stderr
        assert "quiz.service:" not in looked.stderr


def test_containers_say_that_they_are_untested() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert services.keys() == {"database", "app", "nginx"}
    for name in ("compose.yaml", "Dockerfile"):
        assert "UNTESTED" in (DEPLOY / name).read_text()


def test_the_container_has_the_programs_of_its_database() -> None:
    # pg_dump refuses a server that is newer than itself.
    programs = {"bookworm": 15, "trixie": 17}
    debian = re.search(
        r"^FROM python:\S+-(\w+)$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE
    )
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert debian is not None
    assert services["database"]["image"] == f"postgres:{programs[debian[1]]}-{debian[1]}"


COPIED = re.findall(r"^COPY (.*) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("copied", COPIED)
def test_the_container_copies_what_there_is(copied: str) -> None:
    assert [name for name in copied.split() if not (ROOT / name).exists()] == []


def nginx_place(path: str) -> tuple[int, str]:
    """Return how long nginx waits for an answer to a path, and when it asks the other node."""
    text = (DEPLOY / "nginx.conf").read_text()
    everywhere, *places = re.split(r"^    location ", text, flags=re.MULTILINE)
    begun = [one for one in places if path.startswith(one.split()[0])]
    chosen = next(
        (one for one in places if one[0] == "~" and re.match(one.split()[1], path)),
        max(begun, key=lambda one: len(one.split()[0])),
    )
    waits = re.search(r"proxy_read_timeout (\d+)s;", chosen + everywhere)
    elsewhere = re.search(r"proxy_next_upstream (.*);", chosen)
    assert waits is not None
    assert elsewhere is not None
    return int(waits[1]), elsewhere[1]


@pytest.mark.parametrize(
    "path",
    [
        "/assignments/7/summary/questions/1",
        "/assignments/7/results.xlsx",
        "/classes/3/compare?first=1",
    ],
)
def test_nginx_waits_longer_than_a_large_summary_may_take(path: str) -> None:
    assert nginx_place(path)[0] > LONGEST_S


@pytest.mark.parametrize("path", ["/sign-in", "/join", "/join/ABCD-2345", "/assignments/7"])
def test_nginx_waits_longer_than_whoever_comes_in_and_takes_no_crowd_for_a_fault(
    path: str,
) -> None:
    waits, elsewhere = nginx_place(path)
    # And then there is still a hash to be made, and the database to be waited for.
    assert waits >= turnstile.LONGEST_WAIT_S + writers.LONGEST_WAIT_S
    assert "503" not in elsewhere


def test_nginx_sends_answers_on_even_if_they_may_have_come_and_nothing_else() -> None:
    assert "non_idempotent" in nginx_place("/attempts/7/questions/1")[1]
    assert "non_idempotent" not in nginx_place("/classes")[1]


@pytest.mark.parametrize(
    "line",
    [
        "proxy_set_header Host $host;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        "proxy_set_header X-Forwarded-Host $host;",
        "ssl_protocols TLSv1.2 TLSv1.3;",
    ],
)
def test_nginx_believes_no_browser_and_no_old_tls(line: str) -> None:
    name = line.rpartition(" ")[0]
    found = re.findall(rf"{re.escape(name)} .*", (DEPLOY / "nginx.conf").read_text())
    assert found == [line]


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_nginx_keeps_monitors_inside(path: str) -> None:
    places = re.findall(r"location ~ (\S+) \{\n +return 404;", (DEPLOY / "nginx.conf").read_text())
    assert any(re.match(place, path) for place in places)
    assert not any(re.match(place, "/attempts/7/questions/1") for place in places)


def test_nginx_asks_the_other_node_when_one_cannot_save() -> None:
    assert "http_503" in nginx_place("/attempts/7/questions/1")[1]
    assert "http_503" in nginx_place("/classes")[1]
