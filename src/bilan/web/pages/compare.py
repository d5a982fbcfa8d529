"""Compare two pairs of dates: choose them, and see both panoramas side by side with all that changed in between."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report import figures, sentences
from bilan.report.drawn import Drawn
from bilan.report.marks.slope import Pair, slope
from bilan.report.sheets import compare as sheet
from bilan.report.sheets.compare import Changed, Event, Line, Side
from bilan.report.view import View
from bilan.tables.session import Cut
from bilan.terms.days import NotADay, span
from bilan.web.asked import Asked, Refused
from bilan.web.paths import path_of
from bilan.web.shown import Shown

SUBJECT: Final = "compare"
LONGEST: Final = 200
# What changed, in the order of the page; statements that were verified come before those that were not.
GROUPS: Final = ("moved", "verified", "judged", "promised", "declared", "framed")
KINDS: Final = {"finding": "verified", "verdict": "judged", "undertaking": "promised", "statement": "declared"}
# Groups that are long and tell least are folded.
FOLDED: Final = frozenset({"promised", "declared", "framed"})
KEPT: Final = {
    "kept": "good", "followed": "good", "kept_late": "warn", "partly_kept": "warn", "due": "warn", "overdue": "bad",
    "broken": "bad",
}  # fmt: skip


def choose(asked: Asked) -> Shown:
    """Let a reader choose another pair of dates, or one of those that the data suggests."""
    title = asked.voice.tell(SUBJECT, "title")
    if asked.words:
        return Shown("compare.html", title, SUBJECT, elsewhere=_chosen(asked))
    pairs = [
        (_event(asked, one), _address(asked, one.before, one.after), _name(asked, one.before), _name(asked, one.after))
        for one in sheet.events(asked.view)
    ]
    return Shown("compare.html", title, SUBJECT, {"pairs": pairs})


def _event(asked: Asked, one: Event) -> str:
    """Say why a pair of dates is offered."""
    told = {"who": one.who, "day": asked.voice.day(one.day), "count": asked.voice.number(one.count)}
    return asked.voice.tell(SUBJECT, f"event.{one.code}", **told)


def _chosen(asked: Asked) -> str:
    """Return the address of the comparison with the dates that were chosen; one that was left open is the other."""
    about, known = (asked.words.get(name, "") for name in ("other_as_of", "other_known_on"))
    days = [_read(text, asked.today) for text in (about or known, known or about)]
    return asked.to("compared", *days)


def _address(asked: Asked, before: Cut, after: Cut) -> str:
    path = path_of("compared", str(before.as_of), str(before.known_on))
    return str(asked.address.on(after.as_of, after.known_on).at(path))


def compared(asked: Asked, other_as_of: str, other_known_on: str) -> Shown:
    """Set the panoramas of two pairs of dates side by side, the older first."""
    other = asked.view_on(*(_read(text, asked.today) for text in (other_as_of, other_known_on)))
    before, after = sorted((other, asked.view), key=lambda one: (one.cut.known_on, one.cut.as_of))
    sides, changed = (sheet.side(before), sheet.side(after)), sheet.changed(before, after)
    names = [_name(asked, one.cut) for one in sides]
    lines = list(sheet.lines(before, after))
    alerts = sheet.new_alerts(before, after)
    told: dict[str, Any] = {
        "headline": _headline(asked, *sides, names),
        "sides": list(zip(names, sides, strict=True)),
        "there": [_panorama(asked, one.view) for one in sides],
        "names": names,
        "keys": list(_keys(*sides)),
        "lines": [_line(asked, one) for one in lines],
        "declared": _slope(asked, lines, "declared", _ends(asked, *sides)),
        "verified": _slope(asked, lines, "verified", _ends(asked, *sides)),
        "groups": list(_groups(asked, changed, after)),
        "states": [_state(row) for row in changed.states],
        "alerts": [(one, sentences.alert(asked.voice, one, after.names)) for one in alerts],
        "count": len(changed.rows),
    }
    title = asked.voice.tell(SUBJECT, "compared", before=names[0], after=names[1])
    return Shown("compared.html", title, SUBJECT, told, description=told["headline"])


def _panorama(asked: Asked, view: View) -> tuple[str, str]:
    """Return the address of a side's panorama, and what it says first."""
    return str(asked.address.on(view.cut.as_of, view.cut.known_on).at("")), sentences.headline(view, asked.voice)


def _read(text: str, today: date) -> date:
    """Read a day of the path; nothing can be known of one that is to come."""
    try:
        read = span(text[:LONGEST]).last
    except NotADay as wrong:
        raise Refused("no_day", text=text) from wrong
    if read is None:
        raise Refused("no_day", text=text)
    if read > today:
        raise Refused("to_come", day=read, today=today)
    return read


def _name(asked: Asked, cut: Cut) -> str:
    """Name a side by its days: by one where both are the same."""
    about, known = asked.voice.day(cut.as_of), asked.voice.day(cut.known_on)
    return about if about == known else asked.voice.tell(SUBJECT, "side", as_of=about, known_on=known)


