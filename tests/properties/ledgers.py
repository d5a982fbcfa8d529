"""Draw small ledgers of a plan: indicators, baselines, targets and statements, some of them replaced or withdrawn."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st

from tests.editions_of import PLAN, Told, entry, indicator

DAYS: Final = ("2008", "2009-06", "2010", "2010-Q2", "2011-03-15", "2011", "2012-S1", "2012", "2012-10", "2013-06-30", "2013")
CUTS: Final = tuple(date.fromisoformat(day) for day in ("2009-07-01", "2010-12-31", "2011-06-30", "2012-10-15", "2013-12-31", "2029-12-31"))
VERSIONS: Final = ("original", "original", "revised", "interim", "interim", "restated", "partial", "forecast")
NATURES: Final = ("announced", "declared", "declared", "estimated", "measured", "measured", "audited", "audited")
QUALIFIERS: Final = (None, None, "exact", "about", "almost", "more_than", "less_than", "at_least", "at_most")
KEYS: Final = ("ind-a", "ind-b", "ind-rate")

Draw = Callable[[st.SearchStrategy[Any]], Any]


def rarely(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw a value one time in four, else nothing."""
    return st.one_of(st.none(), st.none(), st.none(), value)


days = st.sampled_from(DAYS)
numbers = st.integers(-3, 12).map(str)
places = {"subject": rarely(st.just("site-a")), "region": rarely(st.just("MA-08@1997"))}


@st.composite
def values(draw: Draw) -> dict[str, Any]:
    """Draw a number with its qualifier, a range or nothing."""
    sort = draw(st.sampled_from(("value", "value", "value", "value", "range")))
    if sort == "value":
        return {"value": draw(numbers), "qualifier": draw(st.sampled_from(QUALIFIERS))}
    low = draw(st.integers(-3, 9))
    return {"low": str(low), "high": str(low + draw(st.integers(0, 4)))}


@st.composite
def baselines(draw: Draw) -> dict[str, Any]:
    """Draw the content of a baseline."""
    told = draw(values())
    told.pop("low", None), told.pop("high", None)
    return {
        "indicator": draw(st.sampled_from(KEYS)),
        **told,
        "about": draw(st.none() | days),
        "published_on": draw(st.none() | days),
        **{name: draw(one) for name, one in places.items()},
    }


@st.composite
def targets(draw: Draw) -> dict[str, Any]:
    """Draw the content of a target."""
    return {
        "indicator": draw(st.sampled_from(KEYS)),
        **draw(values()),
        "version": draw(st.sampled_from(VERSIONS)),
        "due_on": draw(st.one_of(days, days, st.just("2014/.."), st.none())),
        "set_on": draw(st.one_of(days, days, st.none())),
        "supersedes": draw(rarely(st.integers(0, 4).map("target-{}".format))),
        "scope": draw(rarely(st.just("edition 4"))),
        "unit": draw(rarely(st.just("schools"))),
        **{name: draw(one) for name, one in places.items()},
    }


@st.composite
def statements(draw: Draw) -> dict[str, Any]:
    """Draw the content of a statement."""
    missing = draw(rarely(st.just("not_reported")))
    return {
        "indicator": draw(st.sampled_from(KEYS)),
        **({"missing": missing} if missing else draw(values())),
        "nature": draw(st.sampled_from(NATURES)),
        "about": draw(st.one_of(days, days, days, st.just("2009/.."), st.none())),
        "said_on": draw(st.one_of(days, days, st.none())),
        "scope_relation": draw(rarely(st.sampled_from(("part", "whole", "other_definition")))),
        "sector": draw(rarely(st.just("C@ISIC4"))),
        "unit": draw(rarely(st.just("schools"))),
        "denominator": draw(rarely(st.integers(1, 20).map(str))),
        **{name: draw(one) for name, one in places.items()},
    }


KINDS: Final = {"baseline": baselines(), "target": targets(), "statement": statements()}


@st.composite
def indicators(draw: Draw) -> list[Told]:
    """Draw two indicators and a rate of which the first is the numerator."""
    found = []
    for key in KEYS:
        measure = draw(st.sampled_from(("stock", "cumulative", "flow")))
        direction = draw(st.sampled_from(("up", "up", "down", None)))
        facts: dict[str, Any] = {"measure": measure, "direction": direction, "headline": draw(st.booleans())}
        facts |= {"measure": "rate", "numerator": "ind-a", "unit": "percent"} if key == "ind-rate" else {}
        found.append(indicator(key, **facts))
    return found


@st.composite
def more(draw: Draw, before: list[Told], *, most: int = 12) -> list[Told]:
    """Draw entries to come after those before: new ones, replacements and withdrawals."""
    entries = list(before)
    for _ in range(draw(st.integers(0, most))):
        kind = draw(st.sampled_from(("baseline", "target", "target", "statement", "statement", "statement")))
        number = len(entries)
        replaced = {told.replaces for told in entries} | {told.content.get("entry") for told in entries}
        standing = [place for place, told in enumerate(entries) if told.kind == kind and place not in replaced]
        what = draw(st.sampled_from(("new", "new", "new", "replace", "withdraw"))) if standing else "new"
        if what == "withdraw":
            entries.append(entry("withdrawal", entry=draw(st.sampled_from(standing)), published_on=draw(days)))
            continue
        old = draw(st.sampled_from(standing)) if what == "replace" else None
        key = f"{kind}-{number}" if old is None else entries[old].key
        entries.append(entry(kind, key, replaces=old, **draw(KINDS[kind])))
    return entries


@st.composite
def ledgers(draw: Draw) -> list[Told]:
    """Draw a ledger."""
    return draw(more([PLAN, *draw(indicators())], most=14))  # type: ignore[no-any-return]
