"""What all templates share: how times, marks and numbers are written."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, current_app

from quizapp.core.marks import PARTS_PER_HUNDREDTH, shown


def when(moment: datetime, zone: str) -> str:
    """Return a moment as people in a time zone write it: 'Mon 7 Sep 2026, 08:30'."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def lasting(span: timedelta | float) -> str:
    """Return a length of time in words: '1 h 5 min', '40 s'."""
    seconds = int(span.total_seconds() if isinstance(span, timedelta) else span)
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    words = [f"{hours} h"] * (hours > 0) + [f"{minutes} min"] * (minutes > 0)
    return " ".join(words) if words else f"{rest} s"


def ago(span: timedelta) -> str:
    """Return a length of time as people speak of the past: '3 days', '5 h', '20 min'."""
    hours = int(span / timedelta(hours=1))
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours} h" if hours else f"{int(span / timedelta(minutes=1))} min"


def percent(share: float) -> str:
    """Return a share as whole percent: '67 %'."""
    return f"{100 * float(share):.0f}\N{NO-BREAK SPACE}%"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: '1 student', '3 students'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def hundredths(points: int) -> str:
    """Return points that are kept in hundredths, as quizzes keep them: '1', '0.5'."""
    return shown(points * PARTS_PER_HUNDREDTH)


def init_app(app: Flask) -> None:
    """Give the templates of an app these ways of writing."""
    app.jinja_env.filters.update(
        ago=ago,
        when=when,
        lasting=lasting,
        percent=percent,
        plural=plural,
        points=shown,
        hundredths=hundredths,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: {"settings": current_app.extensions["quiz_settings"]})
