"""Loading question files: files own what comes from files, and loading twice is loading once."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp import loading
from quizapp.bank.files import read_bank
from quizapp.loading import BankRefused, LoadReport
from quizapp.models import (
    AuditEntry,
    Misreading,
    Passage,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
)
from tests.make import AT, PASSAGE, make_passage, make_question, record

REAL_BANK = Path(__file__).parent.parent / "questions"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a writer of a small bank about the harbour; it returns the bank's folder."""

    def write_bank(*records: dict[str, Any], **passage: Any) -> Path:
        folder = tmp_path / "questions" / "harbour"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "passage.yaml").write_text(json.dumps(PASSAGE | passage))
        (folder / "some.yaml").write_text(
            json.dumps({"passage": "harbour", "questions": list(records)})
        )
        (tmp_path / "questions" / "misreadings.yaml").write_text(
            "misreadings: [{code: swap, name: one for another, description: Swaps them.}]"
        )
        return tmp_path / "questions"

    return write_bank


def load(work: Session, folder: Path) -> LoadReport:
    return loading.load_folder(work, folder, AT)


def state(work: Session, key: str) -> str | None:
    return work.scalar(select(Question.state).where(Question.key == key))


def asked(work: Session, quiz: Quiz) -> list[str]:
    """Return the keys of a quiz's questions in its order."""
    slots = (
        select(Question.key)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .where(QuizQuestion.quiz_id == quiz.id)
        .order_by(QuizQuestion.position)
    )
    return list(work.scalars(slots))


def count(work: Session, table: type) -> int | None:
    return work.scalar(select(func.count()).select_from(table))


@pytest.mark.both_databases
def test_the_real_bank_is_loaded_with_its_forms(work: Session) -> None:
    report = load(work, REAL_BANK)
    assert "alwaght-A01" in report.added
    assert report.quizzes == [*(f"alwaght-{form}" for form in "ABCDEFG"), "library-A"]
    quiz = work.scalars(select(Quiz).where(Quiz.key == "alwaght-A")).one()
    assert quiz.title.endswith(": form A")
    assert asked(work, quiz) == [f"alwaght-A{number:02}" for number in range(1, 11)]
    assert work.get(Misreading, "over-reads-hedge") is not None


@pytest.mark.both_databases
def test_loading_twice_is_the_same_as_loading_once(work: Session) -> None:
    first = load(work, REAL_BANK)
    counts = [count(work, table) for table in (Passage, Question, QuestionVersion, Quiz)]
    second = load(work, REAL_BANK)
    assert second.changes == {}
    assert sorted(second.unchanged) == sorted(first.added)
    assert [count(work, table) for table in (Passage, Question, QuestionVersion, Quiz)] == counts
    assert count(work, AuditEntry) == 1


def test_changed_content_is_a_new_version(work: Session, write: Write) -> None:
    load(work, write(record("single", id="X1")))
    report = load(work, write(record("single", id="X1", stem="What is planned, says the writer?")))
    assert report.changed == ["harbour-X1"]
    stems = work.scalars(select(QuestionVersion.content).order_by(QuestionVersion.number))
    assert [content["stem"] for content in stems] == [
        "What does the writer say is planned?",
        "What is planned, says the writer?",
    ]
    assert work.scalars(select(Question.latest)).one() == 2


def test_a_question_gone_from_the_files_is_retired_and_ready_when_back(
    work: Session, write: Write
) -> None:
    load(work, write(record("single", id="X1"), record("multi", id="X2")))
    assert load(work, write(record("single", id="X1"))).retired == ["harbour-X2"]
    assert state(work, "harbour-X2") == "retired"
    assert load(work, write(record("single", id="X1"))).changes == {}
    report = load(work, write(record("single", id="X1"), record("multi", id="X2")))
    assert report.changes == {"restored": ["harbour-X2"]}
    assert state(work, "harbour-X2") == "ready"


