"""Puts drawn questions into a quiz, and records how they were drawn."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.authoring.draws import Proposal
from quizapp.authoring.rights import Author, check
from quizapp.core.refusal import Refused
from quizapp.models import Quiz, QuizQuestion


class DrawnOtherwise(Refused):
    """What a seed draws has changed since it was shown, because the bank has."""

    message = (
        "The bank has changed since this was shown, so the seed draws something else now. "
        "Draw again to see it."
    )


def fill(
    work: Session,
    quiz: Quiz,
    plan: str,
    proposal: Proposal,
    retake: str,
    author: Author,
    now: datetime,
) -> None:
    """Put what was drawn in the place of a quiz's questions, each worth one point.

    `retake` is the title of what was left out, '' for nothing. Attempts keep the questions they
    were started with. Raises OwnedByFile or NotYours.
    """
    check(quiz, author, from_file=quiz.key is not None)
    work.execute(delete(QuizQuestion).where(QuizQuestion.quiz_id == quiz.id))
    for line in proposal.lines:
        work.add(
            QuizQuestion(
                quiz_id=quiz.id,
                question_id=line.question_id,
                position=line.position,
                points=line.points,
            )
        )
    before = {"seed": quiz.draw_seed, "questions": quiz.draw_keys} if quiz.draw_keys else None
    quiz.draw_plan, quiz.draw_seed, quiz.draw_keys = plan, proposal.seed, proposal.keys
    quiz.draw_retake = retake or None
    after = {"plan": plan, "seed": proposal.seed, "questions": proposal.keys}
    audit.record(work, author.id, "draw quiz", f"quiz {quiz.id}", now, before=before, after=after)
    work.flush()
