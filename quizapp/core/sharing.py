"""What students may learn of their class: how many finished, the mean and the median, no more.

Figures of a few people tell too much of each, and so do figures read before and after one person
submits. So they wait until the assignment is over and nobody is at work any more, and need five
who finished, as many school statistics do (NCES 2011-603). The best and the worst are not among
them: each would be the score of one person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from statistics import median
from typing import Literal, TypeAlias

from quizapp.core.schedule import Window, is_over
from quizapp.core.scoring import Score

FEWEST = 5
"""So many must have finished."""

Sharing: TypeAlias = Literal["no", "later", "due"]


@dataclass(frozen=True)
class ClassFigures:
    """How a class did beside one student of it, in percent and rounded to one decimal."""

    finished: int
    mean: float
    median: float
    own: float


def sharing(window: Window, now: datetime, *, shared: bool, score: bool) -> Sharing:
    """Tell whether figures of the class are due to a student whose own score is shown or not.

    What never closes is never shared: another submission could always be told from the figures.
    """
    if not (shared and score) or window.closes_at is None:
        return "no"
    return "due" if is_over(window, now) else "later"


def class_figures(
    scores: Mapping[int, Score], user_id: int, *, going_on: bool
) -> ClassFigures | None:
    """Return the figures of a class from the score of each who finished, or None to hold them back.

    `going_on` says that an attempt is open still, which the clock has yet to submit.
    """
    if going_on or len(scores) < FEWEST or user_id not in scores:
        return None
    shares = [score.share for score in scores.values()]
    mean = sum(shares, Fraction(0)) / len(shares)
    own = scores[user_id].share
    return ClassFigures(len(shares), _percent(mean), _percent(median(shares)), _percent(own))


def _percent(share: Fraction) -> float:
    return float(round(100 * share, 1))
