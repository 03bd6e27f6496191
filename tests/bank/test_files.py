"""Reading a bank: folders and files in, questions and problems with file and line out."""

import json
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizapp.bank.files import Bank, Depth, read_bank
from quizapp.bank.yamlfile import LARGEST
from quizapp.core.kinds import KINDS
from tests.make import PASSAGE, record

REAL_BANK = Path(__file__).parents[2] / "questions"

Add = Callable[..., Path]


def said(bank: Bank) -> list[tuple[str, int, str, str]]:
    """Return what is wrong with a bank: file name, line, rule and field."""
    return [(Path(p.file).name, p.line, p.rule, p.field) for p in bank.problems]


def only(bank: Bank) -> str:
    """Return the one problem, in words with its line."""
    (problem,) = bank.problems
    return f"{problem.line}: {problem.message}"


def test_the_real_bank_has_no_problem() -> None:
    bank = read_bank([REAL_BANK])
    assert bank.problems == ()
    assert {placed.question.type for placed in bank.folders[0].questions} == set(KINDS)
    assert bank.folders[0].whole
    assert len(bank.waivers) <= 5


def test_a_single_file_finds_its_passage_and_misreadings_beside_it() -> None:
    bank = read_bank([REAL_BANK / "alwaght" / "form-a.yaml"])
    assert bank.problems == ()
    assert len(bank.folders[0].questions) == 10
    assert not bank.folders[0].whole
    assert bank.misreadings


def test_a_file_elsewhere_finds_them_at_home(tmp_path: Path) -> None:
    copy = shutil.copy(REAL_BANK / "alwaght" / "form-a.yaml", tmp_path / "mine.yaml")
    assert read_bank([Path(copy)], REAL_BANK).problems == ()
    assert "there is no passage 'alwaght'" in only(read_bank([Path(copy)]))


def test_every_kind_is_read_without_what_only_this_project_adds(home: Path, add: Add) -> None:
    records = []
    for kind in KINDS:
        content = record(kind, id=kind)
        content.pop("misreadings", None)
        for name in ("options", "pairs", "sequence", "cards", "blanks"):
            for entry in content.get(name, ()):
                entry.pop("misreading", None)
        records.append(content)
    add(records)
    (home / "misreadings.yaml").unlink()
    bank = read_bank([home])
    assert [p for p in bank.problems if p.severity == "error"] == []
    assert len(bank.folders[0].questions) == len(KINDS)
    assert bank.misreadings == ()


def test_true_and_false_need_no_quotes(home: Path, add: Add) -> None:
    add(
        """\
passage: harbour
questions:
  - {id: X1, type: tfns, skill: c-detail, difficulty: E, paras: [2], topic: ferry,
     enemies: [], verdict: neutral, claims: [], quotes: [],
     stem: The ferry is always on time.,
     answer: false,
     feedback: {
       true: She reports the opposite about it (P2).,
       false: She reports it as often being late (P2).,
       not-stated: She does speak about the ferry (P2).},
     explanation: The second paragraph says of the ferry that it is often late (P2).}
"""
    )
    assert read_bank([home]).problems == ()


def test_a_record_that_is_no_question_is_placed_by_file_line_and_field(
    home: Path, add: Add
) -> None:
    content = record("single", id="X1")
    del content["options"][1]["text"]
    path = add([content])
    lines = path.read_text().splitlines()
    bank = read_bank([home])
    (problem,) = bank.problems
    assert (problem.file, problem.item, problem.rule) == (str(path), "X1", "SCH-01")
    assert (problem.field, problem.severity) == ("options.1.text", "error")
    option = lines.index('     "feedback": "No tunnel is named here (P1).",') + 1
    assert problem.line in {option - 1, option}
    assert str(problem) == (
        f"{path}:{problem.line}: error: SCH-01 X1 options.1.text: "
        "missing: every option needs its text"
    )
    assert bank.folders[0].questions == []


def test_what_lint_finds_is_placed_too(home: Path, add: Add) -> None:
    path = add([record("tfns", id="X1"), record(id="X2", explanation="Too short (P1).")])
    line = path.read_text().splitlines().index('   "explanation": "Too short (P1).",') + 1
    assert said(read_bank([home])) == [("some.yaml", line, "FBK-01", "explanation")]


def test_a_folder_is_judged_as_a_whole_and_a_file_is_not(home: Path, add: Add) -> None:
    lists = {"misreadings": True, "blueprint": {"type": {"multi": 1}}}
    digest = [*PASSAGE["paragraphs"], {"number": 4, "text": "It is " * 30 + "institutionalised."}]
    passage = PASSAGE | {"lint": lists, "claims": [], "paragraphs": digest}
    (home / "harbour" / "passage.yaml").write_text(json.dumps(passage, indent=1))
    path = add([record(id="X1")])
    assert [(file, rule) for file, _, rule, _ in said(read_bank([home]))] == [
        ("passage.yaml", "STM-05"),
        ("passage.yaml", "BNK-06"),
        ("some.yaml", "BNK-11"),
    ]
    assert said(read_bank([path], home)) == []
    assert said(read_bank([home], depth=Depth(whole=False))) == []


