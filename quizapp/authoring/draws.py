"""A quiz as it could be drawn: which questions, in which order, and what a class had of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from quizapp.authoring.balance import Line
from quizapp.core.demand import Drawn, NotDrawn, draw
from quizapp.core.draw import Card
from quizapp.core.passage import Plan


@dataclass(frozen=True)
class Proposal:
    """The questions that a draw gives, and the seed that gives them again."""

    seed: int
    lines: tuple[Line, ...]

    @property
    def keys(self) -> list[str]:
        """Return the keys of the questions in order."""
        return [line.key for line in self.lines]


def propose(
    pool: Sequence[Line],
    plan: Plan,
    seed: int,
    names: Mapping[str, str],
    without: Collection[int] = (),
    seen: Collection[int] = (),
) -> Proposal | NotDrawn:
    """Return what a plan and a seed draw from a pool, or why they draw nothing.

    Questions `without` are left out for good; those `seen` are taken only where it must be. Both
    are given by the ids of questions; `names` are the words of a reason.
    """
    kept = {line.slug: line for line in pool if line.question_id not in without}
    cards = [_card(line) for line in kept.values()]
    had = {line.slug for line in kept.values() if line.question_id in seen}
    found = draw(cards, plan, seed, had, names)
    if not isinstance(found, Drawn):
        return found
    lines = (replace(kept[slug], position=n) for n, slug in enumerate(found.ids, start=1))
    return Proposal(found.seed, tuple(lines))


def _card(line: Line) -> Card:
    return Card(
        line.slug,
        line.skill,
        line.kind,
        line.difficulty,
        line.paras,
        line.topic,
        line.enemies,
    )
