"""The second passage shows that nothing is tied to the first: what it needs is in its own files."""

import re
from pathlib import Path

from quizapp.bank.files import read_bank
from tests.shipped import ALWAGHT, HOME, LIBRARY

ROOT = Path(__file__).parents[2]


def test_it_has_six_questions_of_six_kinds_and_nothing_to_find() -> None:
    assert read_bank([HOME / "library"], HOME).problems == ()
    assert len({placed.question.type for placed in LIBRARY.questions}) == 6


def test_it_shares_no_skill_with_the_first_and_leaves_out_what_a_passage_may() -> None:
    skills = {skill.id for skill in LIBRARY.passage.skills}
    assert skills.isdisjoint(skill.id for skill in ALWAGHT.passage.skills)
    it = LIBRARY.passage
    assert (it.topics, it.claims, it.quotes, it.draws) == ((), (), (), {})


def test_all_that_lint_knows_of_a_passage_stands_in_the_passages_file() -> None:
    told = re.compile(r"iraq|russia|moscow|lavrov|isis\b|chechen|holm|adeyemi", re.IGNORECASE)
    for folder in ("core", "bank"):
        for file in sorted((ROOT / "quizapp" / folder).rglob("*.py")):
            assert told.findall(file.read_text()) == [], file
