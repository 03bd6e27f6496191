"""Loads question files into the database.

`bank` knows files and no tables, `models` knows tables and no files, and here they meet. Files
own what comes from files: a question is found by its key and compared by its fingerprint, so
loading twice is the same as loading once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.bank.files import Bank, Depth, Folder, read_bank
from quizapp.bank.problem import Problem
from quizapp.bank.records import Placed
from quizapp.core.fingerprint import fingerprint
from quizapp.core.kinds import Question as CoreQuestion
from quizapp.core.lint.rule import Finding
from quizapp.core.misreading import Misreading as CoreMisreading
from quizapp.core.passage import Passage as CorePassage
from quizapp.core.refusal import Refused
from quizapp.models import Misreading, Passage, Question, QuestionVersion, Quiz, QuizQuestion

POINTS = 100
_LONGEST_NAME = 200


class BankRefused(Refused):
    """Question files have errors, so nothing of them was loaded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("Nothing was loaded.\n" + "\n".join(str(p) for p in problems))


@dataclass
class LoadReport:
    """What a load did, by the keys of the questions and quizzes concerned."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    quizzes: list[str] = field(default_factory=list)
    detached: list[str] = field(default_factory=list)
    # Passages whose attached full text no longer fits their paragraphs.

    @property
    def changes(self) -> dict[str, list[str]]:
        """Return what is not as it was before."""
        return {name: keys for name, keys in vars(self).items() if keys and name != "unchanged"}


Step = Callable[[Sequence[Placed]], Iterable[Placed]]
"""Hands questions on one by one; a command shows on the way how far it is."""


def load_folder(work: Session, folder: Path, now: datetime) -> LoadReport:
    """Bring the database in line with a folder of question files. Raises BankRefused."""
    return load(work, read_bank([folder], depth=Depth(whole=False)), now)


def load(work: Session, bank: Bank, now: datetime, step: Step = iter) -> LoadReport:
    """Bring the database in line with a bank that was read from files; the caller commits.

    A question gone from a folder that was read whole is retired, never deleted; one that is back
    is ready again. Raises BankRefused, naming file and line, when the bank has an error or a key
    belongs to a question that did not come from a file.
    """
    if bank.errors:
        raise BankRefused(bank.errors)
    report = LoadReport()
    _load_misreadings(work, bank.misreadings)
    for folder in bank.folders:
        passage = _load_passage(work, folder.passage, report)
        _load_questions(work, passage, folder, report, step, now)
        _make_forms(work, passage, folder.passage, report, now)
    if report.changes:
        audit.record(work, None, "load questions", "bank", now, after=report.changes)
    work.flush()
    return report


def _load_misreadings(work: Session, misreadings: Iterable[CoreMisreading]) -> None:
    for misreading in misreadings:
        work.merge(Misreading(**misreading.model_dump()))


def _load_passage(work: Session, core: CorePassage, report: LoadReport) -> Passage:
    content = core.model_dump(mode="json", exclude_defaults=True)
    passage = work.scalar(select(Passage).where(Passage.key == core.key))
    if passage is None:
        passage = Passage(key=core.key)
        work.add(passage)
    elif passage.full_text is not None and len(passage.full_text) != len(core.paragraphs):
        # It was checked against paragraphs that are numbered otherwise now.
        passage.full_text = None
        report.detached.append(core.key)
    passage.title = core.title
    passage.content_hash, was = fingerprint(content), passage.content_hash
    if passage.content_hash != was:
        passage.content = content
    work.flush()
    return passage


def _load_questions(
    work: Session,
    passage: Passage,
    folder: Folder,
    report: LoadReport,
    step: Step,
    now: datetime,
) -> None:
    placed = {f"{passage.key}-{each.question.id}": each for each in folder.questions}
    known = _known(work, passage, placed)
    if taken := list(_taken(passage, placed, known)):
        raise BankRefused(taken)
    for each in step(folder.questions):
        key = f"{passage.key}-{each.question.id}"
        if key in known:
            _sync(work, *known[key], each, report, now)
        else:
            work.add(_new_question(passage, key, each, now))
            report.added.append(key)
    for key, (question, _) in known.items():
        gone = folder.whole and key not in placed and question.source_file is not None
        if gone and question.state != "retired":
            question.state = "retired"
            report.retired.append(key)
    work.flush()


Known = dict[str, tuple[Question, str]]
"""Questions with the fingerprint of their latest version, by key."""


def _known(work: Session, passage: Passage, keys: Iterable[str]) -> Known:
    found = work.execute(
        select(Question, QuestionVersion.content_hash)
        .join(Question.versions)
        .where(
            QuestionVersion.number == Question.latest,
            or_(Question.passage_id == passage.id, Question.key.in_(keys)),
        )
    )
    return {question.key: (question, content_hash) for question, content_hash in found}


def _taken(passage: Passage, placed: dict[str, Placed], known: Known) -> Iterator[Problem]:
    """Yield a problem for each key that a file may not take over."""
    for key, each in placed.items():
        question, content_hash = known.get(key, (None, ""))
        if question is None:
            continue
        same = content_hash == fingerprint(each.question.content())
        written_here = question.source_file is None and not same
        if written_here or question.passage_id != passage.id:
            message = f"another question has the key '{key}' already: choose a new id"
            yield each.problem(Finding("SCH-02", "error", "id", message))


def _sync(
    work: Session,
    question: Question,
    content_hash: str,
    placed: Placed,
    report: LoadReport,
    now: datetime,
) -> None:
    """Give a question what its file says now."""
    version = _version(placed.question, question.latest + 1, now)
    if version.content_hash != content_hash:
        version.question_id = question.id
        question.latest += 1
        work.add(version)
        report.changed.append(question.key)
    elif question.state == "ready":
        report.unchanged.append(question.key)
    if question.state != "ready":
        question.state = "ready"
        report.restored.append(question.key)
    question.source_file = _file_name(placed)


def _new_question(passage: Passage, key: str, placed: Placed, now: datetime) -> Question:
    return Question(
        key=key,
        passage_id=passage.id,
        state="ready",
        source_file=_file_name(placed),
        created_by=None,
        created_at=now,
        latest=1,
        versions=[_version(placed.question, 1, now)],
    )


def _version(question: CoreQuestion, number: int, now: datetime) -> QuestionVersion:
    content = question.content()
    return QuestionVersion(
        number=number,
        kind=question.type,
        skill=question.skill,
        difficulty=question.difficulty,
        content=content,
        content_hash=fingerprint(content),
        created_by=None,
        created_at=now,
    )


def _file_name(placed: Placed) -> str:
    """Return the file's name in its folder: the same wherever the bank lies on this machine."""
    path = placed.source.path
    return f"{path.parent.name}/{path.name}"[-_LONGEST_NAME:]


