"""Names beside the points of a chart: none lies on another name, on a point, or outside."""

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizapp.results.labels import HIGH, LETTER, LONGEST, Box, Point, place_names

FIELD = Box(0, 0, 400, 300)
POINTS = st.lists(
    st.builds(
        Point,
        st.integers(0, 400).map(float),
        st.integers(0, 300).map(float),
        st.just(7.0),
        st.text("A01", min_size=1, max_size=15),
    ),
    max_size=30,
)


def point(x: float, y: float, name: str = "A01") -> Point:
    return Point(x, y, 7, name)


@given(POINTS)
def test_no_name_lies_on_another_on_a_point_or_outside(points: list[Point]) -> None:
    labels = place_names(points, FIELD)
    boxes = [label.box for label in labels if label]
    assert len(labels) == len(points)
    assert all(box.lies_in(FIELD) for box in boxes)
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    for own, label in zip(points, labels, strict=True):
        if label is not None:
            assert not any(label.box.meets(it.box) for it in points if it is not own)
    assert place_names(points, FIELD) == labels


def test_a_name_stands_right_of_its_point_where_nothing_is_in_the_way() -> None:
    (label,) = place_names([point(100, 100)], FIELD)
    assert label is not None
    assert (label.text, label.tie) == ("A01", None)
    assert label.box == Box(109, 100 - HIGH / 2, 109 + 3 * LETTER, 100 + HIGH / 2)


def test_a_name_stands_left_of_a_point_at_the_right_edge() -> None:
    (label,) = place_names([point(395, 100)], FIELD)
    assert label is not None
    assert label.box.right == 395 - 9


def test_twelve_questions_in_one_place_all_have_their_names() -> None:
    labels = place_names([point(200, 150) for _ in range(12)], FIELD)
    assert None not in labels
    assert sum(label.tie is not None for label in labels if label) >= 4


def test_a_quiz_of_twenty_questions_has_every_name() -> None:
    for seed in range(20):
        chance = Random(seed)
        crowd = [point(chance.gauss(250, 60), chance.gauss(120, 35)) for _ in range(20)]
        assert None not in place_names(crowd, FIELD)


def test_where_there_is_no_room_the_name_is_left_out() -> None:
    first, *others = place_names([point(20, 20), point(20, 20)], Box(0, 0, 57, 30))
    assert first is not None
    assert others == [None]


def test_a_line_to_a_name_goes_round_what_is_there() -> None:
    crowd = [point(200 + 24 * x, 150 + 24 * y) for x in range(-1, 2) for y in range(-1, 2)]
    labels = [label for label in place_names(crowd, FIELD) if label]
    tied = [(own, it.tie) for own, it in zip(crowd, labels, strict=True) if it.tie]
    assert tied
    for own, end in tied:
        halfway = ((own.x + end[0]) / 2, (own.y + end[1]) / 2)
        assert not any(it.box.holds(*halfway) for it in labels)
        assert not any(it.box.holds(*halfway) for it in crowd if it is not own)


def test_a_long_name_is_cut() -> None:
    (label,) = place_names([point(20, 20, "a-name-of-forty-letters")], FIELD)
    assert label is not None
    assert label.text == "a-name-of-f…"
    assert len(label.text) == LONGEST
