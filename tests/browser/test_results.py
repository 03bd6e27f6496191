"""The pages of results in a real browser, full of the demo's class, for teacher and assistant."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from quizapp import db, serving
from quizapp.config import Settings
from quizapp.simulation import Account, fill_demo
from tests.browser.visit import Visit, visiting
from tests.services.server import quiz_server


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, Account]]]:
    """Give the address of a running demo and its accounts by user name."""
    settings = Settings(data=tmp_path_factory.mktemp("demo") / "data")
    serving.make_data_directory(settings)
    serving.prepare(settings)
    engine = db.make_engine(settings)
    accounts = {account.login: account for account in fill_demo(engine, db.now())}
    engine.dispose()
    with quiz_server(settings.data, "") as server:
        yield server.url, accounts


def sign_in(visit: Visit, account: Account) -> None:
    visit.go("/sign-in")
    visit.page.get_by_label("User name").fill(account.login)
    visit.page.locator("input[type=password]").fill(account.phrase)
    visit.page.locator("main form button.main").click()


HIDDEN_SIDEWAYS = """[...document.querySelectorAll(".wide")]
    .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.ariaLabel)"""


def open_everything(visit: Visit) -> None:
    """Open every part of the page that a click would open."""
    visit.page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")


@pytest.mark.timeout(300)
def test_a_teacher_looks_through_all_results(
    demo: tuple[str, dict[str, Account]], browser: Browser
) -> None:
    url, accounts = demo
    with visiting(browser, url) as ada:
        sign_in(ada, accounts["demo-instructor"])
        ada.page.get_by_role("link", name="Year 11 Media").first.click()
        ada.page.get_by_role("link", name="form A").first.click()
        expect(ada.page.locator("h1")).to_have_text("How the class did")
        ada.page.set_viewport_size({"width": 390, "height": 844})
        expect(ada.page.locator(".next li").first, "what to take up next").to_be_in_viewport()
        ada.audit()
        open_everything(ada)
        ada.audit()
        ada.page.get_by_role("link", name="Score of").click()
        expect(ada.page.locator("[aria-sort=ascending]")).to_contain_text("Score")
        for number in (4, 8, 10):
            ada.page.locator(".questions").get_by_role("link", name=f"A{number:02}").first.click()
            expect(ada.page.locator("h1")).to_have_text(f"Question A{number:02}")
            ada.audit()
            ada.page.get_by_role("link", name="How the class did").click()
        ada.page.get_by_role("link", name="All numbers of all questions").click()
        expect(ada.page.locator("h1")).to_have_text("All numbers of all questions")
        # Every column is in sight on a laptop, on a phone, and between the margins of A4.
        for width, media in ((1280, "screen"), (390, "screen"), (703, "print")):
            ada.page.set_viewport_size({"width": width, "height": 900})
            ada.page.emulate_media(media=media)
            assert ada.page.evaluate(HIDDEN_SIDEWAYS) == []
        ada.page.set_viewport_size({"width": 1280, "height": 900})
        ada.page.emulate_media(media="screen")
        ada.page.get_by_role("link", name="How the class did").click()
        ada.page.locator(".students").get_by_role("link", name="Chiara").click()
        expect(ada.page.locator("h1")).to_have_text("Chiara")
        ada.audit()
        assert ada.faults == []


def score(visit: Visit, name: str) -> str:
    """Return a student's score as the summary tells it."""
    row = visit.page.locator(".students tbody tr").filter(has_text=name)
    return row.locator("td.n").first.inner_text()


