"""Rules among questions: none gives another away, keys fall evenly, wrong choices have a name.

Prior art by short names: H with a number is a guideline of Haladyna, Downing and Rodriguez (2002),
S a criterion of SAQUET (Moore and others 2023).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import groupby
from math import ceil

from quizapp.core.kinds import Question
from quizapp.core.kinds.choice import NUMBERS, Multi, Single
from quizapp.core.kinds.classify import Classify
from quizapp.core.kinds.cloze import BLANK, Cloze
from quizapp.core.kinds.match import Match
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.statement import VERDICTS, Statement
from quizapp.core.lint.chance import CRITICAL, at_least, at_most
from quizapp.core.lint.rule import Note, PlacedNote, Rule, Whole
from quizapp.core.lint.text import content_tokens, words
from quizapp.core.lint.wording import listed
from quizapp.core.passage import Passage

UPPER_TAIL = 0.05
LOWER_TAIL = 0.025
LONGEST_RUN = 4
LEAST_EXPECTED = 5
LEAST_STATEMENTS = 6
LEAST_SHARE, MOST_SHARE = 0.20, 0.45
ALIKE, RATHER_ALIKE = 0.75, 0.60
LEAST_CUE = 0.75
MOST_TOLD = 5
MOST_OF_ONE_COUNT = 0.70


def key_by_length(whole: Whole) -> Iterator[PlacedNote]:
    """Refuse keys that are the longest option, or the shortest, more or less often than by chance.

    Counted over single choice; ties do not count. Prior art: H24; S; Tarrant 2006.
    """
    single = [question for question in whole.questions if isinstance(question, Single)]
    chances = [1 / len(question.options) for question in single]
    for name, most in (("longest", max), ("shortest", min)):
        count = sum(stands_out(question, most) for question in single)
        off = "often" if at_least(count, chances) < UPPER_TAIL else "seldom"
        if off == "often" or at_most(count, chances) < LOWER_TAIL:
            message = f"the key is the {name} option in {count} of {len(single)}: that is too {off}"
            yield None, ("", message)


def stands_out(question: Single, most: Callable[[list[int]], int]) -> bool:
    """Tell whether the key alone is the longest option, or the shortest."""
    lengths = [len(option.text) for option in question.options]
    extreme = most(lengths)
    key = next(iter(question.keys))
    return lengths[key] == extreme and lengths.count(extreme) == 1


def key_by_place(whole: Whole) -> Iterator[PlacedNote]:
    """Ask for keys at all places alike, and for no run of more than four at one.

    A warning, as the app shuffles options for each attempt. Prior art: H20; Bar-Hillel and
    Attali 2002.
    """
    single = [question for question in whole.questions if isinstance(question, Single)]
    for size in sorted({len(question.options) for question in single}):
        places = [min(question.keys) for question in single if len(question.options) == size]
        expected = len(places) / size
        if expected < LEAST_EXPECTED:
            continue
        counts = [places.count(place) for place in range(size)]
        square = sum((count - expected) ** 2 / expected for count in counts)
        if square >= CRITICAL[min(size - 1, max(CRITICAL))]:
            yield None, ("", f"with {size} options, keys are at the places {counts}: even them out")
    keys = ((place, min(question.keys)) for place, question in enumerate(single))
    for key, run in groupby(keys, key=lambda each: each[1]):
        length = len(list(run))
        if length > LONGEST_RUN:
            yield None, ("", f"{length} questions in a row have their key at place {key + 1}")


def statements_balanced(whole: Whole) -> Iterator[PlacedNote]:
    """Demand that each answer of true, false, not stated is the key of 20 to 45 %.

    From six such questions on. Prior art: H20; IELTS practice.
    """
    keys = [question.answer for question in whole.questions if isinstance(question, Statement)]
    for word in VERDICTS if len(keys) >= LEAST_STATEMENTS else ():
        share = keys.count(word) / len(keys)  # type: ignore[arg-type]
        if not LEAST_SHARE <= share <= MOST_SHARE:
            message = f"'{word}' is the key of {share:.0%} of {len(keys)}: keep it at 20 to 45 %"
            yield None, ("", message)


def no_twins(
    questions: Sequence[Question],
    passage: Passage,  # noqa: ARG001
    known: Collection[str] | None,  # noqa: ARG001
) -> Iterator[tuple[int, Note]]:
    """Refuse stems that are nearly the same, but within one family.

    Of several twins the first is told. Prior art: US patent 10,741,093 (likeness of items by
    their words).
    """
    tokens = [content_tokens(BLANK.sub(" ", question.stem)) for question in questions]
    for place, near in enumerate(_near(tokens)):
        second = questions[place]
        for one in near:
            first = questions[one]
            together, either = len(tokens[one] & tokens[place]), len(tokens[one] | tokens[place])
            if together < RATHER_ALIKE * either or _may_be_alike(first, second):
                continue
            message = f"it asks nearly what {first.id} asks: reword it, or give both one family"
            yield place, ("stem", message, "error" if together >= ALIKE * either else "warning")
            break


def _may_be_alike(first: Question, second: Question) -> bool:
    return first.id == second.id or bool(first.family and first.family == second.family)


def _near(sets: Sequence[frozenset[str]]) -> Iterator[list[int]]:
    """Yield for each set those before it that could be alike enough.

    Sets that share three words in five share one of the two fifths that are rarest in each, so
    few have to be compared. Prior art: prefix filtering (Chaudhuri and others 2006).
    """
    rarity = Counter(token for each in sets for token in each)
    held: dict[str, list[int]] = {}
    for place, tokens in enumerate(sets):
        count = len(tokens) - ceil(RATHER_ALIKE * len(tokens)) + 1 if tokens else 0
        rare = sorted(tokens, key=lambda token: (rarity[token], token))[:count]
        yield sorted({one for token in rare for one in held.get(token, ())})
        for token in rare:
            held.setdefault(token, []).append(place)


def no_cueing(
    questions: Sequence[Question],
    passage: Passage,
    known: Collection[str] | None,  # noqa: ARG001
) -> Iterator[tuple[int, Note]]:
    """Refuse a question whose text gives another's key away, unless they are enemies.

    Enemies never meet in a quiz, so naming them mends it. Of a question that gives away many, the
    first few are told. Prior art: H4; enemy items in item banking.
    """
    common = content_tokens(" ".join(passage.lint.common))
    givers: dict[str, list[int]] = {}
    for place, question in enumerate(questions):
        for token in _given(question):
            givers.setdefault(token, []).append(place)
    told: Counter[int] = Counter()
    for one in questions:
        cueing = {each for key in _keys(one, common) for each in _cueing(key, givers)}
        for giver in sorted(cueing):
            if told[giver] < MOST_TOLD and not _enemies(one, questions[giver]):
                told[giver] += 1
                message = f"it gives away the key of {one.id}: reword one, or make them enemies"
                yield giver, ("enemies", message)


def _cueing(key: frozenset[str], givers: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """Yield who gives enough of a key's words: both of two, or three in four of more."""
    found = Counter(giver for token in key for giver in givers.get(token, ()))
    for giver, count in found.items():
        if count >= LEAST_CUE * len(key) if len(key) >= 3 else count == len(key) == 2:
            yield giver