def _headline(asked: Asked, before: Side, after: Side, names: list[str]) -> str:
    """Say in one sentence what changed most between two days."""
    voice = asked.voice
    told = {"before": names[0], "after": names[1], "of": voice.number(after.keys.of)}
    told |= {"was": voice.number(before.keys.verified), "known": voice.number(after.keys.verified)}
    new = [one for one in after.completions if one["number"] not in {row["number"] for row in before.completions}]
    if new:
        shares = sorted(float(one["reading"]) / 100 for one in new)
        told |= {"low": voice.share(shares[0]), "high": voice.share(shares[-1])}
        told["expected"] = voice.share(after.keys.expected_share)
        code = "audited" if shares[0] != shares[-1] else "audited_once"
        if not before.keys.verified:
            code = f"{code}.nothing"
        return voice.tell(SUBJECT, f"headline.{code}", **told)
    code = "verified" if before.keys.verified != after.keys.verified else "same"
    return voice.tell(SUBJECT, f"headline.{code}", **told)


def _keys(before: Side, after: Side) -> Iterator[dict[str, Any]]:
    """Give the key figures of both days, a row each: its value, on how many indicators it rests, its entries."""
    for name, mark in (("declared", "dec"), ("verified", "ver"), ("expected", "exp")):
        pair = [_key(side, name) for side in (before, after)]
        yield {"code": name, "mark": mark, "sides": pair, "points": _points(pair[0]["share"], pair[1]["share"])}


def _key(side: Side, name: str) -> dict[str, Any]:
    keys = side.keys
    if name == "expected":
        return {"share": keys.expected_share, "known": None, "entries": (), "of": keys.of}
    known, entries = getattr(keys, name), getattr(keys, f"{name}_entries")
    return {"share": getattr(keys, f"{name}_share"), "known": known, "entries": entries, "of": keys.of}


def _points(before: float | None, after: float | None) -> str | None:
    """Write by how many points a share moved; nothing where one of the two is unknown."""
    return None if before is None or after is None else f"{round(100 * after) - round(100 * before):+d}"


def _line(asked: Asked, line: Line) -> dict[str, Any]:
    name = figures.name_of(asked.voice, line.item, asked.view.names)
    return {"item": line.item, "name": name, "sides": (line.before, line.after), "kind": line.after["kind"]}


def _ends(asked: Asked, before: Side, after: Side) -> tuple[str, str]:
    """Name both ends of a chart, where there is little room: by the day that differs."""
    name = "as_of" if before.cut.as_of != after.cut.as_of else "known_on"
    first, last = (asked.voice.short_day(getattr(one.cut, name)) for one in (before, after))
    return first, last


def _slope(asked: Asked, lines: list[Line], nature: str, ends: tuple[str, str]) -> Drawn:
    """Draw one share of each axis on both days."""
    voice = asked.voice
    pairs = []
    for line in lines[1:]:
        shares = [row[f"{nature}_progress"] for row in (line.before, line.after)]
        reported = [row[f"{nature}_reported"] for row in (line.before, line.after)]
        of = voice.number(line.after["expected_of"])
        note = voice.tell(SUBJECT, "reported", was=voice.number(reported[0]), known=voice.number(reported[1]), of=of)
        name = figures.name_of(voice, line.item, asked.view.names)
        texts = [voice.share(share) for share in shares]
        pairs.append(Pair(name, shares[0], shares[1], texts[0], texts[1], note, asked.to("node", line.item)))
    what = voice.tell(SUBJECT, f"slope.{nature}")
    return slope(pairs, voice, what=what, before_label=ends[0], after_label=ends[1], natures=("start", nature))


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one sort, told in one table; a long one may be folded."""

    code: str
    rows: list[dict[str, Any]]
    folded: bool


def _groups(asked: Asked, changed: Changed, after: View) -> Iterator[Group]:
    told: dict[str, list[dict[str, Any]]] = {name: [] for name in GROUPS}
    more, names = sheet.details(after), after.names
    for change in sheet.ORDER:
        for row in changed.rows:
            if row["change"] == change:
                told[_group(row)].append(_change(asked, row, more.get(row["entries"][-1], {}), names))
    yield from (Group(code, rows, code in FOLDED) for code, rows in told.items() if rows)


def _group(row: Row) -> str:
    if row["change"] != "said" or row["kind"] in {"target", "baseline"}:
        return "moved"
    if row["kind"] == "statement" and row["nature"] in sheet.VERIFIED:
        return "verified"
    return KINDS.get(row["kind"], "framed")


def _change(asked: Asked, row: Row, more: Row, names: figures.Names) -> dict[str, Any]:
    """Tell a change: what it was and is, who says so, where, why."""
    voice, source = asked.voice, asked.view.sources.get(row["source"], {})
    key = row["indicator"] or row["subject"]
    return {
        **row,
        "name": figures.name_of(voice, key, names) or more.get("what") or "",
        "href": asked.to("indicator", row["indicator"]) if row["indicator"] else "",
        "was": sheet.value(voice, row, "before") if row["before"] is not None else "",
        "is": sheet.value(voice, row, "now") if row["now"] is not None else "",
        "who": figures.name_of(voice, more.get("speaker_name") or row["who"], names),
        "publisher": source.get("publisher") or row["source"],
        "about": more.get("about"),
        "quotation": more.get("quotation"),
        "reason": voice.label("reason", row["reason"]),
    }


def _state(row: Row) -> dict[str, Any]:
    tags = {name: KEPT.get(row[name], "mute") for name in ("state_before", "state")}
    return {**row, "tag": tags["state"], "tag_before": tags["state_before"]}
