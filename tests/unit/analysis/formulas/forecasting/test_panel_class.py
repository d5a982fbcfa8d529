"""The panel of others, the class, and what hindcasts teach: small panels whose answer is known."""

from datetime import date
from math import nan

import numpy as np
import pytest

from bilan.analysis.formulas.forecasting import Panel, hindcasts, reference
from bilan.analysis.formulas.forecasting.features import NEAR, describe, lay
from bilan.analysis.formulas.forecasting.lining import YEAR, year_of
from bilan.analysis.formulas.forecasting.mixing import FINE
from bilan.analysis.formulas.forecasting.panel import SCALES_KEPT, Moments, half_of
from bilan.analysis.formulas.forecasting.scales import Scale

PLAIN = Scale("plain")
MIDDLE = FINE.index(0.5)
CUT = year_of(date(2012, 12, 31)) + NEAR


def straight(count: int = 20, years: range = range(2000, 2020)) -> Panel:
    """Make series that rise by their own number each year."""
    return Panel.of(
        {f"s{one:02d}": [(date(year, 12, 31), one * (year - 1999.0)) for year in years] for one in range(1, count + 1)}
    )


def here(moments: Moments, series: int, year: int) -> int:
    """Return the place of the moment of a series at the end of a year."""
    at = np.flatnonzero(
        (moments.laid.series == series) & (np.abs(moments.laid.times - year_of(date(year, 12, 31))) < NEAR)
    )
    return int(at[0])


def at(moments: Moments, series: int, year: int, cut: float = CUT, points: int = 3) -> reference.Here:
    place = here(moments, series, year)
    out = moments.laid.series == series
    return reference.Here(moments.columns[place], float(moments.units[place]), cut, out, points)


def test_a_panel_leaves_out_what_is_no_number_and_takes_a_day_together() -> None:
    day = date(2010, 12, 31)
    panel = Panel.of({"a": [(day, 1.0), (day, 3.0), (date(2011, 12, 31), nan)], "empty": [(day, nan)]})
    assert panel.names == ("a",)
    assert panel.values[0].tolist() == [2.0]
    assert panel.ends() == day.toordinal() / YEAR
    assert Panel.of({}).ends() == -np.inf


def test_what_is_later_than_the_cut_is_not_known() -> None:
    panel = straight(3)
    assert len(panel.known(CUT, None)) == 3 * 13
    assert len(panel.known(CUT, "s01")) == 2 * 13
    assert sorted(panel.latest(CUT, "s02")) == [13.0, 39.0]
    assert len(Panel.of({}).known(CUT, None)) == 0


def test_moments_are_laid_out_once_for_the_scales_asked_last() -> None:
    panel = straight(3)
    first = panel.moments(PLAIN, beside_level=False)
    assert panel.moments(PLAIN, beside_level=False) is first
    for lower in range(SCALES_KEPT):
        panel.moments(Scale("root", -float(lower)), beside_level=False)
    assert panel.moments(PLAIN, beside_level=False) is not first


def test_slopes_are_those_of_what_lies_before() -> None:
    times = np.array([2000.0, 2001.0, 2002.0, 2004.0])
    told = describe(lay([(times, np.array([0.0, 1.0, 3.0, 9.0]))]), beside_level=False)
    assert told.columns[:, 0].tolist() == [0.0, 1.0, 3.0, 9.0]
    assert told.columns[:, 1] == pytest.approx([0.0, 1.0, 1.5, 8 / 3])
    assert told.columns[:, 2] == pytest.approx([0.0, 1.0, 2.0, 3.0])


def test_beside_the_level_a_series_and_its_double_are_alike() -> None:
    times, values = np.arange(2000.0, 2006.0), np.array([1.0, 2.0, 4.0, 5.0, 7.0, 8.0])
    one, two = (describe(lay([(times, by * values)]), beside_level=True) for by in (1.0, 2.0))
    assert one.columns[:, 1:] == pytest.approx(two.columns[:, 1:])
    assert one.units * 2 == pytest.approx(two.units)


def test_what_follows_is_known_when_the_later_of_its_two_points_is() -> None:
    panel = Panel.of({"a": [(date(2000, 12, 31), 0.0), (date(2004, 12, 31), 8.0)]})
    followed = panel.moments(PLAIN, beside_level=False).after(1.0)
    assert followed.change[0] == pytest.approx(2.0, abs=0.01)
    assert followed.known[0] == pytest.approx(year_of(date(2004, 12, 31)))
    assert followed.known[1] == np.inf


def test_the_class_of_a_straight_line_goes_straight_on() -> None:
    moments = straight().moments(PLAIN, beside_level=False)
    found = reference.ask(moments, at(moments, 9, 2012), 3.0)
    assert found is not None
    assert found.change[MIDDLE] == pytest.approx(30.0, rel=0.2)
    assert found.size >= 60
    assert 1 < found.series <= 19
    assert not (moments.laid.series[found.moments] == 9).any()


def test_a_class_of_very_long_ago_still_speaks() -> None:
    moments = straight().moments(PLAIN, beside_level=False)
    found = reference.ask(moments, at(moments, 9, 2012, cut=year_of(date(8454, 1, 1))), 3.0)
    assert found is not None
    assert found.change[MIDDLE] == pytest.approx(30.0, rel=0.2)


