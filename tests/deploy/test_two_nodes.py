"""Two nodes behind nginx, with deploy/nginx.conf as it stands, share one PostgreSQL.

Needs nginx and openssl (Debian: apt-get install nginx-light openssl), and the network for sslyze:
run it with -m long.
"""

import http.client
import os
import random
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from quizapp.config import ROOT, Settings
from tests.conftest import SECRET, School
from tests.durability.crashing import Crashing
from tests.durability.load import Load, connected, judged, seats
from tests.services.process import leashed, running
from tests.services.server import free_port, plain_environment, responds

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]
HOST = "localhost"
IDLE_S = int(os.environ.get("QUIZ_TEST_IDLE", "240"))
SEED = int(os.environ.get("QUIZ_TEST_SEED", "1"))


@dataclass
class TwoNodes:
    """Two nodes and what is in front of them."""

    url: str
    nodes: list[Crashing]


def certificate(folder: Path) -> None:
    """Make a certificate for this machine that nobody else trusts."""
    wanted = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        f"-subj /CN={HOST} -addext subjectAltName=DNS:{HOST} -keyout privkey.pem -out fullchain.pem"
    )
    openssl = str(shutil.which("openssl"))
    subprocess.run([openssl, *wanted.split()], cwd=folder, check=True, capture_output=True)


def configured(folder: Path, nodes: list[Crashing], plain: int, tls: int) -> Path:
    """Return deploy/nginx.conf for this test: its ports, its certificate, its nodes, its name."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    servers = "\n".join(
        f"    server {node.url.removeprefix('http://')} max_fails=1 fail_timeout=5s;"
        for node in nodes
    )
    for old, new in (
        ("    server 127.0.0.1:8000 max_fails=1 fail_timeout=5s;", servers),
        ("quiz.school.example", HOST),
        ("/etc/ssl/quiz", str(folder)),
    ):
        assert old in text
        text = text.replace(old, new)
    text = re.sub(r"listen \[::\].*;\n", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    text = text.replace("listen 443", f"listen 127.0.0.1:{tls}")
    paths = "\n".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    file.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n{user}\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{paths}\n{text}\n}}\n"
    )
    return file


@pytest.fixture
def two_nodes(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TwoNodes]:
    """Run two nodes of two workers on one PostgreSQL, behind nginx with TLS."""
    plain, tls = free_port(), free_port()
    more = {
        "QUIZ_SECRET_KEY": SECRET,
        "QUIZ_BASE_URL": f"https://{HOST}:{tls}",
        "QUIZ_HOSTS": f"{HOST},127.0.0.1",
        "QUIZ_PROXIES": "1",
    }
    nodes = []
    for number in (1, 2):
        data = tmp_path / f"node {number}"
        data.mkdir()
        node = Crashing(data, settings.database_url, **more)
        node.start()
        node.wait(200)
        nodes.append(node)
    certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "fullchain.pem"))
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    command = [str(nginx), "-p", str(tmp_path), "-c", str(configured(tmp_path, nodes, plain, tls))]
    with running(
        leashed(command),
        lambda: responds(f"https://{HOST}:{tls}/healthz"),
        tmp_path / "nginx.log",
        env=plain_environment(),
        cwd=tmp_path,
    ):
        yield TwoNodes(f"https://{HOST}:{tls}", nodes)
    for node in nodes:
        node.stop()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_rolling_restart_refuses_nobody_and_loses_nothing(
    app: Flask, school: School, two_nodes: TwoNodes
) -> None:
    students = seats(school, 8)
    with Load(two_nodes.url, students) as load:
        load.wait_for(16)
        for node in two_nodes.nodes:
            node.stop()
            load.wait_for(16)
            node.start()
            node.wait(200)
            load.wait_for(16)
    assert load.silences == 0
    assert {status for seat in students for status in seat.statuses} == {200}
    verdict = judged(app.extensions["quiz_engine"], students)
    assert verdict.is_clean(), verdict


def wrong_password(address: str) -> int:
    """Send the sign-in form with a wrong password, as a browser that has just come."""
    connection = connected(address)
    connection.request("GET", "/sign-in", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
    page = connection.getresponse()
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
    assert token is not None
    connection.request(
        "POST",
        "/sign-in",
        urlencode({"csrf_token": token[1], "login": "ada", "password": "wrong"}),
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookie,
            "Host": HOST,
            "X-Forwarded-Proto": "https",
        },
    )
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_nodes_count_wrong_passwords_together(two_nodes: TwoNodes) -> None:
    statuses = [wrong_password(two_nodes.url) for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert [wrong_password(node.url) for node in two_nodes.nodes] == [429, 429]


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_tls_is_as_mozilla_recommends_but_for_a_certificate_of_our_own(two_nodes: TwoNodes) -> None:
    address = two_nodes.url.removeprefix("https://")
    looked = subprocess.run(
        [
            *(str(ROOT / ".venv/bin/uv"), "tool", "run", "--quiet", "--from", "sslyze==6.3.1"),
            *("sslyze", "--mozilla_config=intermediate", address),
        ],
        check=False,
        capture_output=True,
        text=True,
    ).stdout
    _, _, verdict = looked.partition("COMPLIANCE AGAINST TLS CONFIGURATION")
    assert f"{address}: " in verdict, looked
    faults = re.findall(r"^ +\* (\w+): ", verdict, re.MULTILINE)
    assert set(faults) <= {"certificate_path_validation"}, verdict


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_who_asks_again_after_a_while_is_always_answered(two_nodes: TwoNodes) -> None:
    # Pauses around the 60 s after which nginx, and the 75 s after which the app, end a connection.
    chance, until = random.Random(SEED), time.monotonic() + IDLE_S
    browsers = [(chance.uniform(0, 5), connected(two_nodes.url)) for _ in range(100)]
    due = [(time.monotonic() + first, browser) for first, browser in browsers]
    statuses = []
    while due and (now := time.monotonic()) < until:
        due.sort(key=lambda one: one[0])
        at, browser = due.pop(0)
        time.sleep(max(at - now, 0))
        try:
            browser.request("GET", "/sign-in")
            reply = browser.getresponse()
        except (OSError, http.client.HTTPException):
            # nginx has ended the connection itself: browsers open another and ask again.
            browser.close()
            browser.request("GET", "/sign-in")
            reply = browser.getresponse()
        reply.read()
        statuses.append(reply.status)
        due.append((time.monotonic() + chance.choice([1, 58, 61, 74, 77]), browser))
    for _, browser in due:
        browser.close()
    assert len(statuses) > 100
    assert set(statuses) == {200}
