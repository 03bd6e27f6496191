"""Quizzes: listed, made, copied, filled, arranged, put away; who may do what, and bad input."""

from typing import Any

import pytest
from sqlalchemy import select

from quizapp import db
from quizapp.models import AuditEntry, Question, Quiz, QuizQuestion, User
from tests import make
from tests.conftest import School
from tests.statements import counted


@pytest.fixture
def eve(school: School) -> User:
    """Return a second instructor."""
    return school.add(make.make_user, "Eve", role="instructor")


@pytest.fixture
def questions(school: School) -> list[Question]:
    """Return three questions that are ready, each about a topic of its own."""
    return [
        school.add(make.make_question, school.passage, kind, id=f"N{n}", topic=f"t{n}")
        for n, kind in enumerate(("single", "tfns", "short"), start=1)
    ]


@pytest.fixture
def own(school: School, questions: list[Question]) -> Quiz:
    """Return a quiz of Ada's with three questions."""
    return school.add(
        make.make_quiz, school.passage, questions, title="Harbour", created_by=school.ada.id
    )


@pytest.fixture
def form(school: School, questions: list[Question]) -> Quiz:
    """Return a ready form, as files make it."""
    return school.add(make.make_quiz, school.passage, questions, title="Form A", key="harbour-A")


def lines(school: School, quiz: Quiz) -> list[QuizQuestion]:
    """Return the questions of a quiz in order."""
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        return list(
            work.scalars(
                select(QuizQuestion)
                .where(QuizQuestion.quiz_id == quiz.id)
                .order_by(QuizQuestion.position)
            )
        )


def order(school: School, quiz: Quiz) -> list[int]:
    """Return which question stands where, and check that places are counted from 1."""
    found = lines(school, quiz)
    assert [line.position for line in found] == list(range(1, len(found) + 1))
    return [line.question_id for line in found]


def builder(school: School, quiz: Quiz, **changes: Any) -> dict[str, Any]:
    """Return the builder's form as it stands; `changes` are fields as sent."""
    data: dict[str, Any] = {"title": quiz.title}
    for line in lines(school, quiz):
        data[f"line-{line.id}-position"] = str(line.position)
        data[f"line-{line.id}-points"] = str(line.points / 100)
    return data | changes


def edit(quiz: Quiz) -> str:
    """Return the address of the builder."""
    return f"/quizzes/{quiz.id}/edit"


def test_only_instructors_know_of_quizzes(school: School, own: Quiz) -> None:
    addresses = ("/quizzes", "/quizzes/new", f"/quizzes/{own.id}", edit(own))
    for person, status in ((school.ada, 200), (school.ben, 404), (school.cleo, 404)):
        client = school.as_(person)
        assert [client.get(address).status_code for address in addresses] == [status] * 4


def test_students_change_no_quiz(school: School, own: Quiz) -> None:
    for person in (school.ben, school.cleo):
        client = school.as_(person)
        for address in ("new", f"{own.id}/edit", f"{own.id}/questions", f"{own.id}/copy"):
            assert client.post(f"/quizzes/{address}").status_code == 404
        assert client.post(f"/quizzes/{own.id}/archive").status_code == 404


@pytest.mark.usefixtures("own")
def test_the_list_counts_questions_points_and_assignments(school: School, form: Quiz) -> None:
    school.add(make.make_assignment, school.classroom, form)
    page = school.as_(school.ada).get("/quizzes").text
    assert page.index("Form A") < page.index("Harbour")
    assert "ready form" in page
    assert 'data-label="Points" class="n">3<' in page
    assert 'data-label="Given" class="n">1<' in page


def test_no_quiz_yet_says_what_to_do(school: School) -> None:
    assert "There is no quiz yet." in school.as_(school.ada).get("/quizzes").text


@pytest.mark.both_databases
@pytest.mark.usefixtures("own")
def test_the_list_takes_the_same_selects_however_many_quizzes(school: School) -> None:
    ada = school.as_(school.ada)
    ada.get("/quizzes")
    with counted(school.app) as few:
        ada.get("/quizzes")
    for n in range(10):
        school.add(make.make_quiz, school.passage, [], title=f"Quiz {n}")
    with counted(school.app) as many:
        ada.get("/quizzes")
    assert len(few) == len(many) == 2


@pytest.mark.both_databases
def test_an_empty_quiz_is_made_and_filled(school: School, questions: list[Question]) -> None:
    ada = school.as_(school.ada)
    begin = f"empty:{school.passage.id}"
    made = ada.post("/quizzes/new", data={"title": "  Mine ", "begin": begin})
    assert made.status_code == 303
    for question in questions[:2]:
        address = made.location.replace("edit", "questions") + "?kind=single"
        added = ada.post(address, data={"question": question.id})
        assert added.status_code == 303
        assert added.location.endswith("?kind=single#add")
    page = ada.get(made.location).text
    assert "2 questions · 2 points" in page
    assert "✓ in the quiz" in page


