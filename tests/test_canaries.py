"""Nobody meets what they may not know, on any route: everything is opened as everyone.

The school of `whole_school` holds canaries in whatever gives a key away, in whatever is about a
person, and in scores. Addresses come from the app itself, with every id of the school in them.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from zipfile import ZipFile

import pytest
import time_machine
from werkzeug.test import TestResponse

from quizapp import db
from tests.test_access_matrix import MATRIX, NAMED, RULES, WORDS
from tests.walk import walk
from tests.whole_school import (
    ANSWERS,
    CODE,
    HIDDEN_SCORE,
    PRINCIPALS,
    SHOWN_SCORE,
    WholeSchool,
    whole_school,
)

__all__ = ["whole_school"]

SCRIPT = {"Accept": "application/json"}
STUDENTS = ("anon", "S1", "S2", "S3", "S4", "SX")
STARTS = ("/", "/account", "/assignments", "/classes", "/questions", "/quizzes", "/people")
PERSON = re.compile(r"pii-([a-z0-9]+)-(?:name|login)", re.IGNORECASE)
CLASS = re.compile(r"PII-class-([0-9])")
ALL = {name for name in PRINCIPALS if name != "anon"}
# Whose names each may read. A teacher's own class, an assistant's own section and its staff.
PEOPLE: dict[str, set[str]] = {
    **{name: {name.lower()} for name in ("S1", "S2", "S3", "S4")},
    "anon": set(),
    "SX": set(),
    "TA": {"ta", "t1", "s1", "s2", "sx"},
    "T1": {"t1", "ta", "s1", "s2", "s4", "sx"},
    "T2": {"t2", "s3", "t1"},
    # T1's as well, who wrote a question and a quiz that all instructors share.
    "ADM": {name.lower() for name in ALL},
}
CLASSES: dict[str, set[str]] = {
    **{name: {"1"} for name in ("S1", "S2", "S4", "TA", "T1")},
    **{name: {"2"} for name in ("S3", "T2")},
    "ADM": {"1", "2"},
    "anon": set(),
    "SX": set(),
}
# A code or a link that somebody was handed tells which class it leads to.
HANDED = ("/join/", "/invitations/")
RELEASED = ("S1", "S4")
# The students with an attempt of which everything is shown.
GIVEN_AWAY = ("KEY-", "one thing for another")
Said = dict[str, str]


@pytest.fixture
def school(whole_school: WholeSchool) -> WholeSchool:
    """Give the school as it was in the beginning."""
    whole_school.restore()
    return whole_school


def ids(school: WholeSchool, name: str) -> list[object]:
    """Return everything in the school that an argument of an address may name."""
    if name == "position":
        # Those between are tried in test_release.py.
        return [1, len(ANSWERS)]
    if name in WORDS:
        return [WORDS[name]]
    noun = name.removesuffix("_id")
    labels = [label for label in school.ids if noun in label.split()]
    return sorted({school.ids[label] for label in labels or [*PRINCIPALS[1:], NAMED[name]]})


def addresses(school: WholeSchool, method: str) -> Iterator[str]:
    """Yield every address that takes a method, with every id of the school."""
    urls = school.app.url_map.bind("")
    for row, rule in RULES.items():
        if row.startswith(f"{method} "):
            names = sorted(rule.arguments)
            for values in product(*(ids(school, name) for name in names)):
                yield urls.build(rule.endpoint, dict(zip(names, values, strict=True)))


def whole(response: TestResponse) -> str:
    """Return everything a response says: its first line, headers and body."""
    body = response.data
    if body.startswith(b"PK"):
        # A workbook is an archive, whose parts are packed.
        with ZipFile(BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return f"{response.status}\n{response.headers}\n{body.decode()}"


def read(school: WholeSchool, who: str) -> Said:
    """Return what somebody gets from every address they may ask, by link or by guessing."""
    client = school.clients[who]
    said: Said = {}
    for address in {*addresses(school, "GET"), *walk(client, STARTS)}:
        said[address] = whole(client.get(address, headers={"Accept": "text/html"}))
        if not said[address].startswith(("404", "303")):
            said[f"{address} as JSON"] = whole(client.get(address, headers=SCRIPT))
    return said


def holding(said: Said, *canaries: str) -> set[str]:
    """Return the addresses at which one of these was said."""
    return {address for address, text in said.items() if any(c in text for c in canaries)}


def unreleased(school: WholeSchool, who: str, found: set[str]) -> set[str]:
    """Return the addresses that are not of an attempt all of which is shown to somebody."""
    mine = f"/attempts/{school.ids[f'attempt released of {who}']}/" if who in RELEASED else "-"
    return {address for address in found if not address.startswith(mine)}


def strangers(said: Said, who: str) -> list[str]:
    """Return the people and classes that somebody read about and may not know of."""
    found = []
    for address, text in said.items():
        people = {name.lower() for name in PERSON.findall(text)} - PEOPLE[who]
        classes = set(CLASS.findall(text)) - CLASSES[who]
        if address.startswith(HANDED):
            people, classes = people - {"t1"}, classes - {"1"}
        found += [f"{address}: {sorted(people | classes)}"] if people or classes else []
    return found


@pytest.fixture(scope="module")
def everything(whole_school: WholeSchool) -> dict[str, Said]:
    """Return all that everyone can read, in every state a quiz may be in."""
    whole_school.restore()
    return {who: read(whole_school, who) for who in PRINCIPALS}


def test_everything_was_opened(everything: dict[str, Said]) -> None:
    ways = {row for row in MATRIX if row.startswith("GET ")}
    assert len(everything["anon"]) > len(ways)
    for who in ALL - {"SX"}:
        assert any(text.startswith("200") for text in everything[who].values())
    assert holding(everything["T1"], "KEY-")


def test_no_student_meets_a_key_that_is_not_released_to_them(
    whole_school: WholeSchool, everything: dict[str, Said]
) -> None:
    for who in STUDENTS:
        found = holding(everything[who], *GIVEN_AWAY)
        assert unreleased(whole_school, who, found) == set()
        assert bool(found) == (who in RELEASED)


def test_an_unreleased_score_reaches_no_student(everything: dict[str, Said]) -> None:
    points = HIDDEN_SCORE, HIDDEN_SCORE.replace(".", ",")
    for who in (*STUDENTS, "T2", "ADM"):
        assert holding(everything[who], *points) == set()
    assert holding(everything["T1"], HIDDEN_SCORE)


def test_a_released_score_reaches_only_its_owner_and_their_teachers(
    everything: dict[str, Said],
) -> None:
    knows = {who for who in PRINCIPALS if holding(everything[who], SHOWN_SCORE)}
    assert knows == {"S1", "S4", "TA", "T1"}


@pytest.mark.parametrize("who", PRINCIPALS)
def test_nobody_reads_about_people_who_are_none_of_theirs(
    everything: dict[str, Said], who: str
) -> None:
    assert strangers(everything[who], who) == []


def test_what_is_hidden_from_a_class_is_not_named_to_it(everything: dict[str, Said]) -> None:
    names = "Assignment archived", "Assignment of the other class"
    for who in ("anon", "S1", "S2", "S4", "SX"):
        assert holding(everything[who], *names) == set()


def filled(school: WholeSchool) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield everything that can be sent: each address empty, and with what students send."""
    for address in addresses(school, "POST"):
        yield address, {}
        if re.search(r"/attempts/\d+/questions/\d+$", address):
            for more in ({}, {"go": "check"}, {"sequence": "0"}, {"sequence": "x"}):
                yield address, {"sequence": "9", "choice": "1", "text": "a bridge"} | more


