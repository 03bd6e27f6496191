"""The report on a passage's questions: plan, chance, quotes, pairs, level, waivers, and use."""

from html import unescape

import pytest
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.authoring.report import Answered, pilots, report
from quizapp.core.kinds import question
from quizapp.core.lint.rule import Pilot
from quizapp.core.marks import PARTS_PER_POINT
from quizapp.core.passage import Passage as CorePassage
from quizapp.loading import load_folder
from quizapp.models import AttemptQuestion, Passage, Question, QuestionVersion, Response
from tests import make
from tests.conftest import School
from tests.shipped import HOME

WHY = "Two are all that the text names."


def page(school: School, passage: Passage) -> str:
    """Return the report as Ada reads it."""
    return unescape(school.as_(school.ada).get(f"/passages/{passage.id}/report").text)


def test_the_first_passage_stands_as_planned(school: School) -> None:
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        load_folder(work, HOME / "alwaght", make.AT)
        passage = work.query(Passage).filter_by(key="alwaght").one()
    told = page(school, passage)
    assert "72 questions that are ready" in told
    assert '<tr class="same"><th scope="row">Single choice</th><td class="n">29</td>' in told
    assert "of 29 single choices. If length told nothing" in told
    assert "words are quoted (" in told
    assert "none gives another away but those named as enemies" in told
    assert "Nobody has answered any of them yet." in told


def test_nothing_ready_says_so(school: School) -> None:
    school.add(make.make_question, school.passage, state="draft")
    assert "No question about this passage is ready." in page(school, school.passage)


def test_only_instructors_open_it(school: School) -> None:
    for person in (school.ben, school.cleo):
        address = f"/passages/{school.passage.id}/report"
        assert school.as_(person).get(address).status_code == 404


def sat(school: School, asked: Question, marks: list[int], *, answer: int = 0) -> None:
    """Let as many students answer a question, with these marks, beside one more question."""
    engine = school.app.extensions["quiz_engine"]
    with db.writing(engine) as work:
        version = work.query(QuestionVersion).filter_by(question_id=asked.id).one()
        quiz = make.make_quiz(work, school.passage, [])
        given = make.make_assignment(work, school.classroom, quiz)
        for n, mark in enumerate(marks):
            student = make.make_user(work, f"S{n}")
            attempt = make.make_attempt(
                work,
                given,
                student,
                [version.id],
                submitted_at=make.AT,
                score=0,
                out_of=5 * PARTS_PER_POINT,
            )
            attempt.score = mark * PARTS_PER_POINT + (n % 2) * PARTS_PER_POINT
            work.flush()
            place = attempt_place(work, attempt.id)
            work.add(
                Response(
                    attempt_question_id=place,
                    answer=answer,
                    sequence=1,
                    saved_at=make.AT,
                    mark=mark * PARTS_PER_POINT,
                )
            )


def attempt_place(work: Session, attempt_id: int) -> int:
    """Return the only question of an attempt."""
    return int(work.query(AttemptQuestion).filter_by(attempt_id=attempt_id).one().id)


@pytest.mark.both_databases
def test_a_question_that_nearly_everybody_gets_right_asks_for_a_look(school: School) -> None:
    easy = school.add(make.make_question, school.passage, id="EASY")
    sat(school, easy, [1] * 30)
    told = page(school, school.passage)
    assert "students earned 100% of its marks: it may be too easy" in told
    assert f'href="/questions/{easy.id}">EASY</a>' in told


def test_fewer_than_thirty_answers_ask_for_nothing(school: School) -> None:
    sat(school, school.add(make.make_question, school.passage, id="EASY"), [1] * 29)
    assert "1 question was answered; none with 30 answers or more" in page(school, school.passage)


def test_answers_are_pooled_into_difficulty_and_correlation() -> None:
    answers = [Answered("A", "", 1, 2, 10), Answered("A", "", 2, 2, 20), Answered("A", "", 0, 2, 0)]
    asked = [question(make.record("short", id=id_)) for id_ in ("A", "B", "C")]
    assert pilots(asked, [*answers, Answered("B", None, 1, 1, 4)]) == {
        "A": Pilot(3, 0.5, 1.0),
        "B": Pilot(1, 1.0, None),
    }


@pytest.mark.parametrize(
    ("taken", "idle"),
    [
        (19 * [0] + [1], ("A ferry",)),
        (19 * [0] + [None], ("A tunnel", "A ferry")),
        (19 * [0] + [None, 1], ("A tunnel", "A ferry")),
    ],
)
def test_wrong_options_that_fewer_than_one_in_twenty_took_are_idle(
    taken: list[int | None], idle: tuple[str, ...]
) -> None:
    asked = question(make.record(id="A"))
    (pilot,) = pilots([asked], [Answered("A", each, 0, 1, 0) for each in taken]).values()
    assert pilot.idle == idle


def test_every_option_taken_counts_in_multiple_response() -> None:
    asked = question(make.record("multi", id="A"))
    wrong = [place for place, option in enumerate(asked.options) if not option.key]
    (pilot,) = pilots([asked], [Answered("A", [0, wrong[0]], 0, 1, 0)]).values()
    assert pilot.idle == tuple(asked.options[place].text for place in wrong[1:])


@pytest.mark.both_databases
def test_an_option_that_hardly_anybody_takes_asks_for_a_look(school: School) -> None:
    sat(school, school.add(make.make_question, school.passage, id="DULL"), [0, 1] * 15, answer=1)
    told = page(school, school.passage)
    assert "hardly anybody chose 'A ferry': replace it" in told
    assert "hardly anybody chose 'A tunnel'" not in told


def test_waivers_pairs_and_hard_texts_are_listed() -> None:
    hard = "Institutional considerations notwithstanding, organisational interdependencies " * 3
    waive = [{"rule": rule, "reason": WHY} for rule in ("SCH-04", "FBK-01")]
    one = question(make.record(id="ONE", waive=waive))
    two = question(make.record(id="TWO", explanation=hard))
    found = report(CorePassage.model_validate(make.PASSAGE), [one, two], {})
    assert [(each.id, waiver.rule) for each, waiver in found.waivers] == [("ONE", "SCH-04")]
    assert {note.question.id for note in found.pairs} == {"TWO"}
    assert [note.question.id for note in found.hard] == ["TWO"]
    assert (found.quoted, found.quoted_words, found.article_words) == ((), 0, 0)
    assert [(p.name, p.count, p.plan) for p in found.planned if p.sort == "kind"] == [
        ("single", 2, None)
    ]
    assert found.places == ((1, 2),)
