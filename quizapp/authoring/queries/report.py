"""What a report on questions is made from: the questions, and how they were answered."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.authoring.queries.bank import newest
from quizapp.authoring.report import Answered
from quizapp.core.kinds import Question as CoreQuestion
from quizapp.core.marks import PARTS_PER_HUNDREDTH
from quizapp.models import Attempt, AttemptQuestion, Question, QuestionVersion, Response


def bank_of(work: Session, passage_id: int) -> list[tuple[int, CoreQuestion]]:
    """Return every ready question about a passage as its newest version is, with its id."""
    rows = work.execute(
        newest(select(QuestionVersion).select_from(Question))
        .where(Question.passage_id == passage_id, Question.state == "ready")
        .order_by(Question.key)
    )
    return [(version.question_id, version.to_core()) for (version,) in rows]


def answers(work: Session, passage_id: int) -> list[Answered]:
    """Return the answers of submitted attempts, for newest versions alone: others ask otherwise."""
    rows = work.execute(
        newest(
            select(
                QuestionVersion.content["id"].as_string(),
                Response.answer,
                Response.mark,
                AttemptQuestion.points,
                Attempt.score,
            ).select_from(Question)
        )
        .join(AttemptQuestion, AttemptQuestion.version_id == QuestionVersion.id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(Response, Response.attempt_question_id == AttemptQuestion.id, isouter=True)
        .where(
            Question.passage_id == passage_id,
            Question.state == "ready",
            Attempt.submitted_at.is_not(None),
            Attempt.score.is_not(None),
        )
    )
    return [
        Answered(slug, answer, mark or 0, points * PARTS_PER_HUNDREDTH, (score or 0) - (mark or 0))
        for slug, answer, mark, points, score in rows
    ]
