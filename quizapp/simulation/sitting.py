"""An invented student takes a quiz and doubts it: through the same services as a real one."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.answering.queries import assignments, attempts
from quizapp.answering.service import ending, saving, starting
from quizapp.answering.service.challenging import raise_challenge
from quizapp.models import Attempt, User
from quizapp.simulation.model import Reader, Tendencies


def sit(
    work: Session,
    assignment_id: int,
    user_id: int,
    reader: Reader,
    class_: Tendencies,
    start: datetime,
    now: datetime,
) -> None:
    """Start an attempt and answer it question by question, as far as the time until `now` allows.

    Whoever runs out of time leaves the attempt to the clock. Raises LookupError when the student
    is not in the class, and whatever the services refuse.
    """
    given = assignments.given(work, user_id, assignment_id)
    if given is None:
        raise LookupError("the student is not in the assignment's class")
    attempt = work.get_one(Attempt, starting.start(work, given, user_id, start))
    ends = min(attempt.deadline_at or now, now)
    at, position = start, 1
    work.get_one(User, user_id).seen_at = start
    while (slot := attempts.slot(work, user_id, attempt.id, position)) is not None:
        at += timedelta(seconds=reader.takes())
        if at >= ends:
            return
        answer = reader.answer(slot.question, class_)
        if answer is not None:
            saving.save_response(work, slot, answer, 1, at)
        position += 1
    ending.submit(work, attempt.id, attempt.deadline_at, at)


def doubt(work: Session, assignment_id: int, user_id: int, reason: str, now: datetime) -> int:
    """Challenge the first question that cost marks, with words of a paragraph it is about.

    Returns the id of the challenge. Raises LookupError when the student has not sat the assignment.
    """
    asked = select(Attempt.id).where(
        Attempt.assignment_id == assignment_id, Attempt.user_id == user_id
    )
    sitting = attempts.sitting(work, user_id, work.scalars(asked).first() or 0)
    if sitting is None:
        raise LookupError("the student has not sat the assignment")
    lost = (place for place in sitting.places if place.mark != place.out_of)
    place = next(lost, sitting.places[0])
    paragraph = sitting.reading.paragraphs[max(place.question.paras, default=1) - 1]
    quote = " ".join(paragraph.text.split()[:6]).rstrip(",;:.")
    return raise_challenge(work, sitting.id, place.position, reason, quote, now)
