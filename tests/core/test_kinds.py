"""What holds for every kind of question, whatever its text and whatever is sent."""

import dataclasses
import json
import typing
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizapp.config import ROOT
from quizapp.core.kinds import KIND_NAMES, KINDS, Question, question
from quizapp.core.kinds.rows import Rows
from quizapp.core.marks import MOST_PIECES, mark
from quizapp.core.question import Answer, InvalidAnswer, Part, Pick, Presented, Shuffle
from quizapp.core.review import reviewed
from quizapp.core.schedule import Shown
from tests.core.strategies import (
    answered,
    answers,
    any_question,
    form,
    nonsense,
    questions,
    records,
    seeds,
    shuffles,
)
from tests.make import record

AUTHORED = Shuffle("a seed", choices=False)
every_kind = pytest.mark.parametrize("kind", sorted(KINDS))


# Every kind is whole.


@every_kind
def test_a_kind_has_a_name_and_a_template(kind: str) -> None:
    assert KIND_NAMES[kind]
    assert (ROOT / "quizapp/templates/kinds" / f"{kind}.html").is_file()


def test_no_kind_is_named_without_being_one() -> None:
    assert set(KIND_NAMES) == set(KINDS)
    templates = (ROOT / "quizapp/templates/kinds").glob("*.html")
    assert {path.stem for path in templates if path.stem[0] != "_"} == set(KINDS)


@every_kind
def test_a_kind_is_a_type_of_its_own_with_a_marking_rule(kind: str) -> None:
    assert KINDS[kind].model_fields["type"].annotation == typing.Literal[kind]
    assert KINDS[kind].rule.endswith(".")


@every_kind
def test_a_kind_has_an_example_in_the_question_files(kind: str) -> None:
    files = (ROOT / "questions").rglob("*.yaml")
    assert any(f"type: {kind}\n" in file.read_text() for file in files)


@every_kind
def test_the_tables_know_the_kind(kind: str) -> None:
    migrations = "".join(p.read_text() for p in (ROOT / "migrations/versions").glob("*.py"))
    assert f"'{kind}'" in migrations


# Records.


@every_kind
@given(data=st.data())
def test_a_question_comes_back_from_its_record_as_it_was(kind: str, data: st.DataObject) -> None:
    asked = data.draw(questions(kind))
    assert question(asked.content()) == asked
    assert question(asked.content()).content() == asked.content()


@every_kind
@given(data=st.data())
def test_a_record_is_json(kind: str, data: st.DataObject) -> None:
    content = data.draw(questions(kind)).content()
    assert content["type"] == kind
    assert json.loads(json.dumps(content, allow_nan=False)) == content


@every_kind
@given(data=st.data())
def test_a_record_with_a_field_that_does_not_belong_is_refused(
    kind: str, data: st.DataObject
) -> None:
    written = data.draw(records(kind)) | {
        data.draw(st.sampled_from(["Key", "points", "answers"])): 1
    }
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        question(written)


@every_kind
@pytest.mark.parametrize("name", ["id", "skill", "difficulty", "paras", "topic", "stem"])
def test_a_record_without_a_field_that_all_need_is_refused(kind: str, name: str) -> None:
    written = record(kind)
    del written[name]
    with pytest.raises(ValidationError, match="Field required"):
        question(written)


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@every_kind
@given(data=st.data())
def test_any_value_in_any_field_is_taken_or_refused_and_nothing_else(
    kind: str, data: st.DataObject
) -> None:
    written = record(kind)
    written[data.draw(st.sampled_from(sorted(KINDS[kind].model_fields)))] = data.draw(json_values)
    try:
        asked = question(written)
    except ValidationError:
        return
    assert question(asked.content()) == asked


