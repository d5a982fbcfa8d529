"""Territories: the regions in force on the day, what the ledger places in each, and the sites."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.sheets import statements
from bilan.report.view import View
from bilan.terms.codes import Code, code_list
from bilan.terms.days import first_day

# A site frames the plan and is always known; what is told of its opening is known from its day, and from its source.
SITES: Final = """
SELECT s.*, s.opened_on IS NOT NULL AND coalesce(s.opened_on_to <= $as_of, false)
    AND (s.source IS NULL OR f.key IS NOT NULL) AS is_open,
    s.opened_on IS NOT NULL AND coalesce(s.opened_on_to > $as_of, true) AS opens_later
FROM site s LEFT JOIN source f ON f.key = s.source
ORDER BY s.site_kind, s.opened_on_to NULLS LAST, s.number
"""
POOLS: Final = "SELECT * FROM skill_pool WHERE region IS NOT NULL ORDER BY number"
JOBS: Final = "jobs"
OF_JOBS: Final = "s.subject IN (SELECT key FROM site) AND coalesce(s.unit, i.unit) = $unit"
OFFSHORING: Final = ("offshoring", "ito", "bpo", "call_centres")
# The segment of an address that stands for "in no region".
NOWHERE: Final = "none"


@dataclass(frozen=True, slots=True)
class Site:
    """A site, whether it is told to be open by the day, and what was said of it: in a list, of its jobs alone."""

    row: Row
    stated: tuple[Row, ...]

    @property
    def key(self) -> str:
        """Return its key."""
        return str(self.row["key"])

    @property
    def region(self) -> str:
        """Return the code of its region as addresses have it."""
        return self.row["region"] or NOWHERE

    @property
    def is_offshoring(self) -> bool:
        """Tell whether it is a site of offshoring, as the analysis of that name reads it."""
        activity = self.row["activity"]
        return activity in OFFSHORING or (activity is None and self.row["site_kind"] == "offshore-park")

    @property
    def opening(self) -> str:
        """Say what is told of its opening by the day: `open`, `later`, or `untold`."""
        if self.row["is_open"]:
            return "open"
        return "later" if self.row["opens_later"] else "untold"

    @property
    def money(self) -> Row | None:
        """Return the investment planned as figures are written."""
        amount = self.row["amount_planned"]
        return None if amount is None else {"value": amount, "unit": self.row["currency"]}

    @property
    def jobs(self) -> Row | None:
        """Return the newest figure of jobs that was told of it, other than of days to come."""
        return statements.newest([row for row in self.stated if row["unit"] == JOBS], statements.TOLD)


@dataclass(frozen=True, slots=True)
class Region:
    """A region with what the ledger places in it."""

    code: str
    told: Code
    sites: tuple[Site, ...]
    stated: tuple[Row, ...]
    pools: tuple[Row, ...]

    @property
    def known(self) -> bool:
        """Tell whether the ledger places anything in it."""
        return bool(self.sites or self.stated or self.pools)

    @property
    def open(self) -> int:
        """Return how many of its sites are told to be open by the day."""
        return sum(one.opening == "open" for one in self.sites)

    @property
    def entries(self) -> list[int]:
        """Return the entries that place something in it."""
        return [row["number"] for row in (*(one.row for one in self.sites), *self.stated, *self.pools)]


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the country into regions: its name, its days, and whether it is in force on the day."""

    edition: str
    country: str
    from_on: str
    until_on: str | None


@dataclass(frozen=True, slots=True)
class Territories:
    """The regions in force, and every site; `elsewhere` are sites placed in the regions of another division."""

    division: Division | None
    regions: tuple[Region, ...]
    sites: tuple[Site, ...]

    @property
    def known(self) -> int:
        """Return in how many regions the ledger places something."""
        return sum(one.known for one in self.regions)

    @property
    def placed(self) -> int:
        """Return how many sites lie in a region of the division in force."""
        return sum(len(one.sites) for one in self.regions)

    @property
    def nowhere(self) -> int:
        """Return how many sites are told to be in no region."""
        return sum(one.region == NOWHERE for one in self.sites)

    @property
    def elsewhere(self) -> int:
        """Return how many sites are placed in regions of another division."""
        return len(self.sites) - self.placed - self.nowhere

    @property
    def open(self) -> int:
        """Return how many sites are told to be open by the day."""
        return sum(one.opening == "open" for one in self.sites)

    @property
    def with_jobs(self) -> int:
        """Return of how many sites the jobs planned are known."""
        return sum(one.row["jobs_planned"] is not None for one in self.sites)

    @property
    def by_kind(self) -> dict[str, list[Site]]:
        """Return the sites by their kind."""
        found: dict[str, list[Site]] = {}
        for one in self.sites:
            found.setdefault(one.row["site_kind"], []).append(one)
        return found


def gather(view: View) -> Territories:
    """Gather regions and sites."""
    sites = _sites(view)
    division = division_on(view.cut.as_of, _country(sites))
    codes = _codes(division) if division else {}
    return Territories(division, tuple(_regions(view, codes, sites)), tuple(sites))


def region(view: View, code: str) -> Region | None:
    """Gather one region, of whichever division."""
    codes = code_list("region")
    if code not in codes:
        return None
    return next(_regions(view, {code: codes[code]}, _sites(view)))


def site(view: View, key: str) -> Site | None:
    """Gather one site."""
    found = next((one for one in _sites(view) if one.key == key), None)
    return replace(found, stated=tuple(statements.about(view, key))) if found else None


def division_on(day: date, country: str) -> Division | None:
    """Return the division of a country into regions on a day, the newest that had begun.

    >>> division_on(date(2012, 8, 8), "MA").edition, division_on(date(2016, 1, 1), "MA").edition
    ('1997', '2015')
    """
    begun = {
        Division(one.edition or "", country, one.more["from_on"], one.more["until_on"] or None)
        for one in code_list("region").values()
        if one.more["country"] == country and (first := first_day(one.more["from_on"])) and first <= day
    }
    return max(begun, key=lambda one: one.from_on, default=None)


def _codes(division: Division) -> dict[str, Code]:
    asked = division.edition, division.country
    return {code: one for code, one in code_list("region").items() if (one.edition, one.more["country"]) == asked}


def _country(sites: Iterable[Site]) -> str:
    """Return the country in which most sites lie; of a plan without sites, the first of the list of regions."""
    found = [one.row["country"] for one in sites if one.row["country"]]
    listed = [one.more["country"] for one in code_list("region").values()]
    return max(sorted(set(found)), key=found.count) if found else listed[0]


def _sites(view: View) -> list[Site]:
    rows = view.rows(SITES, {"as_of": view.cut.as_of}, reads=("site", "source"))
    said: dict[str, list[Row]] = {}
    for one in statements.statements(view, OF_JOBS, {"unit": JOBS}):
        said.setdefault(one["subject"], []).append(one)
    return [Site(row, tuple(said.get(row["key"], ()))) for row in rows]


def _regions(view: View, codes: Mapping[str, Code], sites: list[Site]) -> Iterator[Region]:
    said = statements.statements(view, "s.region IS NOT NULL")
    pools = view.rows(POOLS, reads=("skill_pool",))
    for code, told in codes.items():
        yield Region(
            code,
            told,
            tuple(one for one in sites if one.region == code),
            tuple(row for row in said if row["region"] == code),
            tuple(row for row in pools if row["region"] == code),
        )
