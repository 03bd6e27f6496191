"""The figures of a server, counted by all its workers together: requests, saves, failures, time."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from quizapp.backups.state import state
from quizapp.config import Settings
from quizapp.monitoring import COUNTED_IN

CONTENT_TYPE = CONTENT_TYPE_LATEST
SAVE = ("POST", "answering.save")
COUNTED = CollectorRegistry()
REQUESTS = Counter(
    "quiz_requests", "Requests by method and status.", ["method", "status"], registry=COUNTED
)
FAILURES = Counter("quiz_failures", "Requests that failed on our side.", registry=COUNTED)
SAVES = Counter("quiz_saves", "Answers that were sent, by status.", ["status"], registry=COUNTED)
SECONDS = Histogram(
    "quiz_request_seconds",
    "How long requests took, by page.",
    ["page"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=COUNTED,
)


def count_requests(app: Flask) -> None:
    """Count every request of an app."""

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        # A method or a page that nobody wrote would make a row of its own each time.
        page, status = request.endpoint or "none", str(response.status_code)
        method = request.method if request.method in {"GET", "HEAD", "POST"} else "other"
        REQUESTS.labels(method, status).inc()
        SECONDS.labels(page).observe(perf_counter() - g.get("began", perf_counter()))
        if response.status_code >= 500:
            FAILURES.inc()
        if (request.method, page) == SAVE:
            SAVES.labels(status).inc()
        return response


class Now(Collector):
    """What is not counted but looked up at the moment it is asked for."""

    def __init__(self, settings: Settings, problem: str, now: datetime) -> None:
        self._settings = settings
        self._problem = problem
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Yield the figures of this moment."""
        backups = state(self._settings, self._now)
        yield GaugeMetricFamily(
            "quiz_writable", "Whether answers can be saved.", float(not self._problem)
        )
        yield GaugeMetricFamily(
            "quiz_backup_failed", "Whether the last backup failed.", float(bool(backups.failure))
        )
        if backups.age is not None:
            yield GaugeMetricFamily(
                "quiz_backup_age_seconds", "Age of the last backup.", backups.age.total_seconds()
            )
        yield GaugeMetricFamily(
            "quiz_disk_free_bytes",
            "Free bytes on the disk with the data.",
            shutil.disk_usage(self._settings.data).free,
        )


def text(settings: Settings, problem: str, now: datetime) -> bytes:
    """Return all figures in Prometheus's format."""
    shared = CollectorRegistry()
    if os.environ.get(COUNTED_IN):
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    counted = shared if os.environ.get(COUNTED_IN) else COUNTED
    looked_up = CollectorRegistry()
    looked_up.register(Now(settings, problem, now))
    return generate_latest(counted) + generate_latest(looked_up)
