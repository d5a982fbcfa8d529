"""How what would come of a change is told: which figure of what, before, after, the difference, because of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bilan.acts.plan_effects import Effect, Foreseen
from bilan.acts.plan_rows import Row
from bilan.report import figures
from bilan.report.sheets.standing import rounded
from bilan.web.desk.door import AtDesk
from bilan.web.desk.plan.found import SUBJECT

GROUPS: Final = ("rollup", "progress", "pace", "rates")
# Columns whose values are codes, with their lists.
CODES: Final = {"outcome": "rate_outcome"}
# Numbers that are shown without a unit.
BARE: Final = frozenset({"", "count", "ratio", "percent", "days"})


@dataclass(frozen=True, slots=True)
class Told:
    """An effect as it is read: which figure of what, before, after, the difference, and the rows behind it."""

    effect: Effect
    figure: str
    beside: str
    before: str
    after: str
    difference: str
    causes: list[Row]


Group = tuple[str, list[Told]]


def effects(asked: AtDesk, foreseen: Foreseen, rows: Sequence[Row]) -> list[tuple[str, list[Group]]]:
    """Return what would come of a change, by the analysis that tells it, and by what it tells of."""
    groups = ((name, [one for one in foreseen.effects if one.analysis == name]) for name in GROUPS)
    return [(name, _by_item([_told(asked, one, rows) for one in those])) for name, those in groups if those]


def _by_item(those: Sequence[Told]) -> list[Group]:
    found: dict[str, list[Told]] = {}
    for one in those:
        found.setdefault(one.effect.item, []).append(one)
    return list(found.items())


def _told(asked: AtDesk, one: Effect, rows: Sequence[Row]) -> Told:
    voice = asked.voice
    beside = [figures.name_of(voice, one.row.get("subject"), asked.view.names) if one.row.get("subject") else ""]
    beside += [voice.label("region", one.row.get("region")), voice.label("told_as", one.row.get("told_as"))]
    column = _column(one)
    then, now = (_value(asked, one, value, column) for value in (one.before, one.after))
    return Told(
        effect=one,
        figure=voice.tell(SUBJECT, f"figure.{column}"),
        beside=" · ".join(part for part in beside if part),
        before=then,
        after=now,
        difference=_difference(asked, one) if column != "counts" else "",
        causes=[rows[place] for place in one.causes],
    )


def _column(one: Effect) -> str:
    """Return what moves: of an indicator in the tree, whether it counts there."""
    enters = one.analysis == "rollup" and one.column == "expected_of" and one.row.get("kind") == "indicator"
    return "counts" if enters else one.column


def _value(asked: AtDesk, one: Effect, value: Any, column: str) -> str:
    voice = asked.voice
    if column == "counts":
        return voice.say("yes" if value else "no")
    if value is None:
        return "–"
    if column in CODES:
        return voice.label(CODES[column], value)
    if isinstance(value, date):
        return voice.day(value)
    if isinstance(value, str):
        return voice.partial(value)
    return _number(asked, one, value)


def _number(asked: AtDesk, one: Effect, value: Any) -> str:
    voice = asked.voice
    if one.unit == "share":
        return _percent(asked, value)
    number = figures.trimmed(value if isinstance(value, Decimal) else rounded(float(value)))
    return voice.number(number) if one.unit in BARE else figures.value(voice, {"value": number, "unit": one.unit})


def _percent(asked: AtDesk, value: Any) -> str:
    return figures.value(asked.voice, {"value": figures.trimmed(rounded(100 * float(value))), "unit": "percent"})


def _difference(asked: AtDesk, one: Effect) -> str:
    """Return after less before, where both are numbers; of shares in points."""
    if not all(isinstance(value, int | float | Decimal) for value in (one.before, one.after)):
        return ""
    moved = float(one.after) - float(one.before)
    size = rounded(abs(100 * moved if one.unit == "share" else moved))
    # Isolated, so that the sign stays before the number where one reads from the right.
    signed = f"\u2066{'+' if moved > 0 else '−'}{asked.voice.number(figures.trimmed(size))}\u2069"
    return asked.voice.tell(SUBJECT, "points", number=signed) if one.unit == "share" else signed
