"""Finds the questions to be written as question files again, wherever they were written first."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.kinds import Question as CoreQuestion
from quizapp.core.refusal import Refused
from quizapp.models import Passage, Question, QuestionVersion


class NoSuchPassage(Refused):
    """Questions were asked for of a passage that is not there, or without saying of which."""


def ready_questions(work: Session, key: str | None) -> tuple[str, list[CoreQuestion]]:
    """Return a passage's key and its ready questions in order of their keys.

    Without a key, of the only passage. Raises NoSuchPassage, naming those there are.
    """
    keys = list(work.scalars(select(Passage.key).order_by(Passage.key)))
    wanted = keys[0] if key is None and len(keys) == 1 else key
    if wanted not in keys:
        raise NoSuchPassage(f"Name one of the passages: {', '.join(keys) or 'there is none yet'}.")
    versions = work.scalars(
        select(QuestionVersion)
        .join(QuestionVersion.question)
        .join(Question.passage)
        .where(
            Passage.key == wanted,
            Question.state == "ready",
            QuestionVersion.number == Question.latest,
        )
        .order_by(Question.key)
    )
    return wanted, [version.to_core() for version in versions]
