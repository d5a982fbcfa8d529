"""Gather what surrounds the forecasts of a ledger: courses of others, corrections of sources, findings of audits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from bilan.analysis.formulas.forecasting import Classes, Panel
from bilan.analysis.formulas.forecasting.classes import shipped
from bilan.analysis.formulas.forecasting.questions import Revision
from bilan.analysis.formulas.outlook import Around
from bilan.analysis.formulas.verifying import Comparables
from bilan.analysis.formulas.verifying.percent import pairs_of, thing

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known on the day of the question beside the figures of a thing."""

    as_of: date
    panels: Mapping[str, Panel] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    noise: Mapping[tuple[str, str | None], Revision] = field(default_factory=dict)
    pairs: Comparables | None = None
    classes: Classes | None = None

    @classmethod
    def of(cls, as_of: date, *, peers: Iterable[Row], noise: Iterable[Row], pairs: Iterable[Row]) -> Self:
        """Make it ready from rows of `forecast_panel`, `revision_noise` and `candour_pairs`, and the shipped table."""
        courses: dict[str, dict[str, list[tuple[date, float]]]] = {}
        own: dict[str, str] = {}
        for row in peers:
            courses.setdefault(row["series"], {}).setdefault(row["area"], []).append((row["on"], row["value"]))
            if row["own"]:
                own[row["series"]] = row["area"]
        panels = {series: Panel.of(areas) for series, areas in courses.items()}
        # A source that told nothing of its corrections is for the forecast to judge, whatever others do.
        apart = (row for row in noise if row["publisher"] and row["figures"])
        told = {(row["publisher"], row["quantity"]): Revision(row["chance"], row["spread"]) for row in apart}
        return cls(as_of, panels, own, told, Comparables.of(pairs_of(pairs), lower=0.0, upper=None), shipped())

    def around(self, told: Sequence[Row], stands_on: str) -> Around:
        """Return what surrounds a thing whose figures these are, where a forecast stands on those of one nature."""
        one = told[0]
        figures = [row for row in told if row["told_as"] == stands_on and row["reporter"]]
        reporter = figures[-1]["reporter"] if figures else ""
        return Around(
            self.as_of,
            self.panels.get(one["series"]),
            self.classes,
            self.own.get(one["series"]),
            self.noise.get((reporter, one["quantity"])),
            self.pairs,
            reporter,
            thing(one),
        )
