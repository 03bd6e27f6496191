"""Rules of neutrality: what is disputed stays the article's claim, and no side is graded."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from quizapp.core.kinds import Question
from quizapp.core.kinds.statement import Statement
from quizapp.core.lint.rule import Note, PlacedNote, Rule, Whole
from quizapp.core.lint.text import normalise, outside_quotes, passage_texts
from quizapp.core.lint.wording import listed, sentences, shown
from quizapp.core.passage import Lists, Passage

MOST_FAULTS = 0.60
LEAST_CREDITS = 0.10
MOST_FAULTS_IN_A_FORM = 5

_UNDER_STEM = frozenset(
    {"options", "cards", "pairs", "extra_right", "sequence", "blanks", "model_answer", "rubric"}
)
_IN_OUR_VOICE = ("title_digest", "paragraphs.", "argument.tensions.")
_SUPPOSED = listed(("suppose", "supposing", "if", "whether"))
_CALLED = re.compile(r"\bcall(?:s|ed|ing)?(?: \w+){0,2} $", re.IGNORECASE)
_PLAIN_VERDICT = re.compile(
    r"\bfake news\b|\bpropaganda\b|\b(?:rightly|wrongly) (?:claims?|claimed|says?|said|argues?)\b"
    r"|\bthe truth is\b",
    re.IGNORECASE,
)
_VERDICT_ON = (
    r"\b(?:article|writer|author|passage|outlet|newspaper|claim|argument|official|minister|{names})s?"
    r"(?:'s)? (?:\w+ ){{0,3}}?(?:is|are|was|were) (?:\w+ )?(?:wrong|mistaken|biased|lying)\b"
)
_OPINION = (
    r"\bdo you (?:agree|think)\b|\bin your (?:own )?opinion\b|\bshould (?:the )?(?:{names})\b"
)


def attributed(question: Question, passage: Passage) -> Iterator[Note]:
    """Demand that a contested claim is said to be the article's, in the same sentence.

    Exempt are statements to be judged, what stands under a stem that attributes, a sentence right
    after one that does (in explanation and feedback), and 'suppose', 'if' and 'whether'.
    Prior art: ETS guidelines for fairness; own.
    """
    lists = passage.lint
    if not lists.contested:
        return
    under = _frames(lists, answers=False).search(normalise(question.stem))
    for field, text in shown(question):
        if isinstance(question, Statement) and field == "stem":
            continue
        answering = field == "explanation" or "feedback" in field
        if answering or not (under and field.partition(".")[0] in _UNDER_STEM):
            yield from _unattributed(field, text, lists, answers=answering)


def attributed_digest(passage: Passage) -> Iterator[Note]:
    """Demand the same of the digest, and of what is said about tensions.

    Claims, assumptions and the map are exempt: like cards under a stem that attributes, they stand
    under a heading that says whose they are. Prior art: ETS guidelines for fairness; own.
    """
    for field, text in passage_texts(passage):
        if field.startswith(_IN_OUR_VOICE):
            yield from _unattributed(field, text, passage.lint, answers=True)


def _unattributed(field: str, text: str, lists: Lists, *, answers: bool) -> Iterator[Note]:
    frames = _frames(lists, answers=answers)
    after = False
    for sentence in sentences(text):
        framed = frames.search(sentence) is not None
        if not (framed or after or _SUPPOSED.search(sentence)) and _contested(sentence, lists):
            yield (
                field,
                f"say that this is the article's claim, as in 'the article says': {sentence}",
            )
        after = framed and answers


@lru_cache(maxsize=32)
def _patterns(words: tuple[str, ...], more: tuple[str, ...]) -> re.Pattern[str]:
    return listed((*words, *more))


def _frames(lists: Lists, *, answers: bool) -> re.Pattern[str]:
    return _patterns(lists.attribution, lists.pronouns if answers else ())


def _contested(sentence: str, lists: Lists) -> bool:
    plain = outside_quotes(sentence)
    return any(_in_order(plain, stations) for stations in lists.contested)


def _in_order(text: str, stations: tuple[str, ...]) -> bool:
    """Tell whether a word of each station occurs, one after the other."""
    start = 0
    for station in stations:
        found = _station(station).search(text, start)
        if found is None:
            return False
        start = found.end()
    return True


@lru_cache(maxsize=512)
def _station(station: str) -> re.Pattern[str]:
    return listed(tuple(station.split(" / ")))


def no_loaded_words(question: Question, passage: Passage) -> Iterator[Note]:
    """Refuse the passage's loaded words in our own voice.

    Quotes are exempt, and so is a word right after 'calls'. Prior art: own.
    """
    for field, text in shown(question):
        yield from _loaded(field, text, passage)


def no_loaded_passage(passage: Passage) -> Iterator[Note]:
    """Refuse them in the digest and in what is said of its argument as well. Prior art: own."""
    for field, text in passage_texts(passage):
        yield from _loaded(field, text, passage)


def _loaded(field: str, text: str, passage: Passage) -> Iterator[Note]:
    plain = outside_quotes(text)
    for found in listed(passage.lint.loaded).finditer(plain):
        if not _CALLED.search(plain[: found.start()]):
            yield field, f"'{found[0]}' takes a side: quote it, or use a neutral word"


def no_verdict(question: Question, passage: Passage) -> Iterator[Note]:
    """Refuse to call the article, its writer or a side wrong or right. Prior art: ETS; own."""
    yield from _verdicts(shown(question), passage)


def no_verdict_passage(passage: Passage) -> Iterator[Note]:
    """Refuse it in the digest and in what is said of its argument too. Prior art: ETS; own."""
    yield from _verdicts(passage_texts(passage), passage)


def _verdicts(fields: Iterable[tuple[str, str]], passage: Passage) -> Iterator[Note]:
    verdict = _named(_VERDICT_ON, passage.lint.common)
    for field, text in fields:
        plain = outside_quotes(text)
        if found := _PLAIN_VERDICT.search(plain) or verdict.search(plain):
            yield field, f"'{found[0]}' is a verdict: say what the article gives and leaves out"


def no_opinion(question: Question, passage: Passage) -> Iterator[Note]:
    """Refuse to ask for an opinion where marks are given. Prior art: H6."""
    if found := _named(_OPINION, passage.lint.common).search(outside_quotes(question.stem)):
        yield "stem", f"'{found[0]}' asks for an opinion: ask what the article says or shows"


@lru_cache(maxsize=32)
def _named(pattern: str, names: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(normalise(name)) for name in names) or r"(?!)"
    return re.compile(pattern.format(names=either), re.IGNORECASE)


def balanced(whole: Whole) -> Iterator[PlacedNote]:
    """Ask that questions on reasoning neither always find fault nor never give credit.

    Faults 60 % at most, credits 10 % at least, and five faults at most in a fixed quiz.
    Prior art: own, from the duty to read fairly.
    """
    reasoning = {s.id for s in whole.passage.skills if s.family == "reasoning"}
    verdicts = [q.verdict for q in whole.questions if q.skill in reasoning and q.verdict]
    faults, credit, count = verdicts.count("faults"), verdicts.count("credits"), len(verdicts)
    if faults > MOST_FAULTS * count:
        yield None, ("", f"{faults} of {count} questions find fault: keep it to {MOST_FAULTS:.0%}")
    if credit < LEAST_CREDITS * count:
        yield None, ("", f"{credit} of {count} give credit: let {LEAST_CREDITS:.0%} do so")
    of = {question.id: question.verdict for question in whole.questions}
    for name, ids in whole.passage.lint.forms.items():
        found = sum(of.get(each) == "faults" for each in ids)
        if found > MOST_FAULTS_IN_A_FORM:
            message = f"{found} of its questions find fault: at most {MOST_FAULTS_IN_A_FORM}"
            yield None, (f"lint.forms.{name}", message)


RULES = (
    Rule(
        "NEU-01",
        "error",
        "A contested claim is said to be the article's",
        check=attributed,
        reading=attributed_digest,
    ),
    Rule(
        "NEU-02",
        "error",
        "No loaded words in our own voice",
        check=no_loaded_words,
        reading=no_loaded_passage,
    ),
    Rule(
        "NEU-03",
        "error",
        "No verdict on truth, writer or side",
        check=no_verdict,
        reading=no_verdict_passage,
    ),
    Rule("NEU-04", "error", "No opinion is asked for marks", check=no_opinion),
    Rule("NEU-05", "warning", "Fault and credit are balanced", whole=balanced),
)
