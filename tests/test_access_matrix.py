"""Every route, tried by everyone: each cell is as `access_matrix.yaml` says, and nothing else.

The rows come from the app's own addresses, so that a new route without a row fails here.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from quizapp import create_app, db
from quizapp.access import Audience
from quizapp.config import Settings
from quizapp.models import Enrolment, User
from tests.conftest import SECRET
from tests.whole_school import CODE, INVITED, PRINCIPALS, WholeSchool, whole_school

__all__ = ["whole_school"]

MATRIX: dict[str, str] = yaml.safe_load((Path(__file__).parent / "access_matrix.yaml").read_text())
BROWSER = {"Accept": "text/html"}
METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO"}
APP = create_app(Settings(secret_key=SECRET))
RULES: dict[str, Rule] = {
    f"{method} {rule.rule}": rule
    for rule in APP.url_map.iter_rules()
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
}
# What each address names in the school; the same for everyone who asks.
NAMED: dict[str, str] = {
    "class_id": "class",
    "challenge_id": "challenge handed in",
    "assignment_id": "assignment open",
    "attempt_id": "attempt open",
    "user_id": "S1",
    "session_id": "session of S1",
    "invitation_id": "invitation of the class",
    "question_id": "unused question",
    "quiz_id": "quiz",
    "passage_id": "passage",
    "regrade_id": "regrade open",
    "response_id": "response handed in",
    "version_id": "version open",
}
NAMED_OTHERWISE: dict[tuple[str, str], str] = {
    ("answering.argument", "attempt_id"): "attempt released of S1",
    ("answering.challenge", "attempt_id"): "attempt released of S1",
    ("answering.review", "attempt_id"): "attempt released of S1",
    ("answering.withdraw", "attempt_id"): "attempt released of S1",
    ("results.attempt", "attempt_id"): "attempt released of S1",
    ("authoring.question", "question_id"): "question",
    ("people.forget_step", "user_id"): "T2",
    ("people.lost_step", "user_id"): "T2",
    ("people.remove_colleague", "user_id"): "TA",
    ("people.withdraw_staff_invitation", "invitation_id"): "invitation of the site",
}
WORDS: dict[str, Any] = {"position": 1, "kind": "single", "code": CODE, "token": INVITED}


def address(school: WholeSchool, rule: Rule, **otherwise: Any) -> str:
    """Return the address of a route with the values of this school."""
    values = {
        name: WORDS[name]
        if name in WORDS
        else school.ids[NAMED_OTHERWISE.get((rule.endpoint, name), NAMED[name])]
        for name in rule.arguments
    }
    return school.app.url_map.bind("").build(rule.endpoint, values | otherwise)


def ask(school: WholeSchool, who: str, method: str, path: str, **more: Any) -> TestResponse:
    headers = BROWSER | more.pop("headers", {})
    return school.clients[who].open(path, method=method, headers=headers, **more)


TAKES_AWAY = ("scores.csv", "responses.csv", "questions.csv", "results.xlsx")


def statuses(school: WholeSchool, row: str, **more: Any) -> dict[str, int]:
    """Return what everyone gets, each finding the school as it was; whoever reads changes nothing.

    Nor does whoever is refused. Who takes a file away is accounted for, and that is all.
    """
    method, found, before = row.split(maxsplit=1)[0], {}, school.contents()
    path = address(school, RULES[row])
    for who in PRINCIPALS:
        found[who] = ask(school, who, method, path, **more).status_code
        if method == "GET" or found[who] in {401, 404}:
            after = school.contents()
            if row.endswith(TAKES_AWAY) and found[who] == 200:
                *older, newest = sorted(after["audit_entry"])
                assert newest[2:5] == (school.ids[who], "export results", newest[4])
                after["audit_entry"] = older
                school.restore()
            assert after == before
        else:
            school.restore()
    return found


def expected(row: str) -> dict[str, int]:
    return dict(zip(PRINCIPALS, map(int, MATRIX[row].split()), strict=True))


def test_every_route_has_its_row_and_every_row_its_route() -> None:
    assert MATRIX.keys() == RULES.keys()


def test_every_route_declares_its_audience() -> None:
    views = [APP.view_functions[rule.endpoint] for rule in RULES.values()]
    assert all(isinstance(getattr(view, "audience", None), Audience) for view in views)


@pytest.fixture
def school(whole_school: WholeSchool) -> WholeSchool:
    """Give the school as it was in the beginning."""
    whole_school.restore()
    return whole_school


@pytest.mark.parametrize("row", MATRIX)
def test_everyone_gets_what_the_matrix_says(school: WholeSchool, row: str) -> None:
    assert statuses(school, row) == expected(row)


SPOOFED = {
    **{f"X-Forwarded-{name}": "pii-adm-login" for name in ("User", "For", "Host", "Proto")},
    **dict.fromkeys(("X-User-ID", "X-Requested-With", "X-TRPC", "X-Real-IP"), "1"),
    "X-HTTP-Method-Override": "DELETE",
    "X-Original-URL": "/people",
    "X-Rewrite-URL": "/people",
    "Forwarded": "for=127.0.0.1;host=evil.example",
    "Remote-User": "pii-adm-login",
    "Authorization": "Basic cGlpLWFkbS1sb2dpbjp4",
}


@pytest.mark.parametrize("row", [row for row in MATRIX if row.startswith("GET ")])
def test_no_header_of_the_asker_opens_anything(school: WholeSchool, row: str) -> None:
    path = address(school, RULES[row])
    for who in ("anon", "S2", "T2"):
        response = ask(school, who, "GET", path, headers=SPOOFED)
        assert response.status_code == expected(row)[who]
        assert "evil.example" not in response.text + str(response.headers)


@pytest.mark.parametrize("path", sorted({row.partition(" ")[2] for row in MATRIX}))
def test_methods_that_a_route_does_not_declare_do_nothing(school: WholeSchool, path: str) -> None:
    declared = {row.split()[0] for row in MATRIX if row.partition(" ")[2] == path}
    where = address(school, next(rule for rule in RULES.values() if rule.rule == path))
    before = school.contents()
    for who in ("anon", "S1", "T1"):
        for method in METHODS - declared - {"HEAD", "OPTIONS"}:
            response = ask(school, who, method, where, data={"_method": "POST"})
            assert response.status_code == 405, (who, method)
            assert set(response.allow or ()) >= declared
        for method in ("HEAD", "OPTIONS"):
            assert ask(school, who, method, where).status_code != 500
    assert school.contents() == before


@pytest.mark.parametrize("row", [row for row in MATRIX if row.startswith("GET ")])
def test_asking_for_the_head_alone_tells_the_same_and_no_more(
    school: WholeSchool, row: str
) -> None:
    path = address(school, RULES[row])
    for who in ("anon", "S1", "T1"):
        response = ask(school, who, "HEAD", path)
        assert response.status_code == expected(row)[who]
        assert response.data == b""


ABSENT = 999_999
WITH_ID = [
    row
    for row, rule in RULES.items()
    if any(name in NAMED for name in rule.arguments) and "404" in MATRIX[row]
]


@pytest.mark.parametrize("row", WITH_ID)
def test_what_one_may_not_know_of_looks_like_what_does_not_exist(
    school: WholeSchool, row: str
) -> None:
    rule = RULES[row]
    absent = dict.fromkeys((name for name in rule.arguments if name in NAMED), ABSENT)
    for who, status in expected(row).items():
        if status == 404:
            method = row.split(maxsplit=1)[0]
            forbidden = ask(school, who, method, address(school, rule))
            nothing = ask(school, who, method, address(school, rule, **absent))
            assert (forbidden.status_code, forbidden.text) == (404, nothing.text)
            assert dict(forbidden.headers) == dict(nothing.headers)


# Ids that exist, but do not belong together.
PAIRS: list[tuple[str, str, str, dict[str, str]]] = [
    ("T1", "GET", "people.student", {"class_id": "class", "user_id": "S3"}),
    ("T1", "POST", "people.student", {"class_id": "class", "user_id": "S3"}),
    ("T1", "POST", "people.remove_student", {"class_id": "class", "user_id": "S3"}),
    ("T1", "POST", "people.remove_student", {"class_id": "class", "user_id": "TA"}),
    ("T1", "POST", "people.put_back_student", {"class_id": "class", "user_id": "S3"}),
    ("T1", "POST", "people.new_passphrase", {"class_id": "class", "user_id": "S3"}),
    ("T1", "POST", "people.new_passphrase", {"class_id": "class", "user_id": "TA"}),
    ("T1", "POST", "people.new_passphrase", {"class_id": "class", "user_id": "ADM"}),
    ("T1", "POST", "people.remove_colleague", {"class_id": "class", "user_id": "S1"}),
    ("T1", "POST", "people.remove_colleague", {"class_id": "class", "user_id": "T2"}),
    ("T1", "POST", "people.remove_colleague", {"class_id": "class", "user_id": "T1"}),
    ("ADM", "POST", "people.suspend", {"user_id": "ADM"}),
    ("ADM", "POST", "people.change_role", {"user_id": "ADM"}),
    ("ADM", "POST", "people.forget_step", {"user_id": "T1"}),
    ("TA", "GET", "results.attempt", {"attempt_id": "attempt released of S4"}),
    ("T1", "GET", "results.attempt", {"attempt_id": "attempt of S3"}),
    (
        "TA",
        "GET",
        "results.mark",
        {"assignment_id": "assignment released", "response_id": "response released of S4"},
    ),
    (
        "TA",
        "POST",
        "results.give",
        {"assignment_id": "assignment released", "response_id": "response released of S4"},
    ),
    (
        "T1",
        "POST",
        "results.give",
        {"assignment_id": "assignment open", "response_id": "response released of S1"},
    ),
    (
        "TA",
        "POST",
        "results.answer",
        {"assignment_id": "assignment released", "challenge_id": "challenge released of S4"},
    ),
    (
        "T1",
        "POST",
        "results.answer",
        {"assignment_id": "assignment open", "challenge_id": "challenge released of S1"},
    ),
    (
        "T1",
        "GET",
        "results.regraded",
        {"assignment_id": "assignment open", "regrade_id": "regrade released"},
    ),
    (
        "T1",
        "POST",
        "results.undo",
        {"assignment_id": "assignment open", "regrade_id": "regrade released"},
    ),
    ("T1", "GET", "results.summary", {"assignment_id": "assignment of the other class"}),
    ("S1", "GET", "answering.start", {"assignment_id": "assignment of the other class"}),
    ("S1", "POST", "answering.begin", {"assignment_id": "assignment of the other class"}),
    ("S1", "GET", "answering.start", {"assignment_id": "assignment archived"}),
    ("S1", "POST", "answering.begin", {"assignment_id": "assignment archived"}),
    ("S1", "GET", "answering.review", {"attempt_id": "attempt handed in"}),
    ("S1", "GET", "answering.argument", {"attempt_id": "attempt released of S4"}),
    ("S2", "POST", "answering.finish", {"attempt_id": "attempt open"}),
]


@pytest.mark.parametrize(("who", "method", "endpoint", "named"), PAIRS)
def test_ids_that_do_not_belong_together_name_nothing(
    school: WholeSchool, who: str, method: str, endpoint: str, named: dict[str, str]
) -> None:
    before = school.contents()
    values = {name: school.ids[thing] for name, thing in named.items()}
    path = school.app.url_map.bind("").build(endpoint, values)
    assert ask(school, who, method, path).status_code == 404
    assert school.contents() == before


HARMLESS: list[tuple[str, str, dict[str, str], dict[str, Any]]] = [
    ("S2", "people.sign_out_device", {"session_id": "session of S1"}, {}),
    (
        "T1",
        "people.withdraw_invitation",
        {"class_id": "class", "invitation_id": "invitation of the other class"},
        {},
    ),
    (
        "T1",
        "people.withdraw_invitation",
        {"class_id": "class", "invitation_id": "invitation of the site"},
        {},
    ),
    (
        "ADM",
        "people.withdraw_staff_invitation",
        {"invitation_id": "invitation of the class"},
        {},
    ),
    ("T1", "people.cards", {"class_id": "class"}, {"student": ["S3", "T2", "ADM", "TA"]}),
]


@pytest.mark.parametrize(("who", "endpoint", "named", "sent"), HARMLESS)
def test_what_belongs_to_others_stays_as_it_is(
    school: WholeSchool, who: str, endpoint: str, named: dict[str, str], sent: dict[str, Any]
) -> None:
    def kept() -> dict[str, Any]:
        everything = school.contents()
        return {name: everything[name] for name in ("login_session", "invitation", "audit_entry")}

    before = kept()
    values = {name: school.ids[thing] for name, thing in named.items()}
    path = school.app.url_map.bind("").build(endpoint, values)
    data = {name: [school.ids[one] for one in ones] for name, ones in sent.items()}
    assert ask(school, who, "POST", path, data=data).status_code in {303, 404, 422}
    assert kept() == before


# A class of one's own, and a colleague less: the seats that a teacher may change.
CHANGES_SEATS = {"POST /classes/new", "POST /classes/<int:class_id>/staff/<int:user_id>/remove"}


@pytest.mark.parametrize("role", ["administrator", "instructor"])
@pytest.mark.parametrize("who", ["S1", "TA", "T1"])
def test_nobody_makes_anyone_more_than_they_are(school: WholeSchool, who: str, role: str) -> None:
    more = {"role": role, "user_role": role, "is_admin": "1", "section": "A", "name": "Sam"}
    before = roles(school)
    for row, rule in RULES.items():
        if row.startswith("POST ") and row not in CHANGES_SEATS:
            ask(school, who, "POST", address(school, rule), data=more)
            assert roles(school) == before, row
            school.restore()


def roles(school: WholeSchool) -> dict[str, list[Any]]:
    """Return who is what: in the app, in classes, and by the invitations that are open."""
    with db.open_session(school.engine, writes=False) as work:
        return {
            "user": work.execute(select(User.id, User.role).order_by(User.id)).all(),
            "seat": work.execute(
                select(Enrolment.user_id, Enrolment.classroom_id, Enrolment.role)
                .where(Enrolment.removed_at.is_(None), Enrolment.role != "student")
                .order_by(Enrolment.user_id)
            ).all(),
        }
