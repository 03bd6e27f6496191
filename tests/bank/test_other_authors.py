"""A file by another author, in the record of the content standard and nothing beyond it."""

import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from quizapp.bank.files import read_bank
from quizapp.core.kinds import KINDS

HOME = Path(__file__).parents[2] / "questions"

# As an author elsewhere may write it: records of all kinds in one file, in block and flow style,
# with quoted and bare keys, and without any field that the standard does not ask for.
FOREIGN = """\
passage: alwaght
questions:
  - {id: Y1, type: single, skill: c-detail, difficulty: E, paras: [3], topic: lavrov, enemies: [],
     claims: ["3.1"], quotes: [], stem: "Which office does the article give for Sergey Lavrov?",
     options: [{key: true, text: "Foreign minister", feedback: "It is named with him (P3)."},
               {text: "Prime minister", feedback: "That office belongs to al-Maliki there (P3)."},
               {text: "Defence minister", feedback: "Defence comes up with the contracts (P3)."}],
     explanation: "The article calls Lavrov the foreign minister of Russia when it cites him (P3)."}
  - "id": "Y2"
    "type": "multi"
    "skill": "c-detail"
    "difficulty": "E"
    "paras": [8]
    "topic": "origins"
    "enemies": []
    "quotes": []
    "stem": "From which TWO regions does the article say that the groups have come?"
    "options":
      - "key": true
        "text": "Central Asia"
        "feedback": "Needed: the article names it first (P8)."
      - "key": true
        "text": "The Caucasus"
        "feedback": "Needed: the article names it second (P8)."
      - "text": "Eurasia"
        "feedback": "Eurasia comes up with a move of Russia (P5)."
      - "text": "West Asia"
        "feedback": "West Asia comes up with effects at the end (P10)."
    "explanation": "The article says that they have come from Central Asia and the Caucasus (P8)."
  - id: Y3
    type: tfns
    skill: c-detail
    difficulty: E
    paras: [7]
    topic: cities
    enemies: []
    quotes: []
    stem: Ramadi is one of the two cities in which strikes were stepped up.
    answer: true
    feedback: {true: "The article names Baiji and Ramadi (P7).",
               "false": "It does name Ramadi there (P7).",
               not-stated: "The two cities are given by name (P7)."}
    explanation: >
      According to the article, strikes were stepped up in Baiji and Ramadi, and it names no
      third city (P7).
  - id: Y4
    type: match
    skill: c-connect
    difficulty: M
    paras: [3, 7, 9]
    topic: actors
    enemies: [Y1]
    quotes: []
    stem: Match each name to the place it has in the article.
    pairs:
      - {left: al-Maliki, right: led the government, feedback: "The deals fall in his time (P3)."}
      - {left: Baiji, right: was hit from the air, feedback: "It is one of two cities named (P7)."}
      - {left: Lavrov, right: gave a remark, feedback: "His remark is on a request (P3)."}
    extra_right: [signed a peace]
    explanation: |
      Two men and a city are named in the article: one led the government, one gave a remark (P3),
      and the city was hit (P7).
  - id: Y5
    type: order
    skill: c-gist
    difficulty: M
    paras: [1, 6, 10]
    topic: moves
    enemies: []
    quotes: []
    stem: Put these parts in the order in which the article takes them up.
    sequence:
      - {text: "what is said of Syria", feedback: "The article opens with Syria (P1)."}
      - {text: "how the US responded", feedback: "The response comes after the middle (P6)."}
      - {text: "why it all matters", feedback: "This is how the article closes (P10)."}
    explanation: The article opens with Syria (P1), then comes to the US (P6) and to its end (P10).
  - id: Y6
    type: classify
    skill: r-source
    difficulty: E
    paras: [2, 3]
    topic: sources
    enemies: [Y1]
    verdict: neutral
    quotes: []
    stem: Sort the people whom the article cites by whether it names them.
    categories: [Named, Unnamed]
    cards:
      - {text: "a foreign minister", category: Named, feedback: "Lavrov is named (P3)."}
      - {text: "people called experts", category: Unnamed, feedback: "They are a group (P2)."}
      - {text: "an official from the US", category: Unnamed, feedback: "A role is given (P7)."}
      - {text: "officials in Iraq", category: Unnamed, feedback: "They are a group (P5)."}
    explanation: The article names the minister (P3); experts and officials go unnamed (P2, P5).
  - id: Y7
    type: cloze
    skill: c-detail
    difficulty: E
    paras: [4]
    topic: defeat
    enemies: []
    quotes: []
    stem: "According to the article, the {{1}} left large parts of the country to {{2}}."
    blanks:
      - {options: [defeat, contracts, remark], key: 0, feedback: "It is the army's defeat (P4)."}
      - {options: ["the US", "ISIS", "Moscow"], key: 1, feedback: "They went to ISIS there (P4)."}
    explanation: The article says that the defeat left large parts of the country to ISIS (P4).
  - id: Y8
    type: short
    skill: r-evid
    difficulty: M
    paras: [6]
    topic: us-cost
    enemies: []
    verdict: faults
    quotes: []
    stem: What would a reader need to see how much the US has paid, by the article's account?
    model_answer: Figures for the lives and for the money.
    rubric:
      - {points: 1, text: Asks for figures.}
      - {points: 1, text: Speaks of lives or of money.}
    accept: [[figure, figures, number, numbers, how many], [lives, money, losses]]
    explanation: The article says that the US has paid in lives and money, with no figures (P6).
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the file, far from the bank and with no passage beside it."""
    path = tmp_path / "theirs.yaml"
    path.write_text(FOREIGN)
    return path


