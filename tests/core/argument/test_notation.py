"""The map of an argument is read from its text, or refused with the line that is wrong."""

import pytest
from pydantic import ValidationError

from quizapp.core.argument.notation import MOST_NODES, Node, NoMap, Relation, read_map
from quizapp.core.passage import Passage
from tests.make import PASSAGE

TEXT = """
# Heading
// a note to authors
[Gain]: The shops gain. (P3) (P1) #no-source
  + <Way>: A bridge brings people. #critique
    _ [Rain]: It rains
  -> [Ferry]
[Ferry]: The ferry
 is late.
"""


def test_statements_steps_and_what_bears_on_what_are_read() -> None:
    found = read_map(TEXT.replace("\n is late.", " is late."))
    gain = Node("Gain", text="The shops gain.", paras=(3, 1), tags=("no-source",))
    way = Node("Way", step=True, text="A bridge brings people.", tags=("critique",))
    assert found.nodes == (
        gain,
        way,
        Node("Rain", text="It rains"),
        Node("Ferry", text="The ferry is late."),
    )
    assert found.relations == (
        Relation("Way", "Gain", "supports"),
        Relation("Rain", "Way", "undercuts"),
        Relation("Gain", "Ferry", "attacks"),
    )
    assert [node.name for node in found.ends] == ["Ferry"]
    assert found.on("Gain") == [("supports", way)]


def test_a_node_tells_where_it_stands_and_whose_it_is() -> None:
    gain, way, *_ = read_map(TEXT.replace("\n is late.", " is late.")).nodes
    assert (gain.note, gain.ours) == ("P3, P1, no source", False)
    assert (way.note, way.ours) == ("a reader's reply", True)
    assert Node("X", tags=("some-thing",)).note == "some thing"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (TEXT, 9, "write '[Name]: text'"),
        ("[A]: x\n [B]: y", 2, "indent by 2 spaces"),
        ("[A]: x\n    + [B]: y", 2, "one step at a time"),
        ("+ [A]: x", 1, "an indented line begins with +, - or _"),
        ("[A]: x\n  [B]: y", 2, "an indented line begins with +, - or _"),
        ("[A]: x\n  + <A>", 2, "'A' is a statement in one place and a step in another"),
        ("[A]: x\n[A]: y", 2, "'A' has a text already"),
        ("[A]: x\n  + [B]: y\n  - [B]", 3, "how 'B' bears on 'A' is said already"),
        ("[A]: x\n  + [B]", 2, "'B' has no text anywhere"),
        ("// nothing", 1, "at least 1"),
        ("\n".join(f"[{n}]: x" for n in range(MOST_NODES + 1)), 1, "at most 99"),
        ("[A]: x\n  + [B]: y\n    + [A]", 2, "'B' bears on itself"),
        ("[A]: x\n  + [A]", 1, "'A' bears on itself"),
    ],
)
def test_what_is_no_map_is_refused_with_its_line(text: str, line: int, told: str) -> None:
    with pytest.raises(NoMap, match="of the map") as refused:
        read_map(text)
    assert refused.value.line == line
    assert told in str(refused.value)


def passage(**changes: object) -> Passage:
    """Return the passage of the tests with changes in its argument."""
    return Passage.model_validate(PASSAGE | {"argument": PASSAGE["argument"] | changes})


def test_a_passage_refuses_a_map_that_is_none() -> None:
    with pytest.raises(ValidationError, match="line 1 of the map"):
        passage(map="no map")


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"topics": ["none"]}, "names no topic"), ({"paras": [4]}, "a paragraph that is not there")],
)
def test_a_tension_keeps_to_its_passage(changes: dict[str, object], told: str) -> None:
    (tension,) = PASSAGE["argument"]["tensions"]
    with pytest.raises(ValidationError, match=told):
        passage(tensions=[tension | changes])
