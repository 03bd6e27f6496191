"""What instructors do with assignments: give a quiz to a class, change the terms, put it away."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.authoring.terms import Terms
from quizapp.core import schedule
from quizapp.core.refusal import Refused
from quizapp.core.schedule import Allowance
from quizapp.models import (
    Accommodation,
    Assignment,
    Attempt,
    Classroom,
    Enrolment,
    Question,
    Quiz,
    QuizQuestion,
)


class NothingReady(Refused):
    """A quiz without a question that is ready would give students nothing to answer."""

    status = 422
    message = "This quiz is put away or has no question that is ready. Choose another one."


class AlreadySo(Refused):
    """An assignment is put away, or back, already."""

    message = "That has been done already. Reload the page."


def assign(
    work: Session, classroom: Classroom, quiz_id: int, terms: Terms, actor_id: int, now: datetime
) -> Assignment:
    """Give a quiz to a class. Raises NothingReady."""
    quiz = work.get(Quiz, quiz_id)
    if quiz is None or quiz.archived_at is not None or not _has_ready(work, quiz):
        raise NothingReady
    assignment = Assignment(
        classroom_id=classroom.id, quiz_id=quiz.id, created_by=actor_id, created_at=now
    )
    _set(assignment, terms)
    assignment.title = terms.title or quiz.title
    work.add(assignment)
    work.flush()
    audit.record(work, actor_id, "assign quiz", _subject(assignment), now, after=_facts(assignment))
    work.flush()
    return assignment


def change(
    work: Session, assignment: Assignment, terms: Terms, actor_id: int, now: datetime
) -> int:
    """Change the terms; return how many open attempts end at another time because of it."""
    before = _facts(assignment)
    _set(assignment, terms)
    moved = _move_deadlines(work, assignment, now)
    after = _facts(assignment)
    if before != after:
        changed = {name for name in after if before[name] != after[name]}
        audit.record(
            work,
            actor_id,
            "change assignment",
            _subject(assignment),
            now,
            before={name: before[name] for name in sorted(changed)},
            after={name: after[name] for name in sorted(changed)},
        )
    work.flush()
    return moved


def set_archived(
    work: Session, assignment: Assignment, actor_id: int, now: datetime, *, archived: bool
) -> None:
    """Put an assignment away with all its attempts, or bring it back. Raises AlreadySo."""
    if (assignment.archived_at is not None) == archived:
        raise AlreadySo
    assignment.archived_at = now if archived else None
    action = "archive assignment" if archived else "restore assignment"
    audit.record(work, actor_id, action, _subject(assignment), now)
    work.flush()


def _has_ready(work: Session, quiz: Quiz) -> bool:
    ready = (
        select(QuizQuestion.id)
        .join(QuizQuestion.question)
        .where(QuizQuestion.quiz_id == quiz.id, Question.state == "ready")
        .limit(1)
    )
    return work.scalar(ready) is not None


def _set(assignment: Assignment, terms: Terms) -> None:
    limit = terms.time_limit
    assignment.title = terms.title
    assignment.practice = terms.practice
    assignment.opens_at, assignment.closes_at = terms.opens_at, terms.closes_at
    assignment.time_limit_s = None if limit is None else int(limit.total_seconds())
    assignment.attempts_allowed = terms.attempts_allowed
    assignment.grading = terms.grading
    assignment.shuffle_questions = terms.shuffle_questions
    assignment.shuffle_choices = terms.shuffle_choices
    assignment.show_score, assignment.show_answers = terms.release.score, terms.release.answers
    assignment.show_key = terms.release.key
    assignment.show_explanation = terms.release.explanation
    assignment.show_argument = terms.release.argument
    assignment.share_figures = terms.share_figures


def _move_deadlines(work: Session, assignment: Assignment, now: datetime) -> int:
    """Set the deadlines of open attempts anew, each with its student's extra time.

    What has ended stays ended, as it does when a student is given more time.
    """
    rows = work.execute(
        select(Attempt, Accommodation)
        .join(
            Enrolment,
            and_(
                Enrolment.user_id == Attempt.user_id,
                Enrolment.classroom_id == assignment.classroom_id,
            ),
        )
        .join(Accommodation, Accommodation.enrolment_id == Enrolment.id, isouter=True)
        .where(Attempt.assignment_id == assignment.id, Attempt.submitted_at.is_(None))
        .with_for_update(of=Attempt)
        .execution_options(populate_existing=True)
    )
    moved = 0
    for attempt, extra in cast("Iterable[tuple[Attempt, Accommodation | None]]", rows):
        if not schedule.takes_answers(attempt.deadline_at, now):
            continue
        allowance = extra.allowance() if extra else Allowance()
        ends_at = schedule.deadline(assignment.window(), allowance, attempt.started_at)
        moved += ends_at != attempt.deadline_at
        attempt.deadline_at = ends_at
    return moved


def _facts(assignment: Assignment) -> dict[str, object]:
    """Return the terms as the audit keeps them."""
    kept = {
        name: getattr(assignment, name)
        for name in (
            *("quiz_id", "title", "practice", "time_limit_s", "attempts_allowed", "grading"),
            *("shuffle_questions", "shuffle_choices", "show_score", "show_answers", "show_key"),
            *("show_explanation", "show_argument", "share_figures"),
        )
    }
    times = {"opens_at": assignment.opens_at, "closes_at": assignment.closes_at}
    return kept | {name: at.isoformat() if at else None for name, at in times.items()}


def _subject(assignment: Assignment) -> str:
    return f"assignment {assignment.id}"