def _make_forms(
    work: Session, passage: Passage, core: CorePassage, report: LoadReport, now: datetime
) -> None:
    """Make the quizzes that a passage names as its forms, each once all its questions are ready."""
    ready = {
        question.key: question
        for question in work.scalars(
            select(Question).where(
                Question.passage_id == passage.id,
                Question.state == "ready",
                Question.source_file.is_not(None),
            )
        )
    }
    keys = {f"{core.key}-{name}": name for name in core.lint.forms}
    made = set(work.scalars(select(Quiz.key).where(Quiz.key.in_(keys))))
    for key, name in keys.items():
        wanted = dict.fromkeys(f"{core.key}-{each}" for each in core.lint.forms[name])
        if key not in made and wanted.keys() <= ready.keys():
            work.add(_form(passage, key, name, [ready[each] for each in wanted], now))
            report.quizzes.append(key)


def _form(
    passage: Passage, key: str, name: str, questions: Sequence[Question], now: datetime
) -> Quiz:
    suffix = f": form {name}"
    return Quiz(
        key=key,
        title=passage.title[: _LONGEST_NAME - len(suffix)] + suffix,
        passage_id=passage.id,
        created_by=None,
        created_at=now,
        questions=[
            QuizQuestion(question_id=question.id, position=position, points=POINTS)
            for position, question in enumerate(questions, start=1)
        ],
    )
