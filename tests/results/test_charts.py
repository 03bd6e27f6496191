"""Charts: what they draw, what they say to who cannot see them, and what they leave out."""

import re
from fractions import Fraction

import html5lib
import pytest

from quizapp.core.itemstats.numbers import NOBODY, TOO_FEW, Interval
from quizapp.results import charts
from tests.core.classes import item, of_marks

WORKED = [[int(mark) for mark in row] for row in ("1121", "1111", "1020", "1110", "0101", "1000")]
ITEMS = [item(1), item(2), item(3, "multi", points=2), item(4)]


def test_a_share_is_drawn_with_its_interval_and_says_both() -> None:
    drawn = charts.draw_share(Fraction(1, 2), Interval(0.25, 0.75, "Wilson"))
    assert (
        "<title>50\N{NO-BREAK SPACE}%, 95 % interval 25 to 75\N{NO-BREAK SPACE}%</title>" in drawn
    )
    assert 'width="56.0"' in drawn
    assert "M28.0 11H84.0" in drawn


def test_a_share_without_interval_has_no_whiskers_and_none_at_all_says_why() -> None:
    assert "whisk" not in charts.draw_share(Fraction(1), TOO_FEW)
    assert charts.draw_share(NOBODY, NOBODY) == "nobody has finished yet"


@pytest.mark.parametrize(("key", "kind"), [(True, "key"), (False, "other")])
def test_a_count_is_drawn_as_key_or_other(key: bool, kind: str) -> None:
    drawn = charts.draw_count(1, Fraction(1, 4), key)
    assert f'class="bar {kind}" y="5" width="28.0"' in drawn
    assert "<title>1 student</title>" in drawn


def test_the_histogram_names_every_bar_that_counts_somebody() -> None:
    scores = of_marks(WORKED, ITEMS).scores
    drawn = charts.draw_histogram(scores)
    said = re.search(r"<desc[^>]*>(.*?)</desc>", drawn)
    assert said is not None
    assert "1 to under 1.5 points: 1." in said[1]
    assert "5 points: 1." in said[1]
    assert drawn.count('class="count"') == sum(bar.count > 0 for bar in scores.bins)


def test_the_scatter_places_each_question_by_right_and_item_rest() -> None:
    summary = of_marks(WORKED, ITEMS)
    drawn = charts.draw_scatter(summary.items, summary.verdicts)
    assert drawn is not None
    assert "of 4 questions" in drawn
    for one in summary.items:
        assert f">{one.item.question.id}</text>" in drawn
        assert isinstance(one.facility, Fraction)
        x = charts.LEFT + charts.WIDE * float(one.facility)
        assert f'cx="{x:.1f}"' in drawn


def test_a_question_of_which_something_grave_is_said_is_a_diamond() -> None:
    rows = [[int(i < 8), *(int(nth <= i // 2) for nth in range(8))] for i in range(16)]
    summary = of_marks(rows, [item(n) for n in range(1, 10)])
    assert summary.verdicts[1][0].rule == "backwards"
    drawn = charts.draw_scatter(summary.items, summary.verdicts)
    assert drawn is not None
    assert drawn.count("point grave") == 1
    assert ">\N{MINUS SIGN}1</text>" in drawn
    assert drawn.count("<circle") == 7
    # The weakest student and everyone else got question 2 right: it has no item-rest.
    assert ">Q2</text>" not in drawn


def test_the_scatter_is_left_out_where_no_question_has_a_place_in_it() -> None:
    summary = of_marks([[1, 1], [0, 0]], [item(1), item(2)])
    assert charts.draw_scatter(summary.items, summary.verdicts) is None


def test_charts_are_well_formed() -> None:
    summary = of_marks(WORKED, ITEMS)
    for drawn in (
        charts.draw_histogram(summary.scores),
        charts.draw_scatter(summary.items, summary.verdicts),
        charts.draw_share(Fraction(1, 3), TOO_FEW),
    ):
        html5lib.HTMLParser(strict=True).parseFragment(str(drawn))
