"""How often something may be tried: counted in the database, so that it holds for every worker.

Count in a transaction of its own and commit it: what is counted must outlive a failed request.
"""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from types import ModuleType
from typing import Any, Final

from sqlalchemy import bindparam, case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quizapp.core.refusal import Refused
from quizapp.models import Throttle

log = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
KEPT = timedelta(days=1)
NEVER = timedelta(0)


class TooManyTries(Refused):
    """Something was tried too often; it may be tried again in `retry_after` seconds."""

    status = 429

    def __init__(self, wait: timedelta) -> None:
        self.retry_after = max(1, -(-wait // timedelta(seconds=1)))
        minutes = -(-self.retry_after // 60)
        wait_for = f"{self.retry_after} s" if self.retry_after < 60 else f"{minutes} min"
        super().__init__(f"That was tried too often. Please try again in {wait_for}.")


@dataclass(frozen=True)
class Limit:
    """How many tries are free within a time.

    Without `longest`, the count starts anew when the time is over. With it, tries count as long
    as they follow each other within the time, and each beyond the free ones waits twice as long
    as the one before, up to `longest`: never for ever, because that would lock people out.
    """

    name: str
    most: int
    within: timedelta
    longest: timedelta | None = None


WRONG_PASSWORDS = Limit("wrong password", 10, 5 * MINUTE, longest=15 * MINUTE)
# A school's network is one address: a whole year group may mistype there at eight o'clock.
WRONG_PASSWORDS_OF_ADDRESS = Limit("wrong password of address", 300, 5 * MINUTE)
WRONG_PASSWORDS_OF_ALL = Limit("wrong password of all", 1000, 5 * MINUTE)
WRONG_CODES = (Limit("wrong code", 10, MINUTE), Limit("wrong code in an hour", 60, HOUR))
WRONG_CODES_OF_ADDRESS = Limit("wrong code of address", 600, HOUR)
WRONG_CODES_OF_ALL = Limit("wrong code of all", 5000, HOUR)
CODES_OF_STEP = (
    Limit("code of second step", 5, 5 * MINUTE),
    Limit("code of second step in an hour", 20, HOUR),
    Limit("code of second step in a day", 50, 24 * HOUR),
)
STARTS = Limit("start of attempt", 5, MINUTE)

ONE: Final = select(Throttle.started_at, Throttle.count).where(Throttle.key == bindparam("which"))
COUNTED: Final = (
    update(Throttle)
    .where(Throttle.key == bindparam("which"))
    .values(started_at=bindparam("since"), count=bindparam("tries"))
)
FORGOTTEN: Final = delete(Throttle).where(Throttle.key == bindparam("which"))


def wait(limit: Limit, started_at: datetime, count: int, now: datetime) -> timedelta:
    """Return how long to wait before the next try; nothing or less when it may be made now."""
    if count < limit.most:
        return NEVER
    if limit.longest is None:
        return started_at + limit.within - now
    # Beyond ten doublings the longest wait has long been reached.
    doubled = limit.within * (1 << min(count - limit.most, 10))
    return started_at + min(doubled, limit.longest) - now


def _is_over(limit: Limit, started_at: datetime, count: int, now: datetime) -> bool:
    """Tell whether what was counted no longer matters.

    Nor does what was counted by a clock that went wrong: the nodes' clocks differ by less.
    """
    if started_at > now + MINUTE:
        return True
    if limit.longest is None or count < limit.most:
        return now >= started_at + limit.within
    return now >= started_at + max(limit.longest, HOUR)


def _key(limit: Limit, who: str) -> str:
    # Hashed: user names and addresses are nobody's business here, and may be long.
    return f"{limit.name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def _dialect(work: Session) -> ModuleType:
    return sqlite if work.get_bind().dialect.name == "sqlite" else postgresql


@cache
def _holding(dialect: ModuleType) -> Any:  # noqa: ANN401 - either database's own type
    """Return the statement that makes what is missing and holds all; built once."""
    insert = dialect.insert(Throttle)
    # Not "do nothing": an update that changes nothing still takes the row's lock.
    held = insert.on_conflict_do_update(index_elements=["key"], set_={"key": insert.excluded.key})
    return held.returning(Throttle.key, Throttle.started_at, Throttle.count)


def take(work: Session, tries: Iterable[tuple[Limit, str]], now: datetime) -> None:
    """Count one try against each limit and who it is for.

    Raises TooManyTries, and counts nothing, when one of them is used up.
    """
    limits = {_key(limit, who): limit for limit, who in tries}
    # On the connection: everyone who comes in is counted, and a Session would cost twice as much.
    connection = work.connection()
    rows = [{"key": key, "started_at": now, "count": 0} for key in sorted(limits)]
    held = {
        key: (now, 0) if _is_over(limits[key], since, count, now) else (since, count)
        for key, since, count in connection.execute(_holding(_dialect(work)), rows)
    }
    longest = max(wait(limits[key], since, count, now) for key, (since, count) in held.items())
    if longest > NEVER:
        raise TooManyTries(longest)
    connection.execute(
        COUNTED,
        [
            {
                "which": key,
                "since": since if limits[key].longest is None else now,
                "tries": count + 1,
            }
            for key, (since, count) in held.items()
        ],
    )


def give_back(work: Session, tries: Iterable[tuple[Limit, str]]) -> None:
    """Take one counted try back: it was none of the kind that is limited."""
    for row in work.scalars(
        select(Throttle)
        .where(Throttle.key.in_([_key(limit, who) for limit, who in tries]))
        .order_by(Throttle.key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ):
        if row.count > 1:
            row.count -= 1
        else:
            work.delete(row)
    work.flush()


def forget(work: Session, limit: Limit, who: str) -> None:
    """Start the count anew."""
    work.connection().execute(FORGOTTEN, {"which": _key(limit, who)})


def check(work: Session, limit: Limit, who: str, now: datetime) -> None:
    """Raise TooManyTries when a limit is used up; count nothing."""
    row = work.connection().execute(ONE, {"which": _key(limit, who)}).one_or_none()
    if row is None:
        return
    started_at, count = row
    if _is_over(limit, started_at, count, now):
        return
    left = wait(limit, started_at, count, now)
    if left > NEVER:
        raise TooManyTries(left)


def count(work: Session, limit: Limit, who: str, now: datetime) -> int:
    """Count one try, refusing nothing, and return how many there are now.

    One statement, for limits that many share: whoever waits for it waits for nothing else.
    """
    insert = _dialect(work).insert(Throttle)
    started = Throttle.started_at
    is_over = or_(started <= now - limit.within, started > now + MINUTE)
    insert = insert.values(key=_key(limit, who), started_at=now, count=1).on_conflict_do_update(
        index_elements=["key"],
        set_={
            "started_at": case((is_over, now), else_=Throttle.started_at),
            "count": case((is_over, 1), else_=Throttle.count + 1),
        },
    )
    counted: int = work.connection().scalars(insert.returning(Throttle.count)).one()
    return counted


def raise_alarm(work: Session, limit: Limit, now: datetime) -> None:
    """Count a try of anybody and warn in the log once too many were made.

    Refuses nobody: that would let a stranger shut everyone out. Clears away old counts as well.
    """
    counted = count(work, limit, "", now)
    if counted == 1:
        work.execute(delete(Throttle).where(Throttle.started_at < now - KEPT))
    if counted == limit.most:
        log.warning("alarm: %s reached %d within %s", limit.name, limit.most, limit.within)
