"""Drawing a quiz: shown before it is taken, found again by its seed, refused with the reason."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp import db
from quizapp.models import AuditEntry, Passage, Question, Quiz, QuizQuestion
from tests import make
from tests.conftest import School

PLANS = {
    "strict": {
        "shares": [{"skills": ["c-detail"], "count": 2}, {"skills": ["r-claim"], "count": 1}],
        "limits": [{"difficulty": ["H"], "least": 1, "most": 1}],
    },
    "short": {"shares": [{"skills": ["c-detail"], "count": 1}]},
    "pair": {"shares": [{"skills": ["c-detail"], "count": 1}, {"skills": ["r-claim"], "count": 1}]},
    "long": {"shares": [{"skills": ["c-detail"], "count": 9}]},
}


@pytest.fixture
def passage(school: School) -> Passage:
    """Return a passage with plans, about which there are eight questions that are ready."""
    passage = school.add(make.make_passage, key="quay", title="The quay", draws=PLANS)
    for n in range(8):
        school.add(
            make.make_question,
            passage,
            id=f"Q{n}",
            topic=f"t{n}",
            skill="r-claim" if n % 2 else "c-detail",
            difficulty="H" if n < 4 else "E",
            paras=[n % 3 + 1],
        )
    school.add(make.make_question, passage, id="DRAFT", topic="d", state="draft")
    return passage


@pytest.fixture
def quiz(school: School, passage: Passage) -> Quiz:
    """Return an empty quiz of Ada's."""
    return school.add(make.make_quiz, passage, [], title="Drawn", created_by=school.ada.id)


def at(quiz: Quiz, **asked: Any) -> str:
    """Return the address of a draw."""
    asked = {"plan": "strict", "seed": "7", "retake": "", **asked}
    return f"/quizzes/{quiz.id}/draw?" + "&".join(f"{n}={v}" for n, v in asked.items())


def shown(page: str) -> str:
    """Return the keys that a page would put into the quiz."""
    return page.partition('name="shown" value="')[2].partition('"')[0]


def fill(school: School, quiz: Quiz, **asked: Any) -> Any:
    """Draw, and take what was shown."""
    ada = school.as_(school.ada)
    asked = {"plan": "strict", "seed": "7", "retake": "", **asked}
    keys = shown(ada.get(at(quiz, **asked)).text)
    return ada.post(f"/quizzes/{quiz.id}/draw", data={"shown": keys, **asked})


def held(school: School, quiz: Quiz) -> list[str]:
    """Return the keys of a quiz's questions in order."""
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        return list(
            work.scalars(
                select(Question.key)
                .join(QuizQuestion, QuizQuestion.question_id == Question.id)
                .where(QuizQuestion.quiz_id == quiz.id)
                .order_by(QuizQuestion.position)
            )
        )


def test_a_draw_is_shown_with_its_balance_and_changes_nothing(school: School, quiz: Quiz) -> None:
    page = school.as_(school.ada).get(at(quiz)).text
    assert "Drawn with seed 7" in page
    assert len(shown(page).split()) == 3
    assert "DRAFT" not in page
    row = page.partition('<th scope="row">Detail</th>')[2]
    assert row.split("<td")[1].endswith(">0</td>\n        ")
    assert row.split("<td")[2].startswith(' class="n">2<')
    assert held(school, quiz) == []


@pytest.mark.both_databases
def test_what_was_shown_is_put_in_place_and_how_it_was_drawn_is_kept(
    school: School, quiz: Quiz
) -> None:
    page = school.as_(school.ada).get(at(quiz)).text
    answer = fill(school, quiz)
    assert answer.status_code == 303
    assert " ".join(held(school, quiz)) == shown(page)
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        kept = work.get_one(Quiz, quiz.id)
        assert (kept.draw_plan, kept.draw_seed, kept.draw_retake) == ("strict", 7, None)
        assert kept.draw_keys == held(school, quiz)
        entry = work.scalars(select(AuditEntry).where(AuditEntry.action == "draw quiz")).one()
        assert entry.after["questions"] == kept.draw_keys  # type: ignore[index]
    assert "plan strict, seed 7" in school.as_(school.ada).get(answer.location).text


def test_a_seed_draws_the_same_again_and_no_seed_a_new_one(school: School, quiz: Quiz) -> None:
    ada = school.as_(school.ada)
    assert shown(ada.get(at(quiz)).text) == shown(ada.get(at(quiz)).text)
    fresh = [ada.get(at(quiz, seed="")) for _ in range(2)]
    assert [answer.status_code for answer in fresh] == [303, 303]
    assert len({urlsplit(answer.location).query for answer in fresh}) == 2
    assert "Drawn with seed" in ada.get(fresh[0].location).text


@pytest.mark.both_databases
def test_drawing_anew_replaces_what_was_there_and_hand_changes_are_told(
    school: School, quiz: Quiz
) -> None:
    fill(school, quiz)
    ada = school.as_(school.ada)
    assert "in place of the 3 questions there" in ada.get(at(quiz, plan="short")).text
    fill(school, quiz, plan="short")
    assert len(held(school, quiz)) == 1
    page = ada.get(f"/quizzes/{quiz.id}").text
    assert "plan short" in page
    assert "changed by hand" not in page
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        work.query(QuizQuestion).delete()
    assert "changed by hand" in ada.get(f"/quizzes/{quiz.id}").text


