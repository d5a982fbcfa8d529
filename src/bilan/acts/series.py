"""The figures there are of the things that many papers speak of, fetched with few questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.analysis.formulas.doubts import Thing
from bilan.report.view import View

# What makes two figures of one indicator figures of the same thing.
SAME: Final[Mapping[str, tuple[str, ...]]] = {
    "statement": ("subject", "region", "sector", "size", "partner_country", "edition", "audience", "scope"),
    "target": ("subject", "region", "scope"),
    "baseline": ("subject", "region"),
}
DATED: Final = {"statement": "about", "target": "due_on", "baseline": "about"}
# So many of the newest figures of a thing are enough to know its course.
NEWEST: Final = 40
Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of things, the newest first, and what is known of their indicators."""

    figures: Mapping[tuple[Any, ...], list[Row]] = field(default_factory=dict)
    things: Mapping[str, Thing] = field(default_factory=dict)

    def before(self, kind: str, content: Content, key: str | None) -> list[Row]:
        """Return the newest figures of the thing that a content speaks of, the one under its own key apart."""
        return [row for row in self.figures.get(thing_of(kind, content), ()) if row["key"] != key]

    def thing(self, content: Content) -> Thing:
        """Return what is known of the indicator that a content speaks of."""
        return self.things.get(content["indicator"], Thing())


def thing_of(kind: str, content: Content) -> tuple[Any, ...]:
    """Return what a figure is of: its kind, its indicator, and the part of it that is meant."""
    return (kind, content.get("indicator"), *(content.get(name) for name in SAME[kind]))


def series(view: View, said: Iterable[tuple[str, Content]]) -> Series:
    """Return the figures there are of the things that some contents speak of, each told with its kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, content in said:
        if kind in SAME and "indicator" in content:
            wanted[kind].add(content["indicator"])
    figures: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for kind, indicators in wanted.items():
        for row in view.rows(_newest(kind), {"indicators": sorted(indicators)}, reads=(kind,)):
            figures[thing_of(kind, row)].append(row)
    return Series(figures, _things(view, set().union(*wanted.values())))


def _newest(kind: str) -> str:
    same = ", ".join(f'"{name}"' for name in ("indicator", *SAME[kind]))
    more = ", nature" if kind == "statement" else ""
    return f"""SELECT number, key, reading, {DATED[kind]}_to, {same}{more} FROM {kind}
    WHERE list_contains($indicators, indicator)
    QUALIFY row_number() OVER (PARTITION BY {same} ORDER BY recency DESC) <= {NEWEST} ORDER BY recency DESC"""  # noqa: S608 - our own names


def _things(view: View, indicators: set[str]) -> dict[str, Thing]:
    query = "SELECT key, measure, unit, floor, ceiling FROM indicator WHERE list_contains($keys, key)"
    rows = view.rows(query, {"keys": sorted(indicators)}, reads=("indicator",)) if indicators else []
    return {row.pop("key"): Thing(**row) for row in rows}