def test_with_one_point_only_the_level_is_compared_and_moments_without_a_past_speak() -> None:
    moments = straight().moments(PLAIN, beside_level=False)
    alone = reference.ask(moments, at(moments, 9, 2012, points=1), 1.0)
    assert alone is not None
    assert alone.change[-3] - alone.change[2] > 1


def test_too_few_moments_and_a_level_of_nothing_are_no_class() -> None:
    moments = straight().moments(PLAIN, beside_level=False)
    assert reference.ask(moments, at(moments, 9, 2012, cut=year_of(date(2001, 1, 1))), 1.0) is None
    beside = straight().moments(Scale("root"), beside_level=True)
    nothing = reference.Here(beside.columns[0], 0.0, CUT, None)
    assert reference.ask(beside, nothing, 1.0) is None


def test_next_to_nothing_grows_no_more_than_by_itself_a_year() -> None:
    panel = Panel.of(
        {
            f"s{one}": [(date(year, 12, 31), 1e6 ** (year - 2000) * 1e-9) for year in range(2000, 2006)]
            for one in range(9)
        }
    )
    moments = panel.moments(Scale("root"), beside_level=True)
    found = reference.ask(moments, at(moments, 1, 2002), 1.0)
    assert found is not None
    assert found.change.max() <= moments.units[here(moments, 1, 2002)] * 1.01


def test_the_kernel_opens_until_enough_speak() -> None:
    apart = np.concatenate([np.zeros((5, 1)), np.full((195, 1), 3.0)])
    weights = reference.opened(apart, np.ones(200))
    assert reference.effective(weights) >= reference.ENOUGH


def test_analogues_are_one_for_each_series_the_heaviest_first() -> None:
    panel = straight()
    moments = panel.moments(PLAIN, beside_level=False)
    found = reference.ask(moments, at(moments, 9, 2012), 1.0)
    assert found is not None
    names = reference.named(moments, found, panel.names, PLAIN)
    assert len({one.name for one in names}) == reference.NAMED
    assert [one.weight for one in names] == sorted((one.weight for one in names), reverse=True)
    assert "s10" not in {one.name for one in names}


def test_of_few_series_all_are_named() -> None:
    panel = straight(3)
    moments = panel.moments(PLAIN, beside_level=False)
    found = reference.ask(moments, at(moments, 0, 2012), 1.0)
    assert found is not None
    assert {one.name for one in reference.named(moments, found, panel.names, PLAIN)} == {"s02", "s03"}


def test_trust_grows_with_the_number_of_others_to_a_limit() -> None:
    moments = straight(40).moments(PLAIN, beside_level=False)
    few, many = (straight(count).moments(PLAIN, beside_level=False) for count in (3, 40))
    asked = [reference.ask(one, at(one, 1, 2012), 1.0) for one in (few, many, moments)]
    trusts = [reference.trust(one) for one in asked if one is not None]
    assert 0 < trusts[0] < trusts[1] < reference.TRUST


WAY = hindcasts.Way(PLAIN, up=True, adds=False)


def test_of_lines_that_go_straight_on_the_past_teaches_to_trust_the_class_and_to_be_narrow() -> None:
    moments = straight(40).moments(PLAIN, beside_level=False)
    lesson = hindcasts.learn(moments, at(moments, 9, 2012), WAY, "s10")
    assert lesson is not None
    assert lesson.trust > 0
    assert lesson.stretch < 1
    assert lesson.record.tried == 2 * hindcasts.TRIED
    assert 0.5 < lesson.record.held <= 1


def test_the_own_series_has_no_part_in_what_is_learned() -> None:
    panel = straight(40)
    without = Panel.of(
        {
            name: [(date.fromordinal(round(day * YEAR)), value) for day, value in zip(times, values, strict=True)]
            for name, times, values in zip(panel.names, panel.times, panel.values, strict=True)
            if name != "s10"
        }
    )
    moments, bare = (one.moments(PLAIN, beside_level=False) for one in (panel, without))
    asked = at(moments, 9, 2012)
    one = hindcasts.learn(moments, asked, WAY, "s10")
    other = hindcasts.learn(bare, reference.Here(asked.columns, asked.unit, asked.cut, None), WAY, "s10")
    assert one is not None
    assert other is not None
    assert one.record == other.record
    assert [one.stretch, one.trust] == pytest.approx([other.stretch, other.trust])


def test_where_nothing_moved_or_nothing_is_known_yet_nothing_is_learned() -> None:
    flat = Panel.of({f"s{one}": [(date(year, 12, 31), 5.0) for year in range(2000, 2015)] for one in range(30)})
    moments = flat.moments(PLAIN, beside_level=False)
    assert hindcasts.learn(moments, at(moments, 1, 2012), WAY, None) is None
    early = at(moments, 1, 2012, cut=year_of(date(1999, 1, 1)))
    assert hindcasts.learn(moments, early, WAY, None) is None


def test_the_half_of_a_series_hangs_on_its_name_alone() -> None:
    assert half_of(None) == half_of("")
    assert {half_of(f"s{one}") for one in range(20)} == {True, False}


def test_stretching_leaves_the_middle_where_it_is() -> None:
    quantiles = np.linspace(0.0, 1.0, len(FINE))
    assert hindcasts.stretched(quantiles, 2.0)[MIDDLE] == quantiles[MIDDLE]
    assert np.ptp(hindcasts.stretched(quantiles, 2.0)) == pytest.approx(2.0)