def test_loading_one_file_retires_nothing(work: Session, write: Write) -> None:
    folder = write(record("single", id="X1"))
    load(work, folder)
    other = folder / "harbour" / "other.yaml"
    other.write_text(json.dumps({"passage": "harbour", "questions": [record(id="X2")]}))
    report = loading.load(work, read_bank([other]), AT)
    assert report.changes == {"added": ["harbour-X2"]}
    assert work.scalars(select(Question.source_file).order_by(Question.key)).all() == [
        "harbour/some.yaml",
        "harbour/other.yaml",
    ]


def test_a_bad_file_loads_nothing_and_names_file_and_line(work: Session, write: Write) -> None:
    folder = write(record("single", id="X1"))
    bad = folder / "harbour" / "bad.yaml"
    bad.write_text("passage: harbour\nquestions:\n- id: X2\n  type: singel\n")
    with pytest.raises(BankRefused) as refused:
        load(work, folder)
    assert f"{bad}:4: error: SCH-02 X2 type:" in refused.value.message
    assert "Nothing was loaded." in refused.value.message
    assert count(work, Question) == count(work, Passage) == 0


def test_a_warning_does_not_stop_a_load(work: Session, write: Write) -> None:
    two = record("single", id="X1")
    two["options"] = two["options"][:2]
    assert load(work, write(two)).added == ["harbour-X1"]


def test_a_question_written_in_the_page_is_not_overwritten(work: Session, write: Write) -> None:
    make_question(work, make_passage(work), id="X1", stem="My own question, by the same id?")
    folder = write(record("single", id="X1"))
    with pytest.raises(BankRefused, match=r"some\.yaml:\d+: error: SCH-02 X1 id: another question"):
        load(work, folder)


def test_a_question_written_in_the_page_moves_into_a_file_that_says_the_same(
    work: Session, write: Write
) -> None:
    question = make_question(work, make_passage(work), id="X1")
    report = load(work, write(record("single", id="X1")))
    assert report.unchanged == ["harbour-X1"]
    assert question.source_file == "harbour/some.yaml"


def test_a_key_of_another_passage_is_refused(work: Session, write: Write) -> None:
    other = make_passage(work, key="harbour-two")
    make_question(work, other, id="X1")
    folder = write(record("single", id="two-X1"))
    with pytest.raises(BankRefused, match="harbour-two-X1"):
        load(work, folder)


def test_a_changed_passage_is_updated_and_keeps_its_full_text(work: Session, write: Write) -> None:
    load(work, write())
    passage = work.scalars(select(Passage)).one()
    passage.full_text = ["One.", "Two.", "Three."]
    load(work, write(title="Another title"))
    assert passage.title == passage.to_core().title == "Another title"
    assert passage.full_text == ["One.", "Two.", "Three."]


def test_a_full_text_that_no_longer_fits_is_taken_off(work: Session, write: Write) -> None:
    load(work, write())
    passage = work.scalars(select(Passage)).one()
    passage.full_text = ["One.", "Two.", "Three."]
    assert load(work, write(paragraphs=PASSAGE["paragraphs"][:2])).detached == ["harbour"]
    assert passage.full_text is None


def test_a_form_needs_all_its_questions(work: Session, write: Write) -> None:
    records = [record("single", id=f"B{number}", family="planned") for number in range(3)]
    lint = {"forms": {"B": ["B2", "B0", "B1", "B0"]}}
    assert load(work, write(*records[:2], lint=lint)).quizzes == []
    report = load(work, write(*records, lint=lint))
    assert report.quizzes == ["harbour-B"]
    quiz = work.scalars(select(Quiz)).one()
    assert quiz.title == "A bridge for the old harbour: form B"
    assert asked(work, quiz) == ["harbour-B2", "harbour-B0", "harbour-B1"]
    assert load(work, write(*records, lint=lint)).quizzes == []


def test_a_passage_without_forms_makes_no_quiz(work: Session, write: Write) -> None:
    assert load(work, write(record("single", id="A01"))).quizzes == []


def test_a_folder_is_copied_without_changing_anything(work: Session, tmp_path: Path) -> None:
    load(work, REAL_BANK)
    copy = shutil.copytree(REAL_BANK, tmp_path / "copy")
    assert load(work, copy).changes == {}