@pytest.mark.timeout(300)
def test_a_teacher_regrades_a_question_and_undoes_it(
    demo: tuple[str, dict[str, Account]], browser: Browser
) -> None:
    url, accounts = demo
    with visiting(browser, url) as ada:
        ada.allowed = {422}
        sign_in(ada, accounts["demo-instructor"])
        ada.page.get_by_role("link", name="Year 11 Media").first.click()
        ada.page.get_by_role("link", name=re.compile("^Before the unit")).first.click()
        expect(ada.page.locator("h1")).to_have_text("How the class did")
        before = score(ada, "Alma")
        ada.page.locator(".questions").get_by_role("link", name="C09").first.click()
        ada.page.get_by_role("link", name="Regrade this question").click()
        ada.audit()
        ada.page.get_by_label("Full marks").check()
        ada.page.get_by_role("button", name="Show what would change").click()
        expect(ada.page.locator("main")).to_contain_text("Alma")
        # It stands far below what was sent, and the page opens there.
        expect(ada.page.get_by_role("heading", name="What would change")).to_be_in_viewport()
        ada.audit()
        ada.page.get_by_role("button", name="Regrade for the reason given").click()
        expect(ada.page.get_by_label("Reason")).to_have_attribute("aria-invalid", "true")
        ada.page.get_by_label("Reason").fill("Two choices can be defended.")
        ada.page.get_by_role("button", name="Regrade for the reason given").click()
        expect(ada.page.locator("h1")).to_have_text("Regrade of C09")
        ada.audit()
        made = ada.page.url
        ada.page.get_by_role("link", name=re.compile("^Before the unit")).click()
        assert score(ada, "Alma") != before
        ada.go(made)
        ada.page.get_by_role("button", name="Undo this regrade").click()
        expect(ada.page.locator("main")).to_contain_text("undone")
        ada.page.get_by_role("link", name=re.compile("^Before the unit")).click()
        assert score(ada, "Alma") == before
        ada.found_sound()


@pytest.mark.timeout(300)
def test_a_student_challenges_a_question_and_the_teacher_answers_and_regrades_it(
    demo: tuple[str, dict[str, Account]], browser: Browser
) -> None:
    url, accounts = demo
    doubt = "Both readings are possible, as the paragraph shows."
    with visiting(browser, url) as alma, visiting(browser, url) as ada:
        sign_in(alma, accounts["demo-alma"])
        alma.page.get_by_role("link", name=re.compile("^Review ?: After the unit")).click()
        alma.page.get_by_role("link", name="Go through the questions").click()
        words = alma.page.locator(".passage li").nth(1).inner_text().split()
        alma.page.get_by_text("Challenge this question").click()
        alma.page.get_by_label("What is wrong with it").fill(doubt)
        alma.page.get_by_label("Words of the passage").fill(" ".join(words[-5:]))
        alma.page.get_by_role("button", name="Send it to your teacher").click()
        expect(alma.page.locator("main")).to_contain_text("You challenged this question")
        alma.audit()
        sign_in(ada, accounts["demo-instructor"])
        ada.page.get_by_role("link", name=re.compile("^After the unit.*challenges$")).click()
        raised = ada.page.locator("article").filter(has_text=doubt)
        expect(raised).to_contain_text(" ".join(words[-5:]))
        raised.get_by_label("Your answer").fill("So they are: everyone gets the mark.")
        raised.get_by_role("button", name="Answer").click()
        expect(raised).to_contain_text("So they are")
        ada.audit()
        raised.get_by_role("link", name="Open a regrade").click()
        ada.page.get_by_label("Full marks").check()
        ada.page.get_by_role("button", name="Show what would change").click()
        ada.page.get_by_label("Reason").fill("Both readings are possible.")
        ada.page.get_by_role("button", name="Regrade for the reason given").click()
        expect(ada.page.locator("h1")).to_contain_text("Regrade of")
        alma.page.get_by_role("link", name="Overview").click()
        expect(alma.page.locator(".note")).to_contain_text("answered your challenge to question 1")
        alma.page.get_by_role("button", name="Got it").click()
        expect(alma.page.locator(".note")).to_have_count(0)
        alma.found_sound()
        ada.found_sound()


