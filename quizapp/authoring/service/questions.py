"""What instructors do with questions: save versions, copy, change the state, delete."""

import re
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp import audit, versions
from quizapp.authoring.drafts import findings
from quizapp.authoring.rights import Author, check
from quizapp.core.kinds import Question as CoreQuestion
from quizapp.core.refusal import Refused
from quizapp.models import (
    AttemptQuestion,
    Passage,
    Question,
    QuestionVersion,
    QuizQuestion,
)

LONGEST_SLUG = 40


class InUse(Refused):
    """A question that quizzes or attempts use is not deleted, so that they stay whole."""

    message = "This question is used, so it is not deleted. Retire it instead."


class KeyTaken(Refused):
    """Two questions cannot have one key."""

    message = "Another question took this key in the same moment. Please try again."


class NotReady(Refused):
    """A question that breaks a rule of item writing is not given to classes."""

    message = "Some things are needed before this question can be ready. Its page names them."


class SameState(Refused):
    """A question has the state already."""

    message = "The question has that state already. Reload the page."


def new_question(
    work: Session, passage: Passage, content: CoreQuestion, author: Author, now: datetime
) -> Question:
    """Add a draft; its key is the passage's and the record's id. Raises KeyTaken."""
    question = Question(
        key=f"{passage.key}-{content.id}",
        passage_id=passage.id,
        state="draft",
        source_file=None,
        created_by=author.id,
        created_at=now,
        latest=1,
    )
    work.add(question)
    try:
        work.flush()
    except IntegrityError:
        raise KeyTaken from None
    work.add(versions.version(question.id, 1, content, author.id, now))
    audit.record(work, author.id, "write question", _subject(question), now)
    work.flush()
    return question


def save_version(
    work: Session, question: Question, content: CoreQuestion, author: Author, now: datetime
) -> bool:
    """Save content as a new version unless it says the same; tell whether one was saved.

    Attempts keep the version they were started with. Raises OwnedByFile or NotYours.
    """
    check(question, author, from_file=question.source_file is not None)
    before = question.latest
    version = versions.version(question.id, before + 1, content, author.id, now)
    newest = work.scalar(
        select(QuestionVersion.content_hash).where(
            QuestionVersion.question_id == question.id, QuestionVersion.number == before
        )
    )
    if newest == version.content_hash:
        return False
    question.latest = version.number
    work.add(version)
    audit.record(
        work,
        author.id,
        "edit question",
        _subject(question),
        now,
        before={"version": before},
        after={"version": question.latest},
    )
    work.flush()
    return True


def copy_question(
    work: Session, question: Question, content: CoreQuestion, author: Author, now: datetime
) -> Question:
    """Add a draft of the author's own with the same content, under a key of its own."""
    slug = free_slug(work, question.passage, f"{content.id}-copy")
    copy = content.model_copy(update={"id": slug})
    return new_question(work, question.passage, copy, author, now)


def set_state(
    work: Session,
    question: Question,
    content: CoreQuestion,
    state: str,
    author: Author,
    now: datetime,
) -> None:
    """Make a question a draft, ready or retired.

    Raises OwnedByFile, NotYours, SameState, or NotReady where its content breaks a rule.
    """
    check(question, author, from_file=question.source_file is not None)
    if question.state == state:
        raise SameState
    if state == "ready" and any(t.blocks for t in findings(content, question.passage.to_core())):
        raise NotReady
    audit.record(
        work,
        author.id,
        "set question state",
        _subject(question),
        now,
        before=question.state,
        after=state,
    )
    question.state = state
    work.flush()


def delete_question(work: Session, question: Question, author: Author, now: datetime) -> None:
    """Delete a question that nothing uses. Raises OwnedByFile, NotYours or InUse."""
    check(question, author, from_file=question.source_file is not None)
    if is_used(work, question):
        raise InUse
    audit.record(
        work, author.id, "delete question", _subject(question), now, before={"key": question.key}
    )
    try:
        work.execute(delete(QuestionVersion).where(QuestionVersion.question_id == question.id))
        work.delete(question)
        work.flush()
    except IntegrityError:
        # An attempt or a quiz took it up in the same moment.
        raise InUse from None


def is_used(work: Session, question: Question) -> bool:
    """Tell whether any quiz holds a question or any attempt showed it."""
    quiz = select(QuizQuestion.id).where(QuizQuestion.question_id == question.id).limit(1)
    attempt = (
        select(AttemptQuestion.id)
        .join(AttemptQuestion.version)
        .where(QuestionVersion.question_id == question.id)
        .limit(1)
    )
    return work.scalar(quiz) is not None or work.scalar(attempt) is not None


def free_slug(work: Session, passage: Passage, wanted: str) -> str:
    """Return `wanted` made fit for a key, numbered where that key is taken."""
    slug = re.sub(r"[^A-Za-z0-9]+", "-", wanted).strip("-")[:LONGEST_SLUG].strip("-") or "question"
    taken = set(
        work.scalars(
            select(Question.key).where(
                func.lower(Question.key).startswith(
                    f"{passage.key}-{slug[: LONGEST_SLUG - 4]}".lower(), autoescape=True
                )
            )
        )
    )
    names = [slug, *(f"{slug[: LONGEST_SLUG - 4]}-{n}" for n in range(2, len(taken) + 3))]
    return next(name for name in names if f"{passage.key}-{name}" not in taken)


def next_slug(work: Session, passage: Passage) -> str:
    """Return the id of the next question written in the page: 'Q1', 'Q2' and so on."""
    start = f"{passage.key}-Q"
    taken = work.scalars(
        select(Question.key).where(Question.key.startswith(start, autoescape=True))
    )
    numbers = [int(key.removeprefix(start)) for key in taken if key[len(start) :].isdecimal()]
    return f"Q{max(numbers, default=0) + 1}"


def _subject(question: Question) -> str:
    return f"question {question.id}"
