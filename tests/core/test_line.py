"""A spelling fix keeps a question's line; a change of key, choices or question starts a new one."""

from copy import deepcopy
from typing import Any

import pytest

from quizapp.core.kinds import KINDS, Question, question
from quizapp.core.line import lines, respelt, same_line
from tests.make import record


def asked(kind: str = "single", **changes: Any) -> Question:
    return question(record(kind, **changes))


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_of_one_line_with_itself(kind: str) -> None:
    assert same_line(asked(kind), asked(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_explanation_feedback_and_difficulty_keep_the_line(kind: str) -> None:
    after = asked(kind, explanation="Said otherwise, at greater length (P1).", difficulty="H")
    assert same_line(asked(kind), after)


@pytest.mark.parametrize("kind", KINDS)
def test_another_question_starts_a_new_line(kind: str) -> None:
    stem = record(kind)["stem"]
    assert not same_line(asked(kind), asked(kind, stem=f"{stem} Or is it otherwise?"))


@pytest.mark.parametrize(
    "stem",
    [
        "What does the writter say is planned?",
        "What does the wirter say is planned?",
        "What does the writer say is planed?",
        "What does the wroter say is planned?",
        "What does  the Writer say, is planned",
    ],
)
def test_a_spelling_fix_keeps_the_line(stem: str) -> None:
    assert same_line(asked(stem=stem), asked())
    assert same_line(asked(), asked(stem=stem))


def test_a_changed_key_starts_a_new_line() -> None:
    options = deepcopy(record()["options"])
    options[0]["key"], options[1]["key"] = False, True
    assert not same_line(asked(), asked(options=options))


@pytest.mark.parametrize("text", ["A tunnel and a bridge", "A train", "The tunnel"])
def test_a_changed_choice_starts_a_new_line(text: str) -> None:
    options = deepcopy(record()["options"])
    options[1]["text"] = text
    assert not same_line(asked(), asked(options=options))


def test_a_choice_more_starts_a_new_line() -> None:
    options = [*deepcopy(record()["options"]), {"text": "A road", "feedback": "No road (P1)."}]
    assert not same_line(asked(), asked(options=options))


def test_another_judgement_of_a_statement_starts_a_new_line() -> None:
    assert not same_line(asked("tfns"), asked("tfns", answer="true"))


def test_a_changed_label_and_a_pair_more_start_a_new_line() -> None:
    pairs = deepcopy(record("match")["pairs"])
    pairs[0]["left"] = "Tunnel"
    assert not same_line(asked("match"), asked("match", pairs=pairs))
    assert not same_line(asked("match"), asked("match", pairs=pairs[1:]))


def test_another_accepted_phrase_starts_a_new_line() -> None:
    accept = [["bridge", "a crossing", "span"], ["ferry", "boat"]]
    assert not same_line(asked("short"), asked("short", accept=accept))


def test_another_kind_starts_a_new_line() -> None:
    assert not same_line(asked("single"), asked("multi"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("likely", "unlikely"),
        ("legal", "illegal"),
        ("not", "now"),
        ("a bridge", "no bridge"),
        ("in 2015", "in 2016"),
        ("the ally", "the rally"),
        ("planned", "a planned"),
        ("bridge", "bridges2"),
        ("accept", "except"),
        ("planned", "plotted"),
        ("words", "swords"),
        ("aimed", "aimedly"),
    ],
)
def test_what_changes_the_sense_is_no_slip(before: str, after: str) -> None:
    assert not respelt(before, after)
    assert not respelt(after, before)


def test_lines_are_counted_from_the_oldest_version() -> None:
    fixed = asked(stem="What does the writter say is planned?")
    other = asked(stem="What does the writer hope for?")
    assert lines([fixed, asked(), other, other, asked()]) == (1, 1, 2, 2, 3)
    assert lines([]) == ()
