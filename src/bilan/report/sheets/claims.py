"""What was claimed of the plan, each claim beside the measure it is tested by and what that measure finds."""

from dataclasses import dataclass
from typing import Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.marks.scales import short
from bilan.report.sheets.agreements import country
from bilan.report.view import View
from bilan.report.voice import Voice
from bilan.terms import printed

SUBJECT: Final = "claims"
# Of what a claim is made is a code of another list for each sort of claim.
LISTS: Final = {
    "ppp_success": "agreement_kind",
    "first_sector": "sector",
    "flagship_activity": "activity",
    "mutual_gain": "agreement_kind",
}
SHARES: Final = frozenset({"kept_on_time", "share"})
CONCLUSIONS: Final = ("holds", "does_not_hold", "cannot_determine")
# So many claims are shown; the rows of the analysis hold all.
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it is written: of what it is made, by what it is tested, what was found of it and of others."""

    row: Row
    of: str
    measure: str
    found: str
    others: str


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims that were tested, and how many of them came out how."""

    rows: tuple[Claim, ...]
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Return how many claims were tested."""
        return sum(self.counts.values())


def told(view: View, voice: Voice) -> Claims:
    """Tell every claim in the reader's language."""
    rows = [row for row in view.ask("claims") if row["claim"]]
    counts = {name: sum(row["conclusion"] == name for row in rows) for name in CONCLUSIONS}
    return Claims(tuple(_claim(row, voice) for row in rows[:MOST]), counts)


def _claim(row: Row, voice: Voice) -> Claim:
    return Claim(
        row=row,
        of=_named(row["claim"], row["claimed"], voice),
        measure=voice.label("claim_measure", row["measure"]) if row["measure"] else voice.tell(SUBJECT, "unmeasured"),
        found=_found(row, "", voice),
        others=_others(row, voice),
    )


def _others(row: Row, voice: Voice) -> str:
    """Write what was found of the best other, or of all others together."""
    best = row["best_other"]
    if best is None:
        return ""
    value = _found(row, "other_", voice)
    if best == "other":
        return voice.tell(SUBJECT, "others", value=value)
    return voice.tell(SUBJECT, "other", best=_named(row["claim"], best, voice), value=value)


def _named(claim: str, code: str | None, voice: Voice) -> str:
    """Name what is claimed of: a code of its list, a country, or as written."""
    if code is None:
        return ""
    return voice.label(LISTS[claim], code) if claim in LISTS else country(code, voice.language)


def _found(row: Row, name: str, voice: Voice) -> str:
    """Write what was found: the figure, or between which bounds it lies."""
    value, low, high = (row[f"{name}{end}"] for end in ("value", "low", "high"))
    write = voice.share if row["measure"] in SHARES else lambda one: _amount(voice, one, row["unit"])
    if value is not None:
        return str(write(value))
    if low is None and high is None:
        return printed.UNKNOWN
    return voice.say("between", low=write(low), high=write(high))


def _amount(voice: Voice, value: float | None, unit: str | None) -> str:
    if value is None:
        return printed.UNKNOWN
    return f"{short(float(value), voice.language)} {figures.unit_of(voice, unit)}".strip()
