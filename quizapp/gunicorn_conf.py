"""How gunicorn serves the app: gevent workers, one for each core, and the limits of SECURITY.md."""

# ruff: noqa: E402 - what is imported below finds threads and sockets as gevent makes them.
from gevent import monkey

monkey.patch_all()

import gc
import os
import shutil
import tempfile

from quizapp import running
from quizapp.answering import sweeper
from quizapp.backups import daily
from quizapp.config import Settings
from quizapp.monitoring import COUNTED_IN
from quizapp.people import purging

_settings = Settings.from_environ()

wsgi_app = "wsgi:app"
bind = _settings.bind
workers = _settings.workers or os.cpu_count() or 1
worker_class = "gevent"
worker_connections = 1000
# One app, made before the workers are, lies in the memory of all of them once.
preload_app = True
# Longer than a proxy keeps its idle connections, so that it never writes into a closed one.
keepalive = 75
timeout = 30
graceful_timeout = 30
max_requests = 100_000
max_requests_jitter = 10_000
limit_request_line = 4094
limit_request_fields = 100
limit_request_field_size = 8190
control_socket_disable = True
proc_name = "quiz"
loglevel = "warning"

if _settings.metrics_token and COUNTED_IN not in os.environ:
    # In memory where that is possible: counting must not fail when the disk is full.
    _memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
    os.environ[COUNTED_IN] = tempfile.mkdtemp(prefix="quiz-metrics-", dir=_memory)


def on_starting(_server: object) -> None:
    """Say that a server runs on this data directory, as long as one of its processes does."""
    running.hold(_settings)


def when_ready(_server: object) -> None:
    """Leave what was made so far out of all later clean-ups: to look at it would copy it."""
    gc.collect()
    gc.freeze()


def on_exit(_server: object) -> None:
    """Remove what the workers counted in."""
    if _settings.metrics_token:
        shutil.rmtree(os.environ[COUNTED_IN], ignore_errors=True)


def post_worker_init(worker: object) -> None:
    """Give each worker what is done beside the requests; done by several it does no harm."""
    sweeper.start(worker.app.callable)  # type: ignore[attr-defined]
    purging.start(worker.app.callable)  # type: ignore[attr-defined]
    daily.start(worker.app.callable)  # type: ignore[attr-defined]
