"""One question over a whole class: how hard it was and how it sorts students.

Definitions are Moodle's (question/classes/statistics/questions/calculator.php) where they share
a name: facility index, standard deviation, and item-rest correlation, which Moodle calls the
discrimination index. Item-total correlation is what Canvas and PrairieLearn show; it counts the
question itself into the total, which flatters it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from quizapp.core.itemstats.choices import Alike, Wording, WrongChoice, wording, wrong_choice
from quizapp.core.itemstats.numbers import (
    ALL_EQUAL,
    NOBODY,
    Interval,
    Undefined,
    correlation,
    deviation,
    on_one_scale,
    share_interval,
)
from quizapp.core.itemstats.rows import Given, Item, Text

Value = TypeVar("Value", float, Interval)

ALL_RIGHT = Undefined("everyone got it right")
ALL_WRONG = Undefined("nobody earned a mark")
ALONE = Undefined("needs a second question")
REST_EQUAL = Undefined("everyone did the same on the rest")
TOTALS_EQUAL = Undefined("everyone has the same total")


@dataclass(frozen=True)
class ItemSummary:
    """How a class did on one question."""

    item: Item
    count: int
    facility: Fraction | Undefined
    interval: Interval | Undefined
    deviation: float | Undefined
    # In parts.
    item_rest: float | Undefined
    item_total: float | Undefined
    omitted: int
    wordings: tuple[Wording, ...]
    wrong_choice: WrongChoice | None

    @property
    def rank(self) -> tuple[Fraction, int]:
        """Return what to sort by for the hardest question first; unanswered ones come last."""
        share = Fraction(2) if isinstance(self.facility, Undefined) else self.facility
        return share, self.item.position


def item_summary(
    item: Item,
    given: Sequence[Given],
    groups: Sequence[Alike],
    totals: Mapping[int, int],
    text: Text,
) -> ItemSummary:
    """Return how a class did on one question.

    `given` is what became of it in the counted attempts, `groups` the same grouped by answer,
    `totals` the sum of marks of each attempt.
    """
    values, most = on_one_scale((one.mark, one.out_of) for one in given)
    marks = [one.mark for one in given]
    whole = [totals[one.attempt_id] for one in given]
    rest = [total - mark for total, mark in zip(whole, marks, strict=True)]
    interval = share_interval(values, most, binary=all_or_nothing(item))
    wordings = tuple(wording(version, groups, text) for version in item.versions)
    return ItemSummary(
        item=item,
        count=len(given),
        facility=NOBODY if not given else Fraction(sum(values), most * len(given)),
        interval=_explained(interval, given, ALL_EQUAL),
        deviation=deviation(marks),
        item_rest=_explained(correlation(marks, rest), given, REST_EQUAL if any(rest) else ALONE),
        item_total=_explained(correlation(marks, whole), given, TOTALS_EQUAL),
        omitted=sum(one.answer is None for one in given),
        wordings=wordings,
        wrong_choice=wrong_choice(wordings[-1]),
    )


def all_or_nothing(item: Item) -> bool:
    """Tell whether a question earns its full mark or none: one part with one key."""
    wordings = [version.question.parts for version in item.versions]
    return all(len(p) == 1 and sum(choice.key for choice in p[0].choices) == 1 for p in wordings)


def _explained(
    value: Value | Undefined, given: Sequence[Given], otherwise: Undefined
) -> Value | Undefined:
    """Return a value, or the plainest reason why nothing differs."""
    if value is not ALL_EQUAL:
        return value
    if len({one.mark for one in given}) > 1:
        return otherwise
    if all(one.mark == one.out_of for one in given):
        return ALL_RIGHT
    return ALL_EQUAL if any(one.mark for one in given) else ALL_WRONG
