"""Passages, as the pages of authoring need them."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.passage import Passage as CorePassage
from quizapp.core.passage import Skill
from quizapp.models import Misreading, Passage, Question


@dataclass(frozen=True)
class Shelf:
    """All passages, and what their questions can be sorted by."""

    passages: list[CorePassage]
    ids: dict[str, int]
    """The id of each passage by its key."""

    @cached_property
    def skills(self) -> dict[str, Skill]:
        """Return every skill by its id; the first passage that names one defines it."""
        found: dict[str, Skill] = {}
        for passage in self.passages:
            for skill in passage.skills:
                found.setdefault(skill.id, skill)
        return found

    @property
    def most_paragraphs(self) -> int:
        """Return the number of paragraphs of the longest passage."""
        return max((len(passage.paragraphs) for passage in self.passages), default=0)

    @property
    def passage_options(self) -> list[tuple[str, str]]:
        """Return what a search can be narrowed to by passage."""
        return [(passage.key, passage.title) for passage in self.passages]

    @property
    def skill_options(self) -> list[tuple[str, str]]:
        """Return what a search can be narrowed to by skill."""
        return [(skill.id, skill.name) for skill in self.skills.values()]

    @property
    def paragraph_options(self) -> list[tuple[int, str]]:
        """Return what a search can be narrowed to by paragraph."""
        return [(0, "Title"), *((n, f"P{n}") for n in range(1, self.most_paragraphs + 1))]

    def skill_name(self, skill_id: str) -> str:
        """Return a skill's name, or its id where no passage defines it any more."""
        skill = self.skills.get(skill_id)
        return skill.name if skill else skill_id


def shelf(work: Session) -> Shelf:
    """Return all passages by title."""
    rows = list(work.scalars(select(Passage).order_by(Passage.title)))
    return Shelf([row.to_core() for row in rows], {row.key: row.id for row in rows})


def chosen(work: Session, key: str) -> CorePassage | None:
    """Return the passage with this key, or the first where there is none such."""
    passages = shelf(work).passages
    return next((p for p in passages if p.key == key), passages[0] if passages else None)


def by_key(work: Session, key: str) -> Passage | None:
    """Return the passage with this key, or None."""
    return work.scalar(select(Passage).where(Passage.key == key))


def keys(work: Session) -> list[str]:
    """Return the keys of all passages, sorted."""
    return list(work.scalars(select(Passage.key).order_by(Passage.key)))


def question_count(work: Session, passage: Passage) -> int:
    """Return how many questions the bank has about a passage."""
    count = select(func.count()).select_from(Question).where(Question.passage_id == passage.id)
    return work.scalars(count).one()


def misreading_names(work: Session) -> dict[str, str]:
    """Return every misreading's name by its code, in the order of the names."""
    rows = work.execute(select(Misreading.code, Misreading.name).order_by(Misreading.name))
    return {row.code: row.name for row in rows}
