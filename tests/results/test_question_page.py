"""The page of one question: who chose what, wording by wording, and how it went elsewhere."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from quizapp import db
from quizapp.core.fingerprint import fingerprint
from quizapp.models import Assignment, Question, QuestionVersion, Quiz
from tests import make
from tests.results.conftest import BEN, DORA, Sat
from tests.results.sat import make_attempt
from tests.results.test_summary_page import text


def change(sat: Sat, **changes: Any) -> None:
    """Save a new version of the first question, and give its quiz once more to Eli and Finn."""
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        first = work.get_one(Question, sat.questions[0].id)
        first.latest += 1
        content = make.record("single", id=first.key.split("-", 1)[1], **changes)
        work.add(
            QuestionVersion(
                question_id=first.id,
                number=first.latest,
                kind="single",
                skill="c-detail",
                difficulty="E",
                content=content,
                content_hash=fingerprint(content),
                created_at=make.AT,
            )
        )
        work.flush()
        again = make.make_assignment(
            work,
            sat.school.classroom,
            work.get_one(Quiz, sat.assignment.quiz_id),
            title="Given again",
            opens_at=make.AT + timedelta(days=9),
        )
        for who in (sat.eli, sat.finn):
            make_attempt(work, again, who, BEN)


def page(sat: Sat, who: str = "ada", position: int = 1) -> str:
    person = sat.helper if who == "helper" else getattr(sat.school, who)
    response = sat.school.as_(person).get(sat.address(f"summary/questions/{position}"))
    assert response.status_code == 200
    return text(response.text)


@pytest.mark.both_databases
def test_each_choice_names_who_took_it(sat: Sat) -> None:
    said = page(sat)
    assert "A bridge ✓ key whoBen" in said
    assert "A tunnel · one thing for another whoDora" in said
    assert "A ferry whoFinn" in said


def test_a_part_left_blank_names_who_left_it(sat: Sat) -> None:
    assert "left blank whoFinn" in page(sat, position=4)


def test_an_assistant_reads_only_the_names_of_the_section(sat: Sat) -> None:
    said = page(sat, "helper")
    assert "Dora" in said
    assert "Ben" not in said
    assert "Finn" not in said


@pytest.mark.both_databases
def test_a_spelling_fix_keeps_the_line(sat: Sat) -> None:
    change(sat, stem="What does the writter say is planned?")
    said = page(sat)
    assert "Given again" in said
    assert "another question" not in said


def test_a_changed_key_starts_a_new_line(sat: Sat) -> None:
    options = deepcopy(make.record()["options"])
    options[0]["key"], options[1]["key"] = False, True
    options[1].pop("misreading")
    change(sat, options=options)
    said = page(sat)
    assert "Given again" in said
    assert "From here on, another question" in said


def test_what_other_teachers_gave_is_not_shown(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        other = make.make_class(work, make.make_user(work, "Olga", role="instructor"))
        quiz = work.get_one(Quiz, sat.assignment.quiz_id)
        given = make.make_assignment(work, other, quiz, title="Olga's")
        student = make.make_user(work, "Pia")
        make.enrol(work, other, student)
        make_attempt(work, given, student, DORA)
    assert "Olga" not in page(sat)


def test_an_assistants_history_counts_the_section(sat: Sat) -> None:
    response = sat.school.as_(sat.helper).get(sat.address("summary/questions/1")).text
    history = response[response.index('id="history"') :]
    assert 'data-as="students">1</td>' in history


def test_each_choice_tells_how_those_who_took_it_did(sat: Sat) -> None:
    said = page(sat)
    assert "How those who chose it did" in said
    assert "A bridge ✓ key 4 0.9" in said
    assert "Thirds of the class are told from 9 students on." in said


def test_choices_are_counted_by_thirds_of_the_class(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        assignment = work.get_one(Assignment, sat.assignment.id)
        for number in range(9):
            student = make.make_user(work, f"Student {number}")
            make.enrol(work, sat.school.classroom, student)
            make_attempt(work, assignment, student, (BEN, DORA, (2, None, None, None))[number % 3])
    said = page(sat)
    assert "By thirds of the class, and how those who chose it did" in said
    assert "Bottom third of 4Middle third of 4Top third of 4" in said
    assert "A bridge ✓ key 004 4 0.98" in said
    assert "A tunnel 040 0.67 \N{MINUS SIGN}0.33" in said
