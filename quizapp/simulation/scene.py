"""The class of the demo: its people, its assignments, and what it finds hard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.schedule import Allowance
from quizapp.models import (
    Assignment,
    Enrolment,
    Passage,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
)
from quizapp.people.roster import Row
from quizapp.people.service import accounts, classes, students
from quizapp.simulation.model import Tendencies, tendencies

SEED = "a class of thirty"
NAMES = (
    *("Alma", "Bashir", "Chiara", "Dilan", "Emeka", "Farah", "Gustav", "Hana", "Idris", "Jonas"),
    *("Katya", "Leila", "Mateo", "Nadia", "Omar", "Priya", "Quentin", "Rosa", "Samir", "Tove"),
    *("Uma", "Viktor", "Wren", "Ximena", "Yusuf", "Zofia", "Anselm", "Brigid", "Cosmin", "Dafne"),
)
SLOW = "Farah"
# Has half as much time again.
TIME_LIMIT = timedelta(minutes=20)


@dataclass(frozen=True)
class Task:
    """An assignment of the demo, and what this class finds hard in it."""

    id: int
    tendencies: Tendencies


@dataclass(frozen=True)
class Scene:
    """The class with what it has been given, ready for its students to sit."""

    user_ids: Mapping[str, int]
    quiz: Task
    practice: Task


def login(name: str) -> str:
    """Return the user name of a person of the demo."""
    return f"demo-{name.lower()}"


def make_scene(work: Session, hashes: Mapping[str, str], nobodys: str, now: datetime) -> Scene:
    """Make the class, its people and its assignments, as if a week ago.

    `hashes` are those of the passphrases by user name; all others get `nobodys`. Raises
    LookupError when the bank is not loaded.
    """
    then = now - timedelta(days=7)
    teacher, assistant = (
        accounts.add_user(work, name, login(role), role, hashes[login(role)], then).id
        for name, role in (("Morgan Vale", "instructor"), ("Kit Lark", "assistant"))
    )
    class_id = classes.make_class(work, "Year 11 Media", "UTC", teacher, then).id
    work.add(
        Enrolment(
            classroom_id=class_id,
            user_id=assistant,
            role="assistant",
            section="A",
            created_at=then,
        )
    )
    newcomers = [
        students.Newcomer(
            Row(line, name, login(name), "A" if line <= len(NAMES) // 2 else "B"),
            hashes.get(login(name), nobodys),
        )
        for line, name in enumerate(NAMES, start=1)
    ]
    users = students.add_students(work, class_id, newcomers, teacher, then)
    user_ids = {user.name: user.id for user in users}
    _give_more_time(work, class_id, user_ids[SLOW], teacher, then)
    quiz = _assign(work, class_id, "alwaght-A", teacher, now, practice=False)
    practice = _assign(work, class_id, "alwaght-B", teacher, now, practice=True)
    return Scene(user_ids, quiz, practice)


def _give_more_time(
    work: Session, class_id: int, user_id: int, teacher: int, now: datetime
) -> None:
    enrolment = work.scalars(
        select(Enrolment).where(Enrolment.classroom_id == class_id, Enrolment.user_id == user_id)
    ).one()
    students.set_accommodation(work, enrolment, Allowance(50, no_timer=False), teacher, now)


def _assign(
    work: Session, class_id: int, key: str, teacher: int, now: datetime, *, practice: bool
) -> Task:
    """Give a form of the bank to the class: as a quiz on time, or to practise without limit."""
    quiz = work.scalars(select(Quiz).where(Quiz.key == key)).one_or_none()
    if quiz is None:
        raise LookupError(f"the bank has no form {key}; load it first")
    assignment = Assignment(
        classroom_id=class_id,
        quiz_id=quiz.id,
        title=f"Practice: {quiz.title}" if practice else quiz.title,
        practice=practice,
        opens_at=now - timedelta(days=2),
        closes_at=None if practice else now + timedelta(days=1),
        time_limit_s=None if practice else int(TIME_LIMIT.total_seconds()),
        attempts_allowed=None if practice else 1,
        grading="best",
        shuffle_questions=False,
        shuffle_choices=True,
        show_score="submit",
        show_answers="submit",
        show_key="submit",
        show_explanation="submit",
        created_by=teacher,
        created_at=now - timedelta(days=3),
    )
    work.add(assignment)
    work.flush()
    return Task(assignment.id, _tendencies(work, quiz))


def _tendencies(work: Session, quiz: Quiz) -> Tendencies:
    passage = work.get_one(Passage, quiz.passage_id).to_core()
    versions = work.scalars(
        select(QuestionVersion)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .where(QuizQuestion.quiz_id == quiz.id, QuestionVersion.number == Question.latest)
    )
    families = {skill.id: skill.family for skill in passage.skills}
    return tendencies([version.to_core() for version in versions], families, SEED)