@pytest.mark.parametrize("written", [{}, {"type": "essay"}, {"type": None}, {"type": []}])
def test_a_record_of_no_kind_is_refused(written: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        question(written)


@pytest.mark.parametrize("text", ["a\0b", "a\x1b[31m", "a\x85b", "a\ud800b", ""])
@pytest.mark.parametrize("name", ["stem", "explanation"])
def test_text_that_no_page_can_show_is_refused(name: str, text: str) -> None:
    with pytest.raises(ValidationError):
        question(record("single", **{name: text}))


def test_text_is_kept_in_one_form() -> None:
    decomposed = "cafe\N{COMBINING ACUTE ACCENT}"
    asked = question(record("short", stem=f" {decomposed} ", accept=[[decomposed]]))
    assert asked.stem == "caf\N{LATIN SMALL LETTER E WITH ACUTE}"
    assert asked.accept == ((asked.stem,),)


# What a student is shown.


def carried(kind: object) -> set[object]:
    """Return all types that a value of a type can hold."""
    inner = set(typing.get_args(kind))
    if dataclasses.is_dataclass(kind):
        inner |= set(typing.get_type_hints(kind).values())
    return {kind}.union(*(carried(each) for each in inner)) - {Ellipsis}


def test_what_is_shown_can_carry_no_key() -> None:
    held = carried(Presented)
    assert not held & {Part, Pick, *KINDS.values(), typing.Any, object}
    names = {f.name for t in held if dataclasses.is_dataclass(t) for f in dataclasses.fields(t)}
    assert names == {
        *("kind", "stem", "instruction", "rule", "choices", "rows", "pieces", "text", "asked"),
        *("value", "letter", "taken", "name"),
    }


SHOWN = {"stem", "text", "left", "right", "extra_right", "category", "categories", "options"}


def planted(value: Any, name: str = "") -> Any:
    """Return a record in which every text that is not for students is a canary."""
    if isinstance(value, dict):
        return {
            key: planted(inner, key if name != "feedback" else name) for key, inner in value.items()
        }
    if isinstance(value, list):
        return [planted(inner, name) for inner in value]
    if not isinstance(value, str) or name in SHOWN | {"id", "type", "answer", "difficulty"}:
        return value
    return f"key-canary-{name.replace('_', '-')}"


@every_kind
@pytest.mark.parametrize("choices", [False, True])
def test_what_is_shown_carries_nothing_that_is_not_for_students(kind: str, choices: bool) -> None:
    written = planted(
        record(kind, ask="Who says so?", note="Hard.", waive=[], claims=["1.1"], topic="bridge")
    )
    if kind == "tfns":
        written["misreadings"] = {"true": "key-canary"}
    asked = question(written)
    assert "key-canary" in repr(asked)
    assert "key-canary" not in repr(asked.present(Shuffle("seed", choices=choices)))


class Alphabetical(Shuffle):
    """Puts every list of a question in the order of its texts, wherever an author put them."""

    def __init__(self, asked: Question) -> None:
        super().__init__("", choices=True)
        lists = {"rights": getattr(asked, "rights", ())}
        for name, rows in (("options", "options"), ("steps", "sequence"), ("cards", "cards")):
            lists[name] = tuple(row.text for row in getattr(asked, rows, ()))
        for i, blank in enumerate(getattr(asked, "blanks", ())):
            lists[f"blank-{i}"] = blank.options
        object.__setattr__(self, "lists", lists)

    def order(self, count: int, name: str, *, always: bool = False) -> list[int]:  # noqa: ARG002
        texts = self.lists[name.rpartition("/")[2]]
        assert len(texts) == count
        return sorted(range(count), key=texts.__getitem__)


def rearranged(draw: Callable[..., Any], written: dict[str, Any]) -> dict[str, Any]:
    """Return a record whose lists an author might as well have written in another order."""
    other = dict(written)
    for name in ("options", "cards"):
        if name in other:
            other[name] = draw(st.permutations(other[name]))
    if "sequence" in other:
        # Another right order of the same steps: just what a student must not be able to see.
        other["sequence"] = draw(st.permutations(other["sequence"]))
    if "pairs" in other:
        # Other right sides for the same left sides, as long as each is used.
        pairs = other["pairs"]
        rights = draw(st.permutations([pair["right"] for pair in pairs]))
        other["pairs"] = [p | {"right": right} for p, right in zip(pairs, rights, strict=True)]
    if "blanks" in other:
        blanks = []
        for blank in other["blanks"]:
            texts = draw(st.permutations(blank["options"]))
            key = draw(st.integers(0, len(texts) - 1))
            blanks.append(blank | {"options": texts, "key": key})
        other["blanks"] = blanks
    if "answer" in other:
        other["answer"] = draw(st.sampled_from(["true", "false", "not-stated"]))
    return other


@every_kind
@given(data=st.data())
def test_what_is_shown_is_the_same_whatever_the_key_and_the_order_it_was_written_in(
    kind: str, data: st.DataObject
) -> None:
    written = data.draw(records(kind))
    one, other = question(written), question(rearranged(data.draw, written))
    assert one.present(Alphabetical(one)) == other.present(Alphabetical(other))


@every_kind
@given(data=st.data())
def test_the_values_on_a_page_are_the_places_shown(kind: str, data: st.DataObject) -> None:
    shown = data.draw(questions(kind)).present(data.draw(shuffles))
    for choices in (shown.choices, *(row.choices for row in shown.rows)):
        if kind != "tfns":
            assert [choice.value for choice in choices] == [str(i) for i in range(len(choices))]
    assert [row.name.rpartition("-")[2] for row in shown.rows] == [
        str(i) for i in range(len(shown.rows))
    ]


@every_kind
@given(data=st.data())
def test_an_order_can_be_found_again_from_its_seed(kind: str, data: st.DataObject) -> None:
    asked, shuffle = data.draw(questions(kind)), data.draw(shuffles)
    again = Shuffle(shuffle.seed, shuffle.choices)
    assert question(asked.content()).present(again) == asked.present(shuffle)


def test_orders_stay_as_they_are_from_one_release_to_the_next() -> None:
    # Someone may be in the middle of an attempt while the server is upgraded.
    assert Shuffle("seed", choices=True).order(6, "A01/options") == [0, 5, 3, 2, 4, 1]


@given(seeds, seeds)
def test_authored_order_is_kept_where_it_is_asked_for_and_tells_nothing(a: str, b: str) -> None:
    for kind in ("single", "multi", "cloze", "tfns"):
        asked = question(record(kind))
        assert asked.present(Shuffle(a, choices=False)) == asked.present(Shuffle(b, choices=False))


@pytest.mark.parametrize("kind", ["match", "order", "classify"])
def test_lists_whose_order_is_the_key_are_shuffled_all_the_same(kind: str) -> None:
    asked = question(record(kind))
    seen = {repr(asked.present(Shuffle(str(seed), choices=False)).rows) for seed in range(30)}
    assert len(seen) > 3


@pytest.mark.parametrize("kind", ["single", "multi", "match", "order", "classify"])
def test_one_list_does_not_give_away_the_order_of_another(kind: str) -> None:
    def texts(name: str) -> list[str]:
        shown = question(record(kind, id=name)).present(Shuffle("seed", choices=True))
        return [c.text for c in shown.choices or shown.rows[0].choices] + [
            row.text for row in shown.rows
        ]

    assert len({tuple(texts(f"Q{i}")) for i in range(12)}) > 3


@every_kind
def test_every_place_in_the_order_is_as_likely(kind: str) -> None:
    asked = question(record(kind))
    firsts = [asked.present(Shuffle(str(seed), choices=True)) for seed in range(400)]
    counts: dict[str, int] = {}
    for shown in firsts:
        first = shown.rows[0].choices[0].text + shown.rows[0].text if shown.rows else ""
        first = shown.choices[0].text if shown.choices else first
        counts[first] = counts.get(first, 0) + 1
    assert all(count > 400 / len(counts) / 2 for count in counts.values())


# What a page sends.


@every_kind
@given(data=st.data())
def test_a_page_sends_back_the_answer_it_shows(kind: str, data: st.DataObject) -> None:
    asked, answer = data.draw(answered(kind))
    shuffle = data.draw(shuffles)
    sent = form(asked.present(shuffle, answer))
    assert asked.read(sent, shuffle) == (answer.strip() if isinstance(answer, str) else answer)


def reading(
    asked: Question, sent: dict[str, list[str]], shuffle: Shuffle
) -> Answer | InvalidAnswer | None:
    try:
        return asked.read(sent, shuffle)
    except InvalidAnswer as refused:
        return refused


@every_kind
@given(data=st.data())
def test_whatever_is_sent_is_an_answer_or_none_or_invalid(kind: str, data: st.DataObject) -> None:
    asked, shuffle = data.draw(questions(kind)), data.draw(shuffles)
    found = reading(asked, data.draw(nonsense), shuffle)
    if isinstance(found, InvalidAnswer):
        assert found.field in form(asked.present(shuffle))
        assert found.message.endswith(".")
    else:
        assert 0 <= asked.credit(found) <= 1
        assert reading(asked, form(asked.present(shuffle, found)), shuffle) == found


@every_kind
def test_a_blank_page_is_no_answer(kind: str) -> None:
    asked = question(record(kind))
    for sent in ({}, form(asked.present(AUTHORED)), {"choice": [""], "text": [" \r\n\0"]}):
        assert asked.read(sent, AUTHORED) is None


@every_kind
@pytest.mark.parametrize(
    "value",
    [
        "4",
        "-1",
        "1x",
        "1.0",
        "\N{ARABIC-INDIC DIGIT ONE}",
        " 1",
        "9999",
        "9" * 5_000,
        "None",
        "0\0",
    ],
)
def test_a_choice_that_is_not_offered_is_invalid_and_not_wrong(kind: str, value: str) -> None:
    asked = question(record(kind))
    name = next(iter(form(asked.present(AUTHORED))))
    wrong = "at most 1,000 characters" if kind == "short" else "not one of those offered"
    if kind == "short" and len(value) < 1_000:
        assert asked.read({name: [value]}, AUTHORED) is not None
        return
    with pytest.raises(InvalidAnswer, match=wrong) as refused:
        asked.read({name: [value]}, AUTHORED)
    assert refused.value.field == name


@every_kind
def test_two_answers_in_one_field_are_invalid_where_one_is_due(kind: str) -> None:
    asked = question(record(kind))
    name = next(iter(form(asked.present(AUTHORED))))
    values = ["true", "false"] if kind == "tfns" else ["0", "1"]
    if kind == "multi":
        assert asked.read({name: values}, AUTHORED) == [0, 1]
        return
    with pytest.raises(InvalidAnswer, match="Two different answers"):
        asked.read({name: values}, AUTHORED)
    assert asked.read({name: [values[0]] * 2}, AUTHORED) == asked.read({name: values[:1]}, AUTHORED)


# Marks.


@every_kind
@given(data=st.data())
def test_credit_is_a_share_that_marks_hold_exactly(kind: str, data: st.DataObject) -> None:
    asked, answer = data.draw(answered(kind))
    credit = asked.credit(answer)
    assert isinstance(credit, Fraction)
    assert 0 <= credit <= 1
    assert credit.denominator <= MOST_PIECES
    mark(credit, 1)


@every_kind
@given(data=st.data())
def test_a_blank_earns_nothing_and_is_not_complete(kind: str, data: st.DataObject) -> None:
    asked = data.draw(questions(kind))
    assert asked.credit(None) == 0
    assert asked.picks(None) == ()
    assert not asked.complete(None)


def key_of(asked: Question) -> Any:
    """Return the answer that takes every key."""
    keys = [[i for i, c in enumerate(part.choices) if c.key] for part in asked.parts]
    return {
        "single": lambda: keys[0][0],
        "multi": lambda: keys[0],
        "tfns": lambda: asked.answer,
        "short": lambda: " ; ".join(group[0] for group in asked.accept),
    }.get(asked.type, lambda: [each[0] for each in keys])()


@every_kind
@given(data=st.data())
def test_the_key_earns_everything_and_is_complete(kind: str, data: st.DataObject) -> None:
    asked = data.draw(questions(kind))
    assert asked.credit(key_of(asked)) == 1
    assert asked.complete(key_of(asked))


@every_kind
@given(data=st.data())
def test_only_the_key_earns_everything(kind: str, data: st.DataObject) -> None:
    asked, answer = data.draw(answered(kind))
    if kind != "short" and asked.credit(answer) == 1:
        assert answer == key_of(asked)


@every_kind
@given(data=st.data())
def test_parts_and_picks_tell_what_was_taken(kind: str, data: st.DataObject) -> None:
    asked, answer = data.draw(answered(kind))
    assert asked.parts
    for part in asked.parts:
        assert any(choice.key for choice in part.choices)
        assert all(choice.misreading is None for choice in part.choices if choice.key)
    picks = asked.picks(answer)
    assert len(set(picks)) == len(picks)
    for pick in picks:
        assert asked.parts[pick.part].choices[pick.choice].text
    shown = asked.present(AUTHORED, answer)
    if shown.choices or shown.rows:
        taken = [c for row in (shown, *shown.rows) for c in row.choices if c.taken]
        assert len(taken) == len(picks)


@every_kind
@given(data=st.data())
def test_taking_one_wrong_choice_more_never_earns_more(kind: str, data: st.DataObject) -> None:
    asked, answer = data.draw(answered(kind))
    if not isinstance(asked, Rows) or kind == "order" or not isinstance(answer, list):
        return
    row = data.draw(st.integers(0, len(answer) - 1))
    wrong = [i for i, choice in enumerate(asked.parts[row].choices) if not choice.key]
    if wrong:
        spoiled = [*answer[:row], data.draw(st.sampled_from(wrong)), *answer[row + 1 :]]
        assert asked.credit(spoiled) <= asked.credit(answer)


@given(any_question, shuffles, st.data())
def test_any_answer_can_be_reviewed_at_any_release(
    asked: Question, shuffle: Shuffle, data: st.DataObject
) -> None:
    answer = data.draw(answers(asked))
    shown = Shown(*data.draw(st.tuples(*[st.booleans()] * 4)))
    found = reviewed(asked, shuffle, answer, None, 100, shown, {})
    assert found.blank is (answer is None)
