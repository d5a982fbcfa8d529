"""The road map: the tree of the plan, and one node with all that belongs to it."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from bilan.analysis.asking import Row
from bilan.report import figures, sentences
from bilan.report.marks.bullet import Bullet, axis, bullet
from bilan.report.sheets import likely, schedule
from bilan.report.sheets import roadmap as sheet
from bilan.report.sheets.origins import with_origins
from bilan.report.sheets.roadmap import Branch, Node
from bilan.report.sheets.succession import succession
from bilan.terms.languages import LANGUAGES, pick
from bilan.web.asked import Asked
from bilan.web.pages.indicators import LEGEND, rows
from bilan.web.pages.near import missing
from bilan.web.shown import Shown

SUBJECT: Final = "roadmap"
MILESTONE: Final = {"reached": "good", "reached_late": "warn", "overdue": "bad", "to_come": "mute", "undated": "mute"}
KEPT: Final = frozenset({"kept", "kept_late"})
STATES: Final = {
    "kept": "good", "kept_late": "warn", "partly_kept": "warn", "overdue": "bad", "broken": "bad", "abandoned": "bad",
    "due": "warn",
}  # fmt: skip


def page(asked: Asked) -> Shown:
    """Show the tree of the plan."""
    voice, branches = asked.voice, sheet.tree(asked.view)
    plan = asked.view.panorama.lines[0] if asked.view.panorama.lines else {}
    known = {"of": "expected_of", "verified": "verified_reported", "declared": "declared_reported"}
    lede = voice.tell(SUBJECT, "lede", **{name: voice.number(plan.get(column, 0)) for name, column in known.items()})
    told = {
        "lede": lede,
        "plan": asked.view.plan,
        "branches": list(_bars(asked, branches)),
        "axis": axis(voice),
        "legend": (*LEGEND, "thin"),
    }
    return Shown("roadmap.html", voice.tell(SUBJECT, "title"), SUBJECT, told, description=lede)


def _bars(asked: Asked, branches: Iterable[Branch]) -> Iterator[dict[str, Any]]:
    """Give each node with its bar and how deep it stands."""
    for one in branches:
        name = figures.name_of(asked.voice, one.row["item"], asked.view.names)
        below = likely.likely(asked.view, one.row["item"])
        foreseen = {"likely": likely.count(below, asked.voice), "likely_entries": below.entries}
        yield {"one": one, "name": name, "bar": _bar(asked, one, name), "depth": min(one.row["depth"], 5), **foreseen}


def _bar(asked: Asked, one: Branch, name: str) -> str | None:
    if not one.row["expected_of"]:
        return None
    verified, declared, expected = (one.row[f"{share}_progress"] for share in ("verified", "declared", "expected"))
    ahead = likely.likely(asked.view, one.row["item"]).progress
    return bullet(Bullet(verified, declared, expected, ahead, thin=one.thin), asked.voice, what=name).wide


def node(asked: Asked, key: str) -> Shown:
    """Show a node of the tree; the plan itself is the road map."""
    if key == asked.view.plan.get("key"):
        return Shown("", "", elsewhere=asked.to("roadmap"))
    found = sheet.node(asked.view, key)
    if found is None:
        raise missing(asked, "node", key)
    name = figures.name_of(asked.voice, key, asked.view.names)
    lede = _lede(asked, found.branch)
    told = {
        "found": found,
        "succession": succession(asked.view, "node", key),
        "facts": with_origins(asked.view, [found.branch.facts])[0],
        "row": found.branch.row,
        "lede": lede,
        "likely_said": list(likely.sentences(likely.likely(asked.view, key), asked.voice)),
        "bar": _bar(asked, found.branch, name),
        "axis": axis(asked.voice),
        "legend": (*LEGEND, "thin"),
        "ending": schedule.told(asked.view, "node", key, asked.voice),
        **_lists(asked, found),
    }
    return Shown("node.html", name, SUBJECT, told, description=lede)


def _lists(asked: Asked, found: Node) -> dict[str, Any]:
    view, voice = asked.view, asked.voice
    return {
        "children": list(_bars(asked, found.children)),
        "indicators": [(key, list(rows(asked, lines))) for key, lines in found.indicators.items()],
        "indicator_count": sum(len(lines) for lines in found.indicators.values()),
        "alerts": [(one, sentences.alert(voice, one, view.names)) for one in found.alerts],
        "milestones": [{**row, "tag": MILESTONE[row["state"]]} for row in with_origins(view, found.milestones)],
        "reached": sum(row["state"] in {"reached", "reached_late"} for row in found.milestones),
        "undertakings": [{**row, "tag": STATES.get(row["state"], "mute")} for row in found.undertakings],
        "kept": sum(row["state"] in KEPT for row in found.undertakings),
        "agreements": [{**row, "title": pick_title(row, asked.language)} for row in found.agreements],
        "services": found.services,
        "spending": [{**row, "money": _money(row)} for row in found.spending],
        "dates": [(name, found.branch.facts[name]) for name in ("starts_on", "ends_on", "revised_on")],
        "findings": with_origins(view, found.findings),
        "ratings": found.ratings,
    }


def pick_title(row: Row, language: str) -> str:
    """Return the title of an agreement in a language, else in one that it has."""
    return pick({code: row[f"title_{code}"] for code in LANGUAGES if row[f"title_{code}"]}, language) or row["key"]


def _money(row: Row) -> Row:
    """Return the amount of a line of spending as a figure of its own."""
    return {"value": row["amount"], "qualifier": row["qualifier"], "unit": row["currency"]}


def _lede(asked: Asked, one: Branch) -> str:
    """Say how much of a node is verified and declared, and on how many of its indicators that rests."""
    voice, row = asked.voice, one.row
    if not row["expected_of"]:
        return voice.tell(SUBJECT, "node.lede.none")
    return voice.tell(
        SUBJECT,
        "node.lede",
        of=voice.number(row["expected_of"]),
        verified=voice.share(row["verified_progress"]),
        verified_known=voice.number(row["verified_reported"]),
        declared=voice.share(row["declared_progress"]),
        declared_known=voice.number(row["declared_reported"]),
        expected=voice.share(row["expected_progress"]),
        day=voice.day(asked.as_of),
    )
