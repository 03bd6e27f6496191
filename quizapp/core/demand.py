"""Asks for a quiz by a plan: the quiz, or in words which of the plan's demands cannot be met."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from quizapp.core.draw import NO_NAMES, Card, breadth, counts_toward, described, drawn, either
from quizapp.core.passage import Plan

MOST_SEEDS = 3
"""Of a hundred seeds one finds no quiz where there are many, so three in a row tell enough."""

FEW_STARTS = 4
"""To see whether a demand is what stands in the way, a short search will do."""


@dataclass(frozen=True)
class Drawn:
    """A quiz: the ids of its questions in the plan's order, and the seed that finds it again."""

    seed: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class NotDrawn:
    """Why no quiz could be drawn: what was asked for and cannot be had."""

    reason: str


def draw(
    cards: Sequence[Card],
    plan: Plan,
    seed: int,
    seen: Collection[str] = (),
    names: Mapping[str, str] = NO_NAMES,
) -> Drawn | NotDrawn:
    """Return a quiz by a plan, from this seed or the nearest after it that finds one.

    Questions that were `seen` are taken only where no quiz can be drawn without them. To leave
    some out for good, as those of the last quiz in a retake, leave them out of `cards`. `names`
    are the words for skills, kinds and difficulties in a reason.
    """
    unseen = [each for each in cards if each.id not in seen]
    for pool in (unseen, cards) if seen else (cards,):
        if next(lacking(pool, plan), None) is None and (found := _from(pool, plan, seed)):
            return found
    if lacks := list(lacking(cards, plan, names)):
        return NotDrawn("; ".join(lacks))
    return NotDrawn(_conflict(cards, plan, seed, names))


def _from(cards: Sequence[Card], plan: Plan, seed: int) -> Drawn | None:
    for attempt in range(seed, seed + MOST_SEEDS):
        if (found := drawn(cards, plan, attempt)) is not None:
            return Drawn(attempt, found)
    return None


def lacking(
    cards: Sequence[Card], plan: Plan, names: Mapping[str, str] = NO_NAMES
) -> Iterator[str]:
    """Yield what a plan asks for and these questions do not have, each for itself."""
    for share in plan.shares:
        topics = len({card.topic for card in cards if card.skill in share.skills})
        if topics < share.count:
            skills = either(share.skills, names)
            yield f"{share.count} on {skills} needed, each of another topic; there {_be(topics)}"
    for limit in plan.limits:
        count = sum(counts_toward(card, limit) for card in cards)
        if count < limit.least:
            yield f"{limit.least} of {described(limit, names)} needed; there {_be(count)}"
    for count, least, what in breadth(cards, plan):
        if count < least:
            yield f"{least} {what} needed; there {_be(count)}"


def _be(count: int) -> str:
    return f"is {count}" if count == 1 else f"are {count or 'none'}"


def _conflict(cards: Sequence[Card], plan: Plan, seed: int, names: Mapping[str, str]) -> str:
    """Return which demands stand in each other's way, where there is enough of everything."""
    ways = [
        demand
        for demand, eased, easier in _eased(cards, plan, names)
        if drawn(eased, easier, seed, FEW_STARTS) is not None
    ]
    together = "there is enough of everything, but not together"
    return f"{together}; without one of these it works: {', '.join(ways)}" if ways else together


def _eased(
    cards: Sequence[Card], plan: Plan, names: Mapping[str, str]
) -> Iterator[tuple[str, Sequence[Card], Plan]]:
    """Yield each demand of a plan, with the questions and the plan as they are without it."""
    yield "one question of a topic", [replace(each, topic=each.id) for each in cards], plan
    friends = [replace(each, enemies=frozenset()) for each in cards]
    yield "no question that gives another away", friends, plan
    for place, limit in enumerate(plan.limits):
        rest = (*plan.limits[:place], *plan.limits[place + 1 :])
        yield (
            f"the number of {described(limit, names)}",
            cards,
            plan.model_copy(update={"limits": rest}),
        )
    for field, what in (
        ("paragraphs", "the number of main paragraphs"),
        ("kinds", "the number of kinds"),
    ):
        yield what, cards, plan.model_copy(update={field: 1})