def test_waivers_that_count_are_told(home: Path, add: Add) -> None:
    reason = "It is quite enough for a harbour."
    waive = [{"rule": rule, "reason": reason} for rule in ("SCH-04", "SRC-01")]
    add([record(id="X1", waive=waive)])
    told = [(item, waiver.rule) for item, waiver in read_bank([home]).waivers]
    assert told == [("X1", "SCH-04")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "1: the file is empty: write 'passage:' and 'questions:'"),
        ("# nothing\n", "1: the file is empty"),
        ("- a\n- b\n", "1: the file has no fields"),
        ("just words", "1: the file has no fields"),
        ("passage: harbour\nquestion: []\n", "1: the file holds no questions"),
        ("passage: harbour\nquestions: none\n", "2: questions: must be a list of questions"),
        ("passage: harbour\nquestions:\n", "2: questions: must be a list of questions"),
        ("questions: []\npassage: 5\n", "2: passage: missing"),
        ("questions: []\npassage: bay\n", "2: passage: there is no passage 'bay'"),
        ("passage: harbour\nquestions:\n- X1\n", "3: a question must be a group of fields"),
        ("passage: harbour\nquestions: []\nauthor: Ada\n", "3: there is no field 'author'"),
        ("passage: harbour\nquestions: [\n", "3: not YAML"),
        ("passage: harbour\npassage: harbour\n", "2: the field 'passage' is there twice"),
    ],
)
def test_a_bad_file_is_told_with_its_line(home: Path, add: Add, content: str, words: str) -> None:
    add(content)
    assert words in only(read_bank([home]))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"passage: harbour\nx: \xe9", "2: byte 0xe9 is not UTF-8"),
        ("passage: harbour".encode("utf-16"), "1: the file is in UTF-16"),
        (b"passage: harbour\n\x00", "2: a NUL character is no text"),
        (b"#" * (LARGEST + 1), "1: the file is larger than 10 MiB"),
        (b"- x\n" * 1_000_000, "100000: the file has more than 100,000 lines"),
    ],
)
def test_a_file_that_is_no_text_is_told_too(home: Path, content: bytes, words: str) -> None:
    (home / "harbour" / "bad.yaml").write_bytes(content)
    assert words in only(read_bank([home]))


def test_a_good_file_beside_a_bad_one_is_still_checked(home: Path, add: Add) -> None:
    add("passage: [", "harbour/bad.yaml")
    add([record(id="X1", skill="c-nothing")])
    assert [problem.rule for problem in read_bank([home]).problems] == ["FILE", "SCH-02"]


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "the file cannot be read: No such file" in only(read_bank([tmp_path / "no.yaml"]))


def test_a_path_that_is_no_file_is_told() -> None:
    assert "this is no file" in only(read_bank([Path("/dev/null")]))


def test_a_file_named_twice_is_read_once(home: Path, add: Add) -> None:
    path = add([record(id="X1")])
    bank = read_bank([path, home / "harbour", home / "harbour" / ".." / "harbour" / path.name])
    assert bank.problems == ()
    assert len(bank.folders[0].questions) == 1
    assert bank.folders[0].whole


def test_ids_are_unique_across_the_files_of_a_passage(home: Path, add: Add) -> None:
    add([record(id="X1")], "harbour/a.yaml")
    add([record(id="X1")], "harbour/b.yaml")
    (found,) = said(read_bank([home]))
    assert (found[0], found[2:]) == ("b.yaml", ("SCH-02", "id"))


def test_enemies_elsewhere_are_judged_only_for_a_whole_folder(home: Path, add: Add) -> None:
    path = add([record(id="X1", enemies=["X2"])])
    assert read_bank([path]).problems == ()
    assert [found[2:] for found in said(read_bank([home]))] == [("SCH-02", "enemies.0")]


def test_an_enemy_that_could_not_be_read_is_there_all_the_same(home: Path, add: Add) -> None:
    add([record(id="X1", enemies=["X2"]), record(id="X2", stem="")])
    assert [found[2:] for found in said(read_bank([home]))] == [("SCH-01", "stem")]


def test_a_misreading_is_one_of_the_banks(home: Path, add: Add) -> None:
    add([record("tfns", id="X1", misreadings={"true": "swop"})])
    assert [found[2:] for found in said(read_bank([home]))] == [("SCH-02", "misreadings.true")]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("misreadings: [{code: Swap, name: swap, description: Swaps them.}]", "misreadings.0.code"),
        ("misreadings: none", "misreadings"),
        ("misreadings: []\nmore: 1", "more"),
    ],
)
def test_misreadings_are_checked(home: Path, add: Add, content: str, field: str) -> None:
    add(content, "misreadings.yaml")
    add([record("single", id="X1")])
    assert [found[2:] for found in said(read_bank([home]))] == [("FILE", field)]


