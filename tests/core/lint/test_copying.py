"""The rules of copying: no run of the article's words, no facts from outside, few quotes."""

from typing import Any

import pytest

from quizapp.core.kinds import question
from quizapp.core.lint import passage_findings, question_findings, whole_findings
from quizapp.core.lint.article import article
from quizapp.core.lint.rule import Whole
from quizapp.core.passage import Passage
from tests.core.lint.found import choices, fired
from tests.make import PASSAGE, record

TEXT = """A bridge or a ferry

The old ferry is often late. Many people wait on the quay for hours, and so do I.

The Honourable Harbour Board Chairman Jonathan Smith spoke. It can wait.\r
\r
Nothing follows.
"""
ARTICLE = article(TEXT)


def copied(**changes: Any) -> list[str]:
    """Return the fields where SRC-03 fires when the article is at hand."""
    found = question_findings(question(record(**changes)), Passage.model_validate(PASSAGE), ARTICLE)
    return [f.field for f in found if f.rule == "SRC-03"]


def test_an_article_is_a_title_and_paragraphs() -> None:
    assert len(ARTICLE.paragraphs) == 4
    assert ARTICLE.sentences[2][1] == ("it", "can", "wait")


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Do many people wait on the quay for long?", True),
        ("Do MANY people \u2013 wait on the quay?", True),
        ("Do people wait on the quay for long?", True),
        ("Do people wait on the quays?", False),
        ("Do many people wait on a quay?", False),
        ('Do "many people wait" on the quay for hours?', False),
        ('Do "many people wait on the quay for hours"?', False),
        ("Is the old ferry often late, many people wait?", False),
        ("Honourable Harbour Board Chairman Jonathan Smith", False),
        ("honourable harbour board chairman Jonathan Smith", True),
        ("so do I the honourable harbour", False),
    ],
)
def test_six_words_in_a_row_outside_quotes_are_copied(text: str, fires: bool) -> None:
    assert copied(ask=text) == (["ask"] if fires else [])


def test_copied_words_are_told_once_a_field_and_never_waived() -> None:
    twice = "Many people wait on the quay for hours."
    waive = [{"rule": "SRC-03", "reason": "It is such a beautiful sentence."}]
    assert copied(ask=f'{twice} "Or"? {twice}', waive=waive) == ["ask"]


def test_the_digest_is_held_against_the_article_too() -> None:
    copy = [{"number": 1, "text": "She says that many people wait on the quay for hours."}]
    passage = Passage.model_validate(PASSAGE | {"paragraphs": copy})
    assert [f.field for f in passage_findings(passage, ARTICLE)] == ["paragraphs.0.text"]
    assert passage_findings(passage) == []


@pytest.mark.parametrize(
    ("argument", "field"),
    [
        ({"map": "[Wait]: Many people wait on the quay for hours."}, "argument.map"),
        ({"map": "[Many people wait on the quay]: They do."}, "argument.map"),
        (
            {
                "map": "[Wait]: They do.",
                "tensions": [
                    {
                        "id": "T1",
                        "text": "So it is.",
                        "paras": [2],
                        "fair": "Many people wait on the quay.",
                    }
                ],
            },
            "argument.tensions.0.fair",
        ),
        (
            {
                "map": "[Wait]: They do.",
                "assumptions": [
                    {"id": "A1", "step": "all", "text": "Many people wait on the quay."}
                ],
            },
            "argument.assumptions.0.text",
        ),
    ],
)
def test_so_is_what_is_said_of_its_argument(argument: dict[str, Any], field: str) -> None:
    passage = Passage.model_validate(PASSAGE | {"argument": argument})
    assert [f.field for f in passage_findings(passage, ARTICLE)] == [field]
    assert passage_findings(passage) == []


OUTSIDE = Passage.model_validate(
    PASSAGE | {"lint": {"outsiders": ["Bergen", "New York"], "numbers": ["7"]}}
)