@pytest.mark.both_databases
def test_a_quiz_begins_as_a_copy(school: School, form: Quiz) -> None:
    ada = school.as_(school.ada)
    made = ada.post("/quizzes/new", data={"title": "Mine", "begin": f"copy:{form.id}"})
    copy = school.add(lambda work: work.get(Quiz, int(made.location.split("/")[2])))
    assert (copy.key, copy.created_by, copy.title) == (None, school.ada.id, "Mine")
    assert order(school, copy) == order(school, form)


def test_a_ready_form_is_copied_from_its_page(school: School, eve: User, form: Quiz) -> None:
    client = school.as_(eve)
    made = client.post(f"/quizzes/{form.id}/copy", follow_redirects=True)
    assert "Form A (copy)" in made.text
    assert "This copy is yours to change." in made.text


@pytest.mark.parametrize(
    ("title", "begin"),
    [
        ("", "empty:1"),
        ("x" * 201, "empty:1"),
        ("\x00", "empty:1"),
        ("Mine", ""),
        ("Mine", "empty:99"),
        ("Mine", "copy:1"),
        ("Mine", "drop table"),
    ],
)
def test_a_bad_new_quiz_is_refused_at_the_field(school: School, title: str, begin: str) -> None:
    answer = school.as_(school.ada).post("/quizzes/new", data={"title": title, "begin": begin})
    assert answer.status_code == 422
    assert "aria-invalid" in answer.text


def test_without_a_passage_there_is_no_quiz_to_make(app, work) -> None:  # noqa: ANN001
    eve = make.make_user(work, "Eve", role="instructor")
    work.commit()
    client = make.sign_in(app, eve)
    assert "flask bank load" in client.get("/quizzes/new").text
    assert client.post("/quizzes/new", data={"title": "x", "begin": "empty:1"}).status_code == 422


@pytest.mark.both_databases
def test_title_order_and_points_are_saved_together(school: School, own: Quiz) -> None:
    one, two, three = lines(school, own)
    data = builder(school, own, title="Ferry")
    data[f"line-{three.id}-position"] = "1"
    data[f"line-{two.id}-points"] = "2,5"
    assert school.as_(school.ada).post(edit(own), data=data).status_code == 303
    assert order(school, own) == [three.question_id, one.question_id, two.question_id]
    assert [line.points for line in lines(school, own)] == [100, 100, 250]
    page = school.as_(school.ada).get(f"/quizzes/{own.id}").text
    assert "Ferry" in page
    assert "4.5 points" in page


@pytest.mark.parametrize(
    ("moved", "to", "expected"),
    [(0, 2, [1, 0, 2]), (0, 3, [1, 2, 0]), (2, 2, [0, 2, 1]), (2, 1, [2, 0, 1]), (1, 9, [0, 2, 1])],
)
def test_a_place_that_is_typed_is_where_it_stands(
    school: School, own: Quiz, moved: int, to: int, expected: list[int]
) -> None:
    before = order(school, own)
    data = builder(school, own)
    data[f"line-{lines(school, own)[moved].id}-position"] = str(to)
    school.as_(school.ada).post(edit(own), data=data)
    assert order(school, own) == [before[i] for i in expected]


@pytest.mark.parametrize(
    ("step", "line", "expected"),
    [
        ("up", 1, [1, 0, 2]),
        ("up", 0, [0, 1, 2]),
        ("down", 1, [0, 2, 1]),
        ("down", 2, [0, 1, 2]),
        ("remove", 0, [1, 2]),
    ],
)
def test_buttons_move_and_remove_and_keep_what_was_typed(
    school: School, own: Quiz, step: str, line: int, expected: list[int]
) -> None:
    before, there = order(school, own), lines(school, own)
    data = builder(school, own, title="Typed too", do=f"{step}:{there[line].id}")
    assert school.as_(school.ada).post(edit(own), data=data).status_code == 303
    assert order(school, own) == [before[i] for i in expected]
    assert "Typed too" in school.as_(school.ada).get(edit(own)).text


@pytest.mark.parametrize("field", ["position", "points"])
@pytest.mark.parametrize(
    "value", ["", "0", "-1", "101", "1.005", "1e1", "many", "9" * 40, "\x00", "²", "1,000.5"]
)
def test_a_bad_number_is_refused_at_the_field_and_kept(
    school: School, own: Quiz, field: str, value: str
) -> None:
    line = lines(school, own)[1]
    data = builder(school, own, title="Typed too")
    data[f"line-{line.id}-{field}"] = value
    answer = school.as_(school.ada).post(edit(own), data=data)
    assert answer.status_code == 422
    assert f'id="line-{line.id}-{field}-error"' in answer.text
    assert "Typed too" in answer.text
    assert [found.points for found in lines(school, own)] == [100, 100, 100]


@pytest.mark.parametrize("title", ["", "x" * 201, "\x00"])
def test_a_bad_title_is_refused(school: School, own: Quiz, title: str) -> None:
    data = builder(school, own, title=title)
    assert school.as_(school.ada).post(edit(own), data=data).status_code == 422