def test_a_code_is_given_once(home: Path, add: Add) -> None:
    one = "  - {code: swap, name: one for another, description: Swaps them.}\n"
    add(f"misreadings:\n{one}{one}", "misreadings.yaml")
    assert only(read_bank([home])) == "3: the code 'swap' is there twice"


def test_several_lists_of_misreadings_are_one(home: Path, add: Add) -> None:
    other = "misreadings: [{code: other, name: other one, description: Another one.}]"
    add(other, "harbour/misreadings.yaml")
    assert {m.code for m in read_bank([home]).misreadings} == {"swap", "other"}


def test_a_passage_is_checked_and_its_questions_wait(home: Path, add: Add) -> None:
    add("key: harbour\ntitle: Bridge\nskills: []\nparagraphs: []\n", "harbour/passage.yaml")
    add([record(id="X1", skill="c-nothing"), record(id="X2", stem="")])
    found = said(read_bank([home]))
    assert [f[2:] for f in found] == [
        ("FILE", "skills"),
        ("FILE", "paragraphs"),
        ("SCH-01", "stem"),
    ]
    assert found[0][:2] == ("passage.yaml", 3)


def test_a_broken_passage_beside_a_single_file_is_told(add: Add) -> None:
    add("key: harbour\n", "harbour/passage.yaml")
    path = add([record(id="X1")])
    assert {found[0] for found in said(read_bank([path]))} == {"passage.yaml"}


def test_paragraphs_are_numbered_in_order(home: Path, add: Add) -> None:
    text = (home / "harbour" / "passage.yaml").read_text().replace('"number": 2', '"number": 5')
    add(text, "harbour/passage.yaml")
    assert "paragraphs must be numbered 1, 2, 3" in only(read_bank([home]))


def test_two_passages_have_two_keys(home: Path, add: Add) -> None:
    add((home / "harbour" / "passage.yaml").read_text(), "second/passage.yaml")
    assert "another passage has the key 'harbour'" in only(read_bank([home]))


def test_warnings_are_no_errors(home: Path, add: Add) -> None:
    add([record("match", id="X1", extra_right=[]), record(id="X2", topic="weather")])
    bank = read_bank([home])
    assert [problem.item for problem in bank.problems] == ["X1", "X2"]
    assert [problem.item for problem in bank.errors] == ["X2"]


def test_other_files_in_a_folder_are_left_alone(home: Path, add: Add) -> None:
    add("no YAML: [", "harbour/notes.txt")
    (home / "harbour" / "folder.yaml").mkdir()
    assert read_bank([home]).problems == ()


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_values_in_a_record_are_told_and_never_trip(
    home: Path, add: Add, data: st.DataObject
) -> None:
    content = record(data.draw(st.sampled_from(sorted(KINDS))), id="X1")
    scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([[{}]])
    for name in data.draw(st.lists(st.sampled_from(sorted(content)), min_size=1)):
        content[name] = data.draw(
            scalars | st.lists(scalars, max_size=3) | st.dictionaries(st.text(max_size=5), scalars)
        )
    add([content])
    for problem in read_bank([home]).problems:
        assert problem.line >= 1
        assert problem.message


AWKWARD = (
    None, True, -1, 10**14, 1.5, "", " ", "a" * 6000, "*", "(", "{{1}}", '"', "P99 paragraph 9999",
    "\u202e", [], [[]], [None], ["a", "a"], [{}], {}, {"": ""},
)  # fmt: skip
SPOILED = {
    "harbour/passage.yaml": PASSAGE
    | {
        "title_digest": "The title asks for a bridge.",
        "definitions": {"tfns": [{"term": "So", "meaning": "It says so."}]},
        "lint": {
            "contested": [["bridge", "is / was"]],
            "numbers": [],
            "cues": {"c-detail": ["wh*"]},
            "lengths": {"1": 9},
            "blueprint": {"type": {"single": 1}},
            "forms": {"A": ["X1"]},
        },
    },
    "misreadings.yaml": {"misreadings": [{"code": "swap", "name": "one", "description": "Swaps."}]},
}


def places(value: object) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to everything inside some content, however deep."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type]
    for name, inner in inside:
        yield (name,)
        if isinstance(inner, dict | list):
            yield from ((name, *rest) for rest in places(inner))


@pytest.mark.parametrize("name", [*SPOILED, *KINDS])
def test_no_value_at_any_place_trips_the_reader(home: Path, add: Add, name: str) -> None:
    content: Any = SPOILED.get(name) or {"passage": "harbour", "questions": [record(name, id="X1")]}
    add([record(id="X1")])
    for number, way in enumerate(places(content)):
        for value in (AWKWARD[number % len(AWKWARD)], AWKWARD[(number + 15) % len(AWKWARD)]):
            spoiled = deepcopy(content)
            reduce(getitem, way[:-1], spoiled)[way[-1]] = value
            add(json.dumps(spoiled), name if name in SPOILED else "harbour/some.yaml")
            for problem in read_bank([home]).problems:
                assert problem.line >= 1
                assert problem.message
