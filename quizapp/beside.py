"""Work that the server does by itself, beside the requests: again and again, whatever happens."""

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)


class Beside:
    """A thread beside the requests; a greenlet where the server has made threads such."""

    def __init__(
        self, name: str, work: Callable[[], object], every_s: float, first_after_s: float = 0
    ) -> None:
        self._work = work
        self._every_s = every_s
        self._first_after_s = first_after_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.done = threading.Event()
        # Set once the work has gone through.

    def start(self) -> None:
        """Work for the first time when that is due, and then every so often."""
        self._thread.start()

    def stop(self) -> None:
        """Let the work that is going on come to its end, and begin no other."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        self._stopping.wait(self._first_after_s)
        while not self._stopping.is_set():
            try:
                self._work()
                self.done.set()
            except Exception:
                # The database may be away for a moment; the next round finds the same to do.
                log.exception("the %s failed; it is tried again", self._thread.name)
            self._stopping.wait(self._every_s)
