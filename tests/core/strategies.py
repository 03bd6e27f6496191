"""Hypothesis strategies: questions of every kind, answers to them, and what pages might send.

`questions(kind)` draws valid questions with any legible text, `answers(question)` draws valid
answers to one, `form(presented)` is what a page with these inputs would send, and `nonsense`
draws what no page would send but someone might.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from hypothesis import strategies as st

from quizapp.core.kinds import KINDS, Question, question
from quizapp.core.kinds.choice import Multi, Single
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.rows import Rows
from quizapp.core.kinds.short import plain
from quizapp.core.kinds.statement import VERDICTS
from quizapp.core.marks import MOST_PIECES
from quizapp.core.passage import legible
from quizapp.core.question import Answer, Presented, Shuffle

Draw = Callable[[st.SearchStrategy[Any]], Any]

# Letters of several scripts, marks that combine, what looks like markup, and what turns around.
LETTERS = "aB7 -'\"<>&{}%_\u00e9e\u0301\u2019\u00a0\u200f\u202e\u4e2d\u0663\U0001f600\n\ufb01"
legible_text = (
    st.text(LETTERS, min_size=1, max_size=6).map(lambda text: legible(text).strip()).filter(bool)
)
codes = st.sampled_from(["swap", "a0", "scale-for-cause"])
seeds = st.text("0123456789abcdef", min_size=1, max_size=32)
shuffles = st.builds(Shuffle, seeds, st.booleans())


@cache
def distinct(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Draw texts of which no two are the same."""
    return st.lists(legible_text, min_size=least, max_size=most, unique=True)


TOLD = st.fixed_dictionaries({}, optional={"feedback": legible_text, "misreading": codes})


def told(draw: Draw) -> dict[str, Any]:
    """Draw what a wrong choice may carry: feedback and a misreading, each or neither."""
    return cast("dict[str, Any]", draw(TOLD))


def options(draw: Draw, keys: int, count: int) -> dict[str, Any]:
    texts = draw(distinct(count, count))
    right = draw(st.permutations(range(count)))[:keys]
    return {
        "options": [{"text": t, "key": i in right, **told(draw)} for i, t in enumerate(texts)],
    }


def single(draw: Draw) -> dict[str, Any]:
    return options(draw, 1, draw(st.integers(2, MOST_PIECES)))


def multi(draw: Draw) -> dict[str, Any]:
    count = draw(st.integers(4, MOST_PIECES))
    return options(draw, draw(st.integers(2, count - 2)), count)


def tfns(draw: Draw) -> dict[str, Any]:
    words = st.sampled_from(VERDICTS)
    return {
        "answer": draw(words),
        "feedback": draw(st.dictionaries(words, legible_text)),
        "misreadings": draw(st.dictionaries(words, codes)),
    }


def match(draw: Draw) -> dict[str, Any]:
    rights = draw(distinct(2, 5))
    used = draw(st.integers(1, len(rights)))
    return {
        "pairs": [
            {"left": left, "right": draw(st.sampled_from(rights[:used])), **told(draw)}
            for left in draw(distinct(2, 5))
        ],
        "extra_right": rights[used:],
    }


def order(draw: Draw) -> dict[str, Any]:
    return {"sequence": [{"text": text, **told(draw)} for text in draw(distinct(3, 6))]}


def classify(draw: Draw) -> dict[str, Any]:
    categories = draw(distinct(2, 3))
    cards = draw(distinct(len(categories), 7))
    more = [draw(st.sampled_from(categories)) for _ in cards[len(categories) :]]
    owners = draw(st.permutations([*categories, *more]))
    return {
        "categories": categories,
        "cards": [
            {"text": text, "category": owner, **told(draw)}
            for text, owner in zip(cards, owners, strict=True)
        ],
    }


def cloze(draw: Draw) -> dict[str, Any]:
    blanks = []
    for texts in draw(st.lists(distinct(2, 4), min_size=1, max_size=4)):
        key = draw(st.integers(0, len(texts) - 1))
        blanks.append({"options": texts, "key": key, **told(draw)})
    words = legible_text.filter(lambda text: "{" not in text and "}" not in text)
    pieces = [draw(words) for _ in range(len(blanks) + 1)]
    marks = [f" {{{{{number}}}}} " for number in range(1, len(blanks) + 1)]
    return {
        "stem": "".join(a + b for a, b in zip(pieces, [*marks, ""], strict=True)),
        "blanks": blanks,
    }


