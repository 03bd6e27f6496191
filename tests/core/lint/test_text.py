"""How rules read text: words, quotes, citations and the words that carry meaning."""

import pytest

from quizapp.core.kinds import question
from quizapp.core.lint.text import (
    citations,
    cites_title,
    content_tokens,
    misreadings,
    normalise,
    outside_quotes,
    quoted_spans,
    texts,
    words,
)
from tests.make import record


def test_quotes_dashes_and_forms_are_made_plain() -> None:
    assert normalise("\u201cit\u2019s\u201d \u2013 \u2026 \ufb01ne") == '"it\'s" - ... fine'


def test_a_word_keeps_its_apostrophe_and_hyphen() -> None:
    assert words("US-led raids; Iraq\u2019s army (P3).") == (
        "US-led",
        "raids",
        "Iraq's",
        "army",
        "P3",
    )


def test_words_of_other_languages_are_whole() -> None:
    assert words("Na\u00efve \u017d\u00e1k") == ("Na\u00efve", "\u017d\u00e1k")


def test_quoted_spans_and_what_is_outside() -> None:
    text = 'She says "often late" and "never".'
    assert quoted_spans(text) == ["often late", "never"]
    assert words(outside_quotes(text)) == ("She", "says", "and")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("strikes", "striking"),
        ("carry", "carried"),
        ("city", "cities"),
        ("stop", "stopped"),
        ("raise", "raised"),
        ("Iraq's", "Iraq"),
        ("press", "press"),
        ("defeats", "defeat"),
    ],
)
def test_forms_of_a_word_are_one_token(one: str, other: str) -> None:
    assert content_tokens(one) == content_tokens(other) != frozenset()


def test_stop_words_and_short_words_carry_no_meaning() -> None:
    assert content_tokens("The article says it is up to us") == frozenset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(P1, P10)", [1, 10]),
        ("P3-5 and P7\u2013P9", [3, 5, 7, 9]),
        ("Paragraph 3 and paragraphs 4, 5 and 6", [3, 4, 5, 6]),
        ("the paragraph on the 3 cities", []),
        ("UP3 and P3x and p3", []),
    ],
)
def test_cited_paragraphs_are_found(text: str, expected: list[int]) -> None:
    assert citations(text) == expected


def test_the_title_is_cited_by_name() -> None:
    assert cites_title("The title asks it.")
    assert not cites_title("Entitled to it.")


def test_texts_are_what_someone_reads() -> None:
    fields = dict(texts(question(record("classify", enemies=["X2"], claims=["1.1"]))))
    assert fields["categories.0"] == "Stated"
    assert fields["cards.2.text"] == "The shops gain"
    assert not any(name.startswith(("id", "skill", "enemies", "claims")) for name in fields)
    assert "cards.2.category" not in fields
    assert "cards.2.misreading" not in fields


def test_misreadings_are_found_with_their_fields() -> None:
    assert dict(misreadings(question(record("tfns")))) == {"misreadings.true": "swap"}
    assert dict(misreadings(question(record("single")))) == {"options.1.misreading": "swap"}
