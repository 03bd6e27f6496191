"""What to take up next: the few sentences that the numbers carry, and nothing else.

The rules, each silent when its condition fails:

1. The weakest skill, when at least `LEAST_STUDENTS` students finished and the whole 95 % interval
   of its share lies below the class's share of all marks.
2. The misreading that most students took, when at least `LEAST_ON_ROAD` did; two or three taken by
   equally many are named together, more say nothing.
3. Students who have not started, once anybody has finished; not where it is practice.
"""

from dataclasses import dataclass
from fractions import Fraction

from quizapp.core.itemstats import ClassSummary
from quizapp.core.itemstats.items import ItemSummary
from quizapp.core.itemstats.numbers import Undefined
from quizapp.core.itemstats.roads import MisreadingSummary, SkillSummary
from quizapp.core.itemstats.students import StudentResult

LEAST_STUDENTS = 5
LEAST_ON_ROAD = 3
MOST_TIED = 3


@dataclass(frozen=True)
class WeakSkill:
    """The weakest skill beyond doubt, the class's share of all marks, and its hardest question."""

    skill: SkillSummary
    overall: Fraction
    hardest: ItemSummary


@dataclass(frozen=True)
class WrongRoad:
    """A wrong road that most students took, and the question where most did."""

    taken: MisreadingSummary
    where: ItemSummary


@dataclass(frozen=True)
class Advice:
    """What to take up next; all empty when the numbers carry nothing."""

    skill: WeakSkill | None
    roads: tuple[WrongRoad, ...]
    not_started: tuple[StudentResult, ...]

    @property
    def anything(self) -> bool:
        """Tell whether there is anything to say."""
        return self.skill is not None or bool(self.roads or self.not_started)


def advise(summary: ClassSummary, *, voluntary: bool = False) -> Advice:
    """Return what the numbers of a summary carry; nobody waits for what is `voluntary`."""
    waiting = summary.not_started if summary.scores.count and not voluntary else ()
    return Advice(_weak_skill(summary), _roads(summary), waiting)


def _weak_skill(summary: ClassSummary) -> WeakSkill | None:
    overall = summary.scores.share
    if isinstance(overall, Undefined) or summary.scores.count < LEAST_STUDENTS:
        return None
    for skill in summary.skills:
        if not isinstance(skill.interval, Undefined) and skill.interval.high < overall:
            of_it = [one for one in summary.items if one.item in skill.items]
            return WeakSkill(skill, overall, min(of_it, key=lambda one: one.rank))
    return None


def _roads(summary: ClassSummary) -> tuple[WrongRoad, ...]:
    if not summary.misreadings:
        return ()
    most = len(summary.misreadings[0].students)
    tied = [m for m in summary.misreadings if len(m.students) == most]
    if most < LEAST_ON_ROAD or len(tied) > MOST_TIED:
        return ()
    by_id = {one.item.question_id: one for one in summary.items}
    return tuple(WrongRoad(m, by_id[m.items[0].question_id]) for m in tied)
