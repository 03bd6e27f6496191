"""The choices behind the answers to one question, and the misreadings that they carry."""

from collections.abc import Iterable
from dataclasses import dataclass

from quizapp.core.itemstats.rows import Alike, Item, Version
from quizapp.core.kinds import Question
from quizapp.core.question import Pick


@dataclass(frozen=True)
class Chosen:
    """Everybody who gave the same answer, and the choices that it stands for."""

    version: Version
    picks: tuple[Pick, ...]
    given: Alike

    @property
    def misreadings(self) -> frozenset[str]:
        """Return the codes of the misreadings that this answer's wrong choices carry."""
        return misreadings_of(self.version.question, self.picks)


def misreadings_of(question: Question, picks: Iterable[Pick]) -> frozenset[str]:
    """Return the codes of the misreadings that the wrong ones of these choices carry."""
    parts = question.parts
    taken = (parts[pick.part].choices[pick.choice] for pick in picks)
    return frozenset(c.misreading for c in taken if c.misreading is not None and not c.key)


def chosen(item: Item, given: Iterable[Alike]) -> list[Chosen]:
    """Return the answers to one question with the choices that they stand for."""
    versions = {version.id: version for version in item.versions}
    found = ((versions[one.version_id], one) for one in given)
    return [Chosen(version, version.question.picks(one.answer), one) for version, one in found]
