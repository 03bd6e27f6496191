"""Taking a quiz in a real browser: saving, losing the network, the countdown, keys, the passage."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import ServiceUnavailable

from quizapp import db
from quizapp.core.schedule import GRACE
from quizapp.models import AttemptQuestion, Response
from tests.answering.conftest import Desk, Student

POSTS = re.compile(r"/attempts/\d+/questions/\d+$")


@dataclass
class Seat:
    """Ben in front of a browser, with an attempt going on."""

    desk: Desk
    address: str
    context: BrowserContext
    student: Student

    def open(self, position: int = 1) -> Page:
        """Open a question in a tab of its own."""
        page = self.context.new_page()
        page.goto(self.address + self.student.at(position))
        return page

    def answers(self) -> dict[int, Any]:
        """Return what the server has, by position."""
        with Session(self.desk.school.app.extensions["quiz_engine"]) as work:
            rows = work.execute(
                select(AttemptQuestion.position, Response.answer)
                .join(Response, Response.attempt_question_id == AttemptQuestion.id)
                .where(AttemptQuestion.attempt_id == self.student.attempt_id)
            )
            return {row.position: row.answer for row in rows}

    def kept(self, page: Page) -> str | None:
        """Return what this device keeps of the attempt."""
        return page.evaluate(f"localStorage.getItem('quiz.unsent.{self.student.attempt_id}')")

    def move_deadline(self, left: timedelta) -> None:
        """Leave the attempt so much time."""
        self.desk.move(self.student.attempt_id, deadline_at=db.now() + left)


Sit = Callable[..., Seat]


@pytest.fixture
def sit(desk: Desk, browser: Browser, app: Flask, address: str) -> Iterator[Sit]:
    """Let Ben start an assignment of some kinds of question in a browser."""
    contexts: list[BrowserContext] = []

    def begin(*kinds: str, size: tuple[int, int] = (1280, 900), **changes: Any) -> Seat:
        app.config["WTF_CSRF_ENABLED"] = False
        student = desk.student().start(desk.given(*kinds, **changes))
        app.config["WTF_CSRF_ENABLED"] = True
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        cookie = student.client.get_cookie("session")
        assert cookie is not None
        context.add_cookies([{"name": "session", "value": cookie.value, "url": address}])
        return Seat(desk, address, context, student)

    yield begin
    for context in contexts:
        context.close()


def saved(page: Page) -> None:
    """Wait until the page says that everything is saved."""
    expect(page.locator("#saved")).to_have_text("✓ Saved")


def waiting(page: Page) -> None:
    """Wait until the page says that something is not saved."""
    expect(page.locator("#saved")).to_have_text("Not saved yet, retrying")


def close_unheard(seat: Seat, page: Page) -> None:
    """Close a tab without a network, then let there be one again.

    A tab that closes sends once more what waits, and by then the browser may have forgotten that it
    should have no network: so the server does not hear it either.
    """
    app = seat.desk.school.app
    with pytest.MonkeyPatch.context() as deaf:
        deaf.setattr(app, "wsgi_app", ServiceUnavailable())
        page.close()
        stored = seat.answers()
    assert stored == {}
    seat.context.set_offline(False)


def choose(page: Page, text: str) -> None:
    """Choose an answer by its words, as one does with a mouse."""
    page.locator("label.opt", has_text=text).click()


def test_a_choice_is_saved_at_once_and_the_page_says_so(sit: Sit) -> None:
    seat = sit("single", "multi")
    page = seat.open()
    expect(page.locator("#saved")).to_be_hidden()
    choose(page, "A tunnel")
    saved(page)
    assert seat.answers() == {1: 1}
    assert seat.kept(page) is None
    expect(page.locator(".nav .here .state")).to_have_text("answered")
    choose(page, "A bridge")
    saved(page)
    expect(page.locator("#answer")).to_have_attribute("data-sequence", "0")
    page.reload()
    expect(page.get_by_role("radio", name="A bridge")).to_be_checked()
    assert seat.answers() == {1: 0}


def test_what_is_typed_is_saved_without_leaving_the_box(sit: Sit) -> None:
    seat = sit("short")
    page = seat.open()
    page.get_by_role("textbox").press_sequentially("A bridge")
    saved(page)
    assert seat.answers() == {1: "A bridge"}


def test_next_waits_for_the_answer_to_arrive(sit: Sit) -> None:
    seat = sit("short", "single")
    page = seat.open()
    page.get_by_role("textbox").fill("A ferry")
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(re.compile("/questions/2$"))
    assert seat.answers() == {1: "A ferry"}


def test_an_answer_given_offline_waits_and_is_sent_later(sit: Sit) -> None:
    seat = sit("single", "single")
    page = seat.open()
    seat.context.set_offline(True)
    choose(page, "A tunnel")
    waiting(page)
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#notice")).to_contain_text("You are not connected")
    assert page.url.endswith("/questions/1")
    assert seat.answers() == {}
    seat.context.set_offline(False)
    saved(page)
    assert seat.answers() == {1: 1}
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(re.compile("/questions/2$"))


def test_an_answer_survives_closing_the_tab(sit: Sit) -> None:
    seat = sit("single", "short")
    page = seat.open(2)
    seat.context.set_offline(True)
    page.get_by_role("textbox").fill("A bridge, and a ferry")
    waiting(page)
    close_unheard(seat, page)
    page = seat.open(1)
    expect(page.locator('.nav [value="2"] .state')).to_have_text("answered")
    assert seat.answers() == {2: "A bridge, and a ferry"}
    assert seat.kept(page) is None


def test_an_answer_survives_a_reload(sit: Sit) -> None:
    seat = sit("short")
    page = seat.open()
    page.route(POSTS, refuse_posts)
    page.get_by_role("textbox").fill("A bridge, and a ferry")
    waiting(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("A bridge, and a ferry")
    page.unroute_all()
    saved(page)
    assert seat.answers() == {1: "A bridge, and a ferry"}


def leave_unsent(seat: Seat) -> None:
    """Answer without a network and close the tab."""
    page = seat.open()
    seat.context.set_offline(True)
    choose(page, "A tunnel")
    waiting(page)
    close_unheard(seat, page)


def test_an_answer_left_on_the_device_is_sent_from_the_list_of_assignments(sit: Sit) -> None:
    seat = sit("single")
    leave_unsent(seat)
    page = seat.context.new_page()
    page.goto(f"{seat.address}/assignments")
    expect(page.locator("#notice")).to_contain_text("kept on this device has now been saved")
    assert seat.answers() == {1: 1}


def refuse_posts(route: Route) -> None:
    """Let pages through and answers vanish, as a network does that is almost gone."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


