"""Where an indicator stands, in short: its newest figures, a state, a heading that says what was found, its pace."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report import figures
from bilan.report.drawn import Drawn
from bilan.report.marks.bullet import Bullet, bullet
from bilan.report.sheets.indicator import Told, worked_out
from bilan.report.voice import Voice

CLASSES: Final = ("verified", "declared")
# Numbers that were computed are written to so many digits.
DIGITS: Final = 3


def newest(row: Row | None, told_as: str) -> Row | None:
    """Return the newest verified or declared figure of a row of progress as a row of its own; nothing without one."""
    if row is None or row[f"{told_as}_entry"] is None:
        return None
    names = ("low", "high", "qualifier", "about", "counts_on", "public_on", "from_rate", "progress")
    figure = {name: row[f"{told_as}_{name}"] for name in names}
    rate = figure["from_rate"]
    value = worked_out(row[told_as]) if rate else row[told_as]
    if value != row[told_as] and figure["qualifier"] in {None, "exact"}:
        figure["qualifier"] = "about"
    return {
        **figure,
        "value": value,
        "unit": row["unit"],
        "nature": row.get(f"{told_as}_nature") or told_as,
        "number": row[f"{told_as}_entry"],
        "stale": bool(told_as == "verified" and row["verified_is_stale"]),
    }


def state(row: Row | None, said: int) -> str:
    """Return in one word how well an indicator is known."""
    if row is not None and row["verified_entry"] is not None:
        return "stale" if row["verified_is_stale"] else "verified"
    if row is not None and row["declared_entry"] is not None:
        return "declared"
    return "other" if said else "nothing"


def bar(row: Row | None, voice: Voice, *, what: str, ahead: tuple[float, float, float] | None = None) -> Drawn | None:
    """Draw the progress of an indicator, and how far it will be; nothing where none can be computed."""
    if row is None:
        return None
    verified, declared, expected = (row[f"{name}_progress"] for name in (*CLASSES, "expected"))
    if verified is None and declared is None and expected is None and ahead is None:
        return None
    return bullet(Bullet(verified, declared, expected, ahead, stale=bool(row["verified_is_stale"])), voice, what=what)


def outcome(row: Row | None, as_of: date) -> str:
    """Return the code of what was found of an indicator on the whole."""
    if row is None or (row["verified_entry"] is None and row["declared_entry"] is None):
        return "nothing"
    if row["target_entry"] is None:
        return "no_target"
    verified, declared = row["verified_progress"], row["declared_progress"]
    if verified is not None and verified >= 1:
        return "reached"
    if declared is not None and declared >= 1:
        return "said_reached" if verified is None else "disputed"
    if verified is None and declared is None:
        return "cannot"
    due = row["path_ends_on"]
    return "missed" if due is not None and as_of >= due else "on_way"


def finding(told: Told, voice: Voice) -> str:
    """Say in one heading what was found: the state, then the figures that it rests on."""
    row = told.whole
    parts = [_part(voice, told_as, newest(row, told_as)) for told_as in CLASSES]
    if row is not None and row["target"] is not None:
        value = {"value": row["target"], "qualifier": row["target_qualifier"], "unit": row["unit"]}
        parts.append(voice.tell("indicator", "finding.target", value=figures.value(voice, value)))
    said = voice.say("comma").join(part for part in parts if part)
    code = outcome(row, told.view.cut.as_of)
    told_so = voice.tell("indicator", f"finding.{code}")
    return f"{told_so}{voice.say('colon')} {said}" if said else told_so


def _part(voice: Voice, told_as: str, figure: Row | None) -> str:
    if figure is None:
        return ""
    return voice.tell("indicator", f"finding.part.{told_as}", value=figures.value(voice, figure))


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace of the verified or of the declared figure, in sentences, with the entries it rests on."""

    told_as: str
    sentences: tuple[str, ...]
    entries: tuple[int, ...]


def pace(told: Told, voice: Voice) -> list[Pace]:
    """Say how fast an indicator moved, how fast it must move, and how far it was from the planned path."""
    rows = {row["told_as"]: row for row in told.pace if row["subject"] is None and row["region"] is None}
    return [
        Pace(name, tuple(_paced(rows[name], voice)), tuple(rows[name]["entries"])) for name in CLASSES if name in rows
    ]


def _paced(row: Row, voice: Voice) -> Iterator[str]:
    if row["cannot"]:
        yield voice.tell("indicator", "pace.cannot", why=voice.label("cannot", row["cannot"]))
    else:
        shown = _speed(voice, row["speed"], row["unit"])
        days = {"start": voice.day(row["from_on"]), "end": voice.day(row["counts_on"])}
        yield voice.tell("indicator", "pace.shown", speed=shown, **days)
    if row["reached"]:
        yield voice.tell("indicator", "pace.reached")
    elif row["speed_needed"] is not None:
        needed = _speed(voice, row["speed_needed"], row["unit"])
        yield voice.tell("indicator", "pace.needed", speed=needed, due=voice.day(row["due_on"]))
        if row["ratio"] is not None:
            yield voice.tell("indicator", "pace.ratio", ratio=voice.share(row["ratio"]))
    elif row["due_on"] is not None and row["counts_on"] >= row["due_on"]:
        yield voice.tell("indicator", "pace.past", due=voice.day(row["due_on"]))
    if row["expected_then"] is not None and not row["reached"]:
        shares = {"share": voice.share(row["progress"]), "expected": voice.share(row["expected_then"])}
        yield voice.tell("indicator", "pace.path", day=voice.day(row["counts_on"]), **shares)


def _speed(voice: Voice, speed: float, unit: str) -> str:
    return figures.value(voice, {"value": rounded(speed), "unit": unit})


def rounded(number: float) -> Decimal:
    """Round a computed number to three digits, never coarser than to the whole.

    >>> rounded(3.18674), rounded(12345.6), rounded(0.012345)
    (Decimal('3.19'), Decimal('12346'), Decimal('0.0123'))
    """
    exact = Decimal(repr(number))
    return round(exact, max(0, DIGITS - 1 - exact.adjusted()))


def amount(row: Mapping[str, Any], name: str) -> Row:
    """Return a target or baseline of a row of progress as a figure of its own."""
    return {"value": row[name], "qualifier": row[f"{name}_qualifier"], "unit": row["unit"]}
