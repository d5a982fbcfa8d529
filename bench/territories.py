"""Record the ledger of a large plan: every node has two indicators, told of every site at 24 quarters.

It is made by the product itself, act by act, so that its pages have entries, proofs and an edition behind them. The
last quarter of each year is measured, the others are declared, a little higher; an auditor counts the nation every
third year. The same number of sites gives the same statements.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from bilan.config.home import Home
from bilan.ledger.entries import Draft, read_content

if TYPE_CHECKING:
    from bilan.tables.editions import Edition

AXES: Final = 10
NODES: Final = 100
INDICATORS: Final = 2 * NODES
QUARTERS: Final = 24
FIRST_YEAR: Final = 2010
SITES: Final = 120
REGIONS: Final = 16
# The plan is over when a reader looks at it; on the past day it has run for half of its time.
TODAY: Final = date(2016, 6, 1)
PAST: Final = date(2013, 1, 15)
RECORDED: Final = datetime(2016, 3, 1, tzinfo=UTC)
BATCH: Final = 10_000
AUDITED: Final = frozenset({11, 23})
BY_AUDITOR: Final = {"nature": "audited", "organisation": "org-auditor"}


@dataclass(frozen=True, slots=True)
class Point:
    """A quarter: its last month, whether it is measured, the source that told it."""

    place: int

    @property
    def about(self) -> str:
        """Return the month that its figures are about."""
        return f"{FIRST_YEAR + self.place // 4}-{3 * (self.place % 4 + 1):02}"

    @property
    def told_on(self) -> date:
        """Return the day on which they were told: six weeks into the next quarter."""
        year, quarter = divmod(self.place + 1, 4)
        return date(FIRST_YEAR + year, 3 * quarter + 2, 15)

    @property
    def nature(self) -> str:
        """Return the nature of what is said of a site."""
        return "measured" if self.place % 4 == 3 else "declared"  # noqa: PLR2004 - the last quarter of a year

    @property
    def source(self) -> str:
        """Return the key of the source that told them."""
        return f"src-{self.place}"


POINTS: Final = tuple(map(Point, range(QUARTERS)))


def make(home: Home, sites: int = SITES) -> "Edition":
    """Record the whole ledger in batches, and publish it."""
    from bilan.acts.publishing import publish  # Django must know its home first

    drafts = chain(frame(sites), *(said(one, sites) for one in POINTS))
    at = RECORDED
    while batch := list(islice(drafts, BATCH)):
        record(home, batch, at)
        at += timedelta(minutes=1)
    return publish(home, at=at)


def record(home: Home, drafts: list[Draft], at: datetime) -> None:
    """Record drafts, none of which may be refused."""
    from bilan.acts import recording  # as above

    done = recording.record(home, drafts, by="bench", at=at)
    if done.refused or len(done.entries) != len(drafts):
        raise AssertionError(done.findings[:3])


def _draft(kind: str, key: str, **content: object) -> Draft:
    return Draft(read_content(kind, content), key=key)


def frame(sites: int) -> Iterator[Draft]:
    """Tell what statements refer to: sources, plan, nodes, indicators with baseline and target, sites."""
    for one in POINTS:
        yield _draft(
            "source", one.source, publisher="Ministry", source_kind="report", published_on=one.told_on.isoformat()
        )
    yield _draft("source", "src-plan", publisher="Ministry", source_kind="report", published_on="2009-12-01")
    yield _draft("party", "org-ministry", name="Ministry", party_kind="organisation", role="owner")
    yield _draft("party", "org-auditor", name="Auditor", party_kind="organisation", role="auditor")
    plan = {"fr": "Un grand plan", "ar": "مخطط كبير", "en": "A large plan"}
    yield _draft("plan", "plan", source="src-plan", name=plan, starts_on="2010", ends_on="2015")
    yield from chain.from_iterable(_node(place) for place in range(NODES))
    yield from (_site(place) for place in range(sites))


def _node(place: int) -> Iterator[Draft]:
    """Tell of a node and its two indicators: the first nodes are axes, the others stand below them."""
    is_axis = place < AXES
    name = {"fr": f"Chantier {place}", "ar": f"ورش {place}", "en": f"Field {place}"}
    parent, level = ("plan", "axis") if is_axis else (f"node-{place % AXES}", "initiative")
    yield _draft("node", f"node-{place}", source="src-plan", parent=parent, node_kind=level, name=name, order=place)
    for of_node in range(2):
        yield from _indicator(f"ind-{2 * place + of_node}", f"node-{place}", headline=not of_node)


def _indicator(key: str, node: str, *, headline: bool) -> Iterator[Draft]:
    name = {"fr": f"Services ouverts, {key}", "ar": f"الخدمات المفتوحة، {key}", "en": f"Services opened, {key}"}
    yield _draft(
        "indicator", key, source="src-plan", node=node, name=name, unit="projects", measure="stock", direction="up",
        periodicity="P3M", headline=headline,
    )  # fmt: skip
    yield _draft("baseline", f"base-{key}", source="src-plan", indicator=key, value="10", about="2009")
    yield _draft(
        "target", f"tgt-{key}", source="src-plan", indicator=key, value="1000", unit="projects", due_on="2015-12-31",
        set_on="2009-12-01", version="original",
    )  # fmt: skip


def _site(place: int) -> Draft:
    region = f"MA-{1 + place % REGIONS:02}@1997"
    return _draft(
        "site", f"site-{place}", source="src-plan", name={"fr": f"Territoire {place}", "en": f"Territory {place}"},
        site_kind="technopark", region=region,
    )  # fmt: skip


def said(point: Point, sites: int) -> Iterator[Draft]:
    """Tell what was said of a quarter: of the nation first, then of every site."""
    for number in range(INDICATORS):
        content = _content(point, number, 10 + 38 * point.place + number % 7)
        if point.place in AUDITED and number % 2 == 0:
            yield _draft("statement", f"st-{point.place}-{number}-audit", **content | BY_AUDITOR)
        yield _draft("statement", f"st-{point.place}-{number}", **content | {"nature": "declared"})
        for site in range(sites):
            value = 1 + point.place * (1 + (number + site) % 3) - (point.nature == "measured")
            told = _content(point, number, value) | {"subject": f"site-{site}"}
            yield _draft("statement", f"st-{point.place}-{number}-{site}", **told)


def _content(point: Point, number: int, value: int) -> dict[str, Any]:
    return {
        "indicator": f"ind-{number}", "source": point.source, "organisation": "org-ministry", "value": str(value),
        "unit": "projects", "nature": point.nature, "about": point.about, "said_on": point.told_on.isoformat(),
        "quotation": f"So many services were open at the end of {point.about}, as counted by those in charge",
    }  # fmt: skip
