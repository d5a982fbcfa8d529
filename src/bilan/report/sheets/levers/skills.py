"""Pools of skills as a lever: where an occupation is at home, where it gathers, what it grew by, who trains for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks.bars import Bar, bars
from bilan.report.marks.tiles import Tile, tiles
from bilan.report.sheets.lever import Conclusion
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms.codes import code_list
from bilan.terms.languages import pick

SUBJECT: Final = "lever_skills"
# So many rows are shown of a list at most; the rows of the analyses hold all.
MOST: Final = 20
# So many occupations are drawn as maps, those of most employees first.
MAPS: Final = 4
FEW: Final = 4
# The quotients at which the tint of a tile changes: 1 is as elsewhere.
STEPS: Final = (0.5, 1.0, 1.5, 2.0)
POOLS: Final = "SELECT * FROM skill_pool WHERE site IS NULL ORDER BY number"
# What the plan counts of training as a whole, beside what it announced: the answer of `progress` on such indicators.
AIMED: Final = "indicator IN (SELECT key FROM indicator WHERE quantity IN ('trained', 'need')) AND subject IS NULL"
HEADS: Final = """
SELECT c.*, p.name_fr, p.name_ar, p.name_en FROM cohort c JOIN skill_pool p ON p.key = c.pool
WHERE p.site IS NULL AND (c.quantity IS NULL OR c.quantity IN ('trained', 'need')) AND c.entered_on IS NULL
ORDER BY c.about_to DESC NULLS LAST, c.number
"""


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool as the analysis judged it, with its own entry."""

    row: Row
    told: Mapping[str, object]

    @property
    def place(self) -> str:
        """Return where it is, as far as that is told."""
        return str(self.row["area"] or self.told.get("place") or "")


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page of the lever shows."""

    pools: tuple[Pool, ...]
    heads: tuple[Row, ...]
    aimed: tuple[Row, ...]
    clusters: tuple[Row, ...]
    shifts: tuple[Row, ...]
    related: tuple[Row, ...]
    special: tuple[Row, ...]

    @property
    def weighed(self) -> tuple[Pool, ...]:
        """Return the pools whose quotient is known, those at home first."""
        known = [one for one in self.pools if one.row["quotient"] is not None]
        return tuple(sorted(known, key=lambda one: -one.row["quotient_low"]))

    @property
    def at_home(self) -> tuple[Pool, ...]:
        """Return the pools whose occupation weighs more there than elsewhere, beyond chance."""
        return tuple(one for one in self.pools if one.row["conclusion"] == "holds")

    @property
    def sought(self) -> tuple[Pool, ...]:
        """Return the pools of which vacancies and unemployed are told, those of most vacancies an unemployed first."""
        known = [one for one in self.pools if one.row["tightness"] is not None]
        return tuple(sorted(known, key=lambda one: -one.row["tightness"]))

    @property
    def taught(self) -> tuple[Pool, ...]:
        """Return the pools of which trained or wanted are told."""
        return tuple(one for one in self.pools if one.row["trained_about"] or one.row["wanted_about"])

    @property
    def gathered(self) -> tuple[Row, ...]:
        """Return the clusters that hold."""
        return tuple(row for row in self.clusters if row["conclusion"] == "holds")

    @property
    def needed(self) -> tuple[str, ...]:
        """Return what is missing, each once."""
        return tuple(dict.fromkeys(code for one in self.pools for code in one.row["needed"]))

    @property
    def entries(self) -> tuple[int, ...]:
        """Return the entries behind the pools."""
        return tuple(sorted({number for one in self.pools for number in one.row["entries"]}))


def gather(view: View) -> Seen:
    """Gather what the page of the lever shows."""
    told = {row["key"]: row for row in view.rows(POOLS, reads=("skill_pool",))}
    pools = [Pool(row, told.get(row["pool"], {})) for row in view.ask("skills") if row["pool"]]
    shifts = sorted(view.ask("skills_shift"), key=lambda row: -abs(row["regional"]))
    return Seen(
        pools=tuple(pools),
        heads=tuple(view.rows(HEADS, reads=("cohort", "skill_pool"))),
        aimed=tuple(view.pick("progress", f"{AIMED} AND region IS NULL")),
        clusters=tuple(view.ask("skills_clusters")),
        shifts=tuple(shifts),
        related=tuple(view.pick("skills_related", "proximity IS NOT NULL")),
        special=tuple(view.pick("skills_special", "line = 'occupation'")),
    )


def conclusion(view: View, voice: Voice) -> Conclusion:
    """Say in one sentence where occupations are at home, or that nobody can tell."""
    seen = view.once(gather)
    counts = {
        "pools": voice.number(len(seen.pools)),
        "known": voice.number(len(seen.weighed)),
        "home": voice.number(len(seen.at_home)),
        "clusters": voice.number(len(seen.gathered)),
    }
    code = "known" if seen.weighed else "unknown" if seen.pools else "none"
    needed = () if seen.weighed else seen.needed or tuple(view.ask("skills")[0]["needed"])
    return Conclusion(
        sentence=voice.tell(SUBJECT, f"conclusion.{code}", **counts),
        known=len(seen.weighed),
        of=len(seen.pools),
        counted=voice.tell(SUBJECT, "counted"),
        needed=needed,
        entries=seen.entries,
        chart=quotients(seen.weighed[:FEW], voice) if seen.weighed else None,
    )


def occupation(voice: Voice, row: Mapping[str, object]) -> str:
    """Name an occupation: by its label where our list has one, else by its classification and code."""
    code, scheme = str(row["occupation"] or ""), row["scheme"]
    if not code:
        return ""
    if scheme == "isco08" and code in code_list("occupation"):
        return f"{code} · {voice.label('occupation', code)}"
    return f"{code} ({voice.label('occupation_scheme', str(scheme))})"


def area(voice: Voice, code: str | None) -> str:
    """Name an area: a region by its name and the edition of its list, another one by its code."""
    known = code_list("region").get(code or "")
    return (
        voice.tell(SUBJECT, "region", name=pick(dict(known.label), voice.language), edition=known.edition)
        if known
        else code or ""
    )


def rounded(value: float, voice: Voice, digits: int = 2) -> str:
    """Write a number that was worked out."""
    return voice.number(Decimal(repr(round(value, digits))).quantize(Decimal(1).scaleb(-digits)))


def quotients(pools: Sequence[Pool], voice: Voice) -> Drawn:
    """Draw the quotients of pools, each with its bounds in words."""
    given = [Bar(_name(one, voice), one.row["quotient"], _bounds(one.row, voice), one.row["nature"]) for one in pools]
    return bars(given, voice, what=voice.tell(SUBJECT, "home.chart"))


def _name(one: Pool, voice: Voice) -> str:
    return voice.say("comma").join(part for part in (occupation(voice, one.row), area(voice, one.row["area"])) if part)


def _bounds(row: Row, voice: Voice) -> str:
    told = {
        name: rounded(row[f"quotient{end}"], voice) for name, end in (("value", ""), ("low", "_low"), ("high", "_high"))
    }
    return voice.tell(SUBJECT, "bounds", **told)


def maps(seen: Seen, voice: Voice, to_region: Mapping[str, str]) -> list[tuple[str, Drawn]]:
    """Draw a map for each occupation of a division of ours, those of most employees first."""
    regions = code_list("region")
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for one in seen.weighed:
        if regions.get(one.row["area"] or "") and regions[one.row["area"]].more["tile_column"]:
            group = (one.row["division"], one.row["scheme"], one.row["occupation"])
            groups.setdefault(group, []).append(one.row)
    largest = sorted(groups.values(), key=lambda rows: (-sum(row["employees"] for row in rows), rows[0]["occupation"]))
    return [(occupation(voice, rows[0]), _map(rows, voice, to_region)) for rows in largest[:MAPS]]


def _map(rows: Sequence[Row], voice: Voice, to_region: Mapping[str, str]) -> Drawn:
    known = {row["area"]: row for row in rows}
    edition, country = next(iter(known)).partition("@")[2], next(iter(known))[:2]
    codes = [
        code for code, one in code_list("region").items() if (one.edition, one.more["country"]) == (edition, country)
    ]
    given = [_tile(code, known.get(code), voice, to_region.get(code)) for code in codes]
    what = voice.tell(SUBJECT, "map.what", occupation=occupation(voice, rows[0]))
    drawn = tiles(given, voice, what=what, unit="", steps=STEPS)
    heads = tuple(voice.tell(SUBJECT, f"map.{head}") for head in ("region", "quotient", "bounds"))
    return Drawn(drawn.wide, drawn.sentence, heads, tuple((one[0], one[1], one[3]) for one in drawn.rows), drawn.narrow)


def _tile(code: str, row: Row | None, voice: Voice, href: str | None) -> Tile:
    told = code_list("region")[code]
    return Tile(
        code=code,
        name=pick(dict(told.label), voice.language),
        short=told.more[f"short_{voice.language}"],
        column=int(told.more["tile_column"]),
        row=int(told.more["tile_row"]),
        value=row["quotient"] if row else None,
        shown=rounded(row["quotient"], voice) if row else "",
        declared=None,
        note=_bounds(row, voice) if row else voice.tell(SUBJECT, "map.unknown"),
        href=href,
    )


def shifted(rows: Iterable[Row], voice: Voice) -> Drawn:
    """Draw what areas brought to the growth of their pools."""
    given = [
        Bar(
            voice.say("comma").join((occupation(voice, row), area(voice, row["area"]))),
            row["regional"],
            voice.tell(
                SUBJECT, "shift.bar", regional=signed(row["regional"], voice), change=signed(row["change"], voice)
            ),
            row["nature"],
        )
        for row in rows
    ]
    return bars(given, voice, what=voice.tell(SUBJECT, "shift.chart"))


def signed(value: float, voice: Voice) -> str:
    """Write a change with its sign."""
    told = voice.number(figures.trimmed(Decimal(repr(round(value)))))
    return f"+{told}" if value > 0 else told