def foreign(kind: str = "single", **changes: Any) -> list[str]:
    return fired("SRC-05", kind, OUTSIDE, **changes)


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("A bridge in Bergen", True),
        ("Bergen's bridge", True),
        ("A bridge of New  York", True),
        ("A bridge of 1915", True),
        ("A bridge of 7 arches", False),
        ("A new bridge in Bergenfield", False),
        ("A bridge, as in P2 and paragraphs 1, 2 and 3", False),
        ("Suppose a bridge in Bergen", False),
        ("A bridge, if true, of 1915", False),
    ],
)
def test_names_and_numbers_from_outside_do_not_decide(text: str, fires: bool) -> None:
    options = choices(text, "A pier", "A dam")
    assert foreign(options=options) == (["options.0.text"] if fires else [])
    assert foreign(outside=True, options=options) == []
    assert foreign(stem="Which finding, if true, would help?", options=options) == []
    assert fired("SRC-05", options=options) == []


def test_explanations_keep_to_the_text_and_stems_and_feedback_may_go_on() -> None:
    assert foreign(explanation="It is so in Bergen and here as well, all 12 agree (P1).") == [
        "explanation",
        "explanation",
    ]
    assert foreign(stem="Is it 1915 in Bergen?", ask="Was it 1915?") == []
    options = choices("A pier", "A dam", "A quay")
    options[0]["feedback"] = "In Bergen it was so, in 1915 (P1)."
    assert foreign(options=options) == []


def test_blanks_are_no_numbers() -> None:
    assert foreign("cloze") == []


QUOTES = [
    {"p": 1, "text": "old ferry"},
    {"p": 1, "text": "is often late"},
    {"p": 1, "text": "often late"},
    {"p": 2, "text": "it can"},
    {"p": 1, "text": "never used here"},
]


def budget(*spans: str, lengths: dict[int, int] | None = None, at_hand: bool = False) -> list[str]:
    """Return the messages on a folder that quotes these spans."""
    passage = Passage.model_validate(
        PASSAGE | {"quotes": QUOTES, "lint": {"lengths": lengths or {}}}
    )
    questions = [
        question(record(id=f"X{i}", stem=f'What is "{s}" here?')) for i, s in enumerate(spans)
    ]
    whole = Whole(questions, passage, article=ARTICLE if at_hand else None)
    return [f.message for _, f in whole_findings(whole) if f.rule == "SRC-06"]


def test_a_fifth_of_the_article_and_half_of_a_paragraph_may_be_quoted() -> None:
    assert budget("often late", "late", lengths={1: 6, 2: 20}) == []
    assert budget("often late", "it can", lengths={1: 6, 2: 18}) == [
        "5 of 24 words are quoted: keep it to a fifth"
    ]
    assert budget("often late", lengths={1: 5, 2: 20}) == [
        "3 of the 5 words of paragraph 1 are quoted: at most half"
    ]
    assert budget("often late", lengths={2: 20}) == []
    assert budget("often late") == []


def test_quotes_listed_in_records_count_as_well() -> None:
    passage = Passage.model_validate(PASSAGE | {"quotes": QUOTES, "lint": {"lengths": {1: 5}}})
    listing = question(record(quotes=[{"p": 1, "text": "often late"}]))
    assert len(whole_findings(Whole([listing], passage))) == 2


def test_quotes_of_one_sentence_do_not_touch() -> None:
    assert budget("old ferry", "often late", at_hand=True) == [
        "'old ferry' and 'is often late' touch in paragraph 1: quote one of them"
    ]
    assert budget("old ferry", "it can", at_hand=True) == []
    apart = [{"p": 1, "text": "old ferry"}, {"p": 1, "text": "late"}]
    passage = Passage.model_validate(PASSAGE | {"quotes": apart})
    asked = question(record(stem='What is "old ferry", and what "late"?'))
    assert whole_findings(Whole([asked], passage, article=ARTICLE)) == []
    passage = Passage.model_validate(PASSAGE | {"quotes": [{"p": 9, "text": "often late"}]})
    asked = question(record(stem='What is "often late" here?'))
    assert whole_findings(Whole([asked], passage, article=ARTICLE)) == []
