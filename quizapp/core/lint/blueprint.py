"""Rules of the finished bank: it has what was planned, quizzes can be drawn, numbers agree."""

from collections import Counter
from collections.abc import Iterator, Mapping

from quizapp.core.draw import Card, card, drawn, faults
from quizapp.core.lint.rule import Pilot, PlacedNote, Rule, Whole
from quizapp.core.passage import Plan

NEAR_PARAGRAPH = 1
NEAR_DIFFICULTY = 2
LEAST_DRAWN = 0.95
LEAST_DIFFERENT = 0.50
THOROUGH = 500
"""From so many draws on, every question must have been drawn, and quizzes must differ."""

LEAST_ANSWERS = 30
EASIEST, HARDEST = 0.95, 0.20
LEAST_DISCRIMINATION = 0.15
LEAST_TAKEN = 0.05
"""A wrong option that fewer take is one that hardly anybody takes."""

_ANY = Plan.model_construct(shares=())
"""A plan that asks for nothing, so that only what never meets in a quiz is a fault."""


def blueprint_met(whole: Whole) -> Iterator[PlacedNote]:
    """Demand the planned counts by skill and kind, about those by difficulty and paragraph.

    One more or less will do for a paragraph, two for a difficulty. Every claim of the passage is
    used. Prior art: H1; PIRLS and PISA practice.
    """
    plan = whole.passage.lint.blueprint
    if plan is None:
        return
    for name, wanted, near, found in (
        ("skill", plan.skill, 0, [q.skill for q in whole.questions]),
        ("type", plan.type, 0, [q.type for q in whole.questions]),
        ("difficulty", plan.difficulty, NEAR_DIFFICULTY, [q.difficulty for q in whole.questions]),
        ("paragraph", plan.paragraph, NEAR_PARAGRAPH, [q.paras[0] for q in whole.questions]),
    ):
        yield from _counted(name, wanted, Counter(found), near)
    used = {claim for question in whole.questions for claim in question.claims}
    for place, claim in enumerate(whole.passage.claims):
        if claim.id not in used:
            yield None, (f"claims.{place}", f"no question uses claim {claim.id}: write one")


def _counted(
    name: str, wanted: Mapping[str, int] | Mapping[int, int], found: Counter[object], near: int
) -> Iterator[PlacedNote]:
    for which, count in wanted.items():
        if abs(found[which] - count) > near:
            about = f" (give or take {near})" if near else ""
            message = f"{found[which]} questions of {name} {which}; the plan has {count}{about}"
            yield None, (f"lint.blueprint.{name}.{which}", message)


def drawable(whole: Whole) -> Iterator[PlacedNote]:
    """Demand that the fixed quizzes keep to the strict plan and that quizzes can be drawn by it.

    Without such a plan, fixed quizzes still keep topics and enemies apart. Of the trial draws
    95 % succeed; of 500 or more, half are different quizzes and every question is drawn.
    Prior art: own.
    """
    cards = {question.id: card(question) for question in whole.questions}
    plan = whole.passage.draws.get("strict")
    yield from _forms(whole, cards, plan or _ANY)
    if plan is None:
        return
    quizzes = [drawn([*cards.values()], plan, seed) for seed in range(whole.draws)]
    found = [quiz for quiz in quizzes if quiz is not None]
    if len(found) < LEAST_DRAWN * whole.draws:
        message = f"{len(found)} of {whole.draws} draws find a quiz: write more, or ease the plan"
        yield None, ("draws.strict", message)
    if whole.draws >= THOROUGH:
        different = len({frozenset(quiz) for quiz in found})
        if different < LEAST_DIFFERENT * whole.draws:
            message = f"{whole.draws} draws give {different} different quizzes: write more"
            yield None, ("draws.strict", message)
        drawn_ever = {each for quiz in found for each in quiz}
        for place, question in enumerate(whole.questions):
            if question.id not in drawn_ever:
                yield place, ("", "no draw ever takes it: check its topic, enemies and skill")


def _forms(whole: Whole, cards: Mapping[str, Card], strict: Plan) -> Iterator[PlacedNote]:
    lists = whole.passage.lint
    plan = strict.model_copy(update={"paragraphs": lists.form_paragraphs})
    seen: dict[str, str] = {}
    for name, ids in lists.forms.items():
        field = f"lint.forms.{name}"
        for each in ids:
            if each not in cards:
                yield None, (field, f"there is no question '{each}'")
            if seen.setdefault(each, name) != name:
                yield None, (field, f"{each} is in form {seen[each]} as well")
        held = [cards[each] for each in ids if each in cards]
        for fault in faults(held, plan):
            yield None, (field, fault)
        touched = len({number for each in held for number in each.paras})
        if touched < lists.form_touched:
            message = f"it is about {touched} paragraphs instead of {lists.form_touched} or more"
            yield None, (field, message)


def pilot_agrees(whole: Whole) -> Iterator[PlacedNote]:
    """Ask for another look where the answers of 30 students or more speak against a question.

    Too easy, too hard, little related to the rest, or a choice that nobody takes. Silent before
    there are answers. Prior art: classical item analysis.
    """
    for place, question in enumerate(whole.questions):
        pilot = whole.pilot.get(question.id)
        if pilot is not None and pilot.answers >= LEAST_ANSWERS:
            for message in _odd(pilot):
                yield place, ("", message)


def _odd(pilot: Pilot) -> Iterator[str]:
    if not HARDEST <= pilot.facility <= EASIEST:
        hard = "easy" if pilot.facility > EASIEST else "hard"
        yield f"students earned {pilot.facility:.0%} of its marks: it may be too {hard}"
    if pilot.discrimination is not None and pilot.discrimination < LEAST_DISCRIMINATION:
        yield f"its correlation with the rest is {pilot.discrimination:.2f}: check its key"
    for text in pilot.idle:
        yield f"hardly anybody chose '{text}': replace it"


RULES = (
    Rule("BNK-06", "error", "The bank has what was planned", whole=blueprint_met),
    Rule("BNK-09", "error", "Quizzes can be drawn", whole=drawable),
    Rule("BNK-10", "warning", "Answers of students agree", whole=pilot_agrees),
)
