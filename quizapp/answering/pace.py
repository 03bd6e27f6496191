"""How fast answers may be saved: a token bucket for each attempt, in this process's memory."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime

from quizapp.core.refusal import Refused

A_SECOND = 5.0
BURST = 20.0
MOST = 10_000


class TooFast(Refused):
    """Saving is limited to what people do, so that a script cannot crowd out a class."""

    status = 429
    message = "Answers are coming in faster than anyone types. Wait a second, then go on."
    retry_after = 1


class Pace:
    """The buckets in use; those unused longest are let go of, as they are full again."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[Hashable, tuple[float, datetime]] = OrderedDict()

    def take(self, whose: Hashable, now: datetime) -> None:
        """Take a token from a bucket. Raises TooFast when it is empty."""
        tokens, at = self._buckets.pop(whose, (BURST, now))
        tokens = min(BURST, tokens + max((now - at).total_seconds(), 0.0) * A_SECOND)
        self._buckets[whose] = (max(tokens - 1, 0.0) if tokens >= 1 else tokens, now)
        if len(self._buckets) > MOST:
            self._buckets.popitem(last=False)
        if tokens < 1:
            raise TooFast
