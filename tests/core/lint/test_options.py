"""The rules of the shape of options: even, distinct, parallel, ordered and each by itself."""

import pytest

from quizapp.core.lint.ranges import spans
from quizapp.core.passage import Passage
from tests.core.lint.found import choices, fired, severities
from tests.make import PASSAGE

TEN = "A ferry on"
LONG_KEY = "A new bridge by the old quay"


@pytest.mark.parametrize(("length", "grave"), [(40, []), (41, ["warning"]), (50, ["error"])])
def test_a_key_much_longer_than_the_others_fires(length: int, grave: list[str]) -> None:
    key = f"A bridge by the {'x' * (length - 16)}"
    other = "y" * 34
    assert len(key) == length
    assert severities("OPT-01", options=choices(key, other, "z" * 30)) == grave


def test_short_keys_and_other_kinds_are_not_measured() -> None:
    assert fired("OPT-01", options=choices("A swingbridgebridge here", "A dam", "A pier")) == []
    assert fired("OPT-01", options=choices("A dam", LONG_KEY, "A pier")) == []
    many = choices(LONG_KEY, LONG_KEY + "s", "A dam", "A pier", keys=2)
    assert fired("OPT-01", "multi", options=many) == []


def test_uneven_options_are_told_unless_the_key_stands_out_already() -> None:
    assert fired("OPT-02", options=choices("A dam", LONG_KEY, "A pier")) == ["options"]
    assert fired("OPT-02", options=choices(LONG_KEY, "A dam", "A pier")) == []
    assert fired("OPT-02", options=choices("A dam", "A dam by a quay", "A pier")) == []


@pytest.mark.parametrize(
    "text",
    [
        "All of the above",
        "None of these",
        "Both the above",
        "Neither of them.",
        "Any of the options",
    ],
)
def test_options_about_options_fire(text: str) -> None:
    assert fired("OPT-04", options=choices("A dam", "A pier", text)) == ["options.2.text"]
    blanks = [{"options": ["a dam", text], "key": 0, "feedback": "So she says of the dam (P1)."}]
    assert fired("OPT-04", "cloze", stem="It is {{1}}.", blanks=blanks) == ["blanks.0.options.1"]
    assert fired("OPT-04", "match", extra_right=[text]) == ["extra_right.0"]


def test_all_of_something_else_is_an_option() -> None:
    assert fired("OPT-04", options=choices("All of the ferries", "None of these boats", "A")) == []


def test_equal_options_fire_once() -> None:
    same = choices("A dam", "A pier", "a  DAM.")
    assert fired("OPT-05", options=same) == ["options.2.text"]


def test_an_option_that_another_holds_fires() -> None:
    held = choices("the old ferry", "the old ferry by night", "a pier")
    assert fired("OPT-05", options=held) == ["options.0.text"]
    assert fired("OPT-05", options=choices("the ferry", "the old ferry", "a pier")) == []


def test_numbers_that_meet_fire() -> None:
    assert fired("OPT-05", options=choices("10-20", "20-30", "31-40")) == ["options.1.text"]
    assert fired("OPT-05", options=choices("10-19", "20-30", "over 30")) == []
    assert fired("OPT-05", options=choices("10-19", "20-30", "at least thirty")) == [
        "options.2.text"
    ]


def test_ranges_are_read_in_words_and_figures() -> None:
    assert spans("ten to twenty boats, or 1.5 - 2") == [(10, 20), (1.5, 2)]
    assert spans("between 3 and 5") == [(3, 5)]
    assert spans("up to ninety") == [(float("-inf"), 90)]
    assert spans("in 1915, twofold") == []


def test_a_stem_that_ends_in_an_article_fires() -> None:
    assert fired("OPT-06", stem="What she says is planned is a:") == ["stem"]
    assert fired("OPT-06", stem='What she says is planned is an "…":') == []


@pytest.mark.parametrize(
    "texts",
    [("A dam.", "A pier", "A quay"), ("A dam", "a pier", "a quay")],
)
def test_options_of_unlike_form_fire(texts: tuple[str, ...]) -> None:
    assert severities("OPT-06", options=choices(*texts)) == ["error"]


def test_names_keep_their_capital_and_quotes_end_where_they_end() -> None:
    said = [{"number": 1, "text": "The writer says the ferry to Bergen is late, I hear."}]
    bergen = Passage.model_validate(PASSAGE | {"paragraphs": said})
    mixed = choices("Bergen's ferry", "the old pier", "I do")
    assert fired("OPT-06", options=mixed, passage=bergen) == []
    assert fired("OPT-06", options=mixed) == ["options"]


def test_options_that_open_apart_are_a_warning() -> None:
    mixed = choices("To cross", "By night", "As a ferry")
    assert severities("OPT-06", options=mixed) == ["warning"]
    assert severities("OPT-06", options=choices("To cross", "To sail", "To dig")) == []


def test_options_agree_with_the_verb_of_the_stem() -> None:
    options = choices("two boats", "a dam", "the quays")
    assert fired("OPT-06", stem="What she says is planned is:", options=options) == [
        "options.0.text"
    ]
    assert fired("OPT-06", stem="The things she says she plans are:", options=options) == [
        "options.1.text"
    ]


def test_an_article_before_a_blank_fits_all_its_options() -> None:
    blanks = [{"options": ["dam", "island"], "key": 0, "feedback": "She says a dam (P1), I think."}]
    assert fired("OPT-06", "cloze", stem="It is a {{1}}.", blanks=blanks) == ["stem"]
    assert fired("OPT-06", "cloze", stem="It is the {{1}}.", blanks=blanks) == []
    blanks[0]["options"] = ["dam", "pier"]
    assert fired("OPT-06", "cloze", stem="It is a {{1}}.", blanks=blanks) == []


@pytest.mark.parametrize(
    ("texts", "fields"),
    [
        (("10 boats", "30 boats", "20 boats"), ["options"]),
        (("30 boats", "1,020 boats", "2,000"), []),
        (("P4", "P3", "P1"), []),
        (("3 of 4", "2 of 4", "4 of 4"), []),
        (("few", "30", "20"), []),
    ],
)
def test_numbers_stand_in_order(texts: tuple[str, ...], fields: list[str]) -> None:
    assert fired("OPT-10", options=choices(*texts)) == fields


@pytest.mark.parametrize("text", ["1 and 2", "A and C", "i, ii", "Both B and C only", "(1) & (2)"])
def test_combinations_fire(text: str) -> None:
    assert fired("OPT-11", options=choices("A dam", "A pier", text)) == ["options.2.text"]


@pytest.mark.parametrize("text", ["Baiji and Ramadi", "between 1 and 2", "a", "I"])
def test_other_pairs_are_options(text: str) -> None:
    assert fired("OPT-11", options=choices("A dam", "A pier", text)) == []


def test_four_words_that_open_every_option_belong_into_the_stem() -> None:
    assert fired("OPT-14", options=choices(*(f"He says a boat {x}" for x in "bcd"))) == ["options"]
    assert fired("OPT-14", options=choices(*(f"He says a {x} boat" for x in "bcd"))) == []
    assert fired("OPT-14", options=choices("He says a", "He says b", "He says c")) == []
