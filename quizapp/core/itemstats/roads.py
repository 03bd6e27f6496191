"""What lies behind the marks: skills, misreadings, and the paragraphs that questions cite."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizapp.core.itemstats.choices import Alike
from quizapp.core.itemstats.items import UNCOUNTED, ItemSummary, all_or_nothing
from quizapp.core.itemstats.numbers import (
    NOBODY,
    Interval,
    Undefined,
    on_one_scale,
    share_interval,
)
from quizapp.core.itemstats.rows import Given, Item, Student, Text, by_name
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
    items: Sequence[Item], given: Mapping[int, Sequence[Given]], text: Text
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
    code: str, items: list[Item], given: Mapping[int, Sequence[Given]], text: Text
) -> SkillSummary:
    earned: dict[int, tuple[int, int]] = {}
    for item in items:
        for one in given.get(item.question_id, ()):
            mark, out_of = earned.get(one.attempt_id, (0, 0))
            earned[one.attempt_id] = (mark + one.mark, out_of + one.out_of)
    values, most = on_one_scale(earned.values())
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
    groups: Mapping[int, Sequence[Alike]],
    items: Sequence[Item],
    students: Mapping[int, Student],
    text: Text,
) -> tuple[MisreadingSummary, ...]:
    """Return the wrong roads taken, the one with most students first.

    `groups` are the grouped answers by question, `students` the student of each attempt.
    """
    taken: dict[str, dict[int, list[Student]]] = defaultdict(lambda: defaultdict(list))
    wrong = 0
    for item in items:
        for group in groups.get(item.question_id, ()):
            lost = [students[one.attempt_id] for one in group.given if one.mark < one.out_of]
            if group.answer is None or not lost:
                continue
            wrong += len(lost)
            for code in group.misreadings:
                taken[code][item.question_id] += lost
    by_id = {item.question_id: item for item in items}
    found = [_misreading(code, where, by_id, wrong, text) for code, where in taken.items()]
    return tuple(sorted(found, key=lambda m: (-len(m.students), -m.answers, m.misreading.name)))


def _misreading(
    code: str, where: Mapping[int, list[Student]], items: Mapping[int, Item], wrong: int, text: Text
) -> MisreadingSummary:
    answers = sum(map(len, where.values()))
    ranked = sorted(where, key=lambda question_id: -len(where[question_id]))
    return MisreadingSummary(
        text.misreading(code),
        answers,
        Fraction(answers, wrong),
        by_name({student for students in where.values() for student in students}),
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
