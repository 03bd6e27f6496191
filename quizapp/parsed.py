"""Questions and passages read once per process: what one fingerprint names never changes."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.kinds import Question
from quizapp.core.kinds import question as read_question
from quizapp.core.passage import Passage as CorePassage
from quizapp.models import Passage, QuestionVersion

T = TypeVar("T")


class Kept(Generic[T]):
    """The values used last, by fingerprint, and at most so many of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[str, T] = OrderedDict()

    def get(self, fingerprint: str) -> T | None:
        """Return the value, or None when it is not kept."""
        value = self._values.pop(fingerprint, None)
        if value is not None:
            self._values[fingerprint] = value
        return value

    def keep(self, fingerprint: str, value: T) -> T:
        """Keep a value, letting go of the one unused longest, and return it."""
        self._values[fingerprint] = value
        while len(self._values) > self._most:
            self._values.popitem(last=False)
        return value

    def all(self) -> dict[str, T]:
        """Return all values that are kept."""
        return dict(self._values)


_questions: Kept[Question] = Kept(2_000)
_passages: Kept[CorePassage] = Kept(50)


def questions(work: Session, versions: Mapping[int, str]) -> dict[int, Question]:
    """Return the questions of these versions, given the fingerprint of each version's content."""
    kept = {version: _questions.get(fingerprint) for version, fingerprint in versions.items()}
    found = {version: question for version, question in kept.items() if question is not None}
    missing = versions.keys() - found.keys()
    if missing:
        rows = work.execute(
            select(QuestionVersion.id, QuestionVersion.content).where(
                QuestionVersion.id.in_(missing)
            )
        )
        for version, content in rows:
            found[version] = _questions.keep(versions[version], read_question(content))
    return found


def corrected(content: dict[str, Any], fingerprint: str) -> Question:
    """Return the question that a regrade put in the place of a version."""
    return _questions.get(fingerprint) or _questions.keep(fingerprint, read_question(content))


def passage(work: Session, passage_id: int, fingerprint: str) -> CorePassage:
    """Return a passage, given the fingerprint of its content."""
    kept = _passages.get(fingerprint)
    if kept is not None:
        return kept
    content = work.execute(select(Passage.content).where(Passage.id == passage_id)).scalar_one()
    return _passages.keep(fingerprint, CorePassage.model_validate(content))
