"""What a declared figure is worth: the step from what was declared to what an audit is likely to find, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bilan.analysis.asking import Row
from bilan.analysis.formulas.verifying import ENOUGH
from bilan.report import figures
from bilan.report.sheets.widths import chance_in_words, written
from bilan.report.view import View
from bilan.report.voice import Voice

SUBJECT: Final = "forecast"

Part = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Worth:
    """The newest declared figure of an indicator and what it is worth; or why nothing can be said of it.

    `step` says both at once; `chance` says whether the target is met already; `how` says what it rests on.
    """

    row: Row
    declared: str
    step: str | None
    chance: str | None
    why: str | None
    how: tuple[str, ...]

    @property
    def entries(self) -> tuple[int, ...]:
        """Return the entries behind it."""
        return tuple(self.row["entries"])


def told(view: View, key: str, voice: Voice, subject: str | None = None, region: str | None = None) -> Worth | None:
    """Say what the newest declared figure of an indicator, or of a part of it, is worth; none was declared: nothing."""
    row = view.once(_rows).get((key, subject, region))
    return None if row is None else _worth(view, row, voice)


def _rows(view: View) -> Mapping[Part, Row]:
    return {(row["indicator"], row["subject"], row["region"]): row for row in view.ask("verified_value")}


def _worth(view: View, row: Row, voice: Voice) -> Worth:
    declared = _figure(voice, row, "declared")
    if row["cannot"]:
        why = voice.tell(SUBJECT, "verified.cannot", why=voice.label("verified_cannot", row["cannot"]))
        return Worth(row, declared, None, None, why, ())
    said = {"declared": declared, "who": _reporter(view, row, voice), "day": voice.day(row["declared_on"])}
    found = written(voice, row)
    step = voice.tell(SUBJECT, "verified.step", interval=found.interval, median=found.median, **said)
    return Worth(row, declared, step, _chance(voice, row), None, tuple(_how(voice, row)))


def _chance(voice: Voice, row: Row) -> str | None:
    if row["chance_met"] is None:
        return None
    chance = chance_in_words(voice, row["chance_met"])
    return voice.tell(SUBJECT, "verified.chance", chance=chance, target=_figure(voice, row, "target"))


def _how(voice: Voice, row: Row) -> Iterator[str]:
    """Say what comparable declarations were verified at, what the record of the reporter adds, and what is borrowed."""
    of_class = {**row, "low": row["class_low"], "median": row["class_low"], "high": row["class_high"]}
    yield voice.tell(
        SUBJECT, "verified.class", interval=written(voice, of_class).interval, declared=_figure(voice, row, "declared")
    )
    record = {name: voice.number(row[f"reporter_{name}"]) for name in ("pairs", "audits")}
    yield voice.tell(SUBJECT, f"verified.record.{'some' if row['reporter_pairs'] else 'none'}", **record)
    if row["class_pairs"] < ENOUGH:
        yield voice.tell(SUBJECT, "verified.table", pairs=voice.number(row["class_pairs"]), enough=ENOUGH)


def _reporter(view: View, row: Row, voice: Voice) -> str:
    """Name who declared, by name or as written."""
    return figures.name_of(voice, row["reporter"], view.names) or voice.tell(SUBJECT, "verified.nobody")


def _figure(voice: Voice, row: Row, name: str) -> str:
    return figures.value(voice, {"value": Decimal(str(row[name])), "unit": row["unit"]})
