"""The forecast as a whole: what it rests on, what corrections and bounds do to it, and poor questions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from bilan.analysis.formulas.forecasting import Forecast, Goal, Panel, Point, Question, Revision, corrections, forecast
from bilan.analysis.formulas.forecasting.questions import Direction, Kind
from bilan.analysis.formulas.forecasting.scales import Floats
from bilan.analysis.formulas.forecasting.standing import stand

AS_OF = date(2012, 12, 31)
DUE = date(2015, 12, 31)
OTHERS = {
    f"land-{one}": [(date(year, 12, 31), 2.0 + one + (year - 1998) * (1 + one / 15)) for year in range(1998, 2019)]
    for one in range(30)
}
PANEL = Panel.of(OTHERS)
ASKED = Question(
    kind="share",
    direction="up",
    as_of=AS_OF,
    history=tuple(Point(date(2005 + at, 12, 31), 20.0 + 2 * at) for at in range(8)),
    days=(date(2013, 12, 31), DUE),
    goals=(Goal(DUE, 39.0), Goal(DUE, 60.0)),
    lower=0.0,
    upper=100.0,
)


class Fixed:
    """A table that says the same of every sort."""

    def figures(
        self,
        family: str,
        times: Floats,  # noqa: ARG002 - is told to every table
        values: Floats,
        years: float,
        *,
        lower: float = 0.0,
        upper: float = 100.0,
        direction: Direction = "up",
    ) -> Sequence[float] | None:
        """Tell twenty steps up from the last figure; of an envelope, nothing."""
        assert direction == "up"
        assert lower < upper
        return None if family == "envelope" else [float(values[-1]) + years * step for step in range(1, 20)]


def width(found: Forecast, at: int = -1) -> float:
    return found.quantiles[at][17] - found.quantiles[at][1]


def test_with_others_it_rests_on_the_class_and_names_whom() -> None:
    found = forecast(ASKED, PANEL)
    assert (found.basis, found.parts[0].name) == ("class", "class")
    assert sum(part.weight for part in found.parts) == pytest.approx(1)
    assert found.analogues
    assert found.size >= 60
    assert found.record is not None
    assert found.quantiles[1][9] == pytest.approx(39, abs=3)


def test_of_others_that_never_moved_nothing_is_learned_but_what_followed() -> None:
    still = Panel.of({name: [(day, 30.0) for day, _ in series] for name, series in OTHERS.items()})
    found = forecast(ASKED, still)
    assert (found.basis, found.record) == ("class", None)
    assert width(found) > 0


def test_alone_it_rests_on_its_own_past() -> None:
    found = forecast(ASKED)
    assert (found.basis, found.analogues, found.record) == ("own", (), None)
    assert found.chances[0] > found.chances[1]


def test_for_less_is_better_the_chance_is_that_of_lying_below() -> None:
    up, down = (forecast(replace(ASKED, direction=one), PANEL) for one in ("up", "down"))
    assert up.chances[0] > 0.3 > up.chances[1]
    assert down.chances[0] < 0.7 < down.chances[1]


def test_a_told_correction_widens_and_none_told_does_not() -> None:
    plain = forecast(ASKED, PANEL)
    assert width(forecast(replace(ASKED, revision=Revision(0.5, 0.5)), PANEL)) > 1.2 * width(plain)
    assert forecast(replace(ASKED, revision=Revision(0.0, 0.5)), PANEL).quantiles == plain.quantiles


@pytest.mark.parametrize(("kind", "lower"), [("rate", 0.0), ("level", None)])
def test_corrections_of_amounts_are_shares_of_them(kind: Kind, lower: float | None) -> None:
    history = tuple(replace(one, value=one.value - (40 if lower is None else 0)) for one in ASKED.history)
    question = replace(ASKED, kind=kind, lower=lower, upper=None, history=history)
    told = forecast(replace(question, revision=Revision(1.0, 0.5)))
    assert width(told) > width(forecast(question))


def test_a_panel_that_ends_with_the_day_of_the_question_is_as_it_was_published() -> None:
    published = Panel.of({name: [one for one in series if one[0] <= AS_OF] for name, series in OTHERS.items()})
    amount = replace(ASKED, kind="rate", upper=None)
    assert corrections.usual(ASKED, published) == corrections.USUAL[True]
    assert corrections.usual(amount, published) == corrections.USUAL[False]
    assert corrections.usual(replace(ASKED, history=ASKED.history[:3]), published) is None
    for panel, question in ((PANEL, ASKED), (None, ASKED), (published, replace(ASKED, history=()))):
        assert corrections.usual(question, panel) is None


def test_the_table_that_ships_speaks_where_no_panel_does() -> None:
    count = replace(ASKED, kind="count", upper=None, history=ASKED.history[-2:])
    found = forecast(count, classes=Fixed())
    assert (found.basis, found.parts[0].name) == ("table", "class")
    assert found.quantiles[1][9] > forecast(count).quantiles[1][9]


@pytest.mark.parametrize(
    "question",
    [
        ASKED,
        replace(ASKED, cumulative=True),
        replace(
            ASKED, kind="level", lower=None, upper=None, history=(Point(AS_OF, -1.0), Point(date(2011, 1, 1), 2.0))
        ),
    ],
    ids=["a sort that it weighs nothing in", "a sort that it does not tell", "another scale"],
)
def test_elsewhere_the_table_says_nothing(question: Question) -> None:
    assert forecast(question, classes=Fixed()) == forecast(question)


def test_a_day_that_passed_is_told_by_the_figures_around_it() -> None:
    found = forecast(replace(ASKED, days=(date(2008, 6, 30), DUE)), PANEL)
    assert "passed" in found.found
    assert found.quantiles[0][9] == pytest.approx(25, abs=0.1)
    assert 0 < width(found, 0) < width(found, 1)


def test_what_is_cumulative_never_falls() -> None:
    found = forecast(replace(ASKED, kind="count", upper=None, cumulative=True), PANEL)
    assert min(found.quantiles[0]) > 34


def test_without_a_point_it_stands_where_others_stood_or_anywhere() -> None:
    bare = replace(ASKED, history=())
    among, alone = forecast(bare, PANEL), forecast(bare)
    assert (among.basis, alone.basis) == ("class", "prior")
    assert among.quantiles[0][9] == pytest.approx(np.median(PANEL.latest(stand(bare, PANEL).cut, None)), rel=0.02)
    assert width(alone) > 50


def test_one_point_and_no_others_rests_on_how_such_series_move() -> None:
    found = forecast(replace(ASKED, history=ASKED.history[-1:]))
    assert (found.basis, found.found) == ("prior", ("few",))


@pytest.mark.parametrize("by", [0.001, 1000.0])
def test_others_of_another_unit_are_not_used(by: float) -> None:
    panel = Panel.of({name: [(day, by * value) for day, value in series] for name, series in OTHERS.items()})
    found = forecast(replace(ASKED, kind="rate", upper=None), panel)
    assert (found.basis, "other_unit" in found.found) == ("own", True)


def test_others_out_of_the_bounds_are_not_used_and_counts_differ_by_size() -> None:
    panel = Panel.of({name: [(day, 50 * value) for day, value in series] for name, series in OTHERS.items()})
    assert "other_unit" in forecast(ASKED, panel).found
    assert forecast(replace(ASKED, kind="count", upper=None), panel).basis == "class"


def test_bounds_between_which_nothing_lies_are_left_out() -> None:
    assert forecast(replace(ASKED, lower=50.0, upper=50.0), PANEL).basis == "class"


def test_quantiles_stay_under_a_ceiling_and_apart() -> None:
    history = tuple(replace(one, value=100.0) for one in ASKED.history)
    for kind in ("share", "level"):
        found = forecast(replace(ASKED, kind=kind, lower=None, history=history))
        assert found.quantiles[0][-1] <= 100
        assert (np.diff(found.quantiles[0]) > 0).all()


def test_too_early_for_any_class_it_rests_on_its_own_past() -> None:
    history = tuple(Point(date(1998 + at, 12, 31), 3.0 + at) for at in range(2))
    assert forecast(replace(ASKED, as_of=date(1999, 12, 31), history=history), PANEL).basis == "own"
