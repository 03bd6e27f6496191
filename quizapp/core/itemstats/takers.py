"""Who chose what in one question: the students behind each choice, wording by wording."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quizapp.core.itemstats.rows import Alike, Item, Student, by_name
from quizapp.core.question import Pick


@dataclass(frozen=True)
class Takers:
    """The students behind the choices of one question, by name."""

    chose: dict[tuple[int, Pick], tuple[Student, ...]]
    blank: dict[tuple[int, int], tuple[Student, ...]]
    # By number of the version, and by pick or by part.

    def of(self, version: int, part: int, choice: int) -> tuple[Student, ...]:
        """Return who took a choice."""
        return self.chose.get((version, Pick(part, choice)), ())

    def left_blank(self, version: int, part: int) -> tuple[Student, ...]:
        """Return who answered nothing to a part."""
        return self.blank.get((version, part), ())


def takers(item: Item, answers: Iterable[Alike], owners: Mapping[int, Student]) -> Takers:
    """Return who chose what in one question; `owners` are the students of the attempts."""
    versions = {version.id: version for version in item.versions}
    chose: dict[tuple[int, Pick], list[Student]] = defaultdict(list)
    blank: dict[tuple[int, int], list[Student]] = defaultdict(list)
    for one in answers:
        if one.question_id != item.question_id:
            continue
        version = versions[one.version_id]
        students = [owners[attempt] for attempt in one.attempts]
        picks = set(version.question.picks(one.answer))
        for pick in picks:
            chose[version.number, pick] += students
        touched = {pick.part for pick in picks}
        for part in range(len(version.question.parts)):
            if part not in touched:
                blank[version.number, part] += students
    return Takers(
        {key: by_name(students) for key, students in chose.items()},
        {key: by_name(students) for key, students in blank.items()},
    )
