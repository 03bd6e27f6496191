"""Rules of the record: all fields are there, lists are kept to, the key fits, order tells nothing.

Prior art by short names: H with a number is a guideline of Haladyna, Downing and Rodriguez
(2002), "A Review of Multiple-Choice Item-Writing Guidelines for Classroom Assessment".
"""

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches

from quizapp.core.kinds import Question
from quizapp.core.kinds.choice import Multi, Single
from quizapp.core.kinds.classify import Classify
from quizapp.core.kinds.match import Match
from quizapp.core.lint.rule import Fault, Finding, Note, Rule
from quizapp.core.lint.text import misreadings, normalise, texts
from quizapp.core.passage import Passage

_LISTED = {("type",), ("difficulty",)}
_KEY = re.compile(
    r"answer|options\.\d+\.key|pairs\.\d+\.right|cards\.\d+\.category|blanks\.\d+\.key"
    r"|sequence|model_answer|rubric|accept(\.\d+)?"
)
# A letter after 'the answer' is a place only when it stands alone: not 'e.g.', and 'a' only
# between brackets or quotes.
_LETTER = re.compile(
    r"\b(?i:option|answer|choice)s?\s+(?:[A-Eb-e](?![.'-]?\w)|[(\"'][A-Ea-e][)\"'])"
)
_PLACE = re.compile(
    r"\b(?:first|second|third|fourth|last)\s+(?:option|answer|choice)s?\b", re.IGNORECASE
)


def required_fields(fault: Fault) -> str | None:
    """Demand every field its kind needs, in its shape. Prior art: H1, H11."""
    others = not_listed(fault) or key_does_not_fit(fault)
    return fault.message if fault.absent or others is None else None


def not_listed(fault: Fault) -> str | None:
    """Keep the kind and the difficulty to their lists. Prior art: own."""
    return fault.message if fault.path in _LISTED and not fault.absent else None


def listed(question: Question, passage: Passage) -> Iterator[Note]:
    """Keep skill, topic and claims to the passage's lists; a list it leaves out binds nobody.

    Prior art: own.
    """
    skills = [skill.id for skill in passage.skills]
    if question.skill not in skills:
        yield "skill", _unknown("skill", question.skill, skills)
    if passage.topics and question.topic not in passage.topics:
        yield "topic", _unknown("topic", question.topic, passage.topics)
    claims = [claim.id for claim in passage.claims]
    for place, claim in enumerate(question.claims):
        if claims and claim not in claims:
            yield f"claims.{place}", _unknown("claim", claim, claims)


def _unknown(what: str, name: str, allowed: Collection[str]) -> str:
    near = get_close_matches(name, allowed, n=1)
    hint = f"; did you mean '{near[0]}'?" if near else f": use one of its list of {what}s"
    return f"the passage has no {what} '{name}'{hint}"


def misreadings_known(question: Question, codes: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each misreading that is not on the bank's list of them. Prior art: own.

    It stands beside the rules, as misreadings belong to all passages and need not be used.
    """
    for field, code in misreadings(question):
        if code not in codes:
            near = get_close_matches(code, codes, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ": misreadings.yaml lists them"
            yield Finding("SCH-02", "error", field, f"there is no misreading '{code}'{hint}")


def ids_known(
    questions: Sequence[Question],
    passage: Passage,  # noqa: ARG001
    known: Collection[str] | None,
) -> Iterator[tuple[int, Note]]:
    """Demand that ids are unique and that enemies exist.

    Being enemies counts from either side, so naming one another in one record is enough.
    Prior art: own.
    """
    first: dict[str, int] = {}
    for place, question in enumerate(questions):
        if first.setdefault(question.id, place) != place:
            yield place, ("id", f"another question has the id '{question.id}': choose a new one")
        for number, enemy in enumerate(question.enemies):
            if enemy == question.id:
                note = f"enemies.{number}", "a question cannot be its own enemy: remove it"
                yield place, note
            elif known is not None and enemy not in known:
                note = f"enemies.{number}", f"there is no question '{enemy}' in this passage"
                yield place, note


def key_does_not_fit(fault: Fault) -> str | None:
    """Demand a key that fits the kind, such as one for single choice. Prior art: H19; SAQUET."""
    if fault.type == "SCH-03":
        return fault.message
    return fault.message if _KEY.fullmatch(".".join(fault.path)) else None


def option_count(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Ask for as many choices as a reader can weigh.

    Prior art: H18; Rodriguez 2005, three suffice: drop a weak fourth rather than pad.
    """
    for field, count, least, most in _counts(question):
        if not least <= count <= most:
            yield field, f"{least} to {most} work best for this kind; here are {count}"
    if isinstance(question, Match) and not question.extra_right:
        yield "extra_right", "add a right side that belongs to none, or the last pair is free"


def _counts(question: Question) -> Iterator[tuple[str, int, int, int]]:
    if isinstance(question, Single):
        yield "options", len(question.options), 3, 5
    elif isinstance(question, Multi):
        yield "options", len(question.options), 4, 6
    elif isinstance(question, Match):
        yield "pairs", len(question.pairs), 3, 5
    elif isinstance(question, Classify):
        yield "cards", len(question.cards), 4, 8


def shuffle_safe(question: Question, passage: Passage) -> Iterator[Note]:  # noqa: ARG001
    """Refuse 'option B' and 'the last answer': choices are shown in any order.

    Prior art: own; Bar-Hillel and Attali 2002, randomise the places of keys.
    """
    for field, text in texts(question):
        plain = normalise(text)
        found = _LETTER.search(plain) or _PLACE.search(plain)
        if found:
            yield field, f"choices are shuffled: say what it is instead of '{found[0].strip()}'"


RULES = (
    Rule("SCH-01", "error", "Required fields are present", shape=required_fields),
    Rule(
        "SCH-02",
        "error",
        "Ids and names are from their lists",
        shape=not_listed,
        check=listed,
        among=ids_known,
    ),
    Rule("SCH-03", "error", "The key fits the kind of question", shape=key_does_not_fit),
    Rule("SCH-04", "warning", "The number of choices suits the kind", check=option_count),
    Rule("SCH-05", "error", "No text speaks of a choice by its place", check=shuffle_safe),
)
