"""Nothing derived from the key reaches a student before the release rule says so."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from quizapp import db
from quizapp.core.kinds import KINDS
from quizapp.core.marks import shown as points
from quizapp.core.schedule import GRACE
from quizapp.models import Assignment
from tests import make
from tests.answering.conftest import LATER, Desk, Student

KEY, WHY, FB = "KEY-canary", "WHY-canary", "FB-canary"
NEVER = dict.fromkeys(("show_score", "show_answers", "show_key", "show_explanation"), "never")
SCRIPT = {"Accept": "application/json"}


def with_canaries(kind: str) -> dict[str, Any]:
    """Return changes to a record that mark everything a student may not see yet."""

    def marked(value: Any, name: str = "") -> Any:
        if name in {"feedback", "model_answer"}:
            return (
                {k: f"{FB} {v}" for k, v in value.items()}
                if isinstance(value, dict)
                else f"{FB} {value}"
            )
        if name == "misreading":
            return value
        if isinstance(value, dict):
            return {key: marked(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [marked(inner) for inner in value]
        return value

    record = {name: marked(value, name) for name, value in make.KINDS[kind].items()}
    if kind == "short":
        record["accept"] = [[KEY, "bridge"], ["ferry", KEY]]
        record["rubric"] = [{"points": 1, "text": KEY}]
    return record | {
        "explanation": f"{WHY} The first paragraph says so (P1).",
        "ask": f"{WHY} Who says so?",
        "note": f"{KEY} a note for authors",
    }


@pytest.fixture
def quiz(desk: Desk) -> Callable[..., Assignment]:
    """Give a way to assign a quiz of every kind whose secrets are marked."""

    def give(**changes: Any) -> Assignment:
        def build(work: Any) -> Assignment:
            asked = [
                make.make_question(work, desk.school.passage, kind, **with_canaries(kind))
                for kind in KINDS
            ]
            # 0.73 points each: a score that no other number on a page looks like.
            quiz = make.make_quiz(work, desk.school.passage, asked, points=73)
            values = {"opens_at": db.now() - LATER, **changes}
            return make.make_assignment(work, desk.school.classroom, quiz, **values)

        return desk.school.add(build)

    return give


def crawl(student: Student, *more: str) -> str:
    """Return everything that a student can reach from home by following links, and more."""
    seen: dict[str, str] = {}
    ahead = ["/assignments", *more]
    while ahead:
        address = ahead.pop()
        if address in seen or not address.startswith(("/assign", "/attempt")):
            continue
        reply = student.client.get(address)
        script = student.client.get(address, headers=SCRIPT)
        seen[address] = reply.text + script.text + str(reply.headers)
        if reply.location:
            ahead.append(reply.location)
        ahead += re.findall(r'(?:href|action)="([^"#]*)"', reply.text)
    assert len(seen) > 2
    return "\n".join(seen.values())


def everywhere(student: Student) -> list[str]:
    attempt = f"/attempts/{student.attempt_id}"
    return [
        *(student.at(i) for i in range(1, 9)),
        *(f"{attempt}/review/{i}" for i in range(1, 9)),
        f"{attempt}/review",
        f"{attempt}/submit",
    ]


def answer_everything(student: Student) -> str:
    """Answer all questions, no faster than is allowed, and return every reply."""
    said = ""
    sent: list[dict[str, Any]] = [
        {"choice": "1"},
        {"choice": ["0", "2"]},
        {"choice": "true"},
        {"match-0": "1", "match-1": "0"},
        {"place-0": "0", "place-1": "1"},
        {"card-0": "1"},
        {"blank-0": "1"},
        {"text": "a bridge"},
    ]
    for position, fields in enumerate(sent, start=1):
        said += student.post(position, script=True, choice="99", text="x" * 2000).text
        said += student.post(position, script=True, **fields).text
    said += student.post(1, **sent[0]).text
    return said + student.post(2, go="check", **sent[1]).text


def test_while_answering_no_page_or_reply_holds_a_secret(desk: Desk, quiz: Any) -> None:
    ben = desk.student().start(quiz())
    said = answer_everything(ben) + crawl(ben, *everywhere(ben))
    assert [canary for canary in (KEY, WHY, FB, "one thing for another") if canary in said] == []


def test_after_submitting_nothing_is_shown_that_is_never_released(desk: Desk, quiz: Any) -> None:
    ben = desk.student().start(quiz(**NEVER))
    answer_everything(ben)
    ben.submit()
    said = crawl(ben, *everywhere(ben))
    score = desk.attempt(ben.attempt_id).score
    assert score
    canaries = (KEY, WHY, FB, "one thing for another", points(score), str(score))
    assert [canary for canary in canaries if canary in said] == []
    assert "Your teacher has chosen not to show scores here." in said


@pytest.mark.parametrize(
    ("what", "appears"),
    [("show_score", ">0</b> of 0.73"), ("show_key", ">key</span>"), ("show_explanation", WHY)],
)
def test_each_thing_is_released_on_its_own(desk: Desk, quiz: Any, what: str, appears: str) -> None:
    ben = desk.student().start(quiz(**NEVER | {what: "submit"}))
    answer_everything(ben)
    ben.submit()
    said = crawl(ben, *everywhere(ben))
    signs = {"show_score": ">0</b> of 0.73", "show_key": ">key</span>", "show_explanation": WHY}
    assert [name for name, sign in signs.items() if sign in said] == [what]
    assert appears in said


def test_own_answers_can_be_held_back_while_the_key_is_shown(desk: Desk, quiz: Any) -> None:
    ben = desk.student().start(quiz(**NEVER | {"show_key": "submit"}))
    answer_everything(ben)
    ben.submit()
    assert "your answer" not in ben.review(1).casefold()


def test_what_is_released_at_the_close_waits_until_nobody_can_answer(desk: Desk, quiz: Any) -> None:
    closing = dict.fromkeys(NEVER, "close")
    given = quiz(**closing, closes_at=db.now() + timedelta(hours=1))
    ben = desk.student().start(given)
    answer_everything(ben)
    ben.submit()
    before = crawl(ben, *everywhere(ben))
    assert WHY not in before
    assert "Your score appears once this has closed" in before

    def close(work: Any, ago: timedelta) -> None:
        work.get_one(Assignment, given.id).closes_at = db.now() - ago

    desk.school.add(close, GRACE - timedelta(seconds=30))
    assert WHY not in crawl(ben, *everywhere(ben))
    desk.school.add(close, GRACE + timedelta(seconds=1))
    assert WHY in crawl(ben, *everywhere(ben))


def test_in_practice_only_what_was_checked_is_shown(desk: Desk, quiz: Any) -> None:
    during = dict.fromkeys(NEVER, "during")
    ben = desk.student().start(quiz(**during, practice=True))
    ben.post(1, choice="1", go="check")
    assert WHY in ben.page(1)
    said = "".join(ben.page(i) for i in range(2, 9))
    assert [canary for canary in (KEY, WHY, FB) if canary in said] == []


def test_during_means_nothing_outside_practice(desk: Desk, quiz: Any) -> None:
    during = dict.fromkeys(NEVER, "during")
    ben = desk.student().start(quiz(**during))
    reply = ben.post(1, choice="1", go="check")
    assert reply.status_code == 409
    assert WHY not in crawl(ben, *everywhere(ben))
