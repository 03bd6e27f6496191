"""The rules of neutrality: claims stay the article's, words are plain, no side is graded."""

import pytest

from quizapp.core.kinds import question
from quizapp.core.lint import passage_findings, whole_findings
from quizapp.core.lint.rule import Whole
from quizapp.core.passage import Passage
from tests.core.lint.found import choices, fired
from tests.make import PASSAGE, record

LISTS = {
    "contested": [["ferry / boat*", "failure / lack of success"], ["Harbour Board", "afraid"]],
    "attribution": ["writer", "according to", "is said"],
    "pronouns": ["it says"],
    "loaded": ["pirate*", "crush"],
    "common": ["the Board"],
}
HEATED = Passage.model_validate(PASSAGE | {"lint": LISTS})
CLAIM = "The ferry has been a failure."


def heard(rule: str, kind: str = "single", **changes: object) -> list[str]:
    return fired(rule, kind, HEATED, **changes)


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        (CLAIM, True),
        ("Old boats show a LACK of   success.", True),
        ("It went well. The Harbour Board is afraid.", True),
        ("The writer says that the ferry has been a failure.", False),
        ("According to her, the ferry has been a failure.", False),
        ("The ferry's failure is said to be known.", False),
        ("Suppose that the ferry is a failure.", False),
        ("Ask whether the ferry is a failure.", False),
        ("A failure of the ferry.", False),
        ("The ferryman is no failure.", False),
        ('The "ferry" is a failure.', False),
        ("The writer speaks. The ferry is a failure.", True),
    ],
)
def test_a_contested_claim_is_attributed_in_its_sentence(text: str, fires: bool) -> None:
    assert heard("NEU-01", ask=text) == (["ask"] if fires else [])


def test_explanations_may_lean_on_the_sentence_before_and_on_pronouns() -> None:
    there = f"The writer opens with it (P1). {CLAIM}"
    assert heard("NEU-01", explanation=there) == []
    assert heard("NEU-01", explanation=f"{there} {CLAIM}") == ["explanation"]
    assert heard("NEU-01", explanation="It says that the ferry is a failure (P1).") == []
    assert heard("NEU-01", ask="It says that the ferry is a failure.") == ["ask"]


def test_what_stands_under_a_stem_that_attributes_is_covered() -> None:
    options = choices(CLAIM, "A bridge", "A pier")
    assert heard("NEU-01", stem="What does the writer say is so?", options=options) == []
    assert heard("NEU-01", stem="What is said here, then?", options=options) == []
    assert heard("NEU-01", stem="What is there to be seen?", options=options) == ["options.0.text"]
    options[1]["feedback"] = CLAIM
    fields = heard("NEU-01", stem="What does the writer say is so?", options=options)
    assert fields == ["options.1.feedback"]


def test_statements_to_be_judged_and_what_nobody_sees_are_exempt() -> None:
    assert heard("NEU-01", "tfns", stem=CLAIM) == []
    assert heard("NEU-01", "short", stem="Name it.", accept=[[CLAIM]], note=CLAIM) == []
    assert heard("NEU-01", "short", stem="Name it.", model_answer=CLAIM) == ["model_answer"]


def test_a_passage_without_lists_is_silent() -> None:
    assert fired("NEU-01", ask=CLAIM) == []
    assert fired("NEU-02", ask="The pirates crush it.") == []


def test_no_waiver_speaks_for_a_claim_in_our_own_voice() -> None:
    waive = [{"rule": "NEU-01", "reason": "The ferry failed, as everybody knows."}]
    assert heard("NEU-01", ask=CLAIM, waive=waive) == ["ask"]


def digest(text: str) -> list[tuple[str, str]]:
    passage = PASSAGE | {"lint": LISTS, "paragraphs": [{"number": 1, "text": text}]}
    found = passage_findings(Passage.model_validate(passage))
    return [(f.rule, f.field) for f in found if f.rule.startswith("NEU")]


def test_the_digest_is_held_to_the_same() -> None:
    assert digest(CLAIM) == [("NEU-01", "paragraphs.0.text")]
    assert digest(f"The writer looks back. {CLAIM}") == []
    assert digest("The writer names pirates.") == [("NEU-02", "paragraphs.0.text")]
    assert digest('The writer names "pirates".') == []


def argued(**changes: object) -> list[tuple[str, str]]:
    """Return what the rules find in a passage whose argument has these changes."""
    argument = {"map": "[Gain]: Shops gain."} | changes
    found = passage_findings(
        Passage.model_validate(PASSAGE | {"lint": LISTS, "argument": argument})
    )
    return [(f.rule, f.field) for f in found]


def tension(text: str, fair: str = "Both can be.") -> dict[str, object]:
    return {"tensions": [{"id": "T1", "text": text, "paras": [1], "fair": fair}]}


