"""Draws quizzes from a bank by a plan and a seed: the same seed finds the same quiz again.

Trying at random until a quiz fits the plan hardly ever ends, so the search goes depth first: one
question after the other, each drawn from the shuffled questions of its share, back as soon as
the rest cannot be filled any more. A search that has begun badly would go on for long, so it is
given up after a few hundred questions and begun anew in another order.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from quizapp.core.passage import Limit, Plan
from quizapp.core.question import QuestionBase

MOST_STEPS = 400
MOST_STARTS = 50
"""One seed begins so many searches, of so many questions tried."""

NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True)
class Card:
    """What a draw needs to know of a question."""

    id: str
    skill: str
    type: str
    difficulty: str
    paras: tuple[int, ...]
    topic: str
    enemies: frozenset[str] = frozenset()


def card(question: QuestionBase) -> Card:
    """Return what a draw needs to know of a question."""
    return Card(
        question.id,
        question.skill,
        question.type,
        question.difficulty,
        question.paras,
        question.topic,
        frozenset(question.enemies),
    )


def drawn(
    cards: Sequence[Card], plan: Plan, seed: int, starts: int = MOST_STARTS
) -> tuple[str, ...] | None:
    """Return a quiz by a plan from this very seed, or None when the search ends without one."""
    # Not for secrets: the seed is kept with the quiz, to find it again.
    random = Random(f"quiz/{seed}")
    for _ in range(starts):
        search = _Search(cards, plan, random)
        if (found := search.run()) is not None:
            return tuple(card.id for card in found)
        if search.complete:
            return None
    return None


def faults(cards: Sequence[Card], plan: Plan) -> Iterator[str]:
    """Yield in which ways a quiz does not keep to a plan."""
    for share in plan.shares:
        count = sum(each.skill in share.skills for each in cards)
        if count != share.count:
            yield f"{count} on {' or '.join(share.skills)} instead of {share.count}"
    for limit in plan.limits:
        count = sum(counts_toward(each, limit) for each in cards)
        if not limit.least <= count <= limit.most:
            yield f"{count} of {described(limit)} instead of {_span(limit)}"
    for count, least, what in breadth(cards, plan):
        if count < least:
            yield f"{count} {what} instead of {least} or more"
    yield from _clashes(cards)


def _clashes(cards: Sequence[Card]) -> Iterator[str]:
    ids = {each.id for each in cards}
    for topic, count in Counter(each.topic for each in cards).items():
        if count > 1:
            yield f"{count} of the topic {topic}"
    for each in cards:
        for enemy in sorted(each.enemies & ids):
            yield f"{each.id} and {enemy} are enemies"


def described(limit: Limit, names: Mapping[str, str] = NO_NAMES) -> str:
    """Return what a limit counts; `names` are the words for kinds and difficulties."""
    return either((*limit.types, *limit.difficulty), names)


def either(ids: Sequence[str], names: Mapping[str, str]) -> str:
    """Return the names of ids as a list to choose from."""
    return " or ".join(names.get(each, each) for each in ids)


def _span(limit: Limit) -> str:
    return f"{limit.least}" if limit.least == limit.most else f"{limit.least} to {limit.most}"


def counts_toward(card: Card, limit: Limit) -> bool:
    """Tell whether a question counts toward a limit."""
    return card.type in limit.types or card.difficulty in limit.difficulty


def breadth(cards: Sequence[Card], plan: Plan) -> tuple[tuple[int, int, str], ...]:
    """Return what a quiz covers: how much of it there is, and how much a plan asks for."""
    return (
        (len({card.paras[0] for card in cards}), plan.paragraphs, "main paragraphs"),
        (len({card.type for card in cards}), plan.kinds, "kinds"),
    )


class _Search:
    """One search: the places still to fill, what each could take, and the steps that are left."""

    def __init__(self, cards: Sequence[Card], plan: Plan, random: Random) -> None:
        self._plan = plan
        self._steps = MOST_STEPS
        self._weights = {each.id: [counts_toward(each, x) for x in plan.limits] for each in cards}
        places = [share for share in plan.shares for _ in range(share.count)]
        self._places = sorted(range(len(places)), key=lambda _: random.random())
        self._pools = []
        for share in places:
            pool = [card for card in cards if card.skill in share.skills]
            random.shuffle(pool)
            self._pools.append(pool)
        self._reach = [self._reaches(filled + 1) for filled in range(len(places))]

    def _reaches(self, filled: int) -> list[tuple[int, int]]:
        """Return for each limit how many of the places left must count, and how many can."""
        left = [self._pools[place] for place in self._places[filled:]]
        return [
            (
                sum(all(counts_toward(card, limit) for card in pool) for pool in left),
                sum(any(counts_toward(card, limit) for card in pool) for pool in left),
            )
            for limit in self._plan.limits
        ]

    @property
    def complete(self) -> bool:
        """Tell whether the search has tried all there is, so that no other order finds more."""
        return self._steps > 0

    def run(self) -> list[Card] | None:
        """Return the questions in the plan's order, or None."""
        taken: dict[int, Card] = {}
        if not self._fill(taken, [0] * len(self._plan.limits)):
            return None
        return [taken[place] for place in sorted(taken)]

    def _fill(self, taken: dict[int, Card], counts: list[int]) -> bool:
        if len(taken) == len(self._places):
            return all(count >= least for count, least, _ in breadth([*taken.values()], self._plan))
        place = self._places[len(taken)]
        for card in self._pools[place]:
            if self._steps == 0:
                return False
            self._steps -= 1
            more = [n + w for n, w in zip(counts, self._weights[card.id], strict=True)]
            if not self._fits(card, taken, more):
                continue
            taken[place] = card
            if self._fill(taken, more):
                return True
            del taken[place]
        return False

    def _fits(self, card: Card, taken: dict[int, Card], counts: list[int]) -> bool:
        reach = self._reach[len(taken)]
        for count, limit, (must, can) in zip(counts, self._plan.limits, reach, strict=True):
            if count + must > limit.most or count + can < limit.least:
                return False
        mains = {other.paras[0] for other in taken.values()} | {card.paras[0]}
        if len(mains) + len(self._places) - len(taken) - 1 < self._plan.paragraphs:
            return False
        return not any(
            card.id == other.id
            or card.topic == other.topic
            or other.id in card.enemies
            or card.id in other.enemies
            for other in taken.values()
        )
