"""Writing questions, building quizzes and giving them in a real browser: scripts add comfort."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from quizapp.models import Quiz
from tests import make
from tests.browser.visit import Visit
from tests.conftest import School


@pytest.fixture
def faults() -> list[str]:
    """Return what the browser complains of; empty unless something is wrong."""
    return []


@pytest.fixture
def scripts() -> bool:
    """Return whether the browser runs scripts; tests that try both say so."""
    return True


@pytest.fixture
def page(
    school: School,
    browser: Browser,
    address: str,
    faults: list[str],
    scripts: bool,
) -> Iterator[Page]:
    """Give Ada a browser in which she is signed in."""
    cookie = school.as_(school.ada).get_cookie("session")
    assert cookie is not None
    context = browser.new_context(base_url=address, java_script_enabled=scripts)
    context.add_cookies([{"name": "session", "value": cookie.value, "url": address}])
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda told: faults.append(told.text) if told.type in {"error", "warning"} else None,
    )
    yield page
    context.close()
    # A refused form is no fault of the page, but the browser lists it among errors.
    assert [fault for fault in faults if "422" not in fault] == []


@pytest.fixture
def quiz(school: School) -> Quiz:
    """Return a quiz of Ada's with two questions, and one more in the bank."""
    one, two, _ = (
        school.add(make.make_question, school.passage, id=f"N{n}", topic=f"t{n}") for n in (1, 2, 3)
    )
    return school.add(make.make_quiz, school.passage, [one, two], created_by=school.ada.id)


def test_a_question_is_written_with_rows_that_come_and_go_in_place(page: Page) -> None:
    page.goto("/questions/new/single")
    page.get_by_label("Question", exact=True).fill("What does the writer say is planned?")
    for _ in range(3):
        page.get_by_role("button", name="Remove choice 1").click()
    expect(page.locator(".entry")).to_have_count(1)
    page.get_by_role("button", name="Add a choice").click()
    expect(page.locator("#f-options-1-text")).to_be_focused()
    page.locator("#f-options-0-text").fill("A bridge")
    page.locator("#f-options-1-text").fill("A tunnel")
    page.get_by_label("This is the key: choice 1").check()
    page.get_by_role("button", name="Move choice 1 down").click()
    expect(page.locator("#f-options-1-text")).to_have_value("A bridge")
    expect(page.get_by_label("This is the key: choice 2")).to_be_checked()
    expect(page.get_by_label("Question", exact=True)).to_have_value(
        "What does the writer say is planned?"
    )


def test_a_row_is_left_alone_until_the_one_before_is_gone(page: Page) -> None:
    page.goto("/questions/new/single")
    for place, text in enumerate(("A bridge", "A tunnel", "A ferry")):
        page.locator(f"#f-options-{place}-text").fill(text)
    held: list[Route] = []
    page.route("**/questions/new/single", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    page.get_by_role("button", name="Remove choice 1").click()
    expect(page.locator("#rows")).to_have_attribute("inert", "")
    page.locator("#rows button[value='remove:options:1']").dispatch_event("click")
    held[0].continue_()
    expect(page.locator("#f-options-0-text")).to_have_value("A tunnel")
    expect(page.locator("#f-options-1-text")).to_have_value("A ferry")
    expect(page.locator("#rows")).not_to_have_attribute("inert", "")
    assert len(held) == 1


def test_the_preview_and_the_findings_follow_the_typing(page: Page) -> None:
    page.goto("/questions/new/tfns")
    expect(page.locator("#preview")).to_contain_text("appears here")
    page.get_by_label("Statement").fill("The ferry is on time.")
    expect(page.locator("#preview")).to_contain_text("To be filled in")
    page.get_by_label("Right answer").select_option("false")
    page.locator("#f-explanation").fill("Too short.")
    page.get_by_label("Skill").select_option("c-detail")
    page.get_by_label("Paragraphs").fill("2")
    page.get_by_label("Topic").select_option("ferry")
    expect(page.locator("#preview .question")).to_contain_text("The ferry is on time.")
    expect(page.locator("#f-explanation-found")).to_contain_text("FBK-01")
    page.locator("#f-explanation").fill(
        "She reports that the ferry is often late, which cannot hold together with this (P2)."
    )
    expect(page.locator("#f-explanation-found")).to_be_empty()


def test_cards_offer_categories_as_they_are_named(page: Page) -> None:
    page.goto("/questions/new/classify")
    page.get_by_role("textbox", name="Category 1").fill("Stated")
    page.get_by_role("textbox", name="Category 2").fill("Hoped")
    card = page.locator("#f-cards-0-category")
    card.select_option("Hoped")
    page.get_by_role("textbox", name="Category 2").fill("Wished")
    expect(card).to_have_value("Wished")
    page.get_by_role("button", name="Move category 1 down").click()
    expect(page.get_by_role("textbox", name="Category 1")).to_have_value("Wished")
    expect(card).to_have_value("Wished")


def test_unsaved_writing_is_not_left_by_accident(page: Page) -> None:
    page.goto("/questions/new/short")
    page.get_by_label("Question", exact=True).fill("Who says so?")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url("**/questions")
    assert asked == ["beforeunload"]


def test_a_quiz_is_built_without_leaving_the_page(page: Page, quiz: Quiz) -> None:
    page.goto(f"/quizzes/{quiz.id}/edit")
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="Add harbour-N3").click()
    expect(page.locator(".kicker")).to_contain_text("3 questions")
    page.get_by_label("Points of harbour-N1").fill("2,5")
    page.get_by_role("button", name="Move harbour-N1 down").click()
    expect(page.locator(".kicker")).to_contain_text("4.5 points")
    expect(page.get_by_role("button", name="Move harbour-N1 down")).to_be_focused()
    expect(page.get_by_label("Place of harbour-N1")).to_have_value("2")
    page.get_by_label("Points of harbour-N2").fill("none")
    page.get_by_role("button", name="Save").first.dispatch_event("click")
    expect(page.get_by_label("Points of harbour-N2")).to_have_attribute("aria-invalid", "true")
    assert page.evaluate("window.stayed")


