"""The rules of the wording of options: nothing in them tells the key by itself."""

import pytest

from quizapp.core.passage import Passage
from tests.core.lint.found import choices, fired
from tests.make import PASSAGE


def listing(**lists: object) -> Passage:
    return Passage.model_validate(PASSAGE | {"lint": lists})


def test_an_absolute_word_in_some_options_fires() -> None:
    some = choices("A dam for all", "It is never late", "A pier")
    assert fired("OPT-03", options=some) == ["options.0.text", "options.1.text"]


@pytest.mark.parametrize(
    "text",
    [
        "usually overall",
        "not at all",
        "first of all",
        "all three",
        'said to be "always late"',
        "all of the above",
    ],
)
def test_parts_of_words_quotes_and_set_phrases_are_not_absolute(text: str) -> None:
    assert fired("OPT-03", options=choices("A dam", "A pier", text)) == []


def test_absolute_words_in_every_option_set_none_apart() -> None:
    assert fired("OPT-03", options=choices("all dams", "all piers", "every quay")) == []


def test_a_key_that_alone_echoes_the_stem_is_told() -> None:
    stem = "Why does the writer want a crossing?"
    told = choices("for the crossing", "for the fish", "for the sun")
    assert fired("OPT-07", stem=stem, options=told) == ["options.0.text"]
    assert fired("OPT-07", stem=stem, options=choices("crossing", "the crossing", "sun")) == []
    assert fired("OPT-07", stem=stem, options=choices("for the sun", "crossing", "fish")) == []


def test_short_words_quotes_and_common_names_are_no_echo() -> None:
    told = choices("for the crossing", "for the fish", "for the sun")
    assert fired("OPT-07", stem='Why is it a "crossing" to her?', options=told) == []
    common = listing(common=["crossing"])
    assert fired("OPT-07", stem="Why the crossing?", options=told, passage=common) == []
    assert fired("OPT-07", stem="Why the pig?", options=choices("a pig", "a cow", "a cat")) == []


def test_an_echo_in_every_key_of_several_is_told() -> None:
    keys = choices("old crossing", "new crossing", "fish", "sun", keys=2)
    stem = "Which TWO a crossing are there?"
    assert fired("OPT-07", "multi", stem=stem, options=keys) == ["options.0.text"]
    keys[1]["text"] = "ferry"
    assert fired("OPT-07", "multi", stem=stem, options=keys) == []


@pytest.mark.parametrize(
    "key", ['it is "often late"', "in 3 days", "it may sail", "as the article says"]
)
def test_a_key_that_is_the_odd_one_out_is_told(key: str) -> None:
    assert fired("OPT-08", options=choices(key, "it sails", "it rests")) == ["options.0.text"]
    assert fired("OPT-08", options=choices("it sails", key, key + "s")) == ["options.0.text"]
    assert fired("OPT-08", options=choices(key, "it sails", key + " now")) == []


def test_quotes_in_all_options_of_wording_questions_are_exempt() -> None:
    quotes = choices('"often 3"', '"late"', '"on time"')
    assert fired("OPT-08", skill="r-lang", options=quotes) == []
    assert fired("OPT-08", options=quotes) == ["options.0.text"]


def test_an_option_from_nowhere_is_told() -> None:
    harbour = listing(vocabulary=["harbour"])
    odd = choices("A bridge", "The harbour", "Zzyzx qwk")
    assert fired("OPT-09", options=odd, passage=harbour) == ["options.2.text"]
    assert fired("OPT-09", options=odd) == []


def test_an_option_like_another_is_plausible() -> None:
    harbour = listing(vocabulary=["harbour"])
    like = choices("Qwkqwk one", "Qwkqwk two", "Zz")
    assert fired("OPT-09", options=like, passage=harbour) == ["options.2.text"]


def test_definitions_belong_to_the_subject() -> None:
    terms = {"kinds": [{"term": "Sure", "meaning": "A zzyzx holds."}]}
    passage = Passage.model_validate(
        PASSAGE | {"lint": {"vocabulary": ["harbour"]}, "definitions": terms}
    )
    odd = choices("A bridge", "The harbour", "Zzyzx")
    assert fired("OPT-09", options=odd, passage=passage) == []


def test_a_key_where_parts_meet_is_told() -> None:
    meet = choices("sun and rain", "sun and snow", "fog and rain")
    assert fired("OPT-12", options=meet) == ["options.0.text"]
    fair = choices("sun and rain", "sun, fog", "fog, and rain")
    assert fired("OPT-12", options=fair) == []
    assert fired("OPT-12", options=choices("sun and rain", "sun", "rain and fog")) == []
    assert fired("OPT-12", options=choices("a and b", "c and d", "e and f")) == []
    many = choices("sun and rain", "sun and snow", "fog and rain", "ice and hail", keys=2)
    assert fired("OPT-12", "multi", options=many) == []


def test_vague_words_of_how_often_are_told() -> None:
    vague = choices("It sails sometimes", 'It is "often late"', "The softened oftenness")
    assert fired("OPT-13", options=vague) == ["options.0.text"]
