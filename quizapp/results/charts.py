"""Charts as SVG, drawn on the server: each says in words what it shows, and a table stands by it.

Shapes, places and numbers tell everything; colour only repeats it.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from flask import Blueprint
from markupsafe import Markup, escape

from quizapp.core.itemstats.items import ItemSummary
from quizapp.core.itemstats.numbers import Bin, Interval, Undefined
from quizapp.core.itemstats.students import ScoreSummary
from quizapp.core.itemstats.verdicts import Verdict
from quizapp.core.marks import shown
from quizapp.pages import percent, plural
from quizapp.results.figures import between
from quizapp.results.labels import Box, Label, Point, place_names

WIDE, HIGH, LEFT, TOP = 330, 260, 46, 18
"""The field of the scatter, and what lies left of it and above it."""
REACH = 7
"""How far a mark of the scatter reaches from its middle."""
FIELD = Box(LEFT, TOP, LEFT + WIDE + 24, TOP + HIGH - 2)


def draw_share(share: Fraction | Undefined, interval: Interval | Undefined) -> Markup | str:
    """Draw a share from 0 to 1 as a bar, its 95 % interval as whiskers."""
    if isinstance(share, Undefined):
        return share.why
    title, whiskers = percent(float(share)), ""
    if isinstance(interval, Interval):
        title += f", 95 % interval {between(interval)}"
        low, high = f"{interval.low * 112:.1f}", f"{interval.high * 112:.1f}"
        path = f"M{low} 11H{high}M{low} 7V15M{high} 7V15"
        whiskers = f'<path class="halo" d="{path}"/><path class="whisk" d="{path}"/>'
    return Markup(
        f'<svg class="share" viewBox="0 0 160 22" width="160" height="22" role="img">'
        f'<title>{title}</title><rect class="bar soft" y="5" width="112" height="12" rx="3"/>'
        f'<rect class="bar" y="5" width="{float(share) * 112:.1f}" height="12" rx="3"/>'
        f'{whiskers}<text x="120" y="15">{percent(float(share))}</text></svg>'
    )


def draw_count(count: int, share: Fraction, key: bool) -> Markup:  # noqa: FBT001 - from a template
    """Draw how many students took a choice, as a bar of all who were given it."""
    return Markup(
        f'<svg class="count" viewBox="0 0 150 22" width="150" height="22" role="img">'
        f"<title>{plural(count, 'student')}</title>"
        f'<rect class="bar soft" y="5" width="112" height="12" rx="3"/>'
        f'<rect class="bar {"key" if key else "other"}" y="5" width="{float(share) * 112:.1f}"'
        f' height="12" rx="3"/><text x="120" y="15">{count}</text></svg>'
    )


def bar_name(bar: Bin) -> str:
    """Return which scores a bar of the histogram counts."""
    if bar.low == bar.high:
        return f"{shown(bar.low)} points"
    return f"{shown(bar.low)} to under {shown(bar.high)} points"


def draw_histogram(scores: ScoreSummary) -> Markup:
    """Draw the scores; every bar reaches to under the next, the last is full marks."""
    tallest = max(bar.count for bar in scores.bins) or 1
    wide = 36 * len(scores.bins) + 8
    said = " ".join(f"{bar_name(bar)}: {bar.count}." for bar in scores.bins if bar.count)
    bars = "".join(_column(x, bar, tallest) for x, bar in enumerate(scores.bins))
    return Markup(
        f'<svg class="histogram" viewBox="0 0 {wide} 150" role="img"'
        f' aria-labelledby="scores-title scores-desc">'
        f'<title id="scores-title">Scores of {plural(scores.count, "student")}</title>'
        f'<desc id="scores-desc">{said}</desc>'
        f'<line class="axis" x1="0" x2="{wide}" y1="112.5" y2="112.5"/>{bars}'
        f'<text x="{wide / 2:g}" y="146">points</text></svg>'
    )


def _column(place: int, bar: Bin, tallest: int) -> str:
    x, height = 6 + 36 * place, 92 * bar.count / tallest
    drawn = (
        f'<rect class="bar" x="{x}" y="{112 - height:.1f}" width="30" height="{height:.1f}"'
        f' rx="3"/><text class="count" x="{x + 15}" y="{107 - height:.1f}">{bar.count}</text>'
    )
    return f'{drawn if bar.count else ""}<text x="{x + 15}" y="128">{shown(bar.low)}</text>'


def draw_scatter(
    items: Sequence[ItemSummary], verdicts: Mapping[int, tuple[Verdict, ...]]
) -> Markup | None:
    """Draw how hard questions were against how well they sort; None where no question has both.

    Questions that something grave is said of are diamonds, the others dots.
    """
    known = [
        (one, 100 * float(one.facility), one.item_rest)
        for one in items
        if isinstance(one.facility, Fraction) and isinstance(one.item_rest, float)
    ]
    if not known:
        return None
    least = min(r for *_, r in known)
    floor = next(end for end in (-0.2, -0.6, -1.0) if least >= end)
    # The grave ones first: they have the first choice of where their names stand.
    graves = [one.item.question_id for one, *_ in known if _grave(one, verdicts)]
    known.sort(key=lambda it: it[0].item.question_id not in graves)
    points = [
        Point(LEFT + WIDE * x / 100, _height(r, floor), REACH, one.item.question.id)
        for one, x, r in known
    ]
    drawn = Markup("").join(
        _point(point, label, grave=place < len(graves))
        for place, (point, label) in enumerate(zip(points, place_names(points, FIELD), strict=True))
    )
    return Markup(
        f'<svg class="scatter" viewBox="0 0 {LEFT + WIDE + 24} {TOP + HIGH + 44}" role="img"'
        f' aria-labelledby="scatter-title"><title id="scatter-title">Right and item-rest of'
        f" {plural(len(known), 'question')}; the table below has the numbers</title>"
        f"{_axes(floor)}{drawn}</svg>"
    )


def _height(r: float, floor: float) -> float:
    return TOP + HIGH * (1 - r) / (1 - floor)


def _grave(one: ItemSummary, verdicts: Mapping[int, tuple[Verdict, ...]]) -> bool:
    return any(verdict.grave for verdict in verdicts[one.item.question_id])


def _point(point: Point, label: Label | None, *, grave: bool) -> Markup:
    x, y = f"{point.x:.1f}", f"{point.y:.1f}"
    mark = (
        f'<path class="point grave" d="M{x} {point.y - REACH:.1f}l7 7l-7 7l-7 -7z"/>'
        if grave
        else f'<circle class="point" cx="{x}" cy="{y}" r="5"/>'
    )
    if label is None:
        return Markup(mark)
    box, tie = label.box, ""
    if label.tie is not None:
        tie = f'<path class="tie" d="M{x} {y}L{label.tie[0]:.1f} {label.tie[1]:.1f}"/>'
    middle, foot = (box.left + box.right) / 2, box.bottom - 3.5
    name = f'<text class="name" x="{middle:.1f}" y="{foot:.1f}">{escape(label.text)}</text>'
    return Markup(f"{tie}{mark}{name}")


def _axes(floor: float) -> str:
    """Draw the ground: shares right along the foot, item-rest up the side, 0 and 0.3 marked."""
    foot = TOP + HIGH
    parts = [f'<line class="axis" x1="{LEFT}" x2="{LEFT + WIDE}" y1="{foot}" y2="{foot}"/>']
    for share in (0, 25, 50, 75, 100):
        x = LEFT + WIDE * share / 100
        parts.append(f'<text x="{x:g}" y="{foot + 18}" text-anchor="middle">{share} %</text>')
    for r in (*([floor] if floor < -0.2 else []), 0.0, 0.3, 0.6, 1.0):
        y = _height(r, floor)
        ends = f'x1="{LEFT}" x2="{LEFT + WIDE}" y1="{y:.1f}" y2="{y:.1f}"'
        parts.append(f'<line class="rule" {ends}/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_signed(r)}</text>')
    middle = LEFT + WIDE / 2
    parts.append(f'<text x="{middle:g}" y="{foot + 38}" text-anchor="middle">right</text>')
    parts.append(f'<text x="{LEFT + 6}" y="{TOP - 5}">item-rest</text>')
    return "".join(parts)


def _signed(r: float) -> str:
    return f"{r:g}".replace("-", "\N{MINUS SIGN}")


def offer(blueprint: Blueprint) -> None:
    """Give the templates these charts."""
    for draw in (draw_share, draw_count, draw_histogram, draw_scatter, bar_name):
        blueprint.add_app_template_global(draw)
