"""What a quiz can be drawn from, and what a class has had already."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.authoring.balance import Line
from quizapp.authoring.queries.bank import newest
from quizapp.authoring.queries.quizzes import line
from quizapp.models import Assignment, Question, QuestionVersion, Quiz, QuizQuestion

ONE_POINT = 100


@dataclass(frozen=True)
class Had:
    """What a class was given about a passage: its last quiz, and all questions of all quizzes."""

    title: str = ""
    last: frozenset[int] = frozenset()
    ever: frozenset[int] = frozenset()


def pool(work: Session, passage_id: int) -> list[Line]:
    """Return every question that is ready and about a passage, each as its newest version is."""
    rows = work.execute(
        newest(select(QuestionVersion, Question.key, Question.state).select_from(Question))
        .where(Question.passage_id == passage_id, Question.state == "ready")
        .order_by(Question.key)
    )
    return [line(version, key, state, 0, 0, ONE_POINT) for version, key, state in rows]


def had(work: Session, classroom_id: int, passage_id: int) -> Had:
    """Return what a class was given about a passage, whether put away since or still to open."""
    rows: Sequence[tuple[int, str, int | None]] = [
        (assignment_id, title, question_id)
        for assignment_id, title, question_id in work.execute(
            select(Assignment.id, Assignment.title, QuizQuestion.question_id)
            .join(Assignment.quiz)
            .join(QuizQuestion, QuizQuestion.quiz_id == Quiz.id, isouter=True)
            .where(Assignment.classroom_id == classroom_id, Quiz.passage_id == passage_id)
            .order_by(Assignment.opens_at.desc(), Assignment.id.desc())
        )
    ]
    if not rows:
        return Had()
    last_id, title, _ = rows[0]
    return Had(
        title,
        frozenset(q for each, _, q in rows if each == last_id and q is not None),
        frozenset(q for _, _, q in rows if q is not None),
    )
