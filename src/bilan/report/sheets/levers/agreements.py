"""Agreements as a lever: what was kept of what was due, with which partner, by which sort, and what nobody tells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Row
from bilan.report.drawn import Drawn
from bilan.report.marks.outcomes import Due, outcomes
from bilan.report.sheets import agreements
from bilan.report.sheets.agreements import TAGS, Agreement, country
from bilan.report.sheets.lever import Conclusion
from bilan.report.view import View
from bilan.report.voice import Voice

SUBJECT: Final = "lever_agreements"
# So many rows are shown of a list at most; the rows of the analysis hold all.
MOST: Final = 200
# On a card there is room for the groups of which most was due.
FEW: Final = 4
CLAIMS: Final = "SELECT * FROM statement WHERE claim IN ('best_partner', 'ppp_success') ORDER BY public_on, number"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that was said of partnerships, and the group of agreements by which it can be judged, if there is."""

    row: Row
    group: Row | None


@dataclass(frozen=True, slots=True)
class Change:
    """An amendment with the agreement that it changed."""

    row: Row
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation as it was judged, with the agreement it stands in."""

    row: Row
    agreement: Agreement

    @property
    def tag(self) -> str:
        """Return how its state is tagged."""
        return TAGS[self.row["state"]]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page of the lever shows."""

    whole: Row
    partners: tuple[Row, ...]
    kinds: tuple[Row, ...]
    agreements: tuple[Agreement, ...]
    owed: tuple[Owed, ...]
    risks: tuple[Owed, ...]
    levels: tuple[Owed, ...]
    changes: tuple[Change, ...]
    claims: tuple[Claim, ...]

    @property
    def told(self) -> tuple[Agreement, ...]:
        """Return the agreements of which something is owed, paid or seen, those of which most is due first."""
        told = (one for one in self.agreements if _tells(one.kept))
        return tuple(sorted(told, key=lambda one: (-one.kept["due"], -one.kept["obligations"])))

    @property
    def untold(self) -> tuple[int, ...]:
        """Return the entries of the agreements of which nothing of the sort is told."""
        return tuple(one.row["number"] for one in self.agreements if not _tells(one.kept))


def _tells(row: Row) -> bool:
    return row["obligations"] > 0 or any(row[name] is not None for name in ("paid", "jobs", "failures"))


def gather(view: View) -> Seen:
    """Gather what the page of the lever shows."""
    register = view.once(agreements.gather)
    by_key = {one.key: one for one in register.agreements}
    rows = view.ask("partners")
    owed = [Owed(row, by_key[row["agreement"]]) for row in sorted(view.ask("obligations"), key=_due)]
    return Seen(
        whole=rows[0],
        partners=_of(rows, "partner_country"),
        kinds=(*_of(rows, "ppp"), *(row for row in _of(rows, "agreement_kind") if row["agreement_kind"] != "ppp")),
        agreements=register.agreements,
        owed=tuple(one for one in owed if one.row["state"])[:MOST],
        risks=tuple(one for one in owed if not one.row["state"])[:MOST],
        levels=tuple(one for one in owed if one.row["state"] and _is_level(one.row))[:MOST],
        changes=tuple(Change(row, one) for one in register.agreements for row in one.amendments)[:MOST],
        claims=tuple(Claim(row, _tested(row, rows)) for row in view.rows(CLAIMS, reads=("statement",))),
    )


def _due(row: Row) -> tuple[bool, str]:
    """Order what is owed by its last due day, what has none last."""
    return row["due_to"] is None, str(row["due_to"])


def _of(rows: Iterable[Row], by: str) -> tuple[Row, ...]:
    return tuple(row for row in rows if row["grouped_by"] == by)


def _is_level(row: Row) -> bool:
    """Tell whether a service level is owed, or a failure or a penalty was told."""
    told = ("failures", "penalty_contracted", "penalty_imposed", "penalty_paid")
    return row["obligation_kind"] == "service_level" or any(row[name] is not None for name in told)


def _tested(claim: Row, rows: Iterable[Row]) -> Row | None:
    """Return the group by which a claim is judged: the partner it names, or public-private partnerships."""
    by, value = ("ppp", "ppp") if claim["claim"] == "ppp_success" else ("partner_country", claim["claimed"])
    name = "agreement_kind" if by == "ppp" else by
    return next((row for row in rows if row["grouped_by"] == by and row[name] == value), None)


def conclusion(view: View, voice: Voice) -> Conclusion:
    """Say in one sentence what was kept of what was due, and whether a partner can be called the best."""
    whole, partners = view.ask("partners")[0], _compared(view.once(gather).partners)
    rows = [row for row in view.ask("agreements") if row["agreement"]]
    needed = dict.fromkeys(
        code for row in partners if row["conclusion"] == "cannot_determine" for code in row["needed"]
    )
    best = next((row for row in partners if row["conclusion"] == "holds"), None)
    if best:
        needed = {}
    if whole["unknown"] or not whole["known"]:
        needed = dict.fromkeys([*_missing(rows, whole), *needed])
    return Conclusion(
        sentence=" ".join(filter(None, (_kept(voice, whole), _best(voice, partners, best)))),
        known=whole["known"],
        of=whole["due"],
        counted=voice.tell(SUBJECT, "counted"),
        needed=tuple(needed),
        entries=tuple(whole["entries"]),
        chart=chart(partners[:FEW], voice, small=True) if any(row["due"] for row in partners) else None,
    )


def _missing(rows: Sequence[Row], whole: Row) -> list[str]:
    if whole["due"]:
        return ["keeping"]
    return list(dict.fromkeys(code for row in rows for code in row["needed"])) or ["agreements"]


def _compared(partners: Iterable[Row]) -> list[Row]:
    """Return the partners that are compared, those of which most was due first."""
    compared = (row for row in partners if row["conclusion"])
    return sorted(compared, key=lambda row: (-row["due"], -row["obligations"], -row["agreements"]))


def _kept(voice: Voice, whole: Row) -> str:
    """Say what was kept of all that was due."""
    counts = {name: voice.number(whole[name]) for name in ("agreements", "obligations", "due", "known")}
    shares = {name: voice.share(whole[name]) for name in ("share", "bound_low", "bound_high")}
    code = "known" if whole["known"] else "unknown" if whole["due"] else "not_due" if whole["agreements"] else "none"
    return voice.tell(SUBJECT, f"conclusion.{code}", **counts, **shares)


def _best(voice: Voice, partners: Sequence[Row], best: Row | None) -> str:
    if not partners:
        return ""
    name = country(best["partner_country"], voice.language) if best else ""
    return voice.tell(SUBJECT, "best.one" if best else "best.none", country=name)


def chart(rows: Sequence[Row], voice: Voice, *, small: bool = False) -> Drawn:
    """Draw what became of what was due, group by group, with the bounds of the share that was kept on time."""
    bars = [_bar(row, voice) for row in rows]
    return outcomes(bars, voice, what=voice.tell(SUBJECT, "chart.what"), small=small)


def _bar(row: Row, voice: Voice) -> Due:
    low, high = (voice.share(row[name]) for name in ("bound_low", "bound_high"))
    said = row["kept_on_time"] - row["kept_verified"]
    text = voice.tell(SUBJECT, "chart.bounds", low=low, high=high) if row["due"] else voice.tell(SUBJECT, "chart.none")
    counts = (row["kept_verified"], said, row["late"], row["broken"], row["unknown"])
    code = row["partner_country"]
    return Due(country(code, voice.language) if code else voice.tell(SUBJECT, "no_country"), counts, text)
