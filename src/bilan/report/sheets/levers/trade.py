"""Export of know-how as a lever: what is told of exports, how far from the target, and where it stands in the world."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks.bars import Bar, bars
from bilan.report.sheets.agreements import country
from bilan.report.sheets.lever import Conclusion
from bilan.report.sheets.standing import rounded
from bilan.report.view import View
from bilan.report.voice import Voice

SUBJECT: Final = "lever_trade"
# So many other states are shown beside the plan's country: those that sell most.
MOST: Final = 15
NAMES: Final = """SELECT key, name_fr, name_ar, name_en FROM indicator_known
QUALIFY row_number() OVER (PARTITION BY key ORDER BY number DESC) = 1"""
SAID: Final = """SELECT s.*, coalesce(s.unit, i.unit) AS told_unit
FROM statement s JOIN indicator i ON i.key = s.indicator WHERE i.quantity = 'exports'
ORDER BY s.indicator, s.about_from, s.public_on, s.number"""
# What an advantage needs; the rest is missing to growth, target and clients, and is told beside them.
FOR_ADVANTAGE: Final = frozenset({"plan_country", "exports_by_year", "world_exports", "all_exports", "dated_rate"})
EFFECTS: Final = ("world_growth", "thing_mix", "market_mix", "competitiveness")


@dataclass(frozen=True, slots=True)
class Export:
    """An indicator of exports: its row, its name by language, and what was said of it."""

    row: Row
    names: Row
    said: tuple[Row, ...]

    @property
    def is_compared(self) -> bool:
        """Tell whether something of it stands beside the world's."""
        return self.row["world_share"] is not None


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page of the lever shows."""

    exports: tuple[Export, ...]
    own: tuple[Row, ...]
    others: tuple[Row, ...]
    others_count: int
    names: dict[str, Row]

    @property
    def compared(self) -> tuple[Export, ...]:
        """Return what stands beside the world's."""
        return tuple(one for one in self.exports if one.is_compared)

    @property
    def grown(self) -> tuple[Export, ...]:
        """Return what has a growth, and figures of the plan to draw."""
        return tuple(one for one in self.exports if one.row["growth"] is not None and one.said)

    @property
    def of_clients(self) -> tuple[Export, ...]:
        """Return the exports of which clients are told."""
        return tuple(one for one in self.exports if one.row["concentration_low"] is not None)

    @property
    def split(self) -> tuple[Row, ...]:
        """Return the rows of the plan's own country whose growth was split."""
        return tuple(row for row in self.own if row["competitiveness"] is not None)


def gather(view: View) -> Seen:
    """Gather what the page of the lever shows."""
    names = {row["key"]: row for row in view.rows(NAMES, reads=("indicator",))}
    said = view.rows(SAID, reads=("statement", "indicator"))
    rows = view.ask("trade")
    shares = view.ask("trade_shares")
    others = [row for row in shares if not row["own"] and row["competitiveness"] is not None]
    return Seen(
        exports=tuple(_export(row, names, said) for row in rows if row["indicator"]),
        own=tuple(row for row in shares if row["own"]),
        others=tuple(sorted(others, key=lambda row: -row["last"])[:MOST]),
        others_count=len(others),
        names=names,
    )


def _export(row: Row, names: dict[str, Row], said: Iterable[Row]) -> Export:
    return Export(row, names[row["indicator"]], tuple(one for one in said if one["indicator"] == row["indicator"]))


def conclusion(view: View, voice: Voice) -> Conclusion:
    """Say what exports are told, how far from the target, and whether there is an advantage."""
    seen = view.once(gather)
    judged = [one for one in seen.exports if one.row["advantage"] is not None]
    grown = seen.grown
    missing = dict.fromkeys(code for row in view.ask("trade") for code in row["needed"] if code in FOR_ADVANTAGE)
    return Conclusion(
        sentence=" ".join([*_told(seen.exports, voice), *_advantages(judged, voice)]),
        known=len(judged),
        of=len(seen.exports),
        counted=voice.tell(SUBJECT, "counted"),
        needed=() if judged else tuple(missing),
        entries=tuple(dict.fromkeys(entry for one in seen.exports for entry in one.row["entries"])),
        chart=drawn(grown[0], voice) if grown else None,
    )


def _told(exports: Sequence[Export], voice: Voice) -> list[str]:
    """Say the last figure of the exports that have a target, else of the first that has a figure."""
    known = [one for one in exports if one.row["last"] is not None]
    aimed = [one for one in known if one.row["target_share"] is not None]
    if not known:
        return [voice.tell(SUBJECT, "conclusion.none")]
    return [_last(one, voice) for one in aimed or known[:1]]


def _last(one: Export, voice: Voice) -> str:
    row = one.row
    said: dict[str, Any] = {
        "name": figures.name(one.names, voice.language),
        "last": amount(row["last"], row["currency"], voice),
        "year": row["last_year"],
        "nature": voice.label("nature", row["last_nature"]),
    }
    if row["target_share"] is None:
        return voice.tell(SUBJECT, "conclusion.last", **said)
    said |= {"share": voice.share(row["target_share"]), "due": voice.day(row["due_on"])}
    return voice.tell(SUBJECT, "conclusion.aimed", **said, target=amount(row["target"], row["currency"], voice))


def _advantages(judged: Sequence[Export], voice: Voice) -> list[str]:
    if not judged:
        return [voice.tell(SUBJECT, "conclusion.no_advantage")]
    return [
        voice.tell(
            SUBJECT,
            f"conclusion.{one.row['conclusion']}",
            name=figures.name(one.names, voice.language),
            advantage=voice.number(figures.trimmed(rounded(one.row["advantage"]))),
            year=one.row["compared_year"],
        )
        for one in judged
    ]


def amount(value: float | Decimal | None, currency: str | None, voice: Voice) -> str:
    """Write an amount of money."""
    return figures.value(voice, {"value": None if value is None else Decimal(str(value)), "unit": currency})


def drawn(one: Export, voice: Voice) -> Drawn:
    """Draw what was said of exports, figure by figure, by nature."""
    unit = one.row["currency"]
    told = [row for row in one.said if row["reading"] is not None and str(row["told_unit"]).startswith(str(unit))]
    what = voice.tell(SUBJECT, "chart.what", name=figures.name(one.names, voice.language))
    return bars([_bar(row, voice) for row in told], voice, what=what)


def _bar(row: Row, voice: Voice) -> Bar:
    text = amount(figures.trimmed(row["reading"]), str(row["told_unit"]).partition(" per ")[0], voice)
    who = row["organisation_name"] or row["speaker_name"]
    name = " · ".join(filter(None, (voice.partial(row["about"]), who)))
    return Bar(name, float(row["reading"]), text, row["nature"])


def effects(row: Row, voice: Voice) -> Drawn:
    """Draw the four effects that a change of exports is made of."""
    told = [
        Bar(
            voice.tell(SUBJECT, f"effect.{name}"),
            row[name],
            amount(round(row[name]), row["currency"], voice),
            "estimated",
        )
        for name in EFFECTS
    ]
    where = country(row["country"], voice.language)
    return bars(told, voice, what=voice.tell(SUBJECT, "effects.what", country=where))
