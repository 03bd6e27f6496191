"""The full text of a passage: attached by an instructor, kept in this database, never exported."""

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.core.fulltext import Misfit, full_text
from quizapp.core.refusal import Refused
from quizapp.models import Passage


class TextDoesNotFit(Refused):
    """A text whose paragraphs are not the passage's would make citations point to other places."""

    status = 422
    message = "This text does not fit the passage."

    def __init__(self, misfits: tuple[Misfit, ...]) -> None:
        super().__init__()
        self.misfits = misfits


class NothingAttached(Refused):
    """There is no full text to remove."""

    message = "No full text is attached. Reload the page."


def attach(work: Session, passage: Passage, text: str, actor_id: int | None, now: datetime) -> None:
    """Let the class read the full text instead of the digest. Raises TextDoesNotFit."""
    found = full_text(text, passage.to_core())
    if found.misfits:
        raise TextDoesNotFit(found.misfits)
    passage.full_text = list(found.paragraphs)
    _record(work, passage, "attach full text", actor_id, now)


def detach(work: Session, passage: Passage, actor_id: int | None, now: datetime) -> None:
    """Remove the full text, so that the class reads the digest. Raises NothingAttached."""
    if passage.full_text is None:
        raise NothingAttached
    passage.full_text = None
    _record(work, passage, "remove full text", actor_id, now)


def _record(
    work: Session, passage: Passage, action: str, actor_id: int | None, now: datetime
) -> None:
    audit.record(work, actor_id, action, f"passage {passage.id}", now)
    work.flush()
