"""What to take up next: the few sentences that the numbers carry, and nothing else.

The rules, each silent when its condition fails:

1. The weakest skill, when at least `LEAST_STUDENTS` students finished and the whole 95 % interval
   of its share lies below the class's share of all marks.
2. The misreading that most students took, when at least `LEAST_ON_ROAD` did; two taken by equally
   many are named together, more say nothing. It starts where the feedback on such choices points.
3. Keys to check: the questions whose verdict is "look at the key" or "look at the accepted
   phrases" (`verdicts`), up to `MOST_KEYS`.
4. Students to see, when at least `LEAST_STUDENTS` finished: those whose score lies below the mean
   by more than 1.96 standard errors of a score, lowest first. And students who have not started,
   once anybody has finished; not where it is practice.
"""

from dataclasses import dataclass
from fractions import Fraction

from quizapp.core.itemstats import ClassSummary
from quizapp.core.itemstats.items import ItemSummary
from quizapp.core.itemstats.numbers import Z_95, Undefined
from quizapp.core.itemstats.roads import MisreadingSummary, SkillSummary
from quizapp.core.itemstats.students import StudentResult
from quizapp.core.itemstats.verdicts import Verdict

LEAST_STUDENTS = 5
LEAST_ON_ROAD = 3
MOST_TIED = 2
MOST_KEYS = 3


@dataclass(frozen=True)
class WeakSkill:
    """The weakest skill beyond doubt, the class's share of all marks, and its hardest question."""

    skill: SkillSummary
    overall: Fraction
    hardest: ItemSummary


@dataclass(frozen=True)
class WrongRoad:
    """A wrong road that most students took, the question where most did, and where it starts."""

    taken: MisreadingSummary
    where: ItemSummary
    starts: int | None
    # The first paragraph that the feedback on it cites.

    @property
    def beside(self) -> tuple[int, ...]:
        """Return the paragraphs that the question rests on, without the one where it starts."""
        return tuple(sorted(set(self.where.item.question.paras) - {self.starts}))


@dataclass(frozen=True)
class KeyToCheck:
    """A question whose key should be looked at, and why."""

    where: ItemSummary
    verdict: Verdict


@dataclass(frozen=True)
class Advice:
    """What to take up next; all empty when the numbers carry nothing."""

    skill: WeakSkill | None
    roads: tuple[WrongRoad, ...]
    keys: tuple[KeyToCheck, ...]
    to_see: tuple[StudentResult, ...]
    not_started: tuple[StudentResult, ...]

    @property
    def anything(self) -> bool:
        """Tell whether there is anything to say."""
        found = (self.roads, self.keys, self.to_see, self.not_started)
        return self.skill is not None or any(found)


def advise(summary: ClassSummary, *, voluntary: bool = False) -> Advice:
    """Return what the numbers of a summary carry; nobody waits for what is `voluntary`."""
    waiting = summary.not_started if summary.scores.count and not voluntary else ()
    return Advice(_weak_skill(summary), _roads(summary), _keys(summary), _to_see(summary), waiting)


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
    return tuple(
        WrongRoad(m, by_id[m.items[0].question_id], next(iter(m.starts), None)) for m in tied
    )


def _keys(summary: ClassSummary) -> tuple[KeyToCheck, ...]:
    return tuple(
        KeyToCheck(one, verdict)
        for one in summary.items
        for verdict in summary.verdicts[one.item.question_id]
        if verdict.rule in {"key", "phrases"}
    )[:MOST_KEYS]


def _to_see(summary: ClassSummary) -> tuple[StudentResult, ...]:
    mean, error = summary.scores.share, summary.reliability.standard_error
    if summary.scores.count < LEAST_STUDENTS:
        return ()
    if isinstance(mean, Undefined) or isinstance(error, Undefined):
        return ()
    floor = mean - Fraction(Z_95 * error) / summary.scores.out_of
    low = [
        (one.score.share, one)
        for one in summary.students
        if one.score is not None and one.score.share < floor
    ]
    return tuple(one for _, one in sorted(low, key=lambda pair: pair[0]))
