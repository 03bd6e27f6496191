"""The pages of answering as students meet them, without any script."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp import db, writers
from quizapp.core.kinds import KINDS
from quizapp.core.question import Shuffle
from quizapp.core.schedule import GRACE
from quizapp.models import (
    Assignment,
    Attempt,
    AttemptQuestion,
    Enrolment,
    QuestionVersion,
    Response,
    ResponseChange,
)
from tests import make
from tests.answering.conftest import LATER, Desk

MINUTE = timedelta(minutes=1)

# What a page sends for a complete answer, kind by kind, in the order shown.
COMPLETE: dict[str, dict[str, Any]] = {
    "single": {"choice": "0"},
    "multi": {"choice": ["0", "1"]},
    "tfns": {"choice": "true"},
    "match": {f"match-{i}": str(i) for i in range(3)},
    "order": {f"place-{i}": str(i) for i in range(4)},
    "classify": {f"card-{i}": "0" for i in range(3)},
    "cloze": {"blank-0": "0", "blank-1": "1"},
    "short": {"text": "a bridge"},
}


def fields_of(page: str) -> dict[str, list[str]]:
    """Return what a browser without scripts would send from a page of a question."""
    form = page[page.index("<form method=") :]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and ("checked" in tag or 'type="hidden"' in tag):
            sent.setdefault(name[1], []).append(value[1])
    for select_tag, options in re.findall(r"(<select[^>]*>)(.*?)</select>", form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[re.search(r'name="([^"]*)"', select_tag)[1]] = [chosen[1] if chosen else ""]
    for name, text in re.findall(r'<textarea name="([^"]*)".*?>(.*?)</textarea>', form, re.DOTALL):
        sent[name] = [text]
    return sent


@pytest.mark.both_databases
def test_a_quiz_of_every_kind_is_taken_without_scripts(desk: Desk) -> None:
    ben = desk.student().start(desk.given())
    for position, kind in enumerate(KINDS, start=1):
        page = ben.page(position)
        onward = "submit" if position == len(KINDS) else str(position + 1)
        sent = fields_of(page) | COMPLETE[kind] | {"go": onward}
        reply = ben.client.post(ben.at(position), data=sent)
        assert reply.status_code == 303, (kind, reply.text)
        assert reply.location.endswith(onward)
        # The page now shows what was answered, and sends the same again.
        again = fields_of(ben.page(position))
        for name, value in COMPLETE[kind].items():
            assert again[name] == (value if isinstance(value, list) else [value]), kind
    listing = ben.client.get(f"/attempts/{ben.attempt_id}/submit").text
    assert "You have answered 8 of 8 questions" in listing
    assert ben.submit().location == f"/attempts/{ben.attempt_id}/review"
    assert "Your review" in ben.review()
    for position in range(1, 9):
        assert "Why." in ben.review(position)


def test_home_tells_what_is_to_do_and_what_is_done(desk: Desk) -> None:
    now = db.now()
    desk.given("single", title="Open one", closes_at=now + LATER, time_limit_s=1200)
    desk.given("single", title="Next one", opens_at=now + LATER)
    desk.given("single", title="Missed one", closes_at=now - MINUTE)
    done = desk.given("single", title="Done one")
    ben = desk.student().start(done)
    ben.post(1, choice="0")
    ben.submit()
    page = ben.client.get("/assignments").text
    to_do, coming, past = (page.index(f">{title}<") for title in ("To do", "Coming up", "Done"))
    assert to_do < page.index("Open one") < coming < page.index("Next one") < past
    assert past < page.index("Missed one")
    assert "20 min" in page
    assert "1 try left" in page
    assert "<b>1</b> of 1 points" in page


def test_home_says_so_when_there_is_nothing_to_do(desk: Desk) -> None:
    assert "Nothing to do right now" in desk.student().client.get("/assignments").text


def test_the_start_page_says_what_will_happen_and_has_one_button(desk: Desk) -> None:
    given = desk.given("single", "multi", time_limit_s=1800, attempts_allowed=2)
    page = desk.student().client.get(f"/assignments/{given.id}").text
    assert "30 min from the moment you start" in page
    assert "2, worth 2 points in all" in page
    assert "2 tries left of 2" in page
    assert "After submitting: score, your answers, the key, explanations." in page
    assert page[page.index("<main") :].count("<button") == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"opens_at": LATER}, "not open yet"),
        ({"closes_at": -MINUTE}, "closed"),
    ],
)
def test_starting_at_the_wrong_time_is_refused_with_the_reason(
    desk: Desk, changes: dict[str, timedelta], reason: str
) -> None:
    moments = {name: db.now() + span for name, span in changes.items()}
    given = desk.given("single", **moments)
    client = desk.student().client
    page = client.get(f"/assignments/{given.id}").text
    assert "<button" not in page[page.index("<main") :]
    reply = client.post(f"/assignments/{given.id}")
    assert reply.status_code == 409
    assert reason in reply.text


def test_without_a_try_left_nothing_can_be_started(desk: Desk) -> None:
    given = desk.given("single")
    ben = desk.student().start(given)
    ben.submit()
    assert "You have used all your tries" in ben.client.get(f"/assignments/{given.id}").text
    reply = ben.client.post(f"/assignments/{given.id}")
    assert reply.status_code == 409
    assert "All tries" in reply.text


def test_leaving_and_starting_again_goes_on_with_the_same_attempt(desk: Desk) -> None:
    given = desk.given("single", time_limit_s=600)
    ben = desk.student().start(given)
    deadline = desk.attempt(ben.attempt_id).deadline_at
    assert "Go on" in ben.client.get("/assignments").text
    assert desk.student().start(given).attempt_id == ben.attempt_id
    assert desk.attempt(ben.attempt_id).deadline_at == deadline


def test_a_student_of_another_class_finds_nothing(desk: Desk) -> None:
    given = desk.given("single")
    ben = desk.student().start(given)
    cleo = desk.student(desk.school.cleo).client
    addresses = [
        f"/assignments/{given.id}",
        ben.at(1),
        f"/attempts/{ben.attempt_id}/submit",
        f"/attempts/{ben.attempt_id}/review",
        f"/attempts/{ben.attempt_id}/review/1",
    ]
    assert [cleo.get(address).status_code for address in addresses] == [404] * 5
    posts = [f"/assignments/{given.id}", ben.at(1), ben.at(1) + "/flag", addresses[2]]
    data = {"sequence": "1", "choice": "1", "flagged": "1"}
    assert [cleo.post(address, data=data).status_code for address in posts] == [404] * 4
    assert desk.attempt(ben.attempt_id).submitted_at is None
    with Session(desk.school.app.extensions["quiz_engine"]) as work:
        assert work.scalar(select(func.count()).select_from(Response)) == 0
        assert not work.scalars(select(AttemptQuestion.flagged)).one()


@pytest.mark.parametrize("number", ["0", "2", "99", "9" * 30])
def test_a_question_that_is_not_there_is_not_found(desk: Desk, number: str) -> None:
    ben = desk.student().start(desk.given("single"))
    assert ben.client.get(f"/attempts/{ben.attempt_id}/questions/{number}").status_code == 404
    data = {"sequence": "1", "choice": "1"}
    reply = ben.client.post(f"/attempts/{ben.attempt_id}/questions/{number}", data=data)
    assert reply.status_code == 404
    assert ben.client.get(f"/attempts/{number}9/questions/1").status_code == 404


BAD = [
    ("single", {"choice": "7"}, "choice"),
    ("single", {"choice": "-1"}, "choice"),
    ("single", {"choice": "KEY"}, "choice"),
    ("single", {"choice": ["0", "1"]}, "choice"),
    ("multi", {"choice": ["0", "9"]}, "choice"),
    ("tfns", {"choice": "perhaps"}, "choice"),
    ("match", {"match-0": "99"}, "match-0"),
    ("order", {"place-0": "1", "place-1": "1"}, "place-1"),
    ("classify", {"card-0": "½"}, "card-0"),
    ("cloze", {"blank-0": ["0", "1"]}, "blank-0"),
    ("short", {"text": "x" * 1001}, "text"),
    ("single", {"choice": "0", "sequence": "0"}, "sequence"),
    ("single", {"choice": "0", "sequence": "nan"}, "sequence"),
    ("single", {"choice": "0", "sequence": ["1", "2"]}, "sequence"),
    ("single", {"choice": "0", "sequence": "9" * 40}, "sequence"),
]


@pytest.mark.parametrize(("kind", "sent", "field"), BAD)
def test_what_is_no_answer_is_told_at_its_field_and_uses_nothing_up(
    desk: Desk, kind: str, sent: dict[str, Any], field: str
) -> None:
    ben = desk.student().start(desk.given(kind))
    page = ben.post(1, **sent)
    assert page.status_code == 422
    assert 'id="problem"' in page.text
    script = ben.post(1, script=True, **sent)
    assert (script.status_code, script.json["field"]) == (422, field)
    with Session(desk.school.app.extensions["quiz_engine"]) as work:
        assert work.scalar(select(func.count()).select_from(Response)) == 0
    ben.post(1, **{"sequence": "1", **COMPLETE[kind]})
    with Session(desk.school.app.extensions["quiz_engine"]) as work:
        assert work.scalar(select(func.count()).select_from(Response)) == 1


def test_what_was_typed_is_kept_when_it_cannot_be_taken(desk: Desk) -> None:
    ben = desk.student().start(desk.given("short", "order"))
    long = "many words " * 100
    assert long in ben.post(1, text=long).text
    page = ben.post(2, **{"place-0": "1", "place-1": "1", "place-2": "3"}).text
    assert page.count(" selected>") == 3


def test_scores_sent_by_a_client_are_ignored(desk: Desk) -> None:
    ben = desk.student().start(desk.given("single"))
    extra = {"score": "100", "points": "9", "mark": "9", "is_correct": "1", "submitted_at": "x"}
    assert ben.post(1, choice="1", **extra).status_code == 303
    ben.client.post(f"/attempts/{ben.attempt_id}/submit", data=extra)
    assert desk.attempt(ben.attempt_id).score == 0


def test_a_second_tab_is_told_and_shown_the_newest(desk: Desk) -> None:
    ben = desk.student().start(desk.given("single"))
    ben.post(1, choice="2")
    stale = ben.client.post(ben.at(1), data={"sequence": "1", "choice": "1"})
    assert stale.status_code == 409
    assert "answered in another tab or on another device" in stale.text
    assert fields_of(stale.text) == {"csrf_token": [""], "sequence": ["2"], "choice": ["2"]} | {
        "csrf_token": fields_of(stale.text)["csrf_token"]
    }
    script = ben.client.post(
        ben.at(1), data={"sequence": "1", "choice": "1"}, headers={"Accept": "application/json"}
    )
    assert (script.status_code, script.json["elsewhere"]) == (409, True)


def test_what_writes_nothing_waits_for_no_writer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = desk.student().start(desk.given("single"))
    ben.post(1, choice="2")
    monkeypatch.setattr(writers, "LONGEST_WAIT_S", 0.02)
    with db.writing(desk.school.app.extensions["quiz_engine"]) as work:
        work.execute(select(Response))
        invalid = ben.client.post(ben.at(1), data={"sequence": "2", "choice": "elsewhere"})
        assert invalid.status_code == 422
        same = ben.client.post(ben.at(1), data={"sequence": "2", "choice": "2"})
        assert same.status_code == 303
        other = ben.client.post(ben.at(1), data={"sequence": "2", "choice": "1"})
        assert other.status_code == 503


def test_a_flag_is_set_and_taken_down_and_the_answer_goes_along(desk: Desk) -> None:
    ben = desk.student().start(desk.given("single"))
    reply = ben.client.post(
        f"{ben.at(1)}/flag", data={"sequence": "1", "choice": "1", "flagged": "1"}
    )
    assert reply.location == ben.at(1)
    page = ben.page()
    assert ", flagged" in page
    assert fields_of(page)["choice"] == ["1"]
    script = ben.client.post(
        f"{ben.at(1)}/flag", data={"flagged": "0"}, headers={"Accept": "application/json"}
    )
    assert script.json == {"flagged": False}
    assert ", flagged" not in ben.page()
    assert fields_of(ben.page())["choice"] == ["1"]


def test_a_script_hears_what_became_of_each_change(desk: Desk) -> None:
    ben = desk.student().start(desk.given("match", time_limit_s=600))
    reply = ben.post(1, script=True, **{"match-0": "1"})
    assert reply.json["saved"] is True
    assert (reply.json["sequence"], reply.json["state"]) == (1, "unfinished")
    assert 590 < reply.json["remaining"] <= 600
    stands = ben.client.get(ben.at(1), headers={"Accept": "application/json"}).json
    assert (stands["sequence"], stands["submitted"]) == (1, False)


def test_saving_faster_than_people_do_is_slowed_down_but_not_submitting(desk: Desk) -> None:
    ben = desk.student().start(desk.given("single"))
    replies = [ben.post(1, script=True, choice="1") for _ in range(40)]
    slowed = [reply for reply in replies if reply.status_code == 429]
    assert slowed
    assert slowed[0].headers["Retry-After"] == "1"
    assert ben.submit().status_code == 303


def test_starting_over_and_over_is_slowed_down(desk: Desk) -> None:
    given = desk.given("single", attempts_allowed=None)
    ben = desk.student()
    for _ in range(5):
        ben.start(given).submit()
    reply = ben.client.post(f"/assignments/{given.id}")
    assert reply.status_code == 429
    assert int(reply.headers["Retry-After"]) <= 60


def test_the_list_before_submitting_names_what_is_missing(desk: Desk) -> None:
    ben = desk.student().start(desk.given("single", "match", "tfns"))
    ben.post(1, choice="1")
    ben.post(2, **{"match-0": "1"})
    page = ben.client.get(f"/attempts/{ben.attempt_id}/submit").text
    assert "You have answered 1 of 3 questions" in page
    assert page.index("Not answered yet") < page.index("Not finished yet")
    assert "Submit with 1 question blank" in page


def test_after_submitting_everything_sent_again_is_refused(desk: Desk) -> None:
    ben = desk.student().start(desk.given("single"))
    ben.post(1, choice="0")
    ben.submit()
    before = desk.attempt(ben.attempt_id)
    assert ben.post(1, choice="1").status_code == 409
    assert ben.post(1, script=True, choice="1").json["status"] == 409
    assert ben.client.post(f"{ben.at(1)}/flag", data={"flagged": "1"}).status_code == 409
    assert ben.submit().status_code == 303
    assert ben.client.get(ben.at(1)).location == f"/attempts/{ben.attempt_id}/review"
    after = desk.attempt(ben.attempt_id)
    assert (after.score, after.submitted_at) == (before.score, before.submitted_at)
    with Session(desk.school.app.extensions["quiz_engine"]) as work:
        assert work.scalar(select(func.count()).select_from(ResponseChange)) == 1


def test_an_attempt_left_behind_is_submitted_when_it_is_opened(desk: Desk) -> None:
    given = desk.given("single", time_limit_s=600)
    ben = desk.student().start(given)
    ben.post(1, choice="0")
    now = db.now()
    began, due = now - 10 * MINUTE, now - GRACE - MINUTE
    desk.move(ben.attempt_id, started_at=began, deadline_at=due)
    late = ben.post(1, choice="1")
    assert late.status_code == 409
    assert "What was saved until then counts" in late.text
    assert ben.client.get(ben.at(1)).status_code == 303
    assert "The time was up" in ben.review()
    assert "when the time was up" in ben.client.get(f"/assignments/{given.id}").text
    done = desk.attempt(ben.attempt_id)
    assert done.submitted_at == due
    assert done.score == done.out_of


def test_the_start_page_submits_what_was_left_behind_too(desk: Desk) -> None:
    given = desk.given("single", time_limit_s=600, attempts_allowed=2)
    ben = desk.student().start(given)
    desk.move(ben.attempt_id, deadline_at=db.now() - GRACE - MINUTE)
    assert "Start again" in ben.client.get(f"/assignments/{given.id}").text
    assert desk.attempt(ben.attempt_id).submitted_by_clock


def test_practice_checks_an_answer_and_keeps_it(desk: Desk) -> None:
    during = dict.fromkeys(("show_score", "show_answers", "show_key", "show_explanation"), "during")
    given = desk.given("single", "single", practice=True, attempts_allowed=None, **during)
    ben = desk.student().start(given)
    assert "Why." not in ben.page(1)
    blank = ben.post(1, go="check")
    assert blank.status_code == 422
    assert "Answer the question first" in blank.text
    reply = ben.client.post(ben.at(1), data={"sequence": "1", "choice": "1", "go": "check"})
    assert reply.location == ben.at(1)
    assert "Why." in ben.page(1)
    assert "No tunnel is named here" in ben.page(1)
    assert "Why." not in ben.page(2)
    assert "sequence" not in fields_of(ben.page(1))
    assert ben.client.post(ben.at(1), data={"go": "2"}).location == ben.at(2)
    ben.sequence[1] = 1
    assert ben.post(1, choice="0").status_code == 409
    ben.submit()
    ben.start(given)
    assert "Why." not in ben.page(1)


def test_pages_are_never_kept_by_a_cache(desk: Desk) -> None:
    ben = desk.student().start(desk.given("single"))
    for address in ("/assignments", ben.at(1), f"/attempts/{ben.attempt_id}/submit"):
        assert ben.client.get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.both_databases
def test_looking_writes_nothing(desk: Desk) -> None:
    given = desk.given("single", "multi")
    ben = desk.student().start(given)

    def counts() -> list[int]:
        with Session(desk.school.app.extensions["quiz_engine"]) as work:
            return [
                work.scalar(select(func.count()).select_from(table)) or 0
                for table in (Attempt, AttemptQuestion, Response, ResponseChange)
            ]

    before = counts()
    for address in ("/assignments", f"/assignments/{given.id}", ben.at(1), ben.at(2)):
        assert ben.client.get(address).status_code == 200
        assert ben.client.head(address).status_code == 200
    assert counts() == before


def test_an_attached_text_takes_the_place_of_the_digest(desk: Desk, app: Flask) -> None:
    with db.writing(app.extensions["quiz_engine"]) as work:
        passage = work.merge(desk.school.passage)
        passage.full_text = ["The first as printed.", "The second.", "The third."]
    ben = desk.student().start(desk.given("single"))
    page = ben.page()
    assert "The first as printed." in page
    assert "The writer says a bridge is planned." not in page
    assert make.PASSAGE["title"] in page


def test_who_left_the_class_no_longer_meets_their_attempt(desk: Desk) -> None:
    ben = desk.student().start(desk.given("single"))
    with db.writing(desk.school.app.extensions["quiz_engine"]) as work:
        seat = work.scalars(select(Enrolment).where(Enrolment.user_id == desk.school.ben.id)).one()
        seat.removed_at = db.now()
    gone = [
        ben.client.get(ben.at(1)),
        ben.post(1, choice="0"),
        ben.client.post(f"{ben.at(1)}/flag", data={"flagged": "1"}),
        ben.submit(),
        ben.client.get(f"/attempts/{ben.attempt_id}/review"),
    ]
    assert [response.status_code for response in gone] == [404] * 5
    assert desk.attempt(ben.attempt_id).submitted_at is None


def test_a_page_means_the_same_when_it_is_sent_as_when_it_was_shown(desk: Desk) -> None:
    given = desk.given("single", shuffle_choices=False)
    ben = desk.student().start(given)
    with db.writing(desk.school.app.extensions["quiz_engine"]) as work:
        asked = work.scalars(select(QuestionVersion)).one().content["id"]
        work.get_one(Assignment, given.id).shuffle_choices = True
        # With this seed a shuffled list begins with another choice.
        work.get_one(Attempt, ben.attempt_id).seed = next(
            seed
            for seed in map(str, range(100))
            if Shuffle(seed, choices=True).order(3, f"{asked}/options")[1] != 1
        )
    assert ben.post(1, choice="1").status_code == 303
    with Session(desk.school.app.extensions["quiz_engine"]) as work:
        assert work.scalars(select(Response.answer)).one() == 1