HTML = {"content_type": "text/html", "body": "<title>Sign in</title>"}
PRETENDERS: dict[str, dict[str, Any]] = {
    "an error": {"status": 500, **HTML},
    "a sign-in page": {"status": 200, **HTML},
    "an empty reply": {"status": 200, "body": ""},
    "a captive portal": {"status": 302, "headers": {"Location": "/assignments"}},
    "an acknowledgement of another change": {"json": {"saved": True, "sequence": 99}},
    "JSON of someone else": {"json": {"ok": True}},
    "a portal that says 409": {"status": 409, "json": {"error": "pay first"}},
    "a session that has ended": {"status": 401, "json": {"status": 401}},
    "a server too busy": {"status": 503, "json": {"status": 503}},
    "too many at once": {"status": 429, "json": {"status": 429}},
}


RECORD_STATES = """() => {
    const pill = document.getElementById("saved");
    window.states = [];
    new MutationObserver(() => window.states.push(pill.dataset.state))
        .observe(pill, { attributes: true, attributeFilter: ["data-state"] });
}"""


def test_only_the_server_s_own_acknowledgement_counts_as_saved(sit: Sit) -> None:
    seat = sit("single")
    page = seat.open()
    pretended: list[dict[str, Any]] = []

    def pretend(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(**pretended[-1])
        else:
            route.continue_()

    page.route(POSTS, pretend)
    page.evaluate(RECORD_STATES)
    for i, reply in enumerate(PRETENDERS.values()):
        pretended.append(reply)
        # A change is sent only after the reply to the one before has been weighed.
        with page.expect_request(POSTS):
            page.keyboard.press(str(i % 3 + 1))
        waiting(page)
        assert seat.kept(page) is not None
    assert "saved" not in page.evaluate("window.states")
    page.unroute_all()
    choose(page, "A tunnel")
    saved(page)
    assert seat.answers() == {1: 1}


def test_an_older_change_that_is_saved_is_not_the_answer_that_is_seen(sit: Sit) -> None:
    seat = sit("single")
    page = seat.open()
    held: list[Route] = []
    page.route(
        POSTS,
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    page.evaluate(RECORD_STATES)
    with page.expect_request(POSTS):
        page.keyboard.press("1")
    page.keyboard.press("2")
    with page.expect_request(POSTS):
        held[0].continue_()
    assert "saved" not in page.evaluate("window.states")
    held[1].continue_()
    saved(page)
    assert seat.answers() == {1: 1}


def test_leaving_with_something_unsaved_is_warned_of(sit: Sit) -> None:
    seat = sit("single")
    page = seat.open()
    page.route(POSTS, refuse_posts)
    choose(page, "A tunnel")
    waiting(page)
    warnings: list[str] = []

    def stay(dialog: Dialog) -> None:
        warnings.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    expect(page.locator("#saved")).to_be_visible()
    assert warnings == ["beforeunload"]


def test_a_tab_left_behind_is_told_and_shows_the_newest(sit: Sit) -> None:
    seat = sit("single")
    old, new = seat.open(), seat.open()
    choose(new, "A ferry")
    saved(new)
    choose(new, "A bridge")
    saved(new)
    choose(old, "A tunnel")
    expect(old.locator("#notice")).to_contain_text("answered in another tab or on another device")
    expect(old.get_by_role("radio", name="A bridge")).to_be_checked()
    assert seat.answers() == {1: 0}


def test_after_submitting_elsewhere_an_old_tab_goes_to_the_review(sit: Sit) -> None:
    seat = sit("single")
    old, new = seat.open(), seat.open()
    new.get_by_role("button", name="Finish").click()
    new.get_by_role("button", name="Submit").click()
    new.wait_for_url(re.compile("/review$"))
    choose(old, "A tunnel")
    old.wait_for_url(re.compile("/review$"))
    assert seat.kept(old) is None


def test_a_whole_attempt_ends_with_nothing_left_on_the_device(sit: Sit) -> None:
    seat = sit("single", "short")
    page = seat.open()
    choose(page, "A bridge")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("textbox").fill("The bridge is planned and the ferry runs late.")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("You have answered 2 of 2 questions")).to_be_visible()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".score")).to_have_text("2 of 2 points")
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.includes('unsent'))") == []