def _enemies(one: Question, other: Question) -> bool:
    return one.id == other.id or other.id in one.enemies or one.id in other.enemies


def _given(question: Question) -> frozenset[str]:
    """Return what a question tells everyone: its stem, cards, left sides and steps."""
    texts = [BLANK.sub(" ", question.stem)]
    if isinstance(question, Classify | Match | Order):
        texts += [part.label for part in question.parts]
    return content_tokens(" ".join(texts))


def _keys(question: Question, common: frozenset[str]) -> list[frozenset[str]]:
    """Return the telling words of each key, without those of the question's own stem."""
    if not isinstance(question, Single | Cloze | Match):
        return []
    own = content_tokens(question.stem) | common
    keys = [choice.text for part in question.parts for choice in part.choices if choice.key]
    return [content_tokens(key) - own for key in keys]


def counts_vary(whole: Whole) -> Iterator[PlacedNote]:
    """Ask for different numbers of keys in multiple response, but where the stem prints it.

    Prior art: own.
    """
    counts = Counter(
        question.asked
        for question in whole.questions
        if isinstance(question, Multi) and not _prints(question)
    )
    for asked, count in counts.most_common(1):
        if count > MOST_OF_ONE_COUNT * counts.total() and counts.total() > 1:
            yield None, ("", f"{count} of {counts.total()} have {asked} keys: vary it, or print it")


def _prints(question: Multi) -> bool:
    number = NUMBERS[question.asked] if question.asked < len(NUMBERS) else ""
    return bool({number.lower(), str(question.asked)} & {w.lower() for w in words(question.stem)})


def tag_fits(question: Question, passage: Passage) -> Iterator[Note]:
    """Ask that a stem shows the skill it is said to test, where the passage lists its words.

    Sorting and matching are exempt. Prior art: H1.
    """
    cues = passage.lint.cues.get(question.skill, ())
    if (
        cues
        and not isinstance(question, Classify | Match)
        and not listed(cues).search(question.stem)
    ):
        some = ", ".join(cue.rstrip("*") for cue in cues[:4])
        yield "skill", f"a stem that tests {question.skill} has a word such as {some}: check it"


def misreadings_named(whole: Whole) -> Iterator[PlacedNote]:
    """Ask for a misreading on every wrong choice, where the passage asks for it.

    Prior art: own; H29 (use typical errors of students).
    """
    for place, question in enumerate(whole.questions if whole.passage.lint.misreadings else ()):
        for field in _unnamed(question):
            yield place, (field, "name the misreading that leads here; misreadings.yaml lists them")


def _unnamed(question: Question) -> Iterator[str]:
    rows = {"match": "pairs", "order": "sequence", "classify": "cards", "cloze": "blanks"}
    if isinstance(question, Single | Multi):
        for place, option in enumerate(question.options):
            if not option.key and option.misreading is None:
                yield f"options.{place}.misreading"
    elif isinstance(question, Statement):
        for word in VERDICTS:
            if word != question.answer and word not in question.misreadings:
                yield f"misreadings.{word}"
    elif question.type in rows:
        for place, part in enumerate(question.parts):
            if not any(choice.misreading for choice in part.choices):
                yield f"{rows[question.type]}.{place}.misreading"


RULES = (
    Rule("BNK-01", "error", "Length does not tell the key", whole=key_by_length),
    Rule("BNK-02", "warning", "Place does not tell the key", whole=key_by_place),
    Rule("BNK-03", "error", "True, false and not stated are balanced", whole=statements_balanced),
    Rule("BNK-04", "error", "No two questions ask the same", among=no_twins),
    Rule("BNK-05", "error", "No question gives another away", among=no_cueing),
    Rule("BNK-07", "warning", "The number of keys varies", whole=counts_vary),
    Rule("BNK-08", "warning", "The stem shows the skill", check=tag_fits),
    Rule("BNK-11", "warning", "Every wrong choice names its misreading", whole=misreadings_named),
)