def test_a_tension_and_its_fair_reading_are_told_as_the_articles() -> None:
    assert argued(**tension(CLAIM)) == [("NEU-01", "argument.tensions.0.text")]
    assert argued(**tension("Both.", CLAIM)) == [("NEU-01", "argument.tensions.0.fair")]
    assert argued(**tension("The ferry's failure is said to be known.")) == []


def test_claims_assumptions_and_the_map_stand_under_a_heading_that_attributes() -> None:
    assumed = [{"id": "A1", "step": "the whole", "text": CLAIM}]
    assert argued(assumptions=assumed, map=f"[Ferry]: {CLAIM}") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (tension("The pirates came."), "argument.tensions.0.text"),
        (tension("Both.", "The pirates came."), "argument.tensions.0.fair"),
        (
            {"assumptions": [{"id": "A1", "step": "the whole", "text": "The pirates came."}]},
            "argument.assumptions.0.text",
        ),
        ({"map": "[Ferry]: The pirates came."}, "argument.map"),
        ({"map": "[Pirates]: They came."}, "argument.map"),
        ({"map": '[Ferry]: The "pirates" came, as often.'}, ""),
    ],
)
def test_loaded_words_stay_out_of_what_is_said_of_an_argument(
    changes: dict[str, object], field: str
) -> None:
    assert [where for rule, where in argued(**changes) if rule == "NEU-02"] == [field] * bool(field)


def test_no_verdict_is_given_on_an_argument() -> None:
    assert argued(**tension("The article is wrong.")) == [("NEU-03", "argument.tensions.0.text")]
    assert argued(map="[Ferry]: The writer is mistaken.") == [("NEU-03", "argument.map")]


def test_a_claim_on_the_list_is_told_without_heat() -> None:
    claims = [{"id": "1.1", "text": "the pirates came", "kind": "check"}]
    passage = Passage.model_validate(PASSAGE | {"lint": LISTS, "claims": claims})
    assert [f.field for f in passage_findings(passage)] == ["claims.0.text"]


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("The pirates came.", True),
        ("Piratelike waves came.", True),
        ('The "pirates" came.', False),
        ("Those whom she calls pirates came.", False),
        ("Calling them the pirates is hers.", False),
        ("The crushing waves.", False),
        ("She calls at the harbour; pirates came.", True),
    ],
)
def test_loaded_words_are_quoted_or_called_so(text: str, fires: bool) -> None:
    assert heard("NEU-02", ask=text) == (["ask"] if fires else [])


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("The article is wrong.", True),
        ("The writer's view was simply mistaken here.", True),
        ("This is fake news.", True),
        ("She wrongly claims it.", True),
        ("The truth is otherwise.", True),
        ("The Board is lying.", True),
        ("This choice is wrong.", False),
        ('She says "the writer is wrong".', False),
        ("What would show that it is wrong?", False),
    ],
)
def test_no_verdict_is_given(text: str, fires: bool) -> None:
    assert heard("NEU-03", ask=text) == (["ask"] if fires else [])


@pytest.mark.parametrize(
    ("stem", "fires"),
    [
        ("Do you agree that a bridge is planned?", True),
        ("What is best, in your own opinion?", True),
        ("What should the Board do in this case?", True),
        ("What does the writer think should happen?", False),
    ],
)
def test_no_opinion_is_asked_for(stem: str, fires: bool) -> None:
    assert heard("NEU-04", stem=stem) == (["stem"] if fires else [])


def test_a_question_without_names_may_say_should() -> None:
    assert fired("NEU-04", stem="What should the Board do in this case?") == []


def balance(*verdicts: str, forms: dict[str, list[str]] | None = None) -> list[str]:
    """Return the messages on a folder whose questions on reasoning have these verdicts."""
    questions = [
        question(record(id=f"X{i}", skill="r-claim", verdict=verdict))
        for i, verdict in enumerate(verdicts)
    ]
    content = question(record(id="C1", verdict="faults"))
    passage = Passage.model_validate(PASSAGE | {"lint": {"forms": forms or {}}})
    found = whole_findings(Whole([*questions, content], passage))
    return [f"{f.field}: {f.message}" for _, f in found if f.rule == "NEU-05"]


def test_verdicts_are_balanced_over_a_folder() -> None:
    assert balance(*["faults"] * 6, *["neutral"] * 3, "credits") == []
    assert balance(*["faults"] * 7, *["neutral"] * 2, "credits") == [
        ": 7 of 10 questions find fault: keep it to 60%"
    ]
    assert balance(*["neutral"] * 10) == [": 0 of 10 give credit: let 10% do so"]
    assert balance() == []


def test_a_form_finds_fault_five_times_at_most() -> None:
    verdicts = ["faults"] * 6 + ["credits"] * 4
    five = {"A": [f"X{i}" for i in range(5)]}
    six = {"B": [f"X{i}" for i in range(6)]}
    assert balance(*verdicts, forms=five) == []
    assert balance(*verdicts, forms=six) == [
        "lint.forms.B: 6 of its questions find fault: at most 5"
    ]