def test_the_countdown_follows_the_server_whatever_the_clock_here_says(sit: Sit) -> None:
    seat = sit("single", time_limit_s=1800)
    page = seat.context.new_page()
    page.clock.install(time=db.now() + timedelta(days=1))
    page.goto(seat.address + seat.student.at(1))
    expect(page.locator("#clock")).to_have_text(re.compile(r"^(30:00|29:5\d) left$"))
    page.clock.fast_forward(600_000)
    expect(page.locator("#clock")).to_have_text(re.compile(r"^(20:00|19:\d\d) left$"))
    assert page.url.endswith("/questions/1")


def test_the_countdown_warns_twice_and_can_be_hidden(sit: Sit) -> None:
    seat = sit("single", time_limit_s=330)
    page = seat.context.new_page()
    page.clock.install()
    page.goto(seat.address + seat.student.at(1))
    expect(page.locator("#notice")).to_be_hidden()
    page.clock.fast_forward(35_000)
    expect(page.locator("#announcer")).to_have_text("5 minutes left.")
    page.get_by_role("button", name="Hide the time left").click()
    expect(page.locator("#clock")).to_be_hidden()
    page.clock.fast_forward(240_000)
    expect(page.locator("#notice")).to_have_text("1 minute left.")
    page.reload()
    expect(page.locator("#clock")).to_be_hidden()
    page.get_by_role("button", name="Show the time left").click()
    expect(page.locator("#clock")).to_be_visible()


def test_at_zero_what_was_answered_is_submitted(sit: Sit) -> None:
    seat = sit("single", time_limit_s=600)
    page = seat.open()
    choose(page, "A bridge")
    saved(page)
    seat.move_deadline(timedelta(seconds=1))
    page.reload()
    page.wait_for_url(re.compile("/review$"))
    expect(page.get_by_text("The time was up")).to_be_visible()
    expect(page.locator(".score")).to_have_text("1 of 1 points")


def test_offline_at_zero_the_page_says_so_and_submits_once_it_can(sit: Sit) -> None:
    seat = sit("single", time_limit_s=600)
    seat.move_deadline(timedelta(seconds=600))
    page = seat.context.new_page()
    page.clock.install()
    page.goto(seat.address + seat.student.at(1))
    seat.context.set_offline(True)
    choose(page, "A bridge")
    page.clock.fast_forward(601_000)
    expect(page.locator("#notice")).to_contain_text("The time is up, and you are not connected")
    seat.context.set_offline(False)
    page.clock.run_for(30_000)
    page.wait_for_url(re.compile("/review$"))
    assert seat.answers() == {1: 0}


