"""Whatever is sent to any address, nobody sees an error of ours, and a refusal changes nothing.

The forms come from the pages, and the pages from links, so that a new form cannot be forgotten.
"""

import random
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from quizapp.forms import clean
from quizapp.people.names import login_key
from tests.bad_values import BYTES
from tests.walk import Form, forms, parsed
from tests.world import ROUTES, World, shown

MOST_TRIES = 40
"""For one address: a sample, the same each time, of every field with every value."""
WRITTEN = {"text", "textarea", "search", "number", "datetime-local"}

CHANGES = sorted({rule.endpoint for rule in ROUTES.iter_rules() if "POST" in rule.methods})
Sent = dict[str, list[bytes]]


def tries(form: Form) -> Iterator[tuple[str, Sent]]:
    """Yield which field is spoiled, and what is sent: every field with every value."""
    good: Sent = {name: [v.encode() for v in values] for name, values in form.data().items()}
    # The rows of a list are read alike: one of each will do.
    names = list({re.sub(r"\d+", "0", name): name for name in form.named()}.values())
    for value in BYTES:
        yield "", {name: [value] for name in form.named()}
        for name in names:
            yield name, {**good, name: [value]}
    for name in names:
        others = {other: values for other, values in good.items() if other != name}
        yield "", others
        yield "", {**good, name: [b"1", b"2", b"<b>"] * 5}
        yield "", {**others, f"{name}[]": [b"1"], f"{name}[0]": [b"1"], f"{name}.x": [b"1"]}


def faults(world: World, form: Form, spoiled: str, sent: Sent, answer: TestResponse) -> list[str]:
    """Return what is wrong with an answer to a form."""
    found = []
    changed = world.changed()
    if "current" in sent and world.accounted == ["fail to sign in"]:
        # A wrong passphrase changes nothing, but is accounted for.
        changed.remove("audit_entry")
    refused = 400 <= answer.status_code < 500
    if answer.status_code not in {200, 303} and not refused:
        found.append(f"status {answer.status_code}")
    if "Traceback" in answer.text or "sqlalchemy" in answer.text:
        found.append("tells of our code")
    if refused and changed:
        found.append(f"refused and changed {changed}")
    if answer.status_code == 422 and answer.mimetype == "text/html":
        found += unkind(form, spoiled, sent, answer.text)
    return found


def unkind(form: Form, spoiled: str, sent: Sent, html: str) -> list[str]:
    """Return what a page that asks for a correction fails to say or to keep."""
    found = []
    page = parsed(html)
    told = [
        element
        for element in page.iter()
        if "error" in element.get("class", "").split() or element.get("role") == "alert"
    ]
    if not any("".join(element.itertext()).strip() for element in told):
        found.append("asks for a correction without a message")
    entry = form.named().get(spoiled)
    if entry is None or entry.type not in WRITTEN:
        return found
    text = sent[spoiled][0].decode(errors="replace")
    again = [f.named() for f in forms(form.action, html) if f.action == form.action]
    # What cannot be written on a page at all need not be kept.
    if (
        text == clean(text)
        and "\ufffd" not in text
        and not any(spoiled in named and alike(named[spoiled].value, text) for named in again)
    ):
        found.append("loses what was typed")
    return found


def alike(one: str, other: str) -> bool:
    """Tell whether two texts are the same but for spaces, and capitals as in user names."""
    return login_key(" ".join(one.split())) == login_key(" ".join(other.split()))


@pytest.mark.parametrize("endpoint", CHANGES)
def test_a_form_takes_anything_and_never_breaks(world: World, endpoint: str) -> None:
    makes = world.forms[endpoint]
    every = [(who, form, *attempt) for who, form in makes for attempt in tries(form)]
    chosen = random.Random(endpoint).sample(every, min(MOST_TRIES, len(every)))
    failures = []
    for who, form, spoiled, sent in chosen:
        answer = world.send(who, form.action, urlencode(sent, doseq=True).encode())
        failures += [
            f"{form.action} {spoiled or 'several'} {shown(sent.get(spoiled, sent))}: {fault}"
            for fault in faults(world, form, spoiled, sent, answer)
        ]
    assert not failures, "\n".join(failures)


def test_every_form_was_found_by_following_links(world: World) -> None:
    assert set(CHANGES) == set(world.forms)


def test_a_script_that_saves_nonsense_is_told_why(world: World) -> None:
    saves = [form for _, form in world.forms["answering.save"]]
    every = [(form, *attempt) for form in saves for attempt in tries(form)]
    failures = []
    for form, spoiled, sent in random.Random("script").sample(every, MOST_TRIES):
        body = urlencode(sent, doseq=True).encode()
        answer = world.send("student", form.action, body, headers={"Accept": "application/json"})
        changed = world.changed()
        said = answer.get_json(silent=True) or {}
        if answer.status_code == 200 and said.get("saved"):
            continue
        if answer.status_code not in {409, 422} or not said.get("message") or changed:
            failures.append(f"{spoiled} {shown(sent)}: {answer.status_code} {said} {changed}")
    assert not failures, "\n".join(failures)
