"""The rules of the source: quotes from the list, short, from their paragraph; true citations."""

from typing import Any

import pytest

from quizapp.core.lint import passage_findings
from quizapp.core.passage import Passage
from tests.core.lint.found import findings, fired
from tests.make import PASSAGE, record

LATE = [{"p": 2, "text": "often late"}]


@pytest.mark.parametrize(
    "stem",
    [
        'What is "often late"?',
        'What is "Often Late"?',
        "What is \u201coften late\u201d?",
        'What is "late"?',
        'Name the "TWO" things that are late.',
        'Is this about "Detail"?',
        "What is 'never late'?",
        'What is "" to you?',
        'What is 5" long?',
    ],
)
def test_quotes_from_the_list_pass(stem: str) -> None:
    assert fired("SRC-01", stem=stem, quotes=LATE) == []


@pytest.mark.parametrize(
    ("stem", "hint"),
    [
        ('What is "never late"?', "not in the passage's list"),
        ('What is "late often"?', "not in the passage's list"),
        ('What is "often ... late"?', "without leaving words out"),
        ("What is \u201coften\u2026late\u201d?", "without leaving words out"),
        ('What is "ten late"?', "not in the passage's list"),
    ],
)
def test_quotes_that_are_not_the_articles_fire(stem: str, hint: str) -> None:
    (found,) = (f for f in findings(record(stem=stem, quotes=LATE)) if f.rule == "SRC-01")
    assert found.field == "stem"
    assert hint in found.message


def test_an_apostrophe_may_be_curly_or_straight() -> None:
    quotes = [{"p": 1, "text": "flex the town's muscles"}]
    assert fired("SRC-01", quotes=quotes, stem='Who means to "flex the town\'s muscles"?') == []


def test_a_quote_is_listed_with_its_own_paragraph() -> None:
    assert fired("SRC-01", quotes=[{"p": 1, "text": "often late"}]) == ["quotes.0"]
    assert fired("SRC-01", quotes=[{"p": 0, "text": "bridge or ferry"}]) == []
    (found,) = findings(record(quotes=[{"p": 0, "text": "often late"}]))
    assert "of the title" in found.message


def test_a_quote_in_a_text_is_listed_in_the_record() -> None:
    (found,) = findings(record(stem='What is "often late" here?'))
    assert (found.rule, found.field) == ("SRC-01", "stem")
    assert 'add "often late" to the record\'s quotes' in found.message


def test_quotes_are_looked_for_in_every_text() -> None:
    content = record("match", ask='Who says "never"?')
    content["pairs"][0]["left"] = '"never again"'
    assert [f.field for f in findings(content) if f.rule == "SRC-01"] == ["ask", "pairs.0.left"]


EIGHT = "one two three four five six seven eight"
NINE = f"{EIGHT} nine"
AGAIN = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
COLOURS = "red orange yellow green blue indigo violet"


def p4(*texts: str) -> list[dict[str, Any]]:
    return [{"p": 4, "text": text} for text in texts]


def test_a_quote_has_at_most_eight_words() -> None:
    assert fired("SRC-02", quotes=p4(EIGHT)) == []
    assert fired("SRC-02", quotes=p4(NINE)) == ["quotes.0"]
    assert fired("SRC-02", stem=f'Who says "{NINE}"?') == ["stem"]
    assert fired("SRC-01", stem=f'Who says "{NINE}"?', quotes=p4(NINE)) == []


def test_a_question_quotes_at_most_sixteen_words() -> None:
    assert fired("SRC-02", quotes=p4(EIGHT, AGAIN)) == []
    assert fired("SRC-02", quotes=p4(EIGHT, AGAIN, "red")) == ["quotes"]


def test_a_phrase_quoted_again_counts_once() -> None:
    stem = f'Who says "{EIGHT}", and who says "five six seven"?'
    assert fired("SRC-02", stem=stem, quotes=p4(EIGHT, AGAIN)) == []


@pytest.mark.parametrize("kind", ["classify", "match"])
def test_wording_questions_on_cards_may_quote_twenty_four(kind: str) -> None:
    many = p4(EIGHT, AGAIN, COLOURS)
    assert fired("SRC-02", kind, skill="r-lang", quotes=many) == []
    assert fired("SRC-02", kind, skill="r-lang", quotes=[*many, *p4("nine ten")]) == ["quotes"]
    assert fired("SRC-02", kind, quotes=many) == ["quotes"]


def test_other_kinds_of_wording_question_may_not() -> None:
    assert fired("SRC-02", "single", skill="r-lang", quotes=p4(EIGHT, AGAIN, "red")) == ["quotes"]


def test_paragraphs_exist() -> None:
    assert fired("SRC-04", paras=[1, 0, 4]) == []
    assert fired("SRC-04", paras=[1, 5, 98]) == ["paras.1", "paras.2"]


@pytest.mark.parametrize(
    "cited", ["P3", "paragraph 3", "P2-3", "P1\u20133", "paragraphs 1, 2 or 3"]
)
def test_the_explanation_cites_a_paragraph_of_the_question(cited: str) -> None:
    text = f"She says so in as many words, and that is all there is ({cited})."
    assert fired("SRC-04", paras=[3], explanation=text) == []
    assert fired("SRC-04", paras=[4], explanation=text) == ["explanation"]


def test_no_text_cites_a_paragraph_that_is_not_there() -> None:
    content = record("single", ask="What does paragraph 12 say?")
    content["options"][1]["feedback"] = "No tunnel is named in any of them (P1, P5)."
    fields = [f.field for f in findings(content) if f.rule == "SRC-04"]
    assert fields == ["ask", "options.1.feedback"]


def of_passage(**changes: Any) -> list[tuple[str, str]]:
    """Return what the rules find in a passage with these changes."""
    found = passage_findings(Passage.model_validate(PASSAGE | changes))
    return [(f.rule, f.field) for f in found]


def paragraphs(*texts: str) -> list[dict[str, Any]]:
    return [{"number": number, "text": text} for number, text in enumerate(texts, start=1)]


def test_a_digest_quotes_what_is_listed_for_its_paragraph() -> None:
    assert of_passage(paragraphs=paragraphs("A bridge.", 'It is "often late".')) == []
    elsewhere = paragraphs('It is "often late".', "A ferry.")
    assert of_passage(paragraphs=elsewhere) == [("SRC-01", "paragraphs.0.text")]
    assert of_passage(title_digest='It is "often late".') == [("SRC-01", "title_digest")]


def test_what_is_said_of_a_passage_quotes_from_the_list_too() -> None:
    claims = [{"id": "1.1", "text": 'the ferry is "never on time"', "kind": "check"}]
    assert of_passage(claims=claims) == [("SRC-01", "claims.0.text")]
    argument = {"map": '[Late]: It is "often late".\n[Early]: It is "seldom early".'}
    assert of_passage(argument=argument) == [("SRC-01", "argument.map")]


def test_the_list_itself_holds_short_phrases() -> None:
    nine = "one two three four five six seven eight nine"
    assert of_passage(quotes=[{"p": 1, "text": nine}]) == [("SRC-02", "quotes.0")]
    assert of_passage(quotes=[{"p": 1, "text": nine.removesuffix(" nine")}]) == []
