"""How an invented student answers: right more often the abler they are and the easier it is.

A two-parameter logistic model (Birnbaum, 1968) decides each separately answered part; wrong
answers lean towards the misreadings that this class is prone to. Everything follows from seeds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp
from random import Random

from quizapp.core.kinds import Question
from quizapp.core.kinds.choice import Multi
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.short import Short
from quizapp.core.kinds.statement import VERDICTS, Statement
from quizapp.core.question import Answer, Choice

DIFFICULTY = {"E": -1.5, "M": -0.6, "H": 0.2}
HARDER = 1.3
"""How much harder a question is when the class is weak in its skill."""
PRONE = 4.0
"""How much likelier a wrong choice is when the class is prone to its misreading."""

SAYING = (
    "I think it is about {}.",
    "It has to do with {}",
    "{}, I would say.",
    "Maybe it was {}?",
    "It was {}, and the text does not say so.",
)
LOST = ("I could not find it.", "not sure", "The article does not tell us.")
"""How what was found is put into words, and what is written where nothing was."""


@dataclass(frozen=True)
class Tendencies:
    """What a class as a whole finds hard: skills it is weak in, misreadings it is prone to."""

    seed: str
    weak: frozenset[str] = frozenset()
    prone: frozenset[str] = frozenset()
    harder: float = 0.0
    # Than for a class that has worked on it: what is given before a unit is found harder.

    def chance_right(self, question: Question, ability: float) -> float:
        """Return the probability that a student of this ability gets one part right."""
        own = Random(f"{self.seed}/{question.id}")
        difficulty = DIFFICULTY[question.difficulty] + own.gauss(0, 0.35) + self.harder
        slope = own.uniform(0.9, 1.7)
        if question.skill in self.weak:
            difficulty += HARDER
        return 1 / (1 + exp(-slope * (ability - difficulty)))

    def wrong(self, choices: Sequence[Choice], chance: Random) -> int:
        """Return a wrong choice, a misreading of this class's more often than another."""
        wrong = [i for i, choice in enumerate(choices) if not choice.key]
        weights = [PRONE if choices[i].misreading in self.prone else 1.0 for i in wrong]
        return chance.choices(wrong, weights)[0]


@dataclass
class Reader:
    """An invented student: general ability, ability in each skill, and pace."""

    name: str
    chance: Random
    ability: float
    seconds: float
    # How long a question takes on average.
    careless: float
    # How likely a question is left blank.
    skills: dict[str, float] = field(default_factory=dict)

    def at(self, skill: str) -> float:
        """Return the ability in one skill: the general one with a leaning of its own."""
        if skill not in self.skills:
            self.skills[skill] = self.ability + self.chance.gauss(0, 0.4)
        return self.skills[skill]

    def another_day(self, day: str) -> "Reader":
        """Return the same student on another day: as able, with other luck."""
        return replace(self, chance=Random(f"{day}/{self.name}"), skills={})

    def takes(self) -> float:
        """Return how many seconds the next question takes."""
        return self.seconds * self.chance.lognormvariate(0, 0.45)

    def answer(self, question: Question, class_: Tendencies) -> Answer | None:
        """Return what this student answers to a question, or None to leave it blank."""
        if self.chance.random() < self.careless:
            return None
        right = class_.chance_right(question, self.at(question.skill))
        if isinstance(question, Short):
            return self._written(question, right)
        if isinstance(question, Order):
            return self._ordered(question, right)
        if isinstance(question, Multi):
            return self._several(question, right, class_)
        taken = [
            next(i for i, choice in enumerate(part.choices) if choice.key)
            if self.chance.random() < right
            else class_.wrong(part.choices, self.chance)
            for part in question.parts
        ]
        if isinstance(question, Statement):
            return VERDICTS[taken[0]]
        return taken[0] if question.type == "single" else list(taken)

    def _several(self, question: Multi, right: float, class_: Tendencies) -> list[int]:
        choices = question.parts[0].choices
        taken: set[int] = set()
        for key in sorted(question.keys):
            picked = key if self.chance.random() < right else class_.wrong(choices, self.chance)
            taken.add(picked)
        return sorted(taken)

    def _ordered(self, question: Order, right: float) -> list[int | None]:
        """Return places that are right but for a swap of neighbours now and then."""
        steps = list(range(len(question.sequence)))
        for i in range(len(steps) - 1):
            if self.chance.random() > right:
                steps[i], steps[i + 1] = steps[i + 1], steps[i]
        places: list[int | None] = [None] * len(steps)
        for place, step in enumerate(steps):
            places[step] = place
        return places

    def _written(self, question: Short, right: float) -> str:
        found = [group[0] for group in question.accept if self.chance.random() < right]
        # Of a chance of their own, so that how they put it decides nothing else.
        own = Random(f"{self.name}/{question.id}")
        return own.choice(SAYING).format(" and ".join(found)) if found else own.choice(LOST)


def readers(names: Sequence[str], seed: str) -> list[Reader]:
    """Return one invented student for each name."""
    return [_reader(name, Random(f"{seed}/{name}")) for name in names]


def _reader(name: str, chance: Random) -> Reader:
    ability = chance.gauss(0.3, 0.9)
    return Reader(
        name=name,
        chance=chance,
        ability=ability,
        seconds=chance.lognormvariate(4.3, 0.25),
        careless=max(0.0, 0.03 - 0.02 * ability),
    )


def tendencies(questions: Sequence[Question], names: Mapping[str, str], seed: str) -> Tendencies:
    """Return what a class finds hard, drawn by seed: one skill of reasoning, two misreadings."""
    chance = Random(seed)
    by_skill = sorted({q.skill for q in questions})
    reasoning = [skill for skill in by_skill if names.get(skill) == "reasoning"] or by_skill
    codes = sorted(
        {
            choice.misreading
            for q in questions
            for part in q.parts
            for choice in part.choices
            if choice.misreading is not None and not choice.key
        }
    )
    prone = chance.sample(codes, min(2, len(codes)))
    return Tendencies(seed, frozenset(chance.sample(reasoning, 1)), frozenset(prone))
