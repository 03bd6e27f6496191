"""Item analysis as rows of files: the assignment in numbers, its questions, and their choices."""

from collections.abc import Iterator
from fractions import Fraction

from quizapp.core.itemstats import ClassSummary
from quizapp.core.itemstats.items import ItemSummary
from quizapp.core.itemstats.numbers import Interval, Undefined
from quizapp.core.itemstats.verdicts import Verdict
from quizapp.core.itemstats.wordings import PartCount, Wording
from quizapp.core.marks import in_points
from quizapp.core.scoring import GRADING_NAMES
from quizapp.results.cells import Cell, Rows

QUESTIONS: list[Cell] = [
    *("question", "kind", "skill", "points", "students", "right", "right from", "right to"),
    *("interval by", "by guessing", "SD", "item-rest", "item-rest from", "item-rest to"),
    *("item-total", "item-total from", "item-total to", "discriminative efficiency"),
    *("intended weight", "effective weight", "alpha without it", "blank", "not reached"),
    *("median seconds", "look at"),
]
CHOICES: list[Cell] = [
    *("question", "version", "part", "choice", "key", "misreading", "students", "of", "share"),
    *("bottom third", "middle third", "top third", "mean score of choosers", "point-biserial"),
]


def overall(summary: ClassSummary) -> Rows:
    """Return the numbers of the whole assignment, one a row, with their intervals."""
    scores, trust = summary.scores, summary.reliability
    low, high = _ends(scores.interval, marks=True)
    least, most = _ends(trust.interval)
    rows: Rows = [
        ["number", "value", "from", "to"],
        ["tries that count", GRADING_NAMES[summary.grading], None, None],
        ["students who finished", scores.count, None, None],
        ["students in all", len(summary.students), None, None],
        ["full marks", in_points(scores.out_of), None, None],
        ["mean", _points(scores.mean), low, high],
        ["median", _points(scores.median), None, None],
        ["middle half", None, _points(scores.lower_quartile), _points(scores.upper_quartile)],
        ["lowest and highest", None, _points(scores.least), _points(scores.most)],
        ["standard deviation", _points(scores.deviation), None, None],
        ["skewness", scores.shape.skewness, None, None],
        ["excess kurtosis", scores.shape.kurtosis, None, None],
        ["alpha", trust.alpha, least, most],
        ["error ratio", trust.error_ratio, None, None],
        ["standard error of a score", _points(trust.standard_error), None, None],
    ]
    return rows


def questions(summary: ClassSummary) -> Rows:
    """Return one row a question, in the order of the quiz."""
    return [
        QUESTIONS,
        *(_question(one, summary.verdicts[one.item.question_id]) for one in summary.items),
    ]


def _question(one: ItemSummary, said: tuple[Verdict, ...]) -> list[Cell]:
    sorts, weights = one.sorts, one.weights
    method = None if isinstance(one.interval, Undefined) else one.interval.method
    return [
        one.item.key,
        one.item.question.type,
        one.item.question.skill,
        in_points(one.item.out_of),
        one.count,
        _number(one.facility),
        *_ends(one.interval),
        method,
        _number(one.guess),
        _points(one.deviation),
        sorts.item_rest,
        *_ends(sorts.item_rest_interval),
        sorts.item_total,
        *_ends(sorts.item_total_interval),
        sorts.efficiency,
        _number(weights.intended),
        weights.effective,
        weights.alpha_without,
        one.omitted,
        one.not_reached,
        _number(one.seconds),
        "; ".join(f"{verdict.says}: {verdict.because}" for verdict in said),
    ]


def choices(summary: ClassSummary) -> Rows:
    """Return one row a choice, of every part of every wording that was given."""
    return [
        CHOICES,
        *(
            row
            for one in summary.items
            for wording in one.wordings
            for part in wording.parts
            for row in _choices(one, wording, part)
        ),
    ]


def _choices(one: ItemSummary, wording: Wording, part: PartCount) -> Iterator[list[Cell]]:
    for choice in part.choices:
        yield [
            one.item.key,
            wording.number,
            part.label,
            choice.text,
            "yes" if choice.key else "no",
            choice.misreading,
            choice.count,
            choice.of,
            float(choice.share),
            *choice.thirds,
            _points(choice.mean_score),
            choice.point_biserial,
        ]


def _number(value: Fraction | float | Undefined) -> Cell:
    return value if isinstance(value, Undefined) else float(value)


def _points(value: Fraction | float | Undefined) -> Cell:
    return value if isinstance(value, Undefined) else in_points(value)


def _ends(value: Interval | Undefined, *, marks: bool = False) -> tuple[Cell, Cell]:
    """Return both ends of an interval; its reason twice where there is none."""
    if isinstance(value, Undefined):
        return value, value
    return (_points(value.low), _points(value.high)) if marks else (value.low, value.high)