def test_nothing_that_this_project_added_is_asked_of_it(file: Path) -> None:
    found = read_bank([file], HOME)
    assert {placed.question.type for placed in found.folders[0].questions} == set(KINDS)
    assert [str(problem) for problem in found.problems] == []


RECORDS = FOREIGN.partition("questions:\n")[2]


@pytest.mark.parametrize("bare", [RECORDS, f"---\n{RECORDS}", dedent(RECORDS)])
def test_bare_records_are_enough(file: Path, bare: str) -> None:
    file.write_text(bare)
    found = read_bank([file], HOME)
    assert [folder.passage.key for folder in found.folders] == ["alwaght"]
    assert len(found.folders[0].questions) == len(KINDS)
    assert [str(problem) for problem in found.problems] == []


def test_one_bare_record_is_enough(file: Path) -> None:
    first = RECORDS.partition('- "id": "Y2"')[0]
    file.write_text(dedent(first.replace("- {", "  {", 1)))
    (folder,) = read_bank([file], HOME).folders
    assert [placed.question.id for placed in folder.questions] == ["Y1"]


def test_what_is_wrong_in_a_bare_record_has_its_line(file: Path) -> None:
    file.write_text(RECORDS.replace("answer: true", "answer: maybe"))
    (problem,) = read_bank([file], HOME).problems
    line = RECORDS[: RECORDS.index("answer:")].count("\n") + 1
    assert (problem.line, problem.rule, problem.item) == (line, "SCH-03", "Y3")


def test_records_that_fit_no_passage_alone_have_to_name_it(file: Path, tmp_path: Path) -> None:
    home = tmp_path / "bank"
    shutil.copytree(HOME, home)
    file.write_text(RECORDS)
    assert len(read_bank([file], home).folders) == 1
    shutil.copytree(home / "alwaght", home / "twin")
    passage = home / "twin" / "passage.yaml"
    passage.write_text(passage.read_text().replace("key: alwaght", "key: twin", 1))
    (problem,) = read_bank([file], home).problems
    assert "name the key of the passage" in problem.message
    assert len(read_bank([file]).problems) == 1


def test_records_beside_a_passage_are_about_it(tmp_path: Path) -> None:
    shutil.copy(HOME / "library" / "passage.yaml", tmp_path)
    (tmp_path / "theirs.yaml").write_text(RECORDS)
    found = read_bank([tmp_path], HOME)
    assert [folder.passage.key for folder in found.folders] == ["library"]
    assert "there is no paragraph 6: the passage has 4" in {p.message for p in found.problems}


def test_it_is_not_counted_as_if_it_were_the_bank(file: Path) -> None:
    counting = {f"BNK-{number:02}" for number in (1, 2, 3, 6, 7, 9, 11)} | {"NEU-05", "SRC-06"}
    file.write_text(FOREIGN.partition("  - id: Y3")[0])
    assert counting.isdisjoint(problem.rule for problem in read_bank([file], HOME).problems)


def test_pairs_in_it_are_compared(file: Path) -> None:
    records = FOREIGN.partition("questions:\n")[2]
    file.write_text(FOREIGN + records.replace("id: Y", "id: Z").replace('"id": "Y', '"id": "Z'))
    rules = {problem.rule for problem in read_bank([file], HOME).problems}
    assert {"BNK-04", "BNK-05"} <= rules
