"""How a person answers each kind of question in a browser, told what to choose in words."""

from typing import Any

from playwright.sync_api import Page

LABELS = {
    "true": "Article says so",
    "false": "Article says otherwise",
    "not-stated": "Article does not say",
}


def answer(page: Page, record: dict[str, Any]) -> None:
    """Answer the question on the page rightly, as its record in the question files has it."""
    fill = {
        "single": _choose,
        "multi": _choose,
        "tfns": _judge,
        "match": _match,
        "order": _order,
        "classify": _classify,
        "cloze": _complete,
        "short": _write,
    }
    fill[record["type"]](page, record)


def _choose(page: Page, record: dict[str, Any]) -> None:
    for option in record["options"]:
        if option.get("key"):
            page.locator("label.opt").filter(has_text=option["text"]).click()


def _judge(page: Page, record: dict[str, Any]) -> None:
    page.locator("label.opt").filter(has_text=LABELS[record["answer"]]).click()


def _match(page: Page, record: dict[str, Any]) -> None:
    for pair in record["pairs"]:
        row = page.locator("ul.rows li").filter(has_text=pair["left"])
        option = row.locator("option").filter(has_text=pair["right"])
        row.locator("select").select_option(value=option.get_attribute("value"))


def _order(page: Page, record: dict[str, Any]) -> None:
    for place, step in enumerate(record["sequence"]):
        row = page.locator("ol.steps li").filter(has_text=step["text"])
        row.locator("select").select_option(value=str(place))


def _classify(page: Page, record: dict[str, Any]) -> None:
    for card in record["cards"]:
        row = page.locator("fieldset.sort").filter(has_text=card["text"])
        row.locator("label.bin").filter(has_text=card["category"]).click()


def _complete(page: Page, record: dict[str, Any]) -> None:
    for i, blank in enumerate(record["blanks"]):
        page.select_option(f"select[name=blank-{i}]", label=blank["options"][blank["key"]])


def _write(page: Page, record: dict[str, Any]) -> None:
    page.fill("textarea[name=text]", record["model_answer"])
