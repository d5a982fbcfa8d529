"""Whether as much happened as was said, drawn as small tables."""

from datetime import date
from typing import Any

import pytest

from bilan.analysis import reliability
from bilan.analysis.asking import Row
from bilan.analysis.formulas.intervals import wilson

USUAL = {"loss": 1.0, "drift_loss": 2.0, "low": 10.0, "high": 30.0, "target": 100.0}


def row(judged: str, indicator: str, **more: Any) -> Row:
    told = {"subject": None, "region": None, "told_as": "declared", "horizon": 0.5, "value_on": date(2013, 1, 1)}
    return {"judged": judged, "indicator": indicator, **told, "entries": [len(indicator)], **more}


def target(indicator: str, chance: float, *, met: bool, **more: Any) -> Row:
    return row("target", indicator, chance=chance, met=met, **more)


def figure(indicator: str, *held: bool, **more: Any) -> Row:
    inside = dict(zip(("held50", "held80", "held90"), held, strict=True))
    return row("figure", indicator, **{**inside, **USUAL, **more})


def ask(*rows: Row) -> list[Row]:
    return reliability.ask(None, answers={"backtest": list(rows)})  # type: ignore[arg-type]


def of(rows: list[Row], judged: str, slice_: str) -> list[Row]:
    return [one for one in rows if one["judged"] == judged and one["slice"] == slice_]


def test_of_targets_the_mean_chance_stands_beside_the_share_reached() -> None:
    told = of(ask(target("a", 0.2, met=False), target("b", 0.4, met=True)), "target", "all")[0]
    assert (told["cases"], told["outcomes"], told["said"], told["happened"]) == (2, 2, pytest.approx(0.3), 0.5)
    assert (told["brier"], told["brier_skill"]) == (pytest.approx((0.04 + 0.36) / 2), pytest.approx(1 - 0.2 / 0.25))
    assert told["calibration_error"] == pytest.approx((0.2 + 0.6) / 2)
    assert told["entries"] == [1]


def test_of_figures_each_interval_says_what_it_held() -> None:
    rows = of(ask(figure("a", False, True, True), figure("b", False, False, True)), "figure", "all")
    assert [(one["said"], one["happened"]) for one in rows] == [(0.5, 0.0), (0.8, 0.5), (0.9, 1.0)]
    assert [one["skill"] for one in rows] == [pytest.approx(0.5)] * 3


def test_a_forecast_is_as_sharp_as_its_interval_is_narrow_beside_the_target() -> None:
    figures = [figure("a", True, True, True), figure("b", True, True, True, high=50.0), figure("c", True, True, True)]
    assert of(ask(*figures), "figure", "all")[0]["width"] == 0.2
    assert of(ask(figure("a", True, True, True, target=0.0)), "figure", "all")[0]["width"] is None


def test_without_a_yardstick_there_is_no_skill() -> None:
    assert of(ask(figure("a", True, True, True, drift_loss=None)), "figure", "all")[0]["skill"] is None


def test_slices_are_by_nature_by_years_ahead_and_by_chance() -> None:
    rows = ask(
        target("a", 0.30, met=False, horizon=-0.2),
        target("b", 0.39, met=True, horizon=1.9),
        target("c", 0.97, met=True, told_as="verified"),
        row("plan", "p"),
    )
    names = ("slice", "told_as", "at_least", "below", "cases")
    told = [tuple(one[name] for name in names) for one in rows if one["judged"] == "target"]
    assert told == [
        ("all", None, None, None, 3),
        ("told_as", "declared", None, None, 2),
        ("told_as", "verified", None, None, 1),
        ("horizon", None, 0, 1, 2),
        ("horizon", None, 1, 2, 1),
        ("band", None, 0.3, 0.4, 2),
        ("band", None, 0.9, 1.0, 1),
    ]


def test_what_was_foreseen_on_several_days_is_one_outcome() -> None:
    told = of(ask(*[target("a", 0.3, met=True)] * 5), "target", "all")[0]
    alone = wilson(1, 1)
    assert alone is not None
    assert (told["cases"], told["outcomes"], told["happened_low"]) == (5, 1, alone.low)


@pytest.mark.parametrize(
    ("met", "of_all", "conclusion"),
    [
        (33, 110, "holds"),
        (3, 10, "cannot_determine"),
        (9, 9, "cannot_determine"),
        (10, 10, "does_not_hold"),
        (80, 100, "does_not_hold"),
    ],
)
def test_few_outcomes_tell_nothing_and_how_many_it_takes_is_told(met: int, of_all: int, conclusion: str) -> None:
    told = of(ask(*(target(f"i{at}", 0.3, met=at < met) for at in range(of_all))), "target", "all")[0]
    assert (told["conclusion"], told["outcomes_needed"]) == (conclusion, 93)


def test_without_an_outcome_nothing_is_known() -> None:
    rows = ask()
    assert [(one["judged"], one["slice"], one["cases"], one["happened"], one["conclusion"]) for one in rows] == [
        ("target", "all", 0, None, "cannot_determine"),
        *[("figure", "all", 0, None, "cannot_determine")] * 3,
    ]
    assert (rows[0]["happened_low"], rows[0]["happened_high"], rows[0]["outcomes_needed"]) == (0.0, 1.0, 93)
