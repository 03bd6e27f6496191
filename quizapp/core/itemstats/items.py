"""One question over a whole class: how hard it was, how it sorts students, what they left blank.

Definitions are Moodle's (question/classes/statistics/questions/calculator.php) where they share
a name: facility index, standard deviation, random guess score, intended and effective weight,
discriminative efficiency, and item-rest correlation, which Moodle calls the discrimination index.
Item-total correlation is what Canvas and PrairieLearn show; it counts the question itself into the
total, which flatters it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizapp.core.itemstats.choices import Chosen
from quizapp.core.itemstats.discrimination import Discrimination
from quizapp.core.itemstats.guessing import guess_score
from quizapp.core.itemstats.moments import Moments
from quizapp.core.itemstats.numbers import (
    ALL_EQUAL,
    NOBODY,
    Exact,
    Interval,
    Undefined,
    deviation,
    on_one_scale,
    quantile,
    share_interval,
)
from quizapp.core.itemstats.reliability import TOTALS_EQUAL
from quizapp.core.itemstats.rows import Alike, Item, Text, each
from quizapp.core.itemstats.wordings import (
    REST_EQUAL,
    Standings,
    Wording,
    WrongChoice,
    wording,
    wrong_choice,
)

ALL_RIGHT = Undefined("everyone got it right")
ALL_WRONG = Undefined("nobody earned a mark")
ALONE = Undefined("needs a second question")
UNCOUNTED = Undefined("it counts for nobody")
UNTIMED = Undefined("nobody saved an answer to it")


@dataclass(frozen=True)
class Weights:
    """What a question weighs in the total, and what alpha would be without it."""

    intended: Fraction | Undefined
    effective: float | Undefined
    alpha_without: float | Undefined


@dataclass(frozen=True)
class ItemSummary:
    """How a class did on one question."""

    item: Item
    count: int
    facility: Fraction | Undefined
    interval: Interval | Undefined
    deviation: float | Undefined
    # In parts.
    sorts: Discrimination
    weights: Weights
    guess: Fraction | Undefined
    omitted: int
    # Left the whole question blank; of these
    not_reached: int
    # answered nothing that came after it in their own order.
    seconds: Exact | Undefined
    # The median of what led up to its saved answers.
    wordings: tuple[Wording, ...]
    wrong_choice: WrongChoice | None

    @property
    def item_rest(self) -> float | Undefined:
        """Return the correlation of the mark with the score without it."""
        return self.sorts.item_rest

    @property
    def rank(self) -> tuple[Fraction, int]:
        """Return what to sort by for the hardest question first; unanswered ones come last."""
        share = Fraction(2) if isinstance(self.facility, Undefined) else self.facility
        return share, self.item.position


@dataclass(frozen=True)
class Column:
    """What became of one question in the counted attempts, and the sums over it."""

    item: Item
    chosen: Sequence[Chosen]
    marks: Sequence[int]
    totals: Sequence[int]
    # Of the same attempts, one by one.
    sums: Moments
    seconds: Sequence[int]
    # What led up to each student's saved answers to it.


def item_summary(
    column: Column,
    weights: Weights,
    standings: Standings,
    reached: Mapping[int, int],
    text: Text,
    *,
    alone: bool,
    nobody: Undefined,
) -> ItemSummary:
    """Return how a class did on one question.

    `reached` is the last place answered by attempt; `alone` tells that there is no other question,
    and `nobody` why nobody's answer counts where none does.
    """
    item, marks = column.item, column.marks
    given = [one.given for one in column.chosen]
    scaled, most = on_one_scale((one.mark, one.out_of) for one in given)
    values = each(given, scaled)
    interval = share_interval(values, most, binary=all_or_nothing(item))
    same = _why_equal(given) if given else nobody
    rest_same = same or (ALONE if alone else REST_EQUAL)
    wordings = tuple(wording(v, column.chosen, standings, text) for v in item.versions)
    blank = [one for one in given if one.answer is None]
    return ItemSummary(
        item=item,
        count=len(values),
        facility=Fraction(sum(values), most * len(values)) if values else nobody,
        interval=same if interval in {ALL_EQUAL, NOBODY} and same else interval,
        deviation=deviation(marks) if given else nobody,
        sorts=Discrimination(column.sums, marks, column.totals, rest_same, same or TOTALS_EQUAL),
        weights=weights,
        guess=guess_score(item.question, item.versions[-1].also_right),
        omitted=sum(len(one.attempts) for one in blank),
        not_reached=sum(_not_reached(one, reached) for one in blank),
        seconds=quantile(column.seconds, Fraction(1, 2)) if column.seconds else UNTIMED,
        wordings=wordings,
        # That no accepted phrase occurs in a written answer is not something anybody chose.
        wrong_choice=None if item.question.type == "short" else wrong_choice(wordings[-1]),
    )


def _not_reached(blank: Alike, reached: Mapping[int, int]) -> int:
    """Return how many of those who left it blank answered nothing after it."""
    places = zip(blank.attempts, blank.places, strict=True)
    return sum(place > reached.get(attempt, 0) for attempt, place in places)


def all_or_nothing(item: Item) -> bool:
    """Tell whether a question earns its full mark or none: one part with one key."""
    wordings = [version.question.parts for version in item.versions]
    return all(len(p) == 1 and sum(choice.key for choice in p[0].choices) == 1 for p in wordings)


def _why_equal(given: Sequence[Alike]) -> Undefined | None:
    """Return the plainest reason why no mark differs from another, or None when one does."""
    if len({one.mark for one in given}) > 1:
        return None
    if all(one.mark == one.out_of for one in given):
        return ALL_RIGHT
    return ALL_EQUAL if any(one.mark for one in given) else ALL_WRONG