def test_a_retake_leaves_out_what_the_class_had_last_and_prefers_what_it_never_had(
    school: School, passage: Passage, quiz: Quiz
) -> None:
    given = []
    for days, title in enumerate(("First", "Second")):
        given.append(school.add(make.make_quiz, passage, [], created_by=school.ada.id))
        fill(school, given[-1], plan="pair", seed=str(days))
        opens = make.AT + timedelta(days=days)
        school.add(make.make_assignment, school.classroom, given[-1], title=title, opens_at=opens)
    had = {key for each in given for key in held(school, each)}
    for seed in range(8):
        asked = {"plan": "pair", "seed": seed, "retake": school.classroom.id}
        page = school.as_(school.ada).get(at(quiz, **asked)).text
        assert "2 questions of Second, the last quiz of the class, are left out" in page
        assert had.isdisjoint(shown(page).split())
        assert "had it before" not in page
    fill(school, quiz, plan="pair", retake=school.classroom.id)
    assert "as a retake after Second" in school.as_(school.ada).get(f"/quizzes/{quiz.id}").text


def test_what_a_class_had_before_is_marked_where_a_retake_needs_it(
    school: School, passage: Passage, quiz: Quiz
) -> None:
    every = school.add(_ready, passage)
    old = school.add(make.make_quiz, passage, every)
    school.add(make.make_assignment, school.classroom, old, title="All")
    last = school.add(make.make_quiz, passage, every[:1])
    later = make.AT + timedelta(days=1)
    school.add(make.make_assignment, school.classroom, last, title="Last", opens_at=later)
    page = school.as_(school.ada).get(at(quiz, plan="pair", retake=school.classroom.id)).text
    assert page.count("the class had it before") == 2
    assert "1 question of Last, the last quiz of the class, is left out" in page


def _ready(work: Session, passage: Passage) -> list[Question]:
    wanted = select(Question).where(Question.passage_id == passage.id, Question.state == "ready")
    return list(work.scalars(wanted.order_by(Question.key)))


def test_a_class_that_had_nothing_has_nothing_left_out(school: School, quiz: Quiz) -> None:
    page = school.as_(school.ada).get(at(quiz, retake=school.classroom.id)).text
    assert "nothing is left out" in page


def test_a_request_that_cannot_be_met_names_what_is_in_the_way(school: School, quiz: Quiz) -> None:
    answer = school.as_(school.ada).get(at(quiz, plan="long"))
    assert "9 on Detail needed, each of another topic; there are 4" in answer.text
    assert shown(answer.text) == ""


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"plan": "none"}, "Not a valid choice"),
        ({"seed": "x"}, "Use a number from 0 to 999999999."),
        ({"seed": "-1"}, "Use a number from 0 to 999999999."),
        ({"retake": "99"}, "Not a valid choice"),
    ],
)
def test_bad_input_is_named_at_its_field(
    school: School, quiz: Quiz, asked: dict[str, str], told: str
) -> None:
    ada = school.as_(school.ada)
    for answer in (
        ada.get(at(quiz, **asked)),
        ada.post(f"/quizzes/{quiz.id}/draw", data={"plan": "strict", "seed": "1", **asked}),
    ):
        assert answer.status_code == 422
        assert told in answer.text
    assert held(school, quiz) == []


def test_what_the_bank_no_longer_gives_is_not_put_in_place(school: School, quiz: Quiz) -> None:
    ada = school.as_(school.ada)
    data = {"plan": "strict", "seed": "7", "retake": "", "shown": shown(ada.get(at(quiz)).text)}
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        gone = data["shown"].split()[0]
        work.scalars(select(Question).where(Question.key == gone)).one().state = "retired"
    answer = ada.post(f"/quizzes/{quiz.id}/draw", data=data)
    assert answer.status_code == 409
    assert "The bank has changed" in answer.text
    assert held(school, quiz) == []


def test_only_the_maker_draws_and_never_into_a_ready_form(school: School, passage: Passage) -> None:
    form = school.add(make.make_quiz, passage, [], title="Form A", key="quay-A")
    own = school.add(make.make_quiz, passage, [], created_by=school.ada.id)
    eve = school.add(make.make_user, "Eve", role="instructor")
    for person, quiz, status in (
        (school.ada, form, 403),
        (eve, own, 403),
        (school.ben, own, 404),
    ):
        client = school.as_(person)
        assert client.get(f"/quizzes/{quiz.id}/draw").status_code == status
        assert client.post(f"/quizzes/{quiz.id}/draw").status_code == status


def test_a_new_quiz_may_begin_with_a_draw(school: School, passage: Passage) -> None:
    ada = school.as_(school.ada)
    data = {"title": "Mine", "begin": f"draw:{passage.id}"}
    answer = ada.post("/quizzes/new", data=data)
    assert answer.location.endswith("/draw")
    assert "Strict: 3 questions" in ada.get(answer.location).text


def test_a_passage_without_plans_says_so(school: School) -> None:
    bare = school.add(make.make_passage, key="bare", draws={})
    quiz = school.add(make.make_quiz, bare, [], created_by=school.ada.id)
    assert "no plan to draw by" in school.as_(school.ada).get(f"/quizzes/{quiz.id}/draw").text
