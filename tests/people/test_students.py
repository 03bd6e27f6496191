"""A class's students: brought in by a list, given cards and more time, removed and put back."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from quizapp import db
from quizapp.models import Attempt, Enrolment, Quiz, User
from tests import make
from tests.conftest import School
from tests.people.conftest import PHRASE, audit, rows, sign_in

LIST = "Nora Berg;nora;A\nOtto Dahl;;B\n"


def card(page: str) -> list[tuple[str, str, str]]:
    found = re.findall(
        r'card-name">([^<]+)<.*?class="login">([^<]+)<.*?class="phrase">([^<]+)<', page, re.DOTALL
    )
    return [(name, login, phrase) for name, login, phrase in found]


@pytest.fixture
def url(school: School) -> str:
    return f"/classes/{school.classroom.id}"


@pytest.fixture
def ada(school: School) -> FlaskClient:
    return school.as_(school.ada)


def test_a_list_is_previewed_before_anything_is_made(
    school: School, ada: FlaskClient, url: str
) -> None:
    page = ada.post(f"{url}/roster", data={"text": LIST, "do": "preview"})
    assert page.status_code == 200
    assert "2 students will be added" in page.text
    assert "Nora Berg;nora;A" in page.text
    assert len(rows(school, select(User.id))) == 3


@pytest.mark.both_databases
def test_a_confirmed_list_makes_accounts_and_cards_that_work(
    school: School, ada: FlaskClient, url: str
) -> None:
    page = ada.post(f"{url}/roster", data={"text": LIST, "do": "create"}).text
    (nora, otto) = card(page)
    assert nora[:2] == ("Nora Berg", "nora")
    assert otto[1].startswith("otto.dahl.")
    assert page.count("<svg") == 2
    for _, login, phrase in (nora, otto):
        assert sign_in(school.app.test_client(), login, phrase).status_code == 303
    sections = select(Enrolment.section).join(Enrolment.user).order_by(User.name)
    assert rows(school, sections.where(User.name.in_(["Nora Berg", "Otto Dahl"]))) == ["A", "B"]
    assert audit(school) == ["add students"]


def test_a_file_is_read_like_what_is_pasted(ada: FlaskClient, url: str) -> None:
    file = (io.BytesIO(("\ufeff" + LIST).encode()), "list.csv")
    page = ada.post(f"{url}/roster", data={"file": file, "text": "", "do": "preview"})
    assert "2 students will be added" in page.text
    assert "Nora Berg;nora;A" in page.text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("Nora\nZoë".encode("latin-1"), "Line 2:</strong> This line is not in UTF-8"),
        ("Nora".encode("utf-16"), "UTF-16"),
        (b"Nora\nOt\0to", "Line 2:</strong> This line holds a NUL"),
        (b"x" * (3 * 1024 * 1024), "larger than 2 MB"),
        (b"\n".join(b"Student %d" % n for n in range(5001)), "at most 5,000 students"),
        (b'Nora\n"Otto', "Line 2:</strong> A quotation mark"),
    ],
)
def test_a_bad_file_adds_nobody_and_names_the_line(
    school: School, ada: FlaskClient, url: str, data: bytes, says: str
) -> None:
    form = {"file": (io.BytesIO(data), "list.csv"), "do": "create"}
    response = ada.post(f"{url}/roster", data=form)
    # What the test's own client wrote to disk, because it is large.
    response.request.environ["wsgi.input"].close()
    assert response.status_code == 422
    assert says in response.text
    assert len(rows(school, select(User.id))) == 3


def test_one_bad_line_of_a_hundred_adds_nobody(school: School, ada: FlaskClient, url: str) -> None:
    lines = [f"Student {number}" for number in range(100)]
    lines[56] = ";nameless"
    response = ada.post(f"{url}/roster", data={"text": "\n".join(lines), "do": "create"})
    assert response.status_code == 422
    assert "Line 57:" in response.text
    assert "Student 99" in response.text
    assert len(rows(school, select(User.id))) == 3


@pytest.mark.usefixtures("dora")
def test_who_is_in_the_class_or_has_the_user_name_is_not_added_again(
    ada: FlaskClient, url: str
) -> None:
    form = {"text": "Ben\nDorothy;DORA", "do": "create"}
    response = ada.post(f"{url}/roster", data=form)
    assert "Ben is in the class already" in response.text
    assert "The user name dora is in use" in response.text


@pytest.mark.both_databases
def test_a_list_confirmed_twice_at_once_is_added_once(school: School, url: str) -> None:
    clients = [school.as_(school.ada) for _ in range(3)]
    start = Barrier(3)

    def confirm(client: FlaskClient) -> int:
        start.wait()
        form = {"text": "Nora Berg\nOtto Dahl", "do": "create"}
        return client.post(f"{url}/roster", data=form).status_code

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(confirm, clients)) == [200, 422, 422]
    assert len(rows(school, select(User.id).where(User.name == "Nora Berg"))) == 1


def test_a_list_of_thousands_is_previewed_in_part(ada: FlaskClient, url: str) -> None:
    text = "\n".join(f"Student {number}" for number in range(3000))
    page = ada.post(f"{url}/roster", data={"text": text, "do": "preview"}).text
    assert "3,000 students will be added" in page
    assert "and 2800 more" in page


def test_a_list_too_large_for_one_form_is_to_be_split(ada: FlaskClient, url: str) -> None:
    text = "\n".join(f"{'Long ' * 15}{number};;Section {'x' * 20}" for number in range(3000))
    file = (io.BytesIO(text.encode()), "list.csv")
    page = ada.post(f"{url}/roster", data={"file": file, "do": "preview"}).text
    assert "in two parts" in page
    assert 'value="create"' not in page


def test_chosen_students_get_new_cards_and_are_signed_out(
    school: School, dora: User, ada: FlaskClient, url: str, client: FlaskClient
) -> None:
    sign_in(client, "dora")
    for _ in range(10):
        sign_in(school.app.test_client(), "dora", "wrong")
    assert "Dora" in ada.get(f"{url}/cards").text
    form = {"student": [dora.id, school.cleo.id, school.ada.id, "x"]}
    page = ada.post(f"{url}/cards", data=form).text
    ((name, login, phrase),) = card(page)
    assert (name, login) == ("Dora", "dora")
    assert client.get("/account").status_code == 401
    # A new card also helps whom a classmate has locked out by guessing.
    assert sign_in(client, "dora", PHRASE).status_code == 422
    assert sign_in(client, "dora", phrase).status_code == 303
    wrong = "fail to sign in"
    assert audit(school) == [*[wrong] * 10, "set password", wrong]


def test_cards_for_nobody_are_refused(ada: FlaskClient, url: str) -> None:
    response = ada.post(f"{url}/cards")
    assert response.status_code == 422
    assert "Choose at least one student" in response.text


def test_staff_who_learn_in_a_class_keep_their_passphrase(
    school: School, admin: User, ada: FlaskClient, url: str, client: FlaskClient
) -> None:
    school.add(make.enrol, school.classroom, admin)
    assert ada.post(f"{url}/students/{admin.id}/passphrase").status_code == 404
    assert card(ada.post(f"{url}/cards", data={"student": [admin.id]}).text) == []
    assert sign_in(client, "root").status_code == 303


def test_one_student_gets_a_new_passphrase(
    dora: User, ada: FlaskClient, url: str, client: FlaskClient
) -> None:
    ((_, login, phrase),) = card(ada.post(f"{url}/students/{dora.id}/passphrase").text)
    assert sign_in(client, login, phrase).status_code == 303


def open_attempt(school: School, user: User, **assignment: object) -> int:
    """Add an attempt that began a minute ago, at an assignment of twenty minutes."""
    question = school.add(make.make_question, school.passage)
    quiz: Quiz = school.add(make.make_quiz, school.passage, [question])
    given = school.add(
        make.make_assignment, school.classroom, quiz, **{"time_limit_s": 1200, **assignment}
    )
    began = db.now() - timedelta(minutes=1)

    def add(work: object) -> Attempt:
        attempt = Attempt(
            assignment_id=given.id,
            user_id=user.id,
            number=1,
            seed="0",
            started_at=began,
            deadline_at=began + timedelta(minutes=20),
            submitted_by_clock=False,
            out_of=1,
        )
        work.add(attempt)
        work.flush()
        return attempt

    return school.add(add).id


def lasts(school: School, attempt_id: int) -> timedelta | None:
    (attempt,) = rows(school, select(Attempt).where(Attempt.id == attempt_id))
    return attempt.deadline_at and attempt.deadline_at - attempt.started_at


@pytest.mark.both_databases
def test_more_time_reaches_a_running_attempt_of_that_student_alone(
    school: School, dora: User, ada: FlaskClient, url: str
) -> None:
    doras, bens = open_attempt(school, dora), open_attempt(school, school.ben)
    form = {"extra_time_percent": "25", "section": "A"}
    assert ada.post(f"{url}/students/{dora.id}", data=form).status_code == 303
    assert lasts(school, doras) == timedelta(minutes=25)
    assert lasts(school, bens) == timedelta(minutes=20)
    page = ada.get(url).text
    assert "25&nbsp;% more time" in page
    ada.post(f"{url}/students/{dora.id}", data={"extra_time_percent": "0", "no_timer": "y"})
    assert lasts(school, doras) is None
    assert "no timer" in ada.get(url).text
    ada.post(f"{url}/students/{dora.id}", data={"extra_time_percent": "0"})
    assert lasts(school, doras) == timedelta(minutes=20)
    assert audit(school) == [
        "set accommodation",
        "set section",
        "set accommodation",
        "set accommodation",
    ]


def test_more_time_does_not_move_the_closing(
    school: School, dora: User, ada: FlaskClient, url: str
) -> None:
    closes_at = db.now() + timedelta(minutes=20)
    doras = open_attempt(school, dora, closes_at=closes_at)
    ada.post(f"{url}/students/{dora.id}", data={"extra_time_percent": "400"})
    (attempt,) = rows(school, select(Attempt).where(Attempt.id == doras))
    assert attempt.deadline_at == closes_at


def test_what_has_ended_is_not_opened_again(
    school: School, dora: User, ada: FlaskClient, url: str
) -> None:
    doras = open_attempt(school, dora)
    over = db.now() - timedelta(minutes=5)
    school.add(lambda work: setattr(work.get_one(Attempt, doras), "deadline_at", over))
    ada.post(f"{url}/students/{dora.id}", data={"extra_time_percent": "100"})
    (attempt,) = rows(school, select(Attempt).where(Attempt.id == doras))
    assert attempt.deadline_at == over


@pytest.mark.parametrize("percent", ["-1", "401", "2.5", "much", "9" * 50])
def test_more_time_is_a_whole_percentage(
    school: School, dora: User, ada: FlaskClient, url: str, percent: str
) -> None:
    form = {"extra_time_percent": percent, "section": "A"}
    response = ada.post(f"{url}/students/{dora.id}", data=form)
    assert response.status_code == 422
    assert f'value="{percent}"' in response.text
    assert 'value="A"' in response.text
    assert audit(school) == []


def test_a_section_has_a_length(dora: User, ada: FlaskClient, url: str) -> None:
    form = {"section": "x" * 41}
    assert "at most 40" in ada.post(f"{url}/students/{dora.id}", data=form).text


def test_a_student_is_removed_with_attempts_kept_and_put_back(
    school: School, dora: User, ada: FlaskClient, url: str
) -> None:
    doras = open_attempt(school, dora)
    ada.post(f"{url}/students/{dora.id}/remove")
    page = ada.get(url).text
    assert "1 student was removed" in page
    assert lasts(school, doras) is not None
    assert "Put back" in ada.get(f"{url}/students/{dora.id}").text
    ada.post(f"{url}/students/{dora.id}/put-back")
    assert "removed from this class" not in ada.get(url).text
    assert audit(school) == ["remove student", "put student back"]


def test_a_teacher_is_no_student(school: School, ada: FlaskClient, url: str) -> None:
    for user_id in (school.ada.id, school.cleo.id, 999_999):
        assert ada.get(f"{url}/students/{user_id}").status_code == 404
