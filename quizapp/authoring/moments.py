"""Times of day that a class's clocks skip or show twice, in the nights when they are changed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def as_shown(local: datetime, zone: str) -> datetime:
    """Return what clocks in a zone show at a time of day: another one where they skip it."""
    there = local.replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def twice(local: datetime, zone: str) -> bool:
    """Tell whether clocks in a zone show this time twice, because they go back over it."""
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    return as_shown(local, zone) == local and first.utcoffset() != second.utcoffset()