def test_opened_again_after_its_time_an_attempt_shows_what_was_saved(sit: Sit) -> None:
    seat = sit("single", time_limit_s=600)
    page = seat.open()
    choose(page, "A bridge")
    saved(page)
    seat.move_deadline(-GRACE - timedelta(seconds=5))
    page.reload()
    page.wait_for_url(re.compile("/review$"))
    expect(page.get_by_text("The time was up")).to_be_visible()


def test_keys_choose_move_and_flag(sit: Sit) -> None:
    seat = sit("single", "multi", "short")
    page = seat.open()
    page.keyboard.press("2")
    saved(page)
    assert seat.answers() == {1: 1}
    page.keyboard.press("c")
    expect(page.get_by_role("radio", name="A ferry")).to_be_checked()
    page.keyboard.press("f")
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("/questions/2$"))
    expect(page.locator('.nav [value="1"]')).to_contain_text("flagged")
    page.keyboard.press("1")
    page.keyboard.press("b")
    expect(page.locator(".counter")).to_have_text("2 of 2 chosen")
    page.keyboard.press("3")
    expect(page.locator(".counter")).to_have_text("3 of 2 chosen: choose only 2")
    page.keyboard.press("3")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("/questions/3$"))
    page.get_by_role("textbox").press_sequentially("a bridge? of 2 feet")
    saved(page)
    page.get_by_role("textbox").press("ArrowLeft")
    assert page.url.endswith("/questions/3")
    page.get_by_role("textbox").blur()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("/questions/2$"))
    assert seat.answers() == {1: 2, 2: [0, 1], 3: "a bridge? of 2 feet"}


def test_arrows_move_between_questions_even_from_a_chosen_answer(sit: Sit) -> None:
    seat = sit("single", "single")
    page = seat.open()
    choose(page, "A tunnel")
    saved(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("/questions/2$"))
    assert seat.answers() == {1: 1}


def test_the_keys_are_listed_and_can_be_switched_off(sit: Sit) -> None:
    page = sit("single", "single").open()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_be_visible()
    dialog.get_by_role("checkbox").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("2")
    page.keyboard.press("ArrowRight")
    page.reload()
    page.keyboard.press("2")
    expect(page.get_by_role("radio", name="A tunnel")).not_to_be_checked()
    assert page.url.endswith("/questions/1")


def test_a_flag_that_cannot_be_set_is_told(sit: Sit) -> None:
    seat = sit("single")
    page = seat.open()
    seat.context.set_offline(True)
    page.get_by_role("button", name="Flag").click()
    expect(page.locator("#notice")).to_contain_text("The flag could not be set")
    expect(page.get_by_role("button", name="Flag")).to_have_attribute("aria-pressed", "false")


def test_an_answer_can_be_cleared(sit: Sit) -> None:
    seat = sit("single")
    page = seat.open()
    expect(page.get_by_role("button", name="Clear my answer")).to_be_hidden()
    choose(page, "A tunnel")
    saved(page)
    page.get_by_role("button", name="Clear my answer").click()
    expect(page.locator(".nav .here .state")).to_have_text("unanswered")
    assert seat.answers() == {1: None}


def test_steps_are_moved_up_and_down_by_button(sit: Sit) -> None:
    seat = sit("order")
    page = seat.open()
    steps = page.locator(".step .what")
    first, second = steps.nth(0).inner_text(), steps.nth(1).inner_text()
    expect(page.locator(".step .number").first).to_have_text("\N{EN DASH}")
    page.get_by_role("button", name=f"Move down: {first}").press("Enter")
    saved(page)
    expect(steps.nth(0)).to_have_text(second)
    expect(steps.nth(1)).to_have_text(first)
    expect(page.locator(".step .number").first).to_have_text("1")
    expect(page.get_by_role("button", name=f"Move down: {first}")).to_be_focused()
    before = [steps.nth(i).inner_text() for i in range(4)]
    page.reload()
    expect(steps.nth(1)).to_have_text(first)
    assert [steps.nth(i).inner_text() for i in range(4)] == before


def test_the_order_shown_can_be_kept_as_it_is(sit: Sit) -> None:
    seat = sit("order")
    page = seat.open()
    page.get_by_role("button", name="It is in this order already").click()
    saved(page)
    expect(page.locator(".nav .here .state")).to_have_text("answered")


