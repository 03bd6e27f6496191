"""What instructors do with quizzes: make, copy, fill, arrange, put away and bring back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.authoring.rights import Author, check
from quizapp.core.refusal import Refused
from quizapp.models import Question, Quiz, QuizQuestion

MOST_QUESTIONS = 100
ONE_POINT = 100


class QuizFull(Refused):
    """A quiz has an end."""

    message = f"A quiz has at most {MOST_QUESTIONS} questions. Remove one first."


class NotForThisQuiz(Refused):
    """A quiz takes questions that are ready, about its own passage, each once."""

    message = "This question is in the quiz already, is not ready, or is about another passage."


class NoSuchLine(Refused):
    """A question that was to be moved or removed is no longer in the quiz."""

    message = "This question is no longer in the quiz. Reload the page."


class AlreadySo(Refused):
    """A quiz is put away, or back, already."""

    message = "That has been done already. Reload the page."


@dataclass(frozen=True)
class Place:
    """Where a line of a quiz is to stand, and what it is worth in hundredths of a point."""

    position: int
    points: int


def new_quiz(work: Session, passage_id: int, title: str, author: Author, now: datetime) -> Quiz:
    """Add an empty quiz about a passage."""
    quiz = Quiz(
        key=None,
        title=title,
        passage_id=passage_id,
        created_by=author.id,
        created_at=now,
        archived_at=None,
    )
    work.add(quiz)
    work.flush()
    audit.record(work, author.id, "make quiz", _subject(quiz), now)
    return quiz


def copy_quiz(work: Session, quiz: Quiz, title: str, author: Author, now: datetime) -> Quiz:
    """Add a quiz of the author's own with the same questions, order and points."""
    copy = new_quiz(work, quiz.passage_id, title, author, now)
    for line in _lines(work, quiz):
        work.add(
            QuizQuestion(
                quiz_id=copy.id,
                question_id=line.question_id,
                position=line.position,
                points=line.points,
            )
        )
    work.flush()
    return copy


def add_question(
    work: Session, quiz: Quiz, question: Question, author: Author, now: datetime
) -> None:
    """Put a question at the end of a quiz, worth one point.

    Raises OwnedByFile, NotYours, QuizFull or NotForThisQuiz.
    """
    _own(quiz, author)
    there = _lines(work, quiz)
    if len(there) >= MOST_QUESTIONS:
        raise QuizFull
    taken = any(line.question_id == question.id for line in there)
    if taken or question.state != "ready" or question.passage_id != quiz.passage_id:
        raise NotForThisQuiz
    work.add(
        QuizQuestion(
            quiz_id=quiz.id, question_id=question.id, position=len(there) + 1, points=ONE_POINT
        )
    )
    _renumber([*there])
    _record(work, quiz, "add question to quiz", author, now, after=question.key)


def arrange(
    work: Session,
    quiz: Quiz,
    title: str,
    places: Mapping[int, Place],
    author: Author,
    now: datetime,
) -> None:
    """Set the title, the order and the points of a quiz; lines not named keep theirs.

    Raises OwnedByFile or NotYours.
    """
    _own(quiz, author)
    there = _lines(work, quiz)
    before = _summary(quiz, there)
    quiz.title = title
    for line in there:
        place = places.get(line.id, Place(line.position, line.points))
        line.points = place.points
    was = {line.id: line.position for line in there}
    there.sort(key=lambda line: _order(line, places, was))
    _renumber(there)
    after = _summary(quiz, there)
    if before != after:
        _record(work, quiz, "arrange quiz", author, now, before=before, after=after)


def move(
    work: Session,
    quiz: Quiz,
    line_id: int,
    step: Literal["up", "down", "remove"],
    author: Author,
    now: datetime,
) -> None:
    """Move a line of a quiz by one place, or remove it.

    Raises OwnedByFile, NotYours or NoSuchLine. Attempts keep the questions they were started with.
    """
    _own(quiz, author)
    there = _lines(work, quiz)
    index = next((i for i, line in enumerate(there) if line.id == line_id), None)
    if index is None:
        raise NoSuchLine
    line = there.pop(index)
    if step == "remove":
        work.execute(delete(QuizQuestion).where(QuizQuestion.id == line_id))
        work.expunge(line)
    else:
        there.insert(max(index + (-1 if step == "up" else 1), 0), line)
    _renumber(there)
    _record(work, quiz, f"{step} question in quiz", author, now, before=line.question_id)


def set_archived(
    work: Session, quiz: Quiz, author: Author, now: datetime, *, archived: bool
) -> None:
    """Put a quiz away, or bring it back; its assignments and attempts stay as they are.

    Raises OwnedByFile, NotYours or AlreadySo.
    """
    _own(quiz, author)
    if (quiz.archived_at is not None) == archived:
        raise AlreadySo
    quiz.archived_at = now if archived else None
    _record(work, quiz, "archive quiz" if archived else "restore quiz", author, now)


def _own(quiz: Quiz, author: Author) -> None:
    check(quiz, author, from_file=quiz.key is not None)


def _lines(work: Session, quiz: Quiz) -> list[QuizQuestion]:
    return list(
        work.scalars(
            select(QuizQuestion)
            .where(QuizQuestion.quiz_id == quiz.id)
            .order_by(QuizQuestion.position, QuizQuestion.id)
        )
    )


def _order(
    line: QuizQuestion, places: Mapping[int, Place], was: Mapping[int, int]
) -> tuple[int, int, int]:
    """Return what sorts a line: one moved up stands before the line whose place it takes."""
    old = was[line.id]
    wanted = places[line.id].position if line.id in places else old
    return wanted, (wanted > old) - (wanted < old), old


def _renumber(lines: Sequence[QuizQuestion]) -> None:
    for position, line in enumerate(lines, start=1):
        line.position = position


def _summary(quiz: Quiz, lines: Sequence[QuizQuestion]) -> dict[str, object]:
    return {"title": quiz.title, "questions": [[line.question_id, line.points] for line in lines]}


def _record(
    work: Session,
    quiz: Quiz,
    action: str,
    author: Author,
    now: datetime,
    *,
    before: object = None,
    after: object = None,
) -> None:
    audit.record(work, author.id, action, _subject(quiz), now, before=before, after=after)
    work.flush()


def _subject(quiz: Quiz) -> str:
    return f"quiz {quiz.id}"