def test_what_will_happen_follows_the_form(page: Page, school: School, quiz: Quiz) -> None:
    page.goto(f"/classes/{school.classroom.id}/assignments/new?quiz={quiz.id}")
    summary = page.locator("#summary")
    expect(summary).to_contain_text("Each student has one try.")
    page.get_by_role("textbox", name="Tries").fill("3")
    expect(summary).to_contain_text("Each student has 3 tries.")
    page.get_by_role("button", name="Give it to the class").click()
    page.wait_for_url(f"**/classes/{school.classroom.id}")
    expect(page.get_by_role("status")).to_contain_text("is given to Year 11 Media")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_rule_is_waived_beside_its_finding_with_a_reason(
    page: Page, school: School, scripts: bool
) -> None:
    two = make.record("single")["options"][:2]
    own = school.add(
        make.make_question, school.passage, options=two, state="draft", created_by=school.ada.id
    )
    page.goto(f"/questions/{own.id}/edit")
    page.evaluate("window.stayed = true")
    page.locator("#f-options-found").get_by_role("button", name="Waive SCH-04").click()
    expect(page.get_by_label("Rule", exact=True)).to_have_value("SCH-04")
    reason = page.get_by_label("Why it does not count here")
    expect(reason).to_be_focused()
    assert page.evaluate("window.stayed === true") is scripts
    reason.fill("Two are all that the text names.")
    if not scripts:
        page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview .question")).to_be_visible()
    expect(page.locator("#f-options-found")).to_be_empty()
    page.get_by_role("button", name="Save").last.click()
    about = page.get_by_role("region", name="About it")
    expect(about).to_contain_text("Two are all that the text names.")
    expect(page.get_by_role("region", name="State")).not_to_contain_text("SCH-04")


@pytest.mark.parametrize("scripts", [False])
def test_a_preview_finds_the_same_where_no_script_runs(page: Page, school: School) -> None:
    own = school.add(
        make.make_question,
        school.passage,
        explanation="Too short (P1).",
        state="draft",
        created_by=school.ada.id,
    )
    page.goto(f"/questions/{own.id}/edit")
    expect(page.locator("#f-explanation-found")).to_contain_text("FBK-01")
    expect(page.locator("#f-explanation-found").get_by_role("button")).to_have_count(0)
    page.locator("#f-explanation").fill(
        "The first paragraph says that a bridge is planned, and by whom it is (P1)."
    )
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#f-explanation-found")).to_be_empty()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_quiz_is_drawn_looked_at_drawn_again_and_taken(
    page: Page, quiz: Quiz, scripts: bool
) -> None:
    page.goto(f"/quizzes/{quiz.id}/edit")
    page.get_by_role("link", name="Draw questions by a plan").click()
    page.get_by_label("Short: 1 question").check()
    page.get_by_label("Seed").fill("5")
    page.get_by_role("button", name="Draw").click()
    expect(page.get_by_role("heading", name="Drawn with seed 5")).to_be_visible()
    expect(page.get_by_role("row", name="Detail 2 1")).to_be_visible()
    visit = Visit(page, page.url.partition("/quizzes")[0], audits=scripts)
    visit.audit()
    visit.found_sound()
    page.get_by_role("link", name="Draw another").click()
    drawn = page.get_by_role("heading", name="Drawn with seed").inner_text()
    key = page.locator(".lines .soft").inner_text().split(" ")[0]
    page.get_by_role("button", name="Put these in place of the 2 questions there").click()
    expect(page.get_by_role("status")).to_contain_text(drawn.split(" ")[-1])
    expect(page.locator(".lines li")).to_have_count(1)
    expect(page.locator(".lines .soft")).to_contain_text(key)
