"""Answers to one question, equal ones together, and the misreadings that they carry."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quizapp.core.itemstats.rows import Given, Item, Version
from quizapp.core.kinds import Question
from quizapp.core.question import Answer, Pick


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
