"""An invented student takes a quiz and doubts it: through the same services as a real one."""

import re
from collections.abc import Container
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.answering.queries import assignments, attempts
from quizapp.answering.service import ending, saving, starting
from quizapp.answering.service.challenging import raise_challenge
from quizapp.answering.sitting import Place
from quizapp.core.challenge import LONGEST_QUOTE
from quizapp.core.kinds import Question
from quizapp.models import Attempt, User
from quizapp.simulation.model import Reader, Tendencies

SENTENCE_END = re.compile(r"(?<=[.?!])\s")


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


def doubt(
    work: Session,
    assignment_id: int,
    user_id: int,
    reason: str,
    now: datetime,
    besides: Container[str] = (),
) -> tuple[int, Question]:
    """Challenge the first question whose choice cost marks, with a sentence of what it is about.

    The reason has a gap for the choice; questions named in `besides` are let be. Returns the id
    of the challenge, and the question. Raises LookupError where there is none.
    """
    asked = select(Attempt.id).where(
        Attempt.assignment_id == assignment_id, Attempt.user_id == user_id
    )
    sitting = attempts.sitting(work, user_id, work.scalars(asked).first() or 0)
    if sitting is None:
        raise LookupError("the student has not sat the assignment")
    for place in sitting.places:
        taken = _wrong_choice(place)
        if taken is None or place.question.id in besides:
            continue
        paragraph = sitting.reading.paragraphs[min(place.question.paras, default=1) - 1]
        quote = SENTENCE_END.split(paragraph.text)[0][:LONGEST_QUOTE]
        said = reason.format(taken.rstrip("."))
        return raise_challenge(work, sitting.id, place.position, said, quote, now), place.question
    raise LookupError("the student has nothing to challenge")


def _wrong_choice(place: Place) -> str | None:
    """Return the first wrong choice that an answer took, or None where it took none."""
    if place.question.type == "short":
        return None
    parts = place.question.parts
    taken = (parts[it.part].choices[it.choice] for it in place.question.picks(place.answer))
    return next((choice.text for choice in taken if not choice.key), None)
