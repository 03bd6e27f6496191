"""How statistics are written: rounded as a person reads them, or the reason why there is none."""

from fractions import Fraction

from flask import Blueprint

from quizapp.core.itemstats.numbers import Interval, Undefined
from quizapp.core.itemstats.verdicts import quoted
from quizapp.core.marks import shown
from quizapp.pages import percent


def mark(value: Fraction | float | Undefined) -> str:
    """Return a mark or another figure in parts as points: '6.85'."""
    return value.why if isinstance(value, Undefined) else shown(value)


def share(value: Fraction | Undefined) -> str:
    """Return a share as whole percent: '67 %'."""
    return value.why if isinstance(value, Undefined) else percent(float(value))


def correlation(value: float | Undefined) -> str:
    """Return a correlation with two decimals and a true minus sign."""
    if isinstance(value, Undefined):
        return value.why
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def between(value: Interval | Undefined) -> str:
    """Return an interval of a share: '19 to 51 %'."""
    if isinstance(value, Undefined):
        return value.why
    return f"{100 * value.low:.0f} to {percent(value.high)}"


def marks_between(value: Interval | Undefined) -> str:
    """Return an interval of marks: '6.1 to 7.5'."""
    if isinstance(value, Undefined):
        return value.why
    return f"{shown(value.low)} to {shown(value.high)}"


def step(value: Fraction | float) -> str:
    """Return how far one share lies above another, in percentage points: '+12'."""
    return f"{100 * float(value):+.0f}".replace("-", "\N{MINUS SIGN}")


def of_most(value: Interval | Undefined, most: int) -> Interval | Undefined:
    """Return an interval of marks as an interval of shares."""
    if isinstance(value, Undefined) or not most:
        return value
    return Interval(value.low / most, value.high / most, value.method)


def correlations_between(value: Interval | Undefined) -> str:
    """Return an interval of a correlation or of alpha: '0.19 to 0.51'."""
    if isinstance(value, Undefined):
        return value.why
    return f"{correlation(value.low)} to {correlation(value.high)}"


def plain_share(value: Fraction | float | Undefined) -> str:
    """Return a share with one decimal, as weights are compared: '22.4 %'."""
    if isinstance(value, Undefined):
        return value.why
    return f"{100 * float(value):.1f}\N{NO-BREAK SPACE}%"


def seconds(value: Fraction | float | Undefined) -> str:
    """Return a length of time as a person says it: '1 min 35 s'."""
    if isinstance(value, Undefined):
        return value.why
    whole = round(value)
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if rest and minutes < 10 else f"{minutes} min"


def offer(blueprint: Blueprint) -> None:
    """Give the templates these ways of writing."""
    plain = (mark, share, plain_share, correlation, seconds, quoted, step, of_most)
    for write in (*plain, between, marks_between, correlations_between):
        blueprint.add_app_template_filter(write)