@pytest.mark.parametrize(
    ("do", "status"),
    [
        ("up:999", 409),
        ("remove:0", 400),
        ("up:", 400),
        ("down:²", 400),
        ("up:" + "9" * 30, 400),
        ("turn:1", 303),
        ("", 303),
    ],
)
def test_a_button_that_makes_no_sense_changes_nothing(
    school: School, own: Quiz, do: str, status: int
) -> None:
    before = order(school, own)
    data = builder(school, own, do=do)
    assert school.as_(school.ada).post(edit(own), data=data).status_code == status
    assert order(school, own) == before


def test_a_form_without_fields_is_refused(school: School, own: Quiz) -> None:
    assert school.as_(school.ada).post(edit(own), data={}).status_code == 422


@pytest.mark.parametrize(
    ("question", "status"), [("", 400), ("x", 400), ("0", 400), ("999", 404), ("9" * 30, 400)]
)
def test_a_question_that_is_not_there_is_not_added(
    school: School, own: Quiz, question: str, status: int
) -> None:
    address = f"/quizzes/{own.id}/questions"
    answer = school.as_(school.ada).post(address, data={"question": question})
    assert answer.status_code == status


def test_only_ready_questions_of_the_passage_are_added_once(school: School, own: Quiz) -> None:
    ada = school.as_(school.ada)
    draft = school.add(make.make_question, school.passage, id="D1", state="draft")
    bay = school.add(make.make_passage, key="bay")
    other = school.add(make.make_question, bay, id="O1")
    for question in (draft.id, other.id, order(school, own)[0]):
        answer = ada.post(f"/quizzes/{own.id}/questions", data={"question": question})
        assert answer.status_code == 409
    assert len(order(school, own)) == 3


def test_a_quiz_has_an_end(school: School, own: Quiz) -> None:
    ada = school.as_(school.ada)
    more = [school.add(make.make_question, school.passage, id=f"M{n}") for n in range(98)]
    for question in more:
        last = ada.post(f"/quizzes/{own.id}/questions", data={"question": question.id})
    assert last.status_code == 409
    assert len(order(school, own)) == 100


def test_a_ready_form_is_changed_in_its_file(school: School, form: Quiz) -> None:
    ada = school.as_(school.ada)
    assert ada.get(edit(form)).status_code == 403
    assert ada.post(edit(form), data=builder(school, form, title="x")).status_code == 403
    assert ada.post(f"/quizzes/{form.id}/questions", data={"question": 1}).status_code == 403
    assert ada.post(f"/quizzes/{form.id}/archive").status_code == 403
    assert "comes with the bank" in ada.get(f"/quizzes/{form.id}").text


def test_another_instructor_looks_and_copies(school: School, eve: User, own: Quiz) -> None:
    client = school.as_(eve)
    assert "Someone else made this quiz." in client.get(f"/quizzes/{own.id}").text
    assert client.get(edit(own)).status_code == 403
    assert client.post(edit(own), data=builder(school, own, title="x")).status_code == 403
    assert client.post(f"/quizzes/{own.id}/questions", data={"question": 1}).status_code == 403
    assert client.post(f"/quizzes/{own.id}/archive").status_code == 403
    assert client.post(f"/quizzes/{own.id}/copy").status_code == 303


def test_a_quiz_that_has_been_begun_says_that_attempts_keep_theirs(
    school: School, own: Quiz
) -> None:
    assignment = school.add(make.make_assignment, school.classroom, own)
    school.add(make.make_attempt, assignment, school.ben)
    page = school.as_(school.ada).get(edit(own)).text
    assert "1 attempt of this quiz has begun." in page


@pytest.mark.both_databases
def test_a_quiz_is_put_away_and_brought_back(school: School, own: Quiz) -> None:
    ada = school.as_(school.ada)
    away = f"/quizzes/{own.id}/archive"
    assert "put away" in ada.post(away, data={"do": "archive"}, follow_redirects=True).text
    assert "Harbour" not in ada.get("/quizzes").text
    assert "Harbour" in ada.get("/quizzes?archived=1").text
    assert ada.post(away, data={"do": "archive"}).status_code == 409
    assert ada.post(away, data={"do": "restore"}).status_code == 303
    assert "Harbour" in ada.get("/quizzes").text


def test_changes_are_accounted_for(school: School, own: Quiz) -> None:
    ada = school.as_(school.ada)
    ada.post(edit(own), data=builder(school, own))
    line = lines(school, own)[0]
    ada.post(edit(own), data=builder(school, own, title="Ferry", do=f"remove:{line.id}"))
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        actions = work.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["arrange quiz", "remove question in quiz"]


def test_warnings_stand_beside_the_balance(school: School, own: Quiz) -> None:
    rival = school.add(make.make_question, school.passage, id="N9", topic="t9", enemies=["N1"])
    ada = school.as_(school.ada)
    ada.post(f"/quizzes/{own.id}/questions", data={"question": rival.id})
    page = ada.get(edit(own)).text
    assert "harbour-N1 and harbour-N9 give each other away." in page
