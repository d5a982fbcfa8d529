"""Draw small ledgers of a plan: indicators, baselines, targets and statements, some of them replaced or withdrawn.

Hypothesis draws the seed alone: entries drawn one by one are too alike to meet the rare cases that matter here.
"""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any, Final

from hypothesis import strategies as st
from tests.editions_of import PLAN, Told, entry, indicator

DAYS: Final = ("2008", "2010", "2010-Q2", "2011-03-15", "2012", "2012-S1", "2013-06-30", "2013")
CUTS: Final = tuple(
    map(date.fromisoformat, ("2009-07-01", "2010-12-31", "2011-06-30", "2012-10-15", "2013-12-31", "2029-12-31"))
)
VERSIONS: Final = (
    "original",
    "original",
    "revised",
    "revised",
    "interim",
    "interim",
    "restated",
    "partial",
    "forecast",
)
NATURES: Final = ("announced", "declared", "declared", "estimated", "measured", "measured", "audited", "audited")
QUALIFIERS: Final = ("exact", "about", "almost", "more_than", "less_than", "at_least", "at_most")
KEYS: Final = ("ind-a", "ind-b", "ind-rate")
Content = dict[str, Any]

seeds = st.integers(0, 2**32 - 1)
# Mostly all is told; then one look from some day in between.
cuts = st.tuples(st.sampled_from(CUTS), st.sampled_from(CUTS)).map(lambda one: [(CUTS[-2], CUTS[-1]), one])


def one_in(many: int, random: Random, *choices: Any) -> Any:
    return random.choice(choices) if random.randrange(many) == 0 else None


def _thing(random: Random) -> Content:
    key = random.choice(("ind-a", "ind-a", "ind-a", "ind-b", "ind-rate"))
    return {"indicator": key, "subject": one_in(8, random, "site-a"), "region": one_in(8, random, "MA-08@1997")}


def _value(random: Random, *, ranges: bool = True) -> Content:
    if ranges and random.randrange(6) == 0:
        low = random.randrange(-3, 9)
        return {"low": str(low), "high": str(low + random.randrange(5))}
    return {"value": str(random.randrange(-3, 13)), "qualifier": one_in(2, random, *QUALIFIERS)}


def _baseline(random: Random) -> Content:
    days = {"about": one_in(1, random, *DAYS, None), "published_on": one_in(2, random, *DAYS)}
    return {**_thing(random), **_value(random, ranges=False), **days}


def _target(random: Random, number: int) -> Content:
    return {
        **_thing(random),
        **_value(random),
        "version": random.choice(VERSIONS),
        "due_on": random.choice((*DAYS[2:], "2014", "2014/..", None)),
        "set_on": random.choice((*DAYS, None)),
        "supersedes": one_in(2, random, *(f"target-{earlier}" for earlier in range(number))),
        "scope": one_in(8, random, "edition 4"),
        "unit": one_in(8, random, "schools"),
    }


def _statement(random: Random) -> Content:
    return {
        **_thing(random),
        **(_value(random) if random.randrange(8) else {"missing": "not_reported"}),
        "nature": random.choice(NATURES),
        "about": random.choice((*DAYS, *DAYS, "2009/..", None)),
        "said_on": random.choice((*DAYS, None)),
        "scope_relation": one_in(4, random, "part", "whole", "other_definition"),
        "sector": one_in(8, random, "C@ISIC4"),
        "unit": one_in(8, random, "schools"),
        "numerator": one_in(6, random, "2", "3"),
        "denominator": one_in(2, random, "5", "10", "14"),
    }


def _indicators(random: Random) -> list[Told]:
    """Draw two indicators and a rate of which the first is the numerator."""
    found = []
    for key in KEYS:
        facts: Content = {"measure": random.choice(("stock", "cumulative", "flow")), "headline": random.random() < 0.5}
        facts |= {"measure": "rate", "numerator": "ind-a", "unit": "percent"} if key == "ind-rate" else {}
        found.append(indicator(key, direction=random.choice(("up", "up", "down", None)), **facts))
    return found


def _content(kind: str, random: Random, number: int) -> Content:
    if kind == "target":
        return _target(random, number)
    return _baseline(random) if kind == "baseline" else _statement(random)


def grown(entries: Sequence[Told], random: Random, *, by: int, **later: str) -> list[Told]:
    """Add entries to a ledger: new ones, replacements and withdrawals; `later` overrides the days they were public."""
    found = list(entries)
    for _ in range(by):
        kind = random.choice(("baseline", "target", "target", "target", *["statement"] * 5))
        number = len(found)
        gone = {told.replaces for told in found} | {told.content.get("entry") for told in found}
        standing = [place for place, told in enumerate(found) if told.kind == kind and place not in gone]
        what = random.choice(("new", "new", "new", "new", "new", "new", "replace", "withdraw")) if standing else "new"
        if what == "withdraw":
            found.append(
                entry(
                    "withdrawal",
                    entry=random.choice(standing),
                    published_on=later.get("published_on", random.choice(DAYS)),
                )
            )
            continue
        old = random.choice(standing) if what == "replace" else None
        key = f"{kind}-{number}" if old is None else found[old].key
        found.append(entry(kind, key, replaces=old, **{**_content(kind, random, number), **later}))
    return found


def ledger(seed: int) -> list[Told]:
    """Draw a ledger."""
    random = Random(seed)
    return grown([PLAN, *_indicators(random)], random, by=random.randrange(10, 40))


ledgers = seeds.map(ledger)
