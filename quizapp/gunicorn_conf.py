"""How gunicorn serves the app: gevent workers, one for each core, and the limits of SECURITY.md."""

import os

from quizapp import running
from quizapp.answering import sweeper
from quizapp.backups import daily
from quizapp.config import Settings
from quizapp.people import purging

_settings = Settings.from_environ()

wsgi_app = "wsgi:app"
bind = _settings.bind
workers = _settings.workers or os.cpu_count() or 1
worker_class = "gevent"
worker_connections = 1000
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


def on_starting(_server: object) -> None:
    """Say that a server runs on this data directory, as long as one of its processes does."""
    running.hold(_settings)


def post_worker_init(worker: object) -> None:
    """Give each worker what is done beside the requests; done by several it does no harm."""
    sweeper.start(worker.app.callable)  # type: ignore[attr-defined]
    purging.start(worker.app.callable)  # type: ignore[attr-defined]
    daily.start(worker.app.callable)  # type: ignore[attr-defined]
