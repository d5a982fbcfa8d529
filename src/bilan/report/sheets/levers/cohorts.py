"""Incubators and nurseries as a lever: how full they are, what their tenants do, how many of these are alive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks.bars import Bar, bars
from bilan.report.marks.steps import Stair, steps
from bilan.report.sheets.lever import Conclusion
from bilan.report.view import View
from bilan.report.voice import Voice

SUBJECT: Final = "lever_cohorts"
MOST: Final = 200
FEW: Final = 6
VERIFIED: Final = frozenset({"measured", "audited"})
SITES: Final = "SELECT key, number, name_fr, name_ar, name_en, region, city, opened_on, source FROM site"
POOLS: Final = "SELECT key, number, name_fr, name_ar, name_en FROM skill_pool WHERE site IS NOT NULL"
# All that was told of an incubator, whatever its date: the page shows it as it was said.
SAID: Final = """
SELECT s.*, coalesce(s.unit, i.unit) AS unit, i.quantity, i.name_fr, i.name_ar, i.name_en
FROM statement s JOIN indicator i ON i.key = s.indicator
WHERE s.subject IN (SELECT unnest($sites)) ORDER BY s.subject, s.about_to DESC NULLS LAST, s.number
"""


@dataclass(frozen=True, slots=True)
class Incubator:
    """An incubator as the analysis judged it, with its own entry and what was said of it."""

    row: Row
    told: Mapping[str, object]
    said: tuple[Row, ...]

    @property
    def key(self) -> str:
        """Return its key."""
        return str(self.row["site"])

    @property
    def region(self) -> str:
        """Return the code of its region as addresses have it."""
        return str(self.told.get("region") or "none")


@dataclass(frozen=True, slots=True)
class Curve:
    """The steps of a group of tenants: of all, of an incubator, or of one of its pools."""

    site: str | None
    pool: str | None
    steps: tuple[Row, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page of the lever shows."""

    whole: Row
    incubators: tuple[Incubator, ...]
    curves: tuple[Curve, ...]
    stays: tuple[Row, ...]
    names: figures.Names

    @property
    def full(self) -> tuple[Incubator, ...]:
        """Return the incubators of which tenants, places or an occupancy are told."""
        names = ("tenants", "places", "occupancy")
        return tuple(one for one in self.incubators if any(one.row[name] is not None for name in names))

    @property
    def followed(self) -> tuple[Incubator, ...]:
        """Return the incubators of which who is alive is known."""
        return tuple(one for one in self.incubators if one.row["alive"] is not None)

    @property
    def with_stays(self) -> tuple[Incubator, ...]:
        """Return the incubators of which a stay is told."""
        return tuple(one for one in self.incubators if one.row["entered"] is not None or one.row["left_out"])

    @property
    def untold(self) -> tuple[Incubator, ...]:
        """Return the incubators of which neither tenants nor places are told."""
        full = {one.key for one in self.full}
        return tuple(one for one in self.incubators if one.key not in full)

    @property
    def said(self) -> tuple[Row, ...]:
        """Return what was said of the incubators."""
        return tuple(row for one in self.incubators for row in one.said)

    @property
    def left_out(self) -> dict[str, int]:
        """Return how many stays cannot be measured, by the reason."""
        reasons = [row["left_out"] for row in self.stays if row["left_out"]]
        return {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}


def gather(view: View) -> Seen:
    """Gather what the page of the lever shows."""
    whole, *rows = view.ask("cohorts")
    told = {row["key"]: row for row in view.rows(SITES, reads=("site",))}
    pools = {row["key"]: row for row in view.rows(POOLS, reads=("skill_pool",))}
    said: dict[str, list[Row]] = {}
    for row in view.rows(SAID, {"sites": [row["site"] for row in rows]}, reads=("statement", "indicator")):
        said.setdefault(row["subject"], []).append(row)
    stays = tuple(view.ask("cohorts_stays"))
    return Seen(
        whole=whole,
        incubators=tuple(Incubator(row, told.get(row["site"], {}), tuple(said.get(row["site"], ()))) for row in rows),
        curves=tuple(_curves(view.ask("cohorts_survival"), stays)),
        stays=stays,
        names={**pools, **told},
    )


def _curves(rows: Sequence[Row], stays: Sequence[Row]) -> list[Curve]:
    groups: dict[tuple[str | None, str | None], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["site"], row["pool"]), []).append(row)
    return [Curve(site, pool, tuple(of), _verified(stays, site, pool)) for (site, pool), of in groups.items()]


def _verified(stays: Sequence[Row], site: str | None, pool: str | None) -> bool:
    """Tell whether somebody looked at every stay behind a curve."""
    behind = [row for row in stays if site in {None, row["site"]} and pool in {None, row["pool"]}]
    return all(row["nature"] in VERIFIED for row in behind)


def conclusion(view: View, voice: Voice) -> Conclusion:
    """Say in one sentence how many tenants are alive, or that nobody can tell."""
    seen = view.once(gather)
    whole = seen.whole
    counts = {"count": len(seen.incubators), "told": len(seen.full), "followed": len(seen.followed)}
    values = {
        **{name: voice.number(number) for name, number in counts.items()},
        "years": voice.number(round(whole["years"])),
        "entered": voice.number(round(whole["entered"] or 0)),
        **{name: voice.share(whole[name]) for name in ("alive", "alive_low", "alive_high")},
    }
    if whole["alive"] is not None:
        code = "known"
    else:
        code = "short" if whole["entered"] else "unknown" if seen.incubators else "none"
    return Conclusion(
        sentence=voice.tell(SUBJECT, f"conclusion.{code}", **values),
        known=len(seen.followed),
        of=len(seen.incubators),
        counted=voice.tell(SUBJECT, "counted"),
        needed=tuple(whole["needed"]),
        entries=tuple(whole["entries"]),
        chart=_chart(seen, voice),
    )


def _chart(seen: Seen, voice: Voice) -> Drawn | None:
    if seen.curves:
        return stair(seen, seen.curves[0], voice)
    return tenants(seen, voice) if any(one.row["tenants"] is not None for one in seen.full) else None


def called(seen: Seen, key: str | None, voice: Voice) -> str:
    """Name an incubator or a pool; without a key, all incubators."""
    return figures.name_of(voice, key, seen.names) if key else voice.tell(SUBJECT, "all")


def stair(seen: Seen, curve: Curve, voice: Voice) -> Drawn:
    """Draw how many tenants of a group are left as days pass."""
    named = [called(seen, key, voice) for key in (curve.site, curve.pool) if key] or [called(seen, None, voice)]
    given = [
        Stair(row["days"], row["at_risk"], row["failed"], row["watch_ended"], row["survival"], row["low"], row["high"])
        for row in curve.steps
    ]
    what = voice.tell(SUBJECT, "stair.what", name=" · ".join(named))
    return steps(given, voice, what=what, verified=curve.verified)


def tenants(seen: Seen, voice: Voice) -> Drawn:
    """Draw how many tenants each incubator has, by the newest dated figure."""
    known = [one for one in seen.full if one.row["tenants"] is not None][:FEW]
    given = [
        Bar(
            called(seen, one.key, voice),
            one.row["tenants"],
            voice.tell(
                SUBJECT,
                "tenants.bar",
                count=figures.shown(voice, one.row["tenants"]),
                day=voice.partial(one.row["tenants_about"]),
            ),
            one.row["tenants_nature"],
        )
        for one in known
    ]
    return bars(given, voice, what=voice.tell(SUBJECT, "tenants.chart"))
