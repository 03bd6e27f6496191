"""The picture of a map: no box on another, every relation drawn, all text on it, none too long."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.argument.layers import Layers, crossings, layers
from quizapp.core.argument.notation import ArgumentMap, Node, Relation, read_map
from quizapp.core.argument.picture import LETTERS, Box, Entry, outline, picture, wrapped
from quizapp.core.argument.tally import tallies
from quizapp.core.argument.told import told
from quizapp.core.passage import Passage
from tests.make import PASSAGE
from tests.shipped import ALWAGHT


@st.composite
def maps(draw: st.DrawFn) -> ArgumentMap:
    """Return a map of up to a dozen nodes, each bearing only on some before it."""
    texts = draw(st.lists(st.text("abc xyz", min_size=1, max_size=90), min_size=1, max_size=12))
    nodes = tuple(Node(f"N{n}", bool(n % 2), text) for n, text in enumerate(texts))
    pairs = list(combinations(range(len(nodes)), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=20)) if pairs else []
    relations = tuple(Relation(f"N{b}", f"N{a}", "supports") for a, b in chosen)
    return ArgumentMap(nodes, relations)


def apart(one: Box, other: Box) -> bool:
    """Tell whether two boxes leave each other alone."""
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def is_sound(argument: ArgumentMap) -> None:
    """Check everything that a picture promises."""
    found = picture(argument)
    assert [box.node for box in found.boxes] != []
    assert {box.node for box in found.boxes} == set(argument.nodes)
    assert len(found.boxes) == len(argument.nodes)
    assert all(apart(one, other) for one, other in combinations(found.boxes, 2))
    assert {line.relation for line in found.lines} == set(argument.relations)
    boxes = {box.node.name: box for box in found.boxes}
    for line in found.lines:
        source, target = boxes[line.relation.source], boxes[line.relation.target]
        numbers = [float(word.strip("MLC")) for word in line.path.split()]
        assert numbers[0] == source.x
        assert source.y < numbers[1] < source.y + source.height
        assert numbers[-2] == target.x + target.width
        assert target.y < numbers[-1] < target.y + target.height
    for box in found.boxes:
        assert box.x + box.width <= found.width
        assert box.y >= 0
        assert box.y + box.height <= found.height
        assert all(len(text) <= LETTERS for text in (*box.heading, *box.lines, *box.note))
        assert "".join(box.lines).replace(" ", "") == box.node.text.replace(" ", "")


@given(maps())
def test_any_map_makes_a_sound_picture(argument: ArgumentMap) -> None:
    is_sound(argument)


def test_the_map_of_the_first_passage_makes_a_sound_picture_without_crossings() -> None:
    assert ALWAGHT.passage.argument is not None
    argument = read_map(ALWAGHT.passage.argument.map)
    is_sound(argument)
    found = layers(argument)
    assert crossings(found.columns, links(found)) == 0


def links(found: Layers) -> list[tuple[str, str]]:
    """Return every piece of a line between two columns, the left end first."""
    return [(left, right) for route in found.routes.values() for right, left in pairwise(route)]


def test_lines_that_cross_are_counted_and_untangled() -> None:
    columns = [["a", "b"], ["x", "y"]]
    assert crossings(columns, [("a", "y"), ("b", "x")]) == 1
    text = "[a]: 1\n  + [y]: 4\n[b]: 2\n  + [x]: 3\n[x2]: 5\n  + [y]\n"
    found = layers(read_map(text))
    assert crossings(found.columns, links(found)) == 0


def test_a_line_that_passes_a_column_has_a_place_in_it() -> None:
    argument = read_map("[A]: a\n  + [B]: b\n    + [C]: c\n  - [C]\n")
    (route,) = (r for how, r in layers(argument).routes.items() if how.bearing == "attacks")
    assert (route[0], route[-1], len(route)) == ("C", "A", 3)
    is_sound(argument)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("ab cd", ("ab", "cd")),
        ("a b cd", ("a b", "cd")),
        ("abcdef", ("abc", "def")),
    ],
)
def test_text_is_wrapped_and_long_words_are_broken(text: str, lines: tuple[str, ...]) -> None:
    assert wrapped(text, 3) == lines


def test_the_outline_tells_every_node_once_and_names_it_where_it_comes_again() -> None:
    argument = read_map("[A]: a\n  + [B]: b\n    - [C]: c\n  _ [C]\n")
    a, b, c = argument.nodes
    told_again = Entry(c, "undercuts", again=True, below=())
    inner = Entry(b, "supports", again=False, below=(Entry(c, "attacks", again=False, below=()),))
    assert outline(argument) == (Entry(a, None, again=False, below=(inner, told_again)),)


def test_claims_are_counted_by_source_and_by_what_would_settle_them() -> None:
    found = tallies(ALWAGHT.passage)
    assert [(each.form, each.total) for each in found] == [
        ("named", 1),
        ("part", 1),
        ("vague", 4),
        ("none", 31),
    ]
    claims = [{"id": "1", "text": "x", "kind": "judge", "form": "a song"}]
    odd = Passage.model_validate(PASSAGE | {"claims": claims})
    assert tallies(odd)[-1].name == "a song"


def test_a_passage_without_an_argument_has_nothing_to_tell() -> None:
    bare = {name: value for name, value in PASSAGE.items() if name != "argument"}
    assert told(Passage.model_validate(bare)) is None
    full = told(Passage.model_validate(PASSAGE))
    assert full is not None
    assert [tension.id for tension in full.tensions] == ["T1"]