@pytest.mark.timeout(120)
def test_an_assistant_looks_at_one_section_without_scripts(
    demo: tuple[str, dict[str, Account]], browser: Browser
) -> None:
    url, accounts = demo
    with visiting(browser, url, scripts=False) as kit:
        sign_in(kit, accounts["demo-assistant"])
        kit.page.get_by_role("link", name="Year 11 Media").first.click()
        kit.page.get_by_role("link", name="form A").first.click()
        expect(kit.page.locator("main")).to_contain_text("only students of section A")
        kit.page.locator(".students").get_by_role("link", name="Chiara").click()
        expect(kit.page.locator("#passage")).to_be_visible()
        assert kit.faults == []


@pytest.mark.timeout(120)
def test_the_printed_summary_fits_its_pages(
    demo: tuple[str, dict[str, Account]], browser: Browser
) -> None:
    url, accounts = demo
    with visiting(browser, url) as ada:
        sign_in(ada, accounts["demo-instructor"])
        ada.page.get_by_role("link", name="Year 11 Media").first.click()
        ada.page.get_by_role("link", name="form A").first.click()
        ada.page.wait_for_url("**/summary")
        coming = ada.page.get_by_text("New numbers come in by themselves")
        expect(coming).to_be_visible()
        ada.page.emulate_media(media="print")
        expect(coming).to_be_hidden()
        printed = ada.page.pdf(format="A4")
        pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))
        assert pages == 2
        assert ada.faults == []


@pytest.mark.timeout(120)
def test_a_teacher_marks_written_answers_by_keyboard(
    demo: tuple[str, dict[str, Account]], browser: Browser
) -> None:
    url, accounts = demo
    with visiting(browser, url) as ada:
        sign_in(ada, accounts["demo-instructor"])
        ada.page.locator(".attention a").first.click()
        ada.audit()
        said = ada.page.locator(".portion .soft").first.inner_text()
        count = int(said.split()[0])
        assert said == f"{count} answers, {count} to mark"
        ada.page.locator(".portion a").first.click()
        ada.audit()
        check_marking_by_thumb(ada)
        waiting = ada.page.locator(".head .soft")
        total = int(waiting.inner_text().split()[0])
        heading = ada.page.locator("h1")
        ada.page.keyboard.press("ArrowRight")
        expect(heading).to_have_text(f"Answer 2 of {total}")
        ada.page.keyboard.press("ArrowLeft")
        expect(heading).to_have_text(f"Answer 1 of {total}")
        ada.page.keyboard.press("c")
        # What is typed into the comment is text and no mark.
        ada.page.keyboard.type("2 ideas, 1 named")
        ada.page.keyboard.press("Escape")
        if ada.page.get_by_label("Give it to the").is_visible():
            ada.page.get_by_label("Give it to the").uncheck()
        ada.page.keyboard.press("1")
        expect(waiting).to_have_text(f"{total - 1} to mark")
        expect(heading).to_have_text(f"Answer 2 of {total}")
        ada.page.keyboard.press("m")
        ada.page.keyboard.type("0,25")
        if ada.page.get_by_label("Give it to the").is_visible():
            ada.page.get_by_label("Give it to the").uncheck()
        ada.page.get_by_label("Mark", exact=True).press("Enter")
        expect(waiting).to_have_text(f"{total - 2} to mark")
        ada.page.get_by_label("Mark by keyboard").uncheck()
        ada.page.keyboard.press("2")
        ada.page.keyboard.press("ArrowLeft")
        expect(heading).to_have_text(f"Answer 3 of {total}")
        assert ada.faults == []


def check_marking_by_thumb(ada: Visit) -> None:
    """See on a phone what was asked, then what was written, with the marks always in reach."""
    ada.page.set_viewport_size({"width": 390, "height": 844})
    asked, wrote = (ada.page.locator(part).bounding_box() for part in (".task", ".written"))
    assert asked is not None
    assert wrote is not None
    assert asked["y"] + asked["height"] <= wrote["y"] < 844 - 100
    for end in ("0", "document.body.scrollHeight"):
        ada.page.evaluate(f"scrollTo(0, {end})")
        expect(ada.page.locator(".give button").last).to_be_in_viewport(ratio=1)
    expect(ada.page.locator(".give kbd").first).to_be_hidden()
    ada.page.set_viewport_size({"width": 1280, "height": 900})
