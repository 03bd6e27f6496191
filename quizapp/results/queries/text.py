"""What results say about the reading: names of skills and paragraphs, and misreadings."""

from functools import lru_cache

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp import parsed
from quizapp.core.itemstats.rows import Text
from quizapp.core.misreading import Misreading as CoreMisreading
from quizapp.models import Assignment, Misreading, Passage, Quiz

PASSAGE = (
    select(Passage.id, Passage.content_hash)
    .join(Quiz, Quiz.passage_id == Passage.id)
    .where(Quiz.id == bindparam("quiz_id"))
)
MISREADINGS = select(Misreading.code, Misreading.name, Misreading.description)


def text(work: Session, assignment: Assignment) -> Text:
    """Return the names that an assignment's summary uses."""
    row = work.connection().execute(PASSAGE, {"quiz_id": assignment.quiz_id}).one()
    passage = parsed.passage(work, row.id, row.content_hash)
    return Text(
        skills={skill.id: skill.name for skill in passage.skills},
        paragraphs={p.number: p.heading or _opening(p.text) for p in passage.paragraphs},
        misreadings=misreadings(work),
    )


def misreadings(work: Session) -> dict[str, CoreMisreading]:
    """Return every misreading by its code."""
    rows = work.connection().execute(MISREADINGS)
    return {row[0]: _misreading(*row) for row in rows}


@lru_cache(maxsize=1_000)
def _misreading(code: str, name: str, description: str) -> CoreMisreading:
    return CoreMisreading.model_construct(code=code, name=name, description=description)


def _opening(text: str) -> str:
    """Return the first words of a paragraph that has no heading."""
    words = text.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")