def short(draw: Draw) -> dict[str, Any]:
    phrases = legible_text.filter(lambda text: bool(plain(text)))
    points = st.integers(0, 100) | st.floats(0, 100)
    return {
        "model_answer": draw(legible_text),
        "rubric": [
            {"points": draw(points), "text": draw(legible_text)}
            for _ in range(draw(st.integers(1, 3)))
        ],
        "accept": draw(st.lists(st.lists(phrases, min_size=1, max_size=3), min_size=1, max_size=4)),
    }


PARTS_OF = {
    "single": single,
    "multi": multi,
    "tfns": tfns,
    "match": match,
    "order": order,
    "classify": classify,
    "cloze": cloze,
    "short": short,
}


SHARED = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["A01", "x", "B_2-c"]),
        "skill": codes,
        "difficulty": st.sampled_from("EMH"),
        "paras": st.lists(st.integers(0, 99), min_size=1, max_size=5),
        "topic": codes,
        "stem": legible_text,
        "explanation": legible_text,
    },
    optional={
        "enemies": st.lists(codes, max_size=2),
        "verdict": st.sampled_from(["faults", "neutral", "credits"]),
        "claims": st.lists(codes, max_size=2),
        "family": codes,
        "pi": st.booleans(),
        "outside": st.booleans(),
        "note": legible_text,
        "ask": legible_text,
        "quotes": st.lists(st.fixed_dictionaries({"p": st.integers(0, 99), "text": legible_text})),
    },
)
"""What a record of any kind has and may have."""


@st.composite
def records(draw: Draw, kind: str) -> dict[str, Any]:
    """Draw a valid record of a kind."""
    return {"type": kind, **draw(SHARED), **PARTS_OF[kind](draw)}


def questions(kind: str) -> st.SearchStrategy[Question]:
    """Draw a question of a kind."""
    return records(kind).map(question)


any_question = st.sampled_from(sorted(KINDS)).flatmap(questions)


@st.composite
def answers(draw: Draw, asked: Question) -> Answer | None:
    """Draw a valid answer to a question, sometimes None, as it is stored."""
    if draw(st.integers(0, 9)) == 0:
        return None
    choices = [st.integers(0, len(part.choices) - 1) for part in asked.parts]
    if isinstance(asked, Single):
        return cast("int", draw(choices[0]))
    if isinstance(asked, Multi):
        return cast("list[int]", draw(st.sets(choices[0], min_size=1).map(sorted)))
    if isinstance(asked, Order):
        places = draw(st.permutations(range(len(choices))))
        kept = draw(st.lists(st.booleans(), min_size=len(places), max_size=len(places)))
        rows = [place if keep else None for place, keep in zip(places, kept, strict=True)]
    elif isinstance(asked, Rows):
        rows = [draw(st.none() | each) for each in choices]
    elif asked.type == "tfns":
        return cast("str", draw(st.sampled_from(VERDICTS)))
    else:
        words = [phrase for group in asked.accept for phrase in group]
        said = st.lists(st.sampled_from(words) | legible_text, min_size=1, max_size=5)
        return cast("str", draw(said.map(" ".join).map(legible)))
    return None if rows == [None] * len(rows) else rows


@st.composite
def answered(draw: Draw, kind: str) -> tuple[Question, Answer | None]:
    """Draw a question of a kind with an answer to it."""
    asked = draw(questions(kind))
    return asked, draw(answers(asked))


def form(presented: Presented) -> dict[str, list[str]]:
    """Return what a page with these inputs, as filled in, would send."""
    sent = {row.name: [c.value for c in row.choices if c.taken] or [""] for row in presented.rows}
    if presented.choices:
        sent["choice"] = [choice.value for choice in presented.choices if choice.taken]
    if presented.kind == "short":
        sent["text"] = [presented.text.replace("\n", "\r\n")]
    return sent


NAMES = (
    "choice",
    "text",
    *(f"{n}-{i}" for n in ("match", "card", "place", "blank") for i in (0, 1)),
)
VALUES = (
    "0",
    "1",
    "2",
    "-1",
    "00",
    "1.0",
    "\N{ARABIC-INDIC DIGIT ONE}",
    "999",
    "9" * 5_000,
    "true",
    "null",
    "[]",
    "0\0",
)
nonsense = st.dictionaries(
    st.sampled_from(NAMES) | st.text(max_size=10),
    st.lists(st.sampled_from(VALUES) | st.text(max_size=20), max_size=3),
)
