"""What students chose: how often each choice of each part was taken, wording by wording."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizapp.core.itemstats.rows import Given, Item, Text, Version
from quizapp.core.kinds import Question
from quizapp.core.question import Answer, Part, Pick


@dataclass(frozen=True)
class Alike:
    """Everybody who gave the same answer to the same wording."""

    version: Version
    answer: Answer | None
    picks: tuple[Pick, ...]
    given: tuple[Given, ...]

    @property
    def misreadings(self) -> frozenset[str]:
        """Return the codes of the misreadings that this answer's wrong choices carry."""
        return misreadings_of(self.version.question, self.picks)


@dataclass(frozen=True)
class ChoiceCount:
    """How often one choice was taken, of the students who were given this wording."""

    text: str
    key: bool
    misreading: str | None
    # Its name, when the choice carries one.
    count: int
    of: int

    @property
    def share(self) -> Fraction:
        """Return the share of those who were given this wording; 0 while nobody was."""
        return Fraction(self.count, self.of) if self.of else Fraction(0)


@dataclass(frozen=True)
class PartCount:
    """How often each choice of one part was taken, and by how many students none was."""

    label: str
    choices: tuple[ChoiceCount, ...]
    blank: int


@dataclass(frozen=True)
class Wording:
    """The choices that students took under one wording of a question."""

    number: int
    count: int
    parts: tuple[PartCount, ...]


@dataclass(frozen=True)
class WrongChoice:
    """The wrong choice taken most often under one wording, and the part it stands in."""

    label: str
    choice: ChoiceCount


def misreadings_of(question: Question, picks: Iterable[Pick]) -> frozenset[str]:
    """Return the codes of the misreadings that the wrong ones of these choices carry."""
    parts = question.parts
    taken = (parts[pick.part].choices[pick.choice] for pick in picks)
    return frozenset(c.misreading for c in taken if c.misreading is not None and not c.key)


def alike(item: Item, given: Iterable[Given]) -> list[Alike]:
    """Return the answers to one question, equal ones of one wording together."""
    groups: dict[tuple[int, object], list[Given]] = defaultdict(list)
    for one in given:
        fixed = tuple(one.answer) if isinstance(one.answer, list) else one.answer
        groups[one.version_id, fixed].append(one)
    versions = {version.id: version for version in item.versions}
    return [
        Alike(versions[version_id], same[0].answer, _picks(versions[version_id], same), tuple(same))
        for (version_id, _), same in groups.items()
    ]


def _picks(version: Version, same: Sequence[Given]) -> tuple[Pick, ...]:
    return version.question.picks(same[0].answer)


def wording(version: Version, groups: Iterable[Alike], text: Text) -> Wording:
    """Return how often each choice of one wording was taken."""
    taken: Counter[tuple[int, int]] = Counter()
    touched: Counter[int] = Counter()
    count = 0
    for group in groups:
        if group.version is version:
            size = len(group.given)
            count += size
            taken.update({(pick.part, pick.choice): size for pick in set(group.picks)})
            touched.update(dict.fromkeys({pick.part for pick in group.picks}, size))
    parts = tuple(
        PartCount(part.label, _choices(i, part, taken, count, text), count - touched[i])
        for i, part in enumerate(version.question.parts)
    )
    return Wording(version.number, count, parts)


def _choices(
    number: int,
    part: Part,
    taken: Counter[tuple[int, int]],
    count: int,
    text: Text,
) -> tuple[ChoiceCount, ...]:
    return tuple(
        ChoiceCount(
            choice.text,
            choice.key,
            choice.misreading and text.misreading(choice.misreading).name,
            taken[number, i],
            count,
        )
        for i, choice in enumerate(part.choices)
    )


def wrong_choice(found: Wording) -> WrongChoice | None:
    """Return the wrong choice taken most often, the first of several; None when none was taken."""
    wrong = [
        WrongChoice(part.label, choice)
        for part in found.parts
        for choice in part.choices
        if choice.count and not choice.key
    ]
    return max(wrong, key=lambda one: one.choice.count, default=None)
