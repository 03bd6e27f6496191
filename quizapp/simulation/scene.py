"""The classes of the demo: their people, their assignments, and what they find hard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.authoring.presets import AT_ONCE
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
YOUNGER = (
    *("Aino", "Bruno", "Carys", "Dario", "Esme", "Felix", "Greta", "Hugo", "Ines", "Janek"),
    *("Kiran", "Lotte"),
)
# The teacher's other class, which has sat form A two weeks before.


@dataclass(frozen=True)
class Given:
    """A form of the bank as it is given: from when to when, and how hard it is found."""

    form: str
    when: str
    # Comes before the form's title.
    opens: timedelta
    # Before now.
    closes: timedelta | None
    # Before now; after it where negative.
    harder: float = 0.0
    practice: bool = False


NOW = Given("A", "", timedelta(days=2), timedelta(days=-1))
PRACTICE = Given("B", "Practice: ", timedelta(days=2), None, practice=True)
BEFORE = Given("C", "Before the unit: ", timedelta(days=30), timedelta(days=28), harder=0.9)
AFTER = Given("D", "After the unit: ", timedelta(days=9), timedelta(days=7), harder=-0.1)
ELSEWHERE = Given("A", "", timedelta(days=16), timedelta(days=14), harder=0.5)


@dataclass(frozen=True)
class Task:
    """An assignment of the demo, and what this class finds hard in it."""

    id: int
    tendencies: Tendencies
    opens_at: datetime


@dataclass(frozen=True)
class Scene:
    """The classes with what they have been given, ready for their students to sit."""

    user_ids: Mapping[str, int]
    teacher: int
    quiz: Task
    practice: Task
    past: tuple[Task, ...]
    # What the class has finished: before the unit and after it.
    elsewhere: Task
    # What the other class has.


def login(name: str) -> str:
    """Return the user name of a person of the demo."""
    return f"demo-{name.lower()}"


def make_scene(work: Session, hashes: Mapping[str, str], nobodys: str, now: datetime) -> Scene:
    """Make the classes, their people and their assignments, as if five weeks ago.

    `hashes` are those of the passphrases by user name; all others get `nobodys`. Raises
    LookupError when the bank is not loaded.
    """
    then = now - timedelta(days=35)
    teacher, assistant = (
        accounts.add_user(work, name, login(role), role, hashes[login(role)], then).id
        for name, role in (("Morgan Vale", "instructor"), ("Kit Lark", "assistant"))
    )
    class_id = classes.make_class(work, "Year 11 Media", "UTC", teacher, then).id
    other_id = classes.make_class(work, "Year 10 Media", "UTC", teacher, then).id
    work.add(
        Enrolment(
            classroom_id=class_id,
            user_id=assistant,
            role="assistant",
            section="A",
            created_at=then,
        )
    )
    user_ids = _enrol(work, class_id, NAMES, hashes, nobodys, teacher, then)
    user_ids |= _enrol(work, other_id, YOUNGER, hashes, nobodys, teacher, then)
    _give_more_time(work, class_id, user_ids[SLOW], teacher, then)
    return Scene(
        user_ids,
        teacher,
        quiz=_assign(work, class_id, NOW, teacher, now),
        practice=_assign(work, class_id, PRACTICE, teacher, now),
        past=tuple(_assign(work, class_id, one, teacher, now) for one in (BEFORE, AFTER)),
        elsewhere=_assign(work, other_id, ELSEWHERE, teacher, now),
    )


def _enrol(
    work: Session,
    class_id: int,
    names: Sequence[str],
    hashes: Mapping[str, str],
    nobodys: str,
    teacher: int,
    then: datetime,
) -> dict[str, int]:
    """Put students into a class, half of them into each of two sections; return their ids."""
    newcomers = [
        students.Newcomer(
            Row(line, name, login(name), "A" if line <= len(names) // 2 else "B"),
            hashes.get(login(name), nobodys),
        )
        for line, name in enumerate(names, start=1)
    ]
    users = students.add_students(work, class_id, newcomers, teacher, then)
    return {user.name: user.id for user in users}


def _give_more_time(
    work: Session, class_id: int, user_id: int, teacher: int, now: datetime
) -> None:
    enrolment = work.scalars(
        select(Enrolment).where(Enrolment.classroom_id == class_id, Enrolment.user_id == user_id)
    ).one()
    students.set_accommodation(work, enrolment, Allowance(50, no_timer=False), teacher, now)


def _assign(work: Session, class_id: int, given: Given, teacher: int, now: datetime) -> Task:
    """Give a form of the bank to a class: as a quiz on time, or to practise without limit."""
    key = f"alwaght-{given.form}"
    quiz = work.scalars(select(Quiz).where(Quiz.key == key)).one_or_none()
    if quiz is None:
        raise LookupError(f"the bank has no form {key}; load it first")
    opens_at = now - given.opens
    over = given.closes is not None and given.closes > timedelta()
    assignment = Assignment(
        classroom_id=class_id,
        quiz_id=quiz.id,
        title=f"{given.when}{quiz.title}",
        practice=given.practice,
        opens_at=opens_at,
        closes_at=None if given.closes is None else now - given.closes,
        time_limit_s=None if given.practice else int(TIME_LIMIT.total_seconds()),
        attempts_allowed=None if given.practice else 1,
        **AT_ONCE,
        show_argument=over,
        share_figures=over,
        created_by=teacher,
        created_at=opens_at - timedelta(days=1),
    )
    work.add(assignment)
    work.flush()
    return Task(assignment.id, _tendencies(work, quiz, given.harder), opens_at)


def _tendencies(work: Session, quiz: Quiz, harder: float) -> Tendencies:
    passage = work.get_one(Passage, quiz.passage_id).to_core()
    versions = work.scalars(
        select(QuestionVersion)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .where(QuizQuestion.quiz_id == quiz.id, QuestionVersion.number == Question.latest)
    )
    families = {skill.id: skill.family for skill in passage.skills}
    found = tendencies([version.to_core() for version in versions], families, SEED)
    return replace(found, harder=harder)
