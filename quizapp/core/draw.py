"""Draws quizzes from a bank by a plan and a seed: the same seed finds the same quiz again.

Trying at random until a quiz fits the plan hardly ever ends, so the search goes depth first: one
question after the other, each drawn from the shuffled questions of its share, back as soon as
the rest cannot be filled any more. A search that has begun badly would go on for long, so it is
given up after a few hundred questions and begun anew in another order.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from quizapp.core.passage import Limit, Plan
from quizapp.core.question import QuestionBase

MOST_STEPS = 400
MOST_STARTS = 50
"""One seed begins so many searches, of so many questions tried; then the next seed is taken."""

MOST_SEEDS = 20


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


@dataclass(frozen=True)
class Drawn:
    """A quiz: the ids of its questions in the plan's order, and the seed that finds it again."""

    seed: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class NotDrawn:
    """Why no quiz could be drawn: what was asked for and is not there."""

    reason: str


def draw(
    cards: Sequence[Card], plan: Plan, seed: int, seen: Collection[str] = ()
) -> Drawn | NotDrawn:
    """Return a quiz by a plan, from this seed or the nearest after it that finds one.

    Questions that were `seen` are taken only where no quiz can be drawn without them. To leave
    some out for good, as those of the last quiz in a retake, leave them out of `cards`.
    """
    unseen = [each for each in cards if each.id not in seen]
    found = _from(unseen, plan, seed)
    return _from(cards, plan, seed) if isinstance(found, NotDrawn) and seen else found


def _from(cards: Sequence[Card], plan: Plan, seed: int) -> Drawn | NotDrawn:
    if (reason := lacking(cards, plan)) is not None:
        return NotDrawn(reason)
    for attempt in range(seed, seed + MOST_SEEDS):
        if (found := drawn(cards, plan, attempt)) is not None:
            return Drawn(attempt, found)
    return NotDrawn(
        "no combination keeps topics and enemies apart and meets every number asked for"
    )


def drawn(cards: Sequence[Card], plan: Plan, seed: int) -> tuple[str, ...] | None:
    """Return a quiz by a plan from this very seed, or None when the search ends without one."""
    # Not for secrets: the seed is kept with the quiz, to find it again.
    random = Random(f"quiz/{seed}")
    for _ in range(MOST_STARTS):
        search = _Search(cards, plan, random)
        if (found := search.run()) is not None:
            return tuple(card.id for card in found)
        if search.complete:
            return None
    return None


def lacking(cards: Sequence[Card], plan: Plan) -> str | None:
    """Return what a plan asks for and these questions do not have, or None."""
    for share in plan.shares:
        pool = [card for card in cards if card.skill in share.skills]
        topics = len({card.topic for card in pool})
        if topics < share.count:
            skills = " or ".join(share.skills)
            return f"{share.count} on {skills} needed, each of another topic; there are {topics}"
    for limit in plan.limits:
        count = sum(_counts(card, limit) for card in cards)
        if count < limit.least:
            return f"at least {limit.least} of {_what(limit)} needed; there are {count}"
    return None


def faults(cards: Sequence[Card], plan: Plan) -> Iterator[str]:
    """Yield in which ways a quiz does not keep to a plan."""
    for share in plan.shares:
        count = sum(each.skill in share.skills for each in cards)
        if count != share.count:
            yield f"{count} on {' or '.join(share.skills)} instead of {share.count}"
    for limit in plan.limits:
        count = sum(_counts(each, limit) for each in cards)
        if not limit.least <= count <= limit.most:
            yield f"{count} of {_what(limit)} instead of {_span(limit)}"
    for count, least, what in _breadth(cards, plan):
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


def _what(limit: Limit) -> str:
    return " or ".join((*limit.types, *limit.difficulty))


def _span(limit: Limit) -> str:
    return f"{limit.least}" if limit.least == limit.most else f"{limit.least} to {limit.most}"


def _counts(card: Card, limit: Limit) -> bool:
    """Tell whether a question counts toward a limit."""
    return card.type in limit.types or card.difficulty in limit.difficulty


def _breadth(cards: Sequence[Card], plan: Plan) -> tuple[tuple[int, int, str], ...]:
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
        self._weights = {each.id: [_counts(each, x) for x in plan.limits] for each in cards}
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
                sum(all(_counts(card, limit) for card in pool) for pool in left),
                sum(any(_counts(card, limit) for card in pool) for pool in left),
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
            return all(
                count >= least for count, least, _ in _breadth([*taken.values()], self._plan)
            )
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
