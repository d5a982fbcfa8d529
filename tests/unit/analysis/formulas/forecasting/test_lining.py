"""Lining up: which figures a forecast stands on, and what was seen in them."""

from datetime import date
from math import inf, nan

import pytest

from bilan.analysis.formulas.forecasting import Point, Question
from bilan.analysis.formulas.forecasting.lining import KEPT, line_up

AS_OF = date(2012, 12, 31)


def asked(*values: float, first: int = 2005, as_of: date = AS_OF, days: tuple[date, ...] = ()) -> Question:
    history = tuple(Point(date(first + at, 12, 31), value) for at, value in enumerate(values))
    return Question("rate", "up", as_of, history, days, lower=0.0, upper=100.0)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (asked(), ("none",)),
        (asked(3, first=2012), ("few",)),
        (asked(3, 4, first=2011), ("few",)),
        (asked(3, 3, 3, first=2010), ("constant",)),
        (asked(3, 4, nan, 6, inf, 7, 8, 9), ("dropped",)),
        (asked(3, 4, 5, 6, 7, 8, 9, 101), ("clamped", "jump")),
        (asked(3, 4, 5, 6, 7, 8, 9, 9), ("carried",)),
        (asked(3, 4, 5, 6, 20, 30, 30.1, 30.2), ("plateau",)),
        (asked(3, 4, 5, 6, first=2005), ("stale",)),
        (asked(3, 4, 5, 6, first=2009, days=(date(2010, 6, 30),)), ("passed",)),
        (asked(3, 4, 5, 6, 7, first=2009), ()),
    ],
)
def test_what_is_seen_in_a_series_is_told(question: Question, found: tuple[str, ...]) -> None:
    assert line_up(question).found == found


def test_figures_of_one_day_are_taken_together() -> None:
    day = date(2012, 12, 31)
    question = Question("rate", "up", AS_OF, (Point(day, 3.0), Point(day, 5.0)), ())
    lined = line_up(question)
    assert (lined.values.tolist(), lined.found) == ([4.0], ("merged", "few"))


def test_what_came_after_the_day_of_the_question_is_not_known() -> None:
    assert line_up(asked(3, 4, 5, 6, first=2010)).values.tolist() == [3.0, 4.0, 5.0]


def test_of_ten_thousand_points_the_last_stay() -> None:
    history = tuple(Point(date.fromordinal(720_000 + at), float(at)) for at in range(10_000))
    lined = line_up(Question("count", "up", date(2012, 12, 31), history, ()))
    assert (len(lined.values), lined.values[-1]) == (KEPT, 9_999.0)
