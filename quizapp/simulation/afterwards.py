"""What comes after a quiz: challenges that wait, one that was answered, and a regrade."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.regrade import Ruling, propose, shown_as
from quizapp.models import Assignment, Attempt, AttemptQuestion, Response
from quizapp.results.queries.regrading import printed, sat
from quizapp.results.service.challenges import answer_challenge
from quizapp.results.service.regrading import make_regrade
from quizapp.simulation.scene import Scene
from quizapp.simulation.sitting import doubt

DOUBTS = (
    "I chose “{}” because of this sentence. Could that be right as well?",
    "I read this sentence the other way, so I took “{}”. Is that wrong, or only less likely?",
)
ANSWER = "It is good that you looked it up. {} Come and see me if that does not settle it."
UNREADABLE = "Its paragraph was missing on some phones, so everyone gets the mark."


def follow_up(work: Session, scene: Scene, doubters: tuple[str, str], now: datetime) -> None:
    """Let two students challenge questions of the quiz, and the teacher settle what is older.

    The first one has challenged a question of the first past quiz as well, which was answered; in
    the last one, a question that cost them marks was regraded.
    """
    doubted: set[str] = set()
    for name, reason, hours in zip(doubters, DOUBTS, (3, 2), strict=True):
        at, who = now - timedelta(hours=hours), scene.user_ids[name]
        _, question = doubt(work, scene.quiz.id, who, reason, at, doubted)
        doubted.add(question.id)
    first, (before, after) = scene.user_ids[doubters[0]], (scene.past[0], scene.past[-1])
    raised, question = doubt(work, before.id, first, DOUBTS[1], now - timedelta(days=27))
    answer = ANSWER.format(question.explanation)
    answer_challenge(work, raised, answer, scene.teacher, now - timedelta(days=26))
    regrade_for(work, after.id, first, scene.teacher, now - timedelta(days=6))


def regrade_for(
    work: Session, assignment_id: int, user_id: int, teacher: int, now: datetime
) -> None:
    """Give everyone the full mark for the last question that brought a student nothing.

    Raises LookupError when there is none.
    """
    version_id = work.scalars(
        select(AttemptQuestion.version_id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(Response, Response.attempt_question_id == AttemptQuestion.id)
        .where(
            Attempt.assignment_id == assignment_id, Attempt.user_id == user_id, Response.mark == 0
        )
        .order_by(AttemptQuestion.position.desc())
    ).first()
    asked = printed(work, work.get_one(Assignment, assignment_id), version_id or 0)
    if asked is None:
        raise LookupError("nothing brought the student nothing")
    ruling = Ruling("full", reason=UNREADABLE)
    dry_run = propose(ruling, asked.question, sat(work, assignment_id, asked.version_id))
    seen = shown_as(ruling, dry_run)
    make_regrade(work, assignment_id, asked, ruling, seen, teacher, now)
