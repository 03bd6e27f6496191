"""The rules among questions: no twins, no cues, keys fall evenly, wrong choices have a name."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.kinds import Question, question
from quizapp.core.lint import Finding, bank_findings, whole_findings
from quizapp.core.lint.chance import at_least, at_most
from quizapp.core.lint.rule import Whole
from quizapp.core.passage import Passage
from tests.core.lint.found import choices, fired
from tests.make import PASSAGE, record

PLAIN = Passage.model_validate(PASSAGE)
COLOURS = ["red hat", "blue shoe", "green coat", "grey sock"]


def q(number: int, kind: str = "single", **changes: Any) -> Question:
    return question(record(kind, id=f"X{number}", **changes))


def lengths(number: int, key: str = "middle", size: int = 4, place: int = 0) -> Question:
    """Return a single choice whose key is of this length among the others."""
    texts = {"longest": "xxxxx", "shortest": "x", "middle": "xxx", "tied": "xxxx"}
    options = choices(*("aaaa", "bb", "cccc", "dd")[: size - 1])
    for option in options:
        option["key"] = False
    options.insert(place, {"text": texts[key], "key": True})
    return q(number, options=options)


def counted(rule: str, questions: list[Question], passage: Passage = PLAIN) -> list[str]:
    """Return the messages of a rule that counts."""
    return [f.message for _, f in whole_findings(Whole(questions, passage)) if f.rule == rule]


@pytest.mark.parametrize(("count", "fires"), [(2, True), (3, False), (11, False), (12, True)])
@pytest.mark.parametrize("name", ["longest", "shortest"])
def test_the_key_is_the_longest_or_shortest_about_as_often_as_by_chance(
    name: str,
    count: int,
    fires: bool,
) -> None:
    other = "shortest" if name == "longest" else "longest"
    kinds = [name] * count + [other] * 7 + ["tied"] * (22 - count)
    found = counted("BNK-01", [lengths(i, kind) for i, kind in enumerate(kinds)])
    off = "seldom" if count == 2 else "often"
    message = f"the key is the {name} option in {count} of 29: that is too {off}"
    assert found == ([message] if fires else [])


def test_a_few_questions_prove_nothing_about_length() -> None:
    assert counted("BNK-01", [lengths(1, "longest"), lengths(2, "longest")]) == []
    assert counted("BNK-01", [q(1, "multi")]) == []


def test_tails_are_exact() -> None:
    assert round(at_least(12, [0.25] * 29), 3) == 0.039
    assert round(at_most(2, [0.25] * 29), 3) == 0.013
    assert round(at_least(1, [0.5, 0.25]), 3) == 0.625


def test_keys_stand_at_all_places_alike() -> None:
    even = [lengths(i, place=i % 4) for i in range(20)]
    assert counted("BNK-02", even) == []
    first = [lengths(i, place=0 if i % 4 else i % 3) for i in range(20)]
    assert counted("BNK-02", first)[0].startswith("with 4 options, keys are at the places [")


def test_few_questions_prove_nothing_about_places() -> None:
    assert counted("BNK-02", [lengths(i, place=0) for i in range(4)]) == []


def test_a_run_of_five_at_one_place_is_told() -> None:
    run = [lengths(i, place=2) for i in range(5)]
    assert counted("BNK-02", run) == ["5 questions in a row have their key at place 3"]


def test_true_false_and_not_stated_are_balanced() -> None:
    def told(*answers: str) -> list[str]:
        return counted("BNK-03", [q(i, "tfns", answer=a) for i, a in enumerate(answers)])

    t, f, n = "true", "false", "not-stated"
    assert told(t, t, t, f, f, n, n, n) == []
    assert told(t, t, t, t, t) == []
    assert told(t, t, t, f, f, f) == [
        "'true' is the key of 50% of 6: keep it at 20 to 45 %",
        "'false' is the key of 50% of 6: keep it at 20 to 45 %",
        "'not-stated' is the key of 0% of 6: keep it at 20 to 45 %",
    ]


def among(rule: str, *questions: Question, passage: Passage = PLAIN) -> list[tuple[int, Finding]]:
    return [each for each in bank_findings(questions, passage) if each[1].rule == rule]


FOUR = "Which bridge carries heavy lorries today?"


@pytest.mark.parametrize(
    ("stem", "severity"),
    [
        ("Which bridge carries heavy lorries, today?", "error"),
        ("Which bridge carries heavy lorries?", "error"),
        ("Which bridge carries heavy horses?", "warning"),
        ("Which bridge carries nice horses?", None),
    ],
)
def test_stems_that_ask_nearly_the_same_fire(stem: str, severity: str | None) -> None:
    four = "Which bridge carries heavy lorries?" if "horses" in stem else FOUR
    found = among("BNK-04", q(1, stem=four), q(2, stem=stem))
    assert [(place, f.field, f.severity) for place, f in found] == (
        [(1, "stem", severity)] if severity else []
    )


def test_a_family_and_stems_without_words_may_be_alike() -> None:
    one, other = (q(i, stem=FOUR, family="lorries") for i in (1, 2))
    assert among("BNK-04", one, other) == []
    assert len(among("BNK-04", one, q(3, stem=FOUR))) == 1
    assert among("BNK-04", q(1, stem="Who is it?"), q(2, stem="Who is it?")) == []


THINGS = ["lorry", "bridge", "ferry", "horse", "river", "shop", "boat", "hall"]
SOME_STEMS = st.lists(st.sets(st.sampled_from(THINGS), max_size=6), max_size=8)


@settings(deadline=None)
@given(SOME_STEMS)
def test_no_twin_is_passed_over(stems: list[set[str]]) -> None:
    asked = [q(i, stem=f"{' '.join(sorted(stem))}?") for i, stem in enumerate(stems)]
    twins = {
        later
        for (_, one), (later, other) in combinations(enumerate(stems), 2)
        if one | other and len(one & other) >= 0.6 * len(one | other)
    }
    assert {place for place, _ in among("BNK-04", *asked)} == twins


def test_of_many_twins_or_cues_a_few_are_told() -> None:
    twins = [q(i, stem=FOUR) for i in range(9)]
    found = [f.message for _, f in among("BNK-04", *twins)]
    assert len(found) == 8
    assert all("what X0 asks" in message for message in found)
    cued = [q(i, stem="What is seen?", options=choices("red hat", "shoe")) for i in range(9)]
    assert len(among("BNK-05", *cued, q(9, stem="Why is the red hat worn?"))) == 5


def test_a_text_that_gives_a_key_away_fires() -> None:
    asked = q(1, stem="What is worn?", options=choices("red felt hat", "shoe", "coat"))
    giver = q(2, stem="Why is a red felt hat worn?")
    ((place, found),) = among("BNK-05", asked, giver)
    assert (place, found.field) == (1, "enemies")
    assert "key of X1" in found.message
    enemies = q(2, stem="Why is a red felt hat worn?", enemies=["X1"])
    assert among("BNK-05", asked, enemies) == []
    assert among("BNK-05", enemies, asked) == []


@pytest.mark.parametrize(
    ("key", "stem", "fires"),
    [
        ("red hat", "Why is the red hat worn?", True),
        ("red hat", "Why is the red shoe worn?", False),
        ("hat", "Why is the hat worn?", False),
        ("red felt hat brim", "Why is the red felt hat worn?", True),
        ("red felt hat", "Why is the red hat worn?", False),
    ],
)
def test_so_many_words_of_a_key_give_it_away(key: str, stem: str, fires: bool) -> None:
    asked = q(1, stem="What is seen?", options=choices(key, "shoe", "coat"))
    assert bool(among("BNK-05", asked, q(2, stem=stem))) is fires


def test_words_of_the_own_stem_and_common_names_give_nothing_away() -> None:
    giver = q(2, stem="Why is the red hat worn?")
    own = q(1, stem="Which red thing is seen?", options=choices("red hat", "shoe", "coat"))
    assert among("BNK-05", own, giver) == []
    passage = Passage.model_validate(PASSAGE | {"lint": {"common": ["red"]}})
    named = q(1, stem="What is seen?", options=choices("red hat", "shoe", "coat"))
    assert among("BNK-05", named, giver, passage=passage) == []


def test_cards_lefts_and_steps_give_keys_away_and_blanks_and_rights_are_keys() -> None:
    cloze = q(1, "cloze", stem="It is {{1}}.", blanks=[{"options": ["red hat", "a"], "key": 0}])
    cards = [
        {"text": "The red hat", "category": "Old"},
        {"text": "A bus", "category": "New"},
    ]
    giver = q(2, "classify", stem="Sort these.", categories=["Old", "New"], cards=cards)
    assert [place for place, _ in among("BNK-05", cloze, giver)] == [1]
    match = q(3, "match", pairs=[{"left": "a", "right": "red hat"}, {"left": "b", "right": "c"}])
    assert [place for place, _ in among("BNK-05", giver, match)] == [0]


def keys(number: int, count: int, stem: str = "Which of these things are there?") -> Question:
    return q(number, "multi", stem=stem, options=choices(*"abcdef", keys=count))


def test_the_number_of_keys_varies_or_is_printed() -> None:
    assert counted("BNK-07", [keys(1, 2), keys(2, 2), keys(3, 2), keys(4, 3)]) == [
        "3 of 4 have 2 keys: vary it, or print it"
    ]
    assert counted("BNK-07", [keys(1, 2), keys(2, 2), keys(3, 3)]) == []
    assert counted("BNK-07", [keys(1, 2), keys(2, 2, "Which TWO things are there?")]) == []
    assert counted("BNK-07", [keys(1, 2), keys(2, 2, "Which 2 things are there?")]) == []


def test_seven_keys_have_no_name_to_print() -> None:
    many = q(1, "multi", options=choices(*"abcdefghi", keys=7))
    assert counted("BNK-07", [many, many]) == ["2 of 2 have 7 keys: vary it, or print it"]


def test_a_stem_shows_the_skill_it_is_said_to_test() -> None:
    cued = Passage.model_validate(PASSAGE | {"lint": {"cues": {"r-claim": ["claim*", "says"]}}})
    assert fired("BNK-08", passage=cued, skill="r-claim", stem="What is it about?") == ["skill"]
    assert fired("BNK-08", passage=cued, skill="r-claim", stem="Which is claimed?") == []
    assert fired("BNK-08", passage=cued, skill="c-detail", stem="What is it about?") == []
    for kind in ("classify", "match"):
        assert fired("BNK-08", kind, passage=cued, skill="r-claim", stem="Sort it.") == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("single", ["options.1.misreading", "options.2.misreading"]),
        ("multi", ["options.2.misreading", "options.3.misreading"]),
        ("tfns", ["misreadings.true", "misreadings.not-stated"]),
        ("match", [f"pairs.{i}.misreading" for i in range(3)]),
        ("order", [f"sequence.{i}.misreading" for i in range(4)]),
        ("classify", [f"cards.{i}.misreading" for i in range(3)]),
        ("cloze", [f"blanks.{i}.misreading" for i in range(2)]),
        ("short", []),
    ],
)
def test_every_wrong_choice_names_its_misreading(kind: str, fields: list[str]) -> None:
    content = record(kind, id="X2")
    content.pop("misreadings", None)
    for name in ("options", "pairs", "sequence", "cards", "blanks"):
        for row in content.get(name, ()):
            row.pop("misreading", None)
    bare = question(content)
    asking = Passage.model_validate(PASSAGE | {"lint": {"misreadings": True}})
    found = whole_findings(Whole([bare], asking))
    assert [f.field for _, f in found if f.rule == "BNK-11"] == fields
    assert counted("BNK-11", [bare]) == []


def test_choices_that_name_their_misreading_are_fine() -> None:
    asking = Passage.model_validate(PASSAGE | {"lint": {"misreadings": True}})
    content = record("tfns", misreadings={"true": "swap", "not-stated": "swap"})
    assert counted("BNK-11", [question(content)], asking) == []