def test_a_step_can_be_dragged(sit: Sit) -> None:
    page = sit("order").open()
    steps = page.locator(".step .what")
    first = steps.nth(0).inner_text()
    page.locator(".step").nth(0).drag_to(
        page.locator(".step").nth(3), target_position={"x": 90, "y": 40}
    )
    saved(page)
    expect(steps.nth(3)).to_have_text(first)


def test_practice_checks_an_answer_on_the_spot(sit: Sit) -> None:
    during = dict.fromkeys(("show_score", "show_answers", "show_key", "show_explanation"), "during")
    page = sit("single", "single", practice=True, **during).open()
    choose(page, "A tunnel")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Why.")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(re.compile("/questions/2$"))


def lengthen_passage(seat: Seat) -> None:
    """Give the passage enough text to scroll."""
    with db.writing(seat.desk.school.app.extensions["quiz_engine"]) as work:
        passage = work.merge(seat.desk.school.passage)
        passage.full_text = [f"Paragraph {i}. " + "So it goes on. " * 60 for i in range(1, 10)]


def test_the_place_in_the_passage_is_kept_from_question_to_question(sit: Sit) -> None:
    seat = sit("single", "single")
    lengthen_passage(seat)
    page = seat.open()
    scroll(page, 700)
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(re.compile("/questions/2$"))
    expect(page.locator("#passage")).to_have_js_property("scrollTop", 700)


def scroll(page: Page, to: int) -> None:
    """Scroll the passage and wait until the page has noticed."""
    page.locator("#passage").evaluate(
        """(passage, to) => new Promise((done) => {
            passage.addEventListener("scroll", done, { once: true });
            passage.scrollTop = to;
        })""",
        to,
    )


def test_on_a_phone_the_passage_is_one_tap_away_and_keeps_its_place(sit: Sit) -> None:
    seat = sit("single", size=(390, 844))
    lengthen_passage(seat)
    page = seat.open()
    passage = page.locator("#passage")
    expect(passage).to_be_hidden()
    toggle = page.locator("#to-passage")
    toggle.click()
    expect(passage).to_be_visible()
    expect(page.locator("label.opt").first).to_be_hidden()
    scroll(page, 500)
    expect(toggle).to_have_text("Question")
    toggle.click()
    expect(page.locator("label.opt").first).to_be_visible()
    toggle.click()
    expect(passage).to_have_js_property("scrollTop", 500)
    page.keyboard.press("Escape")
    expect(passage).to_be_hidden()


def test_nothing_scrolls_sideways_on_a_narrow_screen(sit: Sit) -> None:
    seat = sit(size=(320, 640), time_limit_s=600)
    attempt = f"{seat.address}/attempts/{seat.student.attempt_id}"
    page = seat.context.new_page()

    def wide(addresses: list[str]) -> list[str]:
        found = []
        for address in addresses:
            page.goto(address)
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                found.append(address)
        return found

    eight = range(1, 9)
    assert wide([f"{seat.address}/assignments", f"{seat.address}/assignments/1"]) == []
    assert wide([f"{attempt}/questions/{i}" for i in eight] + [f"{attempt}/submit"]) == []
    page.get_by_role("button", name="Submit").click()
    page.wait_for_url(re.compile("/review$"))
    assert wide([f"{attempt}/review", *(f"{attempt}/review/{i}" for i in eight)]) == []


def test_no_secret_is_kept_in_the_browser_while_answering(sit: Sit) -> None:
    seat = sit("single")
    page = seat.open()
    choose(page, "A tunnel")
    saved(page)
    everything = page.content() + str(page.evaluate("[{...localStorage}, {...sessionStorage}]"))
    assert "No tunnel is named here" not in everything
    assert "first paragraph says that a bridge is planned" not in everything


def test_another_person_on_the_device_does_not_send_or_lose_these_answers(
    sit: Sit, desk: Desk
) -> None:
    seat = sit("single")
    leave_unsent(seat)
    mine = seat.context.cookies()
    cleo = desk.student(desk.school.cleo).client.get_cookie("session")
    assert cleo is not None
    seat.context.add_cookies([{"name": "session", "value": cleo.value, "url": seat.address}])
    page = seat.context.new_page()
    with page.expect_response(POSTS) as refused:
        page.goto(f"{seat.address}/assignments")
    assert refused.value.status == 404
    assert seat.kept(page) is not None
    seat.context.add_cookies(mine)
    page.reload()
    expect(page.locator("#notice")).to_contain_text("has now been saved")
    assert seat.answers() == {1: 1}
