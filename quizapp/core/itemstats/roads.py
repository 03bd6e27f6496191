"""What lies behind the marks: skills, misreadings, and the paragraphs that questions cite."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from quizapp.core.itemstats.choices import Chosen
from quizapp.core.itemstats.items import UNCOUNTED, ItemSummary, all_or_nothing
from quizapp.core.itemstats.numbers import (
    NOBODY,
    Interval,
    Undefined,
    on_one_scale,
    share_interval,
)
from quizapp.core.itemstats.rows import Alike, Item, Student, Text, earned
from quizapp.core.misreading import Misreading
from quizapp.core.review import CITATION

UNCITED = Undefined("no question cites it")


@dataclass(frozen=True)
class SkillSummary:
    """How a class did on the questions of one skill."""

    code: str
    name: str
    items: tuple[Item, ...]
    count: int
    share: Fraction | Undefined
    interval: Interval | Undefined


@dataclass(frozen=True)
class MisreadingSummary:
    """How often one wrong road was taken, and by whom.

    An answer takes it when it did not earn the full mark and one of its wrong choices carries the
    misreading; `share` is of all answers that were given and did not earn the full mark.
    """

    misreading: Misreading
    answers: int
    share: Fraction
    students: tuple[Student, ...]
    # By name.
    items: tuple[Item, ...]
    # The questions it was taken in, the one with most such answers first.

    @property
    def starts(self) -> tuple[int, ...]:
        """Return the paragraphs that the feedback on such choices of the first question cites."""
        feedback = " ".join(
            choice.feedback
            for part in self.items[0].question.parts
            for choice in part.choices
            if choice.misreading == self.misreading.code and not choice.key
        )
        return tuple(dict.fromkeys(int(number) for number in CITATION.findall(feedback)))


@dataclass(frozen=True)
class ParagraphSummary:
    """How well the questions citing one paragraph went: the mean of their facilities."""

    number: int
    heading: str
    items: tuple[Item, ...]
    share: Fraction | Undefined


def skills(
    items: Sequence[Item], given: Mapping[int, Sequence[Alike]], text: Text
) -> tuple[SkillSummary, ...]:
    """Return each skill's share: the mean over students of what they earned of its marks.

    `given` is by question. A student is one observation, however many questions the skill has,
    because the answers of one student are not independent. Weakest first.
    """
    by_skill: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_skill[item.question.skill].append(item)
    found = [_skill(code, of_it, given, text) for code, of_it in by_skill.items()]
    return tuple(sorted(found, key=lambda one: (_or_one(one.share), one.name)))


def _or_one(value: Fraction | Undefined) -> Fraction:
    return Fraction(2) if isinstance(value, Undefined) else value


def _skill(
    code: str, items: list[Item], given: Mapping[int, Sequence[Alike]], text: Text
) -> SkillSummary:
    of_it = chain.from_iterable(given.get(item.question_id, ()) for item in items)
    marks, worth = earned(of_it)
    values, most = on_one_scale(zip(marks.values(), worth.values(), strict=True))
    binary = len(items) == 1 and all_or_nothing(items[0])
    nobody = UNCOUNTED if any(given.values()) else NOBODY
    return SkillSummary(
        code,
        text.skills.get(code, code),
        tuple(items),
        len(values),
        Fraction(sum(values), most * len(values)) if values else nobody,
        share_interval(values, most, binary=binary) if values else nobody,
    )


def misreadings(
    answers: Mapping[int, Sequence[Chosen]],
    items: Sequence[Item],
    owners: Mapping[int, Student],
    text: Text,
) -> tuple[MisreadingSummary, ...]:
    """Return the wrong roads taken, the one with most students first.

    `answers` are by question, `owners` the student of each attempt, by name.
    """
    taken: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    wrong = 0
    for item in items:
        for one in answers.get(item.question_id, ()):
            if one.given.answer is None or one.given.mark >= one.given.out_of:
                continue
            wrong += len(one.given.attempts)
            for code in one.misreadings:
                taken[code][item.question_id] += one.given.attempts
    by_id = {item.question_id: item for item in items}
    found = [_misreading(code, where, by_id, wrong, owners, text) for code, where in taken.items()]
    return tuple(sorted(found, key=lambda m: (-len(m.students), -m.answers, m.misreading.name)))


def _misreading(
    code: str,
    where: Mapping[int, list[int]],
    items: Mapping[int, Item],
    wrong: int,
    owners: Mapping[int, Student],
    text: Text,
) -> MisreadingSummary:
    answers = sum(map(len, where.values()))
    attempts = set(chain.from_iterable(where.values()))
    ranked = sorted(where, key=lambda question_id: -len(where[question_id]))
    return MisreadingSummary(
        text.misreading(code),
        answers,
        Fraction(answers, wrong),
        tuple(student for attempt, student in owners.items() if attempt in attempts),
        tuple(items[question_id] for question_id in ranked),
    )


def paragraphs(items: Sequence[ItemSummary], text: Text) -> tuple[ParagraphSummary, ...]:
    """Return the evidence map: each paragraph with the questions that cite it."""
    return tuple(
        _paragraph(number, heading, [one for one in items if number in one.item.question.paras])
        for number, heading in text.paragraphs.items()
    )


def _paragraph(number: int, heading: str, citing: list[ItemSummary]) -> ParagraphSummary:
    known = [one.facility for one in citing if not isinstance(one.facility, Undefined)]
    share: Fraction | Undefined = citing[0].facility if citing else UNCITED
    if known:
        share = sum(known, Fraction(0)) / len(known)
    return ParagraphSummary(number, heading, tuple(one.item for one in citing), share)