@pytest.mark.parametrize("who", ["anon", "S1", "S2", "S3"])
def test_no_reply_to_a_student_holds_a_secret(school: WholeSchool, who: str) -> None:
    client, said = school.clients[who], {}
    # Joining a class tells its name, and practice shows the key of what it checks.
    practice = f"/assignments/{school.ids['assignment practice']}"
    left_out = {"/join", f"/join/{CODE}", practice}
    for number, (address, data) in enumerate(filled(school)):
        if address in left_out or "sign-out" in address:
            continue
        for headers in ({}, SCRIPT):
            reply = client.post(address, data=data, headers=headers)
            said[f"{address} {number} {headers}"] = whole(reply)
    assert unreleased(school, who, holding(said, *GIVEN_AWAY, HIDDEN_SCORE)) == set()
    assert strangers(said, who) == []


def test_a_classmate_s_submission_changes_nothing_that_a_student_sees(school: WholeSchool) -> None:
    with time_machine.travel(db.now(), tick=False):
        before = read(school, "S1")
        given = school.ids["assignment open"]
        attempt = school.clients["S4"].post(f"/assignments/{given}").location.split("/")[2]
        save = f"/attempts/{attempt}/questions/1"
        assert school.clients["S4"].post(save, data={"choice": "1", "sequence": "1"}).status_code
        assert school.clients["S4"].post(f"/attempts/{attempt}/submit").status_code == 303
        assert read(school, "S1") == before
