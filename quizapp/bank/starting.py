"""Starts a question of any kind: a record to fill in, with what belongs in each field beside it."""

import textwrap
from collections.abc import Iterable
from typing import Final

from quizapp.bank.json_schema import NAME
from quizapp.core.passage import Passage

_WIDTH: Final = 100

_HEAD: Final = """\
# yaml-language-server: $schema=../{schema}
# Fill in every field that is empty. Then check the file with `flask bank lint` and its name.
passage: {passage}
questions:

  - id:  # its own in the passage, and never changed, as in X01
    type: {kind}
{skills}
    skill:
    difficulty:  # E: one place; M: two places or one judgement; H: an unstated step
    paras: []  # the paragraphs it is about, the main one first; 0 is the title
{topics}
    topic:
    enemies: []  # ids of questions that give this one away, or that it gives away
    verdict:  # reasoning skills only: faults, neutral or credits
    claims: []  # ids of `claims` in passage.yaml, if you like
    quotes: []  # each phrase quoted below, with its paragraph: {{p: 3, text: "..."}}
"""

_TAIL: Final = """\
    explanation:  # 12 words or more, with a paragraph of `paras`; give a fair reading
    # ask: one question to ask of any text, if you like
"""

_WRONG: Final = """\
      - text:
        misreading:  # a code of misreadings.yaml: the wrong road that leads here
        feedback:  # what the text says instead, and why this tempts, with (P3)
"""

_RIGHT: Final = """\
      - key: true
        text:
        feedback:  # why it is right, and why it is easily missed, with (P3)
"""

_PAIR: Final = """\
      - left:
        right:
        misreading:  # the wrong road that leads to a wrong match here
        feedback:  # why they belong together, and what tempts, with (P3)
"""

_STEP: Final = """\
      - text:
        misreading:  # the wrong road that leads to a wrong place here
        feedback:  # why it stands here, and what tempts, with (P3)
"""

_CARD: Final = """\
      - text:
        category:
        misreading:  # the wrong road that leads to a wrong category here
        feedback:  # why it belongs there, and what tempts, with (P3)
"""

_BLANK: Final = """\
      - options:
          -
          -
          -
        key:  # the place of the right one, counted from 0
        misreading:  # the wrong road that leads to a wrong filling here
        feedback:  # what belongs here and why, and what tempts, with (P3)
"""

_BODIES: Final[dict[str, str]] = {
    "single": (
        "    stem:  # one question with '?', to be answered with the choices covered\n"
        "    options:  # three to five, alike in length, form and certainty\n" + _RIGHT + _WRONG * 3
    ),
    "multi": (
        "    stem:  # one question with '?' that says how many, as in: Which TWO ...?\n"
        "    options:  # four to six, alike in length, form and certainty\n"
        + _RIGHT * 2
        + _WRONG * 3
    ),
    "tfns": (
        "    stem:  # a statement to be held against the text\n"
        '    answer:  # "true", "false" or not-stated: what the text says, not the world\n'
        '    # misreadings: {"false": a-code, not-stated: a-code}  # of the two wrong answers\n'
        "    feedback:  # for each what the text says, and why a wrong one tempts, with (P3)\n"
        '      "true":\n'
        '      "false":\n'
        "      not-stated:\n"
    ),
    "match": (
        "    stem:  # what to match with what, as in: Match each place to ...\n"
        "    pairs:  # three to five\n"
        + _PAIR
        * 3
        + "    extra_right:  # belongs to none, so that the last pair is not free\n"
        "      -\n"
    ),
    "order": (
        "    stem:  # in which order, from what to what\n"
        "    sequence:  # three to six, written in the right order; no 'then', no 'therefore'\n"
        + _STEP
        * 4
    ),
    "classify": (
        "    stem:  # what to sort, and by what\n"
        "    categories:  # each gets one card at least\n"
        "      -\n"
        "      -\n"
        "    cards:  # four to eight\n" + _CARD * 4
    ),
    "cloze": (
        "    stem:  # a text with a blank {{1}} and a blank {{2}}\n"
        "    blanks:  # one entry for each blank, in order\n" + _BLANK * 2
    ),
    "short": (
        "    stem:  # what to write, in a sentence or two\n"
        "    model_answer:  # an answer that earns everything\n"
        "    rubric:  # what earns points\n"
        "      - points: 1\n"
        "        text:\n"
        "      - points: 1\n"
        "        text:\n"
        "    accept:  # one list for each idea: think of every honest way to say it\n"
        "      -  # as in: name, names, named, who they are\n"
        "        -\n"
        "      -\n"
        "        -\n"
    ),
}


def started(kind: str, passage: Passage) -> str:
    """Return a file with one question of a kind to be filled in, for this passage."""
    skills = [f"{skill.id} ({skill.name})" for skill in passage.skills]
    head = _HEAD.format(
        schema=NAME,
        passage=passage.key,
        kind=kind,
        skills=_one_of("what it tests, one of", skills),
        topics=_one_of("a quiz takes one question of a topic", passage.topics or ("any word",)),
    )
    return head + _BODIES[kind] + _TAIL


def _one_of(what: str, names: Iterable[str]) -> str:
    text = f"{what}: {', '.join(names)}"
    return textwrap.fill(
        text, _WIDTH, initial_indent="    # ", subsequent_indent="    #   ", break_on_hyphens=False
    )
