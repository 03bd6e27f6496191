"""Who is asking, and may they: sessions, audiences, and what a person may know of."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy import delete, event, select, update
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from quizapp import access, db, writers
from quizapp.access import Audience, Viewer, open_to
from quizapp.models import Attempt, Enrolment, LoginSession, User
from tests import make
from tests.conftest import School

HTML = {"Accept": "text/html"}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ROLES = ["student", "assistant", "instructor", "administrator"]


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """Add one view for each audience, and one that declares none."""

    def whoami() -> str:
        return f"you are {access.me().name}"

    for audience in Audience:
        view = open_to(audience)(lambda: "ok")
        own_app.add_url_rule(f"/for/{audience.name}", f"for_{audience.name}", view)
    own_app.add_url_rule("/me", "me", open_to(Audience.ANYONE)(whoami))
    own_app.add_url_rule("/undeclared", "undeclared", lambda: "nobody should see this")
    return own_app


def person(school: School, role: str) -> User:
    return school.add(make.make_user, role.title(), role=role)


def change_session(school: School, user: User, **values: Any) -> None:
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        work.execute(update(LoginSession).where(LoginSession.user_id == user.id).values(**values))


def seen_at(school: School, user: User) -> Any:
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        return work.scalar(select(LoginSession.seen_at).where(LoginSession.user_id == user.id))


def test_a_view_that_declares_no_audience_refuses_everyone(school: School) -> None:
    clients = [school.app.test_client(), *(school.as_(person(school, role)) for role in ROLES)]
    assert {client.get("/undeclared").status_code for client in clients} == {404}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_its_audiences_and_no_others(school: School, role: str) -> None:
    client = school.as_(person(school, role))
    for audience in Audience:
        wanted = 200 if access.RANK[role] >= audience else 404
        assert client.get(f"/for/{audience.name}").status_code == wanted


def test_a_page_one_may_not_know_of_looks_like_one_that_is_not_there(school: School) -> None:
    client = school.as_(school.ben)
    forbidden, absent = client.get("/for/INSTRUCTOR"), client.get("/for/NOBODY")
    assert forbidden.text == absent.text
    assert forbidden.headers == absent.headers


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    response = client.get("/for/STAFF?page=2&q=a%26b", headers=HTML)
    assert response.status_code == 303
    assert response.location == "/sign-in?next=%2Ffor%2FSTAFF%3Fpage%3D2%26q%3Da%2526b"
    assert client.get("/for/STAFF", headers=HTML).location == "/sign-in?next=%2Ffor%2FSTAFF"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_script_that_is_not_signed_in_is_told_so(app: Flask, method: str) -> None:
    view = open_to(Audience.SIGNED_IN)(lambda: "ok")
    app.add_url_rule("/save", "save", view, methods=["GET", "POST"])
    accept = {"Accept": "application/json"} if method == "GET" else HTML
    response = app.test_client().open("/save", method=method, headers=accept)
    assert response.status_code == 401


def test_a_view_for_anyone_that_asks_who_finds_nobody(client: FlaskClient) -> None:
    assert client.get("/me").status_code == 404


def test_the_database_keeps_no_token_that_opens_anything(school: School) -> None:
    client = school.as_(school.ben)
    with client.session_transaction() as cookie:
        token = cookie["token"]
    with db.open_session(school.app.extensions["quiz_engine"], writes=False) as work:
        kept = work.scalars(select(LoginSession.token_hash)).all()
    assert kept == [hashlib.sha256(token.encode()).hexdigest()]
    assert access.token_hash(token) == kept[0]


@pytest.mark.parametrize("token", ["", "0" * 43, "\0", "ü" * 100])
def test_a_token_that_is_none_signs_nobody_in(school: School, token: str) -> None:
    client = school.as_(school.ben)
    with client.session_transaction() as cookie:
        cookie["token"] = token
    assert client.get("/for/SIGNED_IN").status_code == 401


def test_a_cookie_signed_with_another_key_signs_nobody_in(school: School) -> None:
    client = school.as_(school.ben)
    school.app.secret_key = "another-key-of-the-tests-0123456789"
    assert client.get("/for/SIGNED_IN").status_code == 401


def test_deleting_a_session_signs_its_device_out_at_once(school: School) -> None:
    here, there = school.as_(school.ben), school.as_(school.ben)
    with here.session_transaction() as cookie:
        own = access.token_hash(cookie["token"])
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        work.execute(delete(LoginSession).where(LoginSession.token_hash == own))
    assert here.get("/for/SIGNED_IN").status_code == 401
    assert there.get("/for/SIGNED_IN").status_code == 200


def test_who_is_suspended_is_out_at_once(school: School) -> None:
    client = school.as_(school.ben)
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        work.execute(update(User).where(User.id == school.ben.id).values(suspended_at=make.AT))
    assert client.get("/for/SIGNED_IN").status_code == 401


def test_a_changed_role_counts_at_once(school: School) -> None:
    client = school.as_(school.ada)
    with db.writing(school.app.extensions["quiz_engine"]) as work:
        work.execute(update(User).where(User.id == school.ada.id).values(role="student"))
    assert client.get("/for/INSTRUCTOR").status_code == 404


@pytest.mark.parametrize(
    ("role", "idle", "status"),
    [
        ("student", 8 * HOUR - MINUTE, 200),
        ("student", 8 * HOUR + MINUTE, 401),
        ("assistant", 29 * MINUTE, 200),
        ("assistant", 31 * MINUTE, 401),
        ("instructor", 31 * MINUTE, 401),
        ("administrator", 31 * MINUTE, 401),
    ],
)
def test_idle_devices_are_signed_out_staff_sooner(
    school: School, role: str, idle: timedelta, status: int
) -> None:
    user = person(school, role)
    client = school.as_(user)
    change_session(school, user, seen_at=db.now() - idle)
    assert client.get("/for/SIGNED_IN").status_code == status


@pytest.mark.parametrize("role", ROLES)
def test_no_session_lasts_longer_than_half_a_day(school: School, role: str) -> None:
    user = person(school, role)
    client = school.as_(user)
    change_session(school, user, created_at=db.now() - 12 * HOUR + MINUTE)
    assert client.get("/for/SIGNED_IN").status_code == 200
    change_session(school, user, created_at=db.now() - 12 * HOUR - MINUTE)
    assert client.get("/for/SIGNED_IN").status_code == 401


def test_use_renews_a_session_but_not_at_every_request(school: School) -> None:
    client = school.as_(school.ben)
    recent, older = db.now() - MINUTE, db.now() - 3 * MINUTE
    change_session(school, school.ben, seen_at=recent)
    client.get("/for/SIGNED_IN")
    assert seen_at(school, school.ben) == recent
    change_session(school, school.ben, seen_at=older)
    client.get("/for/SIGNED_IN")
    assert seen_at(school, school.ben) > recent


def test_a_change_renews_a_session_too(school: School) -> None:
    @open_to(Audience.SIGNED_IN)
    def change() -> str:
        work = db.session()
        work.execute(update(User).values(name="Changed"))
        work.commit()
        return "ok"

    school.app.add_url_rule("/change", view_func=change, methods=["POST"])
    client = school.as_(school.ben)
    change_session(school, school.ben, seen_at=db.now() - 3 * MINUTE)
    assert client.post("/change").status_code == 200
    assert db.now() - seen_at(school, school.ben) < MINUTE


def test_a_page_does_not_fail_because_its_session_could_not_be_renewed(
    school: School, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = school.as_(school.ben)
    older = db.now() - 3 * MINUTE
    change_session(school, school.ben, seen_at=older)
    monkeypatch.setattr(writers, "LONGEST_WAIT_S", 0.01)
    engine = school.app.extensions["quiz_engine"]
    with db.open_session(engine, writes=True) as rival:
        rival.scalar(select(User.id))
        assert client.get("/for/SIGNED_IN").status_code == 200
    assert "not renewed: WritersBusy" in caplog.text
    assert seen_at(school, school.ben) == older


def test_finding_out_who_asks_takes_one_statement_a_request(school: School) -> None:
    client = school.as_(school.ben)
    said: list[str] = []
    event.listen(
        school.app.extensions["quiz_engine"],
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: said.append(statement),
    )
    client.get("/for/SIGNED_IN")
    assert len([statement for statement in said if statement.startswith("SELECT")]) == 1


def test_the_cookie_holds_nothing_but_the_token(school: School) -> None:
    client = school.as_(school.ben)
    client.get("/me")
    with client.session_transaction() as cookie:
        assert set(cookie) == {"token"}


# What of the school each person may know: fetch-and-authorise, tried by everyone.


@pytest.fixture
def people(work: Session) -> dict[str, Any]:
    """Return two classes with everyone who could ask, an assignment and two attempts."""
    classes = [make.make_class(work) for _ in range(2)]
    found: dict[str, Any] = {"class": classes[0], "other class": classes[1]}

    def add(name: str, user_role: str, role: str, seat: int = 0, **changes: Any) -> None:
        user = make.make_user(work, name, role=user_role)
        make.enrol(work, classes[seat], user, role=role, **changes)
        found[name] = Viewer(user.id, user.name, user.login, user.role, 0)

    add("teacher", "instructor", "instructor")
    add("other teacher", "instructor", "instructor", 1)
    add("former teacher", "instructor", "instructor", removed_at=make.AT)
    add("demoted teacher", "student", "instructor")
    add("assistant of A", "assistant", "assistant", section="A")
    add("assistant of B", "assistant", "assistant", section="B")
    add("assistant of none", "assistant", "assistant")
    add("student of A", "student", "student", section="A")
    add("student of none", "student", "student")
    add("former student", "student", "student", section="A", removed_at=make.AT)
    add("other student", "student", "student", 1)
    stranger = make.make_user(work, "stranger", role="administrator")
    found["administrator"] = Viewer(stranger.id, "", "", "administrator", 0)
    passage = make.make_passage(work)
    quiz = make.make_quiz(work, passage, [make.make_question(work, passage)])
    found["assignment"] = make.make_assignment(work, classes[0], quiz)
    found["archived"] = make.make_assignment(work, classes[0], quiz, archived_at=make.AT)
    for owner in ("student of A", "student of none", "former student"):
        attempt = Attempt(
            assignment_id=found["assignment"].id,
            user_id=found[owner].id,
            number=1,
            seed="0" * 32,
            started_at=make.AT,
            submitted_by_clock=False,
            out_of=1,
        )
        work.add(attempt)
        work.flush()
        found[f"attempt of {owner}"] = attempt
    return found


def allowed(
    people: dict[str, Any], fetch: Callable[..., Any], thing: str, work: Session
) -> set[str]:
    """Return who gets a thing; everyone else must end with the same 404."""
    found = set()
    for name, viewer in people.items():
        if isinstance(viewer, Viewer):
            try:
                fetch(work, viewer, people[thing].id)
            except NotFound:
                continue
            found.add(name)
    return found


ASSISTANTS = {"assistant of A", "assistant of B", "assistant of none"}
GRANTS: list[tuple[Callable[..., Any], str, set[str]]] = [
    (access.staff_seat, "class", {"teacher", *ASSISTANTS}),
    (access.staff_seat, "other class", {"other teacher"}),
    (access.taught_class, "class", {"teacher"}),
    (access.joined_class, "class", {"student of A", "student of none"}),
    (access.staffed_assignment, "assignment", {"teacher", *ASSISTANTS}),
    (access.staffed_assignment, "archived", {"teacher", *ASSISTANTS}),
    (access.taught_assignment, "assignment", {"teacher"}),
    (access.given_assignment, "assignment", {"student of A", "student of none"}),
    (access.given_assignment, "archived", set()),
    (access.own_attempt, "attempt of student of A", {"student of A"}),
    (access.own_attempt, "attempt of former student", set()),
    (access.staffed_attempt, "attempt of student of A", {"teacher", "assistant of A"}),
    (access.staffed_attempt, "attempt of student of none", {"teacher"}),
    (access.staffed_attempt, "attempt of former student", {"teacher", "assistant of A"}),
]


@pytest.mark.parametrize(("fetch", "thing", "who"), GRANTS)
def test_a_thing_is_given_to_those_it_concerns_and_to_nobody_else(
    people: dict[str, Any], work: Session, fetch: Callable[..., Any], thing: str, who: set[str]
) -> None:
    assert allowed(people, fetch, thing, work) == who


FETCHES = sorted({fetch for fetch, _, _ in GRANTS}, key=lambda fetch: fetch.__name__)


@pytest.mark.parametrize("fetch", FETCHES)
def test_what_does_not_exist_is_given_to_nobody(
    people: dict[str, Any], work: Session, fetch: Callable[..., Any]
) -> None:
    for viewer in people.values():
        if isinstance(viewer, Viewer):
            with pytest.raises(NotFound):
                fetch(work, viewer, 999_999)


@pytest.mark.parametrize(
    ("who", "section"),
    [("teacher", None), ("assistant of A", "A"), ("assistant of none", "")],
)
def test_a_seat_tells_which_section_one_sees(
    people: dict[str, Any], work: Session, who: str, section: str | None
) -> None:
    assert access.staff_seat(work, people[who], people["class"].id).section == section
    seat = access.staffed_assignment(work, people[who], people["assignment"].id)[1]
    assert seat.section == section


def test_a_student_is_no_staff_and_an_assistant_no_instructor(people: dict[str, Any]) -> None:
    ranks = {name: v.rank for name, v in people.items() if isinstance(v, Viewer)}
    assert not people["student of A"].is_staff
    assert people["assistant of A"].is_staff
    assert not people["assistant of A"].is_instructor
    assert people["teacher"].is_instructor
    assert ranks["administrator"] is Audience.ADMINISTRATOR


def test_every_enrolment_counts_for_its_own_class_only(
    people: dict[str, Any], work: Session
) -> None:
    work.execute(update(Enrolment).values(removed_at=make.AT))
    for fetch, thing, _ in GRANTS:
        assert allowed(people, fetch, thing, work) == set()


def test_sessions_of_flask_are_not_used_for_anything_else(app: Flask) -> None:
    with app.test_request_context("/"):
        assert access.viewer() is None
        assert dict(session) == {}
