"""Servers that can be killed as a crash kills them, and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from tests.services import postgres
from tests.services.process import leashed
from tests.services.server import ROOT, free_port, plain_environment, responds, server_command


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


class Crashing:
    """The quiz server on one port, with two workers, however often it dies."""

    def __init__(self, data: Path, database_url: str, *app: str, **more: str) -> None:
        address = f"127.0.0.1:{free_port()}"
        self.url = f"http://{address}"
        self.log = data / "server.log"
        self.before: tuple[str, ...] = ()
        # A program that runs the server, such as a tracer.
        self._app = app
        self._environment = plain_environment() | {
            "QUIZ_DATA": str(data),
            "QUIZ_DATABASE_URL": database_url,
            "QUIZ_BIND": address,
            "QUIZ_WORKERS": "2",
            "GUNICORN_CMD_ARGS": "--graceful-timeout=10",
            **more,
        }

    def start(self) -> None:
        """Start it, and wait for nothing."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                leashed([*self._found(), *server_command(), *self._app]),
                env=self._environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _found(self) -> list[str]:
        """Return the tracer, if there is one, by its path: a leash knows no PATH."""
        return [str(shutil.which(self.before[0])), *self.before[1:]] if self.before else []

    def wait(self, seconds: float = 60) -> None:
        """Wait until it answers."""
        until = time.monotonic() + seconds
        while not responds(f"{self.url}/healthz"):
            assert time.monotonic() < until, self.log.read_text()[-3000:]
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            time.sleep(0.02)

    def workers(self) -> list[int]:
        """Return the processes that answer requests."""
        return children(self.process.pid)

    def kill(self) -> None:
        """Kill all of it at once, as when the machine is gone; if it is not gone already."""
        if self.process.poll() is not None:
            return
        family = [self.process.pid]
        for pid in family:
            family += children(pid)
        for pid in family:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop it in good order, if it still runs."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(40)


class Postmaster:
    """A PostgreSQL server of its own that keeps its promises, and can be killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._programs = postgres.reachable(postgres.postgres_programs(), folder)
        self.home = folder / "home"
        self.home.mkdir()
        if os.geteuid() == 0:
            postgres.hand_to_nobody(folder, self.home)
        postgres.create_cluster(self._programs, self.home)
        self.server = postgres.Postgres(self.home)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = postgres.server_command(self._programs, self.home, lasting=True)
        until = time.monotonic() + 60
        with (self._folder / "log").open("ab") as log:
            while True:
                self.process = subprocess.Popen(
                    leashed(command, as_nobody=True),
                    env=postgres.environment(self.home),
                    cwd=self.home,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
                # What the killed one left running may hold its memory for a moment.
                while self.process.poll() is None:
                    if postgres.answers(self.server):
                        return
                    time.sleep(0.02)
                assert time.monotonic() < until, (self._folder / "log").read_text()[-3000:]
                time.sleep(0.1)

    def kill(self) -> None:
        """Kill the process that all others of it depend on."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Stop it, whoever is connected."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
