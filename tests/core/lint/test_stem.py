"""The rules of the stem: one closed question, short, plain, without negatives, by itself."""

import pytest

from quizapp.core.kinds import question
from quizapp.core.lint import passage_findings, question_findings, whole_findings
from quizapp.core.lint.reading_level import grade
from quizapp.core.lint.rule import Whole
from quizapp.core.passage import Passage
from tests.core.lint.found import HARBOUR, fired, severities
from tests.make import PASSAGE, record

HARD = (
    "Institutional considerations notwithstanding, the aforementioned representative "
    "characterisation necessitates comprehensive interdisciplinary contextualisation, "
    "presupposing considerable argumentative familiarity (P1)."
)


@pytest.mark.parametrize("kind", ["single", "multi"])
def test_a_stem_asks_in_five_words_or_more_and_says_so(kind: str) -> None:
    assert fired("STM-01", kind, stem="What is planned, she says?") == []
    assert fired("STM-01", kind, stem="The writer says that what is planned is:") == []
    assert fired("STM-01", kind, stem='Whom does she mean by "often late?"') == []
    assert fired("STM-01", kind, stem="What is it about?") == ["stem"]
    assert fired("STM-01", kind, stem="The writer says that a bridge is planned.") == ["stem"]


@pytest.mark.parametrize(
    "stem",
    ["Which of these statements is true?", "Which one of the following options are correct?"],
)
def test_a_bare_which_is_true_asks_nothing(stem: str) -> None:
    assert fired("STM-01", stem=stem) == ["stem"]
    assert fired("STM-01", stem=f"{stem[:-1]} of the ferry?") == []


@pytest.mark.parametrize("kind", ["tfns", "cloze", "order", "match", "classify", "short"])
def test_other_kinds_state_or_instruct(kind: str) -> None:
    stem = "{{1}} and {{2}} go." if kind == "cloze" else "Do it."
    assert fired("STM-01", kind, stem=stem) == []


@pytest.mark.parametrize(
    "stem",
    [
        "Which of the things is not planned?",
        "What doesn't the writer plan here?",
        "Which is unlikely to be built?",
        "What can the ferry never do well?",
        "Which of these is the least late?",
    ],
)
def test_a_negative_in_small_letters_fires(stem: str) -> None:
    assert severities("STM-02", stem=stem) == ["error"]


@pytest.mark.parametrize(
    "stem",
    [
        'Who says that it is "not late"?',
        "Which notes does the writer accept from knotted ropes?",
        "Whom does she deny, refuse, oppose or leave without a ferry?",
        "What is marked as not stated here?",
        "Which thing takes at least ten years?",
    ],
)
def test_quotes_parts_of_words_and_topic_words_are_no_negatives(stem: str) -> None:
    assert severities("STM-02", stem=stem) == []


@pytest.mark.parametrize("word", ["NOT", "EXCEPT", "LEAST", "**not**"])
def test_an_emphasised_negative_is_a_warning(word: str) -> None:
    assert severities("STM-02", stem=f"Which thing does she {word} name?") == ["warning"]


def test_a_statement_may_deny() -> None:
    assert fired("STM-02", "tfns", stem="The ferry is not late.") == []
    assert fired("STM-03", "tfns", stem="The ferry is NOT late.") == []


def test_one_stem_in_twenty_may_have_a_negative() -> None:
    plain = [question(record(id=f"X{number}")) for number in range(19)]
    marked = question(record(id="N1", stem="Which thing does she NOT name?"))
    again = question(record(id="N2", stem="Which thing does she NOT plan?"))

    def count(*marked_ones: object) -> list[str]:
        whole = Whole([*plain, *marked_ones], HARBOUR)  # type: ignore[list-item]
        return [f.message for place, f in whole_findings(whole) if f.rule == "STM-02"]

    assert count(marked) == []
    assert count(marked, again)[0].startswith("2 stems have a NOT")


def test_a_negative_option_under_a_negative_stem_fires() -> None:
    options = record()["options"]
    options[1]["text"] = "A boat that never sails"
    stem = "Which thing does she NOT name?"
    assert fired("STM-03", stem=stem, options=options) == ["options.1.text"]
    assert fired("STM-03", options=options) == []
    options[1]["text"] = 'A boat "never seen" in a knot'
    assert fired("STM-03", stem=stem, options=options) == []


def test_a_stem_has_at_most_forty_five_words() -> None:
    assert fired("STM-04", stem="so " * 44 + "what?") == []
    assert fired("STM-04", stem="so " * 45 + "what?") == ["stem"]


def test_tests_of_claims_and_cloze_may_be_longer() -> None:
    assert fired("STM-04", skill="r-test", stem="so " * 59 + "what?") == []
    assert fired("STM-04", skill="r-test", stem="so " * 60 + "what?") == ["stem"]
    assert fired("STM-04", "cloze", stem="so " * 60 + "{{1}} {{2}}") == []


def test_hard_texts_are_told() -> None:
    assert fired("STM-05", explanation=HARD) == ["explanation"]
    assert fired("STM-05") == []


def test_short_texts_are_not_measured() -> None:
    assert (
        fired("STM-05", stem="Institutionalisation?", explanation=" ".join(HARD.split()[:8])) == []
    )


def test_names_and_known_words_count_two_syllables_at_most() -> None:
    assert grade("The paragraph is by an official.") > grade(
        "The paragraph is by an official.", ("official",)
    )
    assert grade("We met Anastasia.") == grade("We met Anna.")
    assert grade("We fed one whale.") == grade("We fed one horse.")
    assert grade("Tables.") > grade("Hmm.")


def test_paragraphs_of_the_digest_are_measured_too() -> None:
    hard = {"number": 1, "text": HARD + HARD.replace("(P1)", "")}
    passage = Passage.model_validate(
        PASSAGE | {"paragraphs": [hard, PASSAGE["paragraphs"][1] | {}]}
    )
    found = [f for f in passage_findings(passage) if f.rule == "STM-05"]
    assert [(f.field, f.severity) for f in found] == [("paragraphs.0.text", "warning")]
    easy = {"number": 1, "text": "She says that a bridge is planned, and " * 3 + "so it is."}
    assert passage_findings(Passage.model_validate(PASSAGE | {"paragraphs": [easy]})) == []


@pytest.mark.parametrize("words", ["the previous question", "as above", "your last answer"])
def test_a_question_leans_on_no_other(words: str) -> None:
    assert fired("STM-06", stem=f"Taking {words}, what is planned here?") == ["stem"]
    assert fired("STM-06", note=f"Goes with {words}.") == []


def test_above_in_another_sense_is_fine() -> None:
    assert fired("STM-06", stem="What hangs above the ferry in the next questions asked?") == []


def test_passages_without_lists_are_judged_all_the_same() -> None:
    plain = Passage.model_validate({k: v for k, v in PASSAGE.items() if k in NEEDED})
    assert question_findings(question(record()), plain) == []


NEEDED = {"key", "title", "paragraphs", "skills"}
