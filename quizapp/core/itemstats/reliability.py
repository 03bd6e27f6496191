"""How far a score can be trusted: Cronbach's alpha, its interval, and the error of one score.

Definitions are Moodle's (mod/quiz/report/statistics/classes/calculator.php), which shows them in
percent: coefficient of internal consistency (Cronbach's alpha), error ratio, standard error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from quizapp.core.itemstats.fdist import f_quantile
from quizapp.core.itemstats.moments import Moments
from quizapp.core.itemstats.numbers import NOBODY, Interval, Undefined

TOO_FEW_FOR_ALPHA = Undefined("needs at least 3 students")
ONE_QUESTION = Undefined("needs at least 2 questions")
TWO_QUESTIONS = Undefined("needs at least 3 questions")
TOTALS_EQUAL = Undefined("everyone has the same total")
DIFFERENT = Undefined("not everyone was given the same questions")
PERFECT = Undefined("all questions say the same")


@dataclass(frozen=True)
class Reliability:
    """Alpha with its 95 % interval, the error ratio, and the standard error of a score in parts."""

    alpha: float | Undefined
    interval: Interval | Undefined
    error_ratio: float | Undefined
    standard_error: float | Undefined
    questions: int

    @property
    def says(self) -> str | None:
        """Return what alpha's whole interval allows to say, or None where there is no interval."""
        if isinstance(self.interval, Undefined):
            return None
        if self.interval.low >= 0.7:
            return "reliable enough to compare students"
        if self.interval.high < 0.7:
            return "too unreliable to compare students by their scores"
        return "too few students or questions to say how reliable"


def reliability(items: Sequence[Moments], students: int) -> Reliability:
    """Return how far the scores of one quiz can be trusted.

    `items` holds, for each question, its marks (x) with the totals (y). Alpha compares complete
    rows, so it asks that every student was given every question.
    """
    why = _reason(items, students)
    if why is not None:
        return Reliability(why, why, why, why, len(items))
    alpha = _alpha(len(items), sum(one.spread_x for one in items), items[0].spread_y)
    ratio = sqrt(1 - alpha)
    deviation = sqrt(items[0].spread_y / (students * (students - 1)))
    interval = feldt(alpha, students, len(items))
    return Reliability(alpha, interval, ratio, ratio * deviation, len(items))


def without(items: Sequence[Moments], students: int) -> list[float | Undefined]:
    """Return alpha as it would be without each question in turn."""
    why = TWO_QUESTIONS if len(items) == 2 else _reason(items, students)
    if why is not None:
        return [why] * len(items)
    spread = sum(one.spread_x for one in items)
    return [
        _alpha(len(items) - 1, spread - one.spread_x, rest) if rest else TOTALS_EQUAL
        for one in items
        for rest in (one.rest.spread_y,)
    ]


def _reason(items: Sequence[Moments], students: int) -> Undefined | None:
    """Return why there is no alpha, or None when there is one."""
    if not students:
        return NOBODY
    if len(items) < 2:
        return ONE_QUESTION
    if any(one.count != students for one in items):
        return DIFFERENT
    if students < 3:
        return TOO_FEW_FOR_ALPHA
    return None if items[0].spread_y else TOTALS_EQUAL


def _alpha(count: int, of_items: int, of_totals: int) -> float:
    return count / (count - 1) * (1 - of_items / of_totals)


def feldt(alpha: float, students: int, questions: int) -> Interval | Undefined:
    """Return the 95 % interval of alpha: Feldt (1965), Psychometrika 30, 357-370.

    (1 - alpha) / (1 - its estimate) follows F with n - 1 and (n - 1)(k - 1) degrees of freedom.
    """
    if alpha >= 1:
        return PERFECT
    above, below = students - 1, (students - 1) * (questions - 1)
    return Interval(
        1 - (1 - alpha) * f_quantile(0.975, above, below),
        1 - (1 - alpha) * f_quantile(0.025, above, below),
        "Feldt",
    )
