"""A question's next version, whoever writes it: the editor, or a regrade that mends a key."""

from datetime import datetime

from quizapp.core.fingerprint import fingerprint
from quizapp.core.kinds import Question as CoreQuestion
from quizapp.models import QuestionVersion


def version(
    question_id: int, number: int, content: CoreQuestion, author_id: int | None, now: datetime
) -> QuestionVersion:
    """Return a version with this content, not yet added."""
    record = content.content()
    return QuestionVersion(
        question_id=question_id,
        number=number,
        kind=content.type,
        skill=content.skill,
        difficulty=content.difficulty,
        content=record,
        content_hash=fingerprint(record),
        created_by=author_id,
        created_at=now,
    )
